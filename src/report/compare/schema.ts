import { z } from 'zod';

/** A comparison as it is on disk. The published JSON Schema is made from this. */

const ms = z.int().min(0);
const count = z.int().min(0);
const seconds = z.number().min(0);

const moment = z
  .strictObject({
    sinceMs: ms.describe('Milliseconds since the change; it holds until the next moment.'),
    desired: count.describe('Pods asked for.'),
    availableOld: count.describe('Available pods of other versions than the new one.'),
    availableNew: count.describe('Available pods of the new version.'),
    share: z.number().min(0).max(1).describe("The new version's share of the callers."),
  })
  .describe('What answered, and who met the new version.');

const ifBad = z
  .strictObject({
    noticedMs: ms.describe('How long after the change somebody notices.'),
    command: z.string().describe('What that person types.'),
    recoveredMs: ms
      .nullable()
      .describe('From the change until nobody met the new version any more and all pods were available.'),
    exposedSeconds: seconds.describe(
      "The new version's share of the callers, summed over time: seconds of all callers.",
    ),
    leastAvailable: count.describe('The fewest available pods on the way.'),
  })
  .describe('The same update once more, with a version that answers, but badly.');

const requests = z
  .strictObject({ failed: count, all: count })
  .describe('Requests from the change on: those that failed, and all of them.');

const strategy = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    notes: z.array(z.string()).describe('What was derived, and how; what was left out.'),
    outcome: z.enum(['completed', 'reverted', 'unfinished']),
    durationMs: ms
      .nullable()
      .describe('From the change until all callers met the new version and all of its pods were available.'),
    recoveredMs: ms.nullable().describe('Of an update that was called off: from the change until all was as before.'),
    leastAvailable: count.describe('The fewest available pods.'),
    mostMissing: count.describe('The most pods that were asked for and not available.'),
    outageMs: ms.describe('How long no pod was available.'),
    shortMs: ms.describe('How long fewer pods than asked for were available.'),
    mostPods: count.describe('The most pods at once.'),
    extraPodSeconds: seconds.describe('Pods beyond those asked for, summed over time: the cost.'),
    exposedSeconds: seconds.describe(
      "The new version's share of the callers, summed until the update was complete or called off.",
    ),
    requests: requests.nullable().describe('Null when nobody sends requests.'),
    manualActions: count.describe('What a person had to do after the change: the number of actions.'),
    ifBad: ifBad.nullable().describe('Null when the update did not come to its end in the first place.'),
    findings: z.array(z.string()).optional().describe('What is wrong in its run.'),
    unanswered: z
      .array(z.string())
      .optional()
      .describe('Metrics that nothing answers: what came of the strategy says nothing about it.'),
    moments: z.array(moment),
  })
  .describe('One way to bring out the same change. Times count from the change.');

export const comparison = z
  .strictObject({
    format: z.literal('rehearse-comparison'),
    version: z.literal(1).describe('Version of this format.'),
    tool: z.string().describe('Name and version of what made this.'),
    reference: z.strictObject({ argoRollouts: z.string(), kubernetes: z.string() }),
    name: z.string().describe('The scenario, or the workload.'),
    seed: z.int(),
    workload: z.strictObject({ kind: z.string(), namespace: z.string(), name: z.string() }),
    change: z.strictObject({ from: z.string(), to: z.string() }).describe('The images of the two versions.'),
    spanMs: ms.describe('How long every strategy was watched from the change on.'),
    strategies: z.array(strategy),
    remarks: z.array(z.string()),
  })
  .describe('One version change, brought out in several ways.');

export type ComparisonReport = z.infer<typeof comparison>;
export type StrategyReport = z.infer<typeof strategy>;

/** The published JSON Schema (draft 2020-12) of a comparison, as text. */
export function comparisonJsonSchema(): string {
  const schema = z.toJSONSchema(comparison, { target: 'draft-2020-12' });
  const published = {
    $schema: schema.$schema,
    $id: 'https://rehearse.dev/schema/comparison.schema.json',
    title: 'A Rehearse comparison',
    ...schema,
  };
  return `${JSON.stringify(published, null, 2)}\n`;
}
