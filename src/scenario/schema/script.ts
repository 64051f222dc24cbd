import { REFERENCE_VERSIONS } from '../../api/reference.ts';
import * as z from 'zod';
import type { Json } from '../../api/json.ts';
import { behaviourFields } from './cluster.ts';
import { commit } from './git.ts';
import { metricChange } from './metrics.ts';
import { condition, duration, filled, name, share } from './scalars.ts';
import { conditionSubjects } from './subjects.ts';

/** What can happen to a node: exactly one of these. */
export const NODE_FAULTS = ['drain', 'fail', 'restore'] as const;

/** A manifest or a piece of one: any JSON mapping. */
const object = z.record(z.string(), z.custom<Json>());

const target = {
  kind: filled().describe('The kind of the object.'),
  name: filled().describe('Its name.'),
  namespace: filled().optional().describe('Its namespace; else that of the rehearsal.'),
  apiVersion: filled().optional().describe('Its apiVersion; may be left out for kinds that Rehearse knows.'),
};

const patch = z.strictObject({
  ...target,
  merge: object.describe('What is merged into the object (JSON merge patch: null removes a key).'),
  subresource: z.literal('status').optional().describe('Patches the status instead of the object.'),
});

const count = z
  .union([z.int().min(1), z.literal('all'), share()])
  .default('all')
  .describe('How many, in the order of names: a number, all, or a share such as 50% (rounded up).');

const image = filled().describe('The image of their first container.');

const pods = z.strictObject({
  image,
  count,
  do: z
    .enum(['unready', 'ready', 'delete'])
    .describe('unready: turn unready and stay so; ready: those become ready again; delete: remove the pods.'),
});

/** The kinds of fault of `fault`. */
export const FAULTS = ['crash', 'crash-loop', 'unready', 'delete'] as const;

const fault = z.strictObject({
  kind: z
    .enum(FAULTS)
    .describe(
      'crash: the container ends once and is started again; crash-loop: it ends each time it is started; unready: the readiness probe fails; delete: the pods vanish.',
    ),
  image,
  pods: count,
  for: duration().optional().describe('It is over after so long (crash-loop, unready); else it lasts.'),
});
export type FaultSetting = z.infer<typeof fault>;

const node = z
  .strictObject({
    drain: name().optional().describe('Nothing new goes to this node, and its pods are evicted now.'),
    fail: name()
      .optional()
      .describe('This node is cut off: its pods are unready after 50s, and evicted 5m later, as in a real cluster.'),
    restore: name().optional().describe('This node is as before.'),
  })
  .meta({ oneOf: NODE_FAULTS.map((fault) => ({ required: [fault] })) });

const imageChange = z.strictObject({
  name: filled().describe('The image.'),
  ...behaviourFields,
});

/** What an entry of the script can do: exactly one of these. A new kind is a row here and one in ../actions.ts. */
export const actions = {
  run: filled()
    .optional()
    .describe('A command as people type it: `kubectl argo rollouts …`, `kubectl scale …`, `argocd app …`.')
    .meta({ examples: ['kubectl argo rollouts promote NAME'] }),
  apply: z
    .union([filled(), object])
    .optional()
    .describe('`kubectl apply`: the name of a manifest file, or a manifest written here.'),
  patch: patch.optional().describe('Merges a JSON merge patch into an object or its status.'),
  delete: z.strictObject(target).optional().describe('Deletes an object.'),
  pods: pods.optional().describe('Running pods of an image turn `unready` or `ready` again, or are deleted.'),
  image: imageChange
    .optional()
    .describe('From now on pods of an image behave differently: other times, or `never` with a reason. Concerns pods that were never ready yet.'),
  fault: fault.optional().describe('Something goes wrong with running pods of an image: `{kind: crash-loop, image: …, pods: 50%, for: 2m}`.'),
  node: node.optional().describe('A node of spec.cluster.nodes is drained, fails or is restored: `{fail: node-2}`.'),
  controller: z
    .enum(['restart', 'stop', 'start', 'down', ...REFERENCE_VERSIONS])
    .optional()
    .describe(
      'The controller of Argo Rollouts restarts, or is down from `stop` (or `down`) to `start`: its queues and retries are lost, what is stored stays. The name of a version replaces it by that version.',
    ),
  metric: metricChange.optional().describe('From now on a metric has other answers, with times that count from now: `{name: success-rate, value: 0.5}`.'),
  commit: commit.optional().describe('A commit to a Git repository of spec.git: `{message: Version 2, setImage: web=shop:v2}`.'),
};

export type EntryAction = keyof typeof actions;

function isEntryAction(key: string): key is EntryAction {
  return Object.hasOwn(actions, key);
}

export const ENTRY_ACTIONS: readonly EntryAction[] = Object.keys(actions).filter(isEntryAction);

export const scriptEntry = z
  .strictObject({
    at: duration().optional().describe('The time of the run at which it happens.'),
    when: condition().optional().describe('It happens when this condition first holds …'),
    after: duration().optional().describe('… or so long after that.'),
    ...conditionSubjects,
    ...actions,
  })
  .describe('One thing that people, Git, the platform or faults do: `at` or `when`, and one action.')
  .meta({
    allOf: [
      { oneOf: [{ required: ['at'] }, { required: ['when'] }] },
      { oneOf: ENTRY_ACTIONS.map((action) => ({ required: [action] })) },
    ],
  });
export type ScriptEntry = z.infer<typeof scriptEntry>;
