import { REFERENCE_VERSIONS } from '../api/reference.ts';
import { z } from 'zod';
import { json, jsonObject } from './json-schema.ts';
import type { Action, ActionName } from '../world/actions/actions.ts';
import type { PodBehaviour } from '../world/cluster.ts';

/** The actions of a script, as they are in a timeline file. */

const ms = z.int().min(0);
const atLeast0 = z.number().min(0);

const distribution = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('constant'), value: z.number() }),
    z.strictObject({ kind: z.literal('uniform'), min: z.number(), max: z.number() }),
    z.strictObject({ kind: z.literal('exponential'), mean: z.number() }),
    z.strictObject({
      kind: z.literal('truncated-normal'),
      mean: z.number(),
      standardDeviation: atLeast0,
      min: z.number(),
      max: z.number(),
    }),
    z.strictObject({ kind: z.literal('log-normal'), median: z.number(), sigma: atLeast0 }),
    z.strictObject({ kind: z.literal('weibull'), scale: z.number(), shape: z.number() }),
    z.strictObject({
      kind: z.literal('empirical'),
      values: z.array(z.strictObject({ value: z.number(), weight: atLeast0 })),
    }),
  ])
  .describe('A distribution of times in milliseconds.');

const behaviour: z.ZodType<PodBehaviour> = z
  .strictObject({
    readyAfter: z
      .discriminatedUnion('form', [
        z.strictObject({ form: z.literal('list'), ms: z.array(ms) }),
        z.strictObject({ form: z.literal('drawn'), distribution }),
      ])
      .describe('From creation to readiness: a list that is cycled, or times that are drawn.'),
    never: z.string().optional().describe('The reason with which the container waits for ever.'),
    runningAfterMs: ms.optional(),
    turnsUnready: z.strictObject({ afterMs: ms, forMs: ms.optional() }).optional(),
    crash: z.strictObject({ afterMs: ms, exitCode: z.int(), times: z.int().optional() }).optional(),
  })
  .describe('How the containers of an image behave.');

const target = {
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
  namespace: z.string().describe('Empty for kinds without namespaces.'),
};

const image = z.string().describe('The image of their first container.');

const actions: { readonly [K in ActionName]: z.ZodType<Action<K>> & z.ZodObject } = {
  run: z
    .strictObject({ do: z.literal('run'), command: z.string(), namespace: z.string() })
    .describe('A command line; `namespace` is that of the kubectl context.'),
  apply: z.strictObject({ do: z.literal('apply'), manifest: jsonObject }).describe('kubectl apply.'),
  patch: z
    .strictObject({
      do: z.literal('patch'),
      ...target,
      merge: json,
      type: z.enum(['strategic', 'json']).optional().describe('Absent: a JSON merge patch.'),
      subresource: z.literal('status').optional(),
    })
    .describe('kubectl patch.'),
  delete: z.strictObject({ do: z.literal('delete'), ...target }).describe('kubectl delete.'),
  pods: z
    .strictObject({
      do: z.literal('pods'),
      image,
      count: z.int().describe('At most so many; -1: all.'),
      percent: z.number().optional().describe('At most so many percent of them, rounded up.'),
      what: z.enum(['unready', 'ready', 'crash', 'crash-loop', 'heal', 'delete']),
    })
    .describe('Something happens to running pods of an image.'),
  image: z
    .strictObject({ do: z.literal('image'), image, behaviour })
    .describe('From now on pods of an image behave differently.'),
  node: z
    .strictObject({ do: z.literal('node'), node: z.string(), what: z.enum(['drain', 'fail', 'restore']) })
    .describe('Something happens to a node.'),
  controller: z
    .strictObject({
      do: z.literal('controller'),
      what: z.enum(['stop', 'start', 'restart']),
      version: z.enum(REFERENCE_VERSIONS).optional(),
    })
    .describe('Something happens to the controller of Argo Rollouts.'),
  commit: z
    .strictObject({
      do: z.literal('commit'),
      repository: z.string(),
      message: z.string(),
      revert: z.string().optional().describe('The commit that is taken back.'),
      files: z.array(z.strictObject({ path: z.string(), objects: z.array(json).optional() })).optional(),
      remove: z.array(z.string()).optional(),
      images: z
        .array(
          z.strictObject({
            container: z.string(),
            image: z.string(),
            workload: z.strictObject({ kind: z.string(), name: z.string() }).optional(),
          }),
        )
        .optional(),
    })
    .describe('A commit to a Git repository.'),
  metric: z
    .strictObject({
      do: z.literal('metric'),
      metric: z.string(),
      answers: z.array(z.strictObject({ fromMs: ms, value: json })),
    })
    .describe('From now on a metric has other answers; their times count from now.'),
  podQuota: z
    .strictObject({ do: z.literal('podQuota'), pods: z.int() })
    .describe('From now on a namespace may have so many pods.'),
};

export const action: z.ZodType<Action> = z
  .union(Object.values(actions))
  .describe('What was done, as the script of the world has it.');

export const parsedCommand = z
  .strictObject({
    program: z.enum(['kubectl', 'kubectl argo rollouts', 'argocd']),
    verb: z.string().describe('The words behind the program: `promote`, `set image`, `rollout undo`.'),
    objects: z
      .array(z.strictObject({ kind: z.string(), name: z.string(), container: z.string().optional() }))
      .describe('The objects that it names.'),
    operands: z.array(z.string()).describe('Its arguments that are not flags.'),
    flags: z.record(z.string(), z.string()).describe('Its flags by their long names.'),
  })
  .describe('Of `run`: the command line, parsed; absent if it cannot be parsed.');
