import * as z from 'zod';
import type { Json } from '../../api/json.ts';
import { behaviourFields } from './cluster.ts';
import { condition, duration, filled } from './scalars.ts';

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

const pods = z.strictObject({
  image: filled().describe('The image of their first container.'),
  count: z
    .union([z.int().min(1), z.literal('all')])
    .default('all')
    .describe('How many, in the order of names.'),
  do: z
    .enum(['unready', 'ready', 'delete'])
    .describe('unready: turn unready and stay so; ready: those become ready again; delete: remove the pods.'),
});

const image = z.strictObject({
  name: filled().describe('The image.'),
  ...behaviourFields,
});

/** What an entry of the script can do: exactly one of these. */
export const ACTIONS = ['run', 'apply', 'patch', 'delete', 'pods', 'image'] as const;
export type ActionName = (typeof ACTIONS)[number];

const actions = {
  run: filled()
    .optional()
    .describe('A command as people type it: kubectl argo rollouts …, kubectl scale …, and so on.')
    .meta({ examples: ['kubectl argo rollouts promote NAME'] }),
  apply: z
    .union([filled(), object])
    .optional()
    .describe('kubectl apply: the name of a manifest file, or a manifest written here.'),
  patch: patch.optional().describe('Merges into an object.'),
  delete: z.strictObject(target).optional().describe('Deletes an object.'),
  pods: pods.optional().describe('Something happens to running pods of an image.'),
  image: image
    .optional()
    .describe('From now on pods of an image behave otherwise; concerns pods that were never ready yet.'),
};

export const scriptEntry = z
  .strictObject({
    at: duration().optional().describe('The time of the run at which it happens.'),
    when: condition().optional().describe('It happens when this condition first holds …'),
    after: duration().optional().describe('… or so long after that.'),
    rollout: filled()
      .optional()
      .describe('The rollout that the condition speaks of (NAME or NAMESPACE/NAME); needed if there are several.'),
    ...actions,
  })
  .describe('One thing that people, Git, the platform or fate do: at or when, and one action.')
  .meta({
    allOf: [
      { oneOf: [{ required: ['at'] }, { required: ['when'] }] },
      { oneOf: ACTIONS.map((action) => ({ required: [action] })) },
    ],
  });
export type ScriptEntry = z.infer<typeof scriptEntry>;
