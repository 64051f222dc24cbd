import { z } from 'zod';
import type { Json } from '../api/json.ts';
import { action, parsedCommand } from './action-schema.ts';
import { REASON_LINES, type Source } from '../api/reason.ts';
import { analysisOutcome } from './analysis-schema.ts';

/** Every line of a timeline file, as it is on disk. The published JSON Schema is made from these. */

const json: z.ZodType<Json> = z.lazy(() => z.json()).meta({ description: 'Any JSON value.' });

const atMs = z.int().min(0).describe('Milliseconds of simulated time from the start of the run.');
const seq = z.int().min(0).describe('Position in the run; entries are ordered by it.');

const objectRef = z
  .strictObject({
    apiVersion: z.string(),
    kind: z.string(),
    namespace: z.string().describe('Empty for cluster-scoped kinds.'),
    name: z.string(),
  })
  .describe('Names an object of the run.');

const ruleText = z.strictObject({
  title: z.string(),
  statement: z.string().describe('The rule in one sentence.'),
  template: z
    .string()
    .describe('Text of a reason; `{name}` stands for the value of that input, `{value}` for what the rule gives.'),
  source: z.string().describe('File and function of the reference.'),
  explains: z.enum(REASON_LINES).optional().describe('The line of a report that the rule explains.'),
});

const path = z.string().describe('A field, as in `status.conditions[type=Healthy].status`; empty: the whole object.');

const inputSource: z.ZodType<Source> = z
  .lazy(() =>
    z.union([
      z.strictObject({
        at: z.enum(['before', 'after']).describe('The written object before the write, or after it.'),
        path,
      }),
      z.strictObject({
        object: objectRef.extend({ resourceVersion: z.string() }).describe('A state of an object.'),
        path,
      }),
      z.strictObject({ setting: z.string().describe('A parameter of the world or of a controller.') }),
      z.strictObject({ clock: z.literal('now') }),
      z.strictObject({ call: z.string(), of: z.array(inputSource) }).describe('A function of other sources.'),
    ]),
  )
  .meta({ description: 'Where a value was read.' });

const reason = z
  .strictObject({
    rule: z.string().describe('Id of a rule; its text is in the header.'),
    path: path.optional(),
    value: json.optional().describe('What the rule gives: what is at the path after the write; null: nothing.'),
    inputs: z
      .record(
        z.string(),
        z.strictObject({
          value: json,
          from: z.union([inputSource, z.string()]).describe('Where the value was read.'),
        }),
      )
      .describe('What the rule looked at.'),
  })
  .describe('Why something changed.');

const patchOperation = z
  .discriminatedUnion('op', [
    z.strictObject({ op: z.literal('add'), path: z.string(), value: json }),
    z.strictObject({ op: z.literal('replace'), path: z.string(), value: json }),
    z.strictObject({ op: z.literal('remove'), path: z.string() }),
  ])
  .describe('An operation of a JSON Patch (RFC 6902).');

const share = z.number().min(0);
const count = z.int().min(0);
const counts = {
  requests: count,
  errors: count,
  byCode: z.record(z.string(), count).describe('Requests by response code; 000: no connection.'),
};

const trafficHeader = z
  .strictObject({
    bucketsMs: z.array(z.number()).describe('Upper bounds of latency histograms; one more bucket has none.'),
    flows: z.array(
      z.strictObject({
        name: z.string(),
        namespace: z.string(),
        to: z.union([z.strictObject({ rollout: z.string() }), z.strictObject({ service: z.string() })]),
        users: z.int().optional().describe('People behind the requests; absent: nobody was counted.'),
        objective: z.number().optional().describe('Share of requests that is promised to succeed.'),
      }),
    ),
  })
  .describe('Who sent requests; absent: nobody.');

const versionSample = z
  .strictObject({
    revision: z.string().describe('The hash of its pod template.'),
    image: z.string(),
    ...counts,
    buckets: z.array(count).describe('Calls by latency: one number a bucket of the header, trailing zeros left out.'),
    latencySumMs: z.number(),
    share: share.describe('Share of the callers that was sent here.'),
    desired: share.describe('Share that the objects ask for.'),
    propagated: share.describe('Share that routers and kube-proxy act by.'),
    capacityPerSecond: z
      .number()
      .optional()
      .describe('Requests a second that its ready pods can do; absent: without limit, or none is ready.'),
    utilisation: z.number().describe('1: fully used; the highest of the stretch.'),
    mirrored: count.describe('Copies of requests whose answers nobody waits for.'),
    users: z
      .strictObject({
        exposed: count.describe('People that met this version up to the end of the stretch.'),
        hurt: count.describe('Those of them that met an error of it.'),
      })
      .optional(),
  })
  .describe('What a version had of a flow. A call that is repeated counts again.');

const trafficLine = z
  .strictObject({
    kind: z.literal('traffic'),
    fromMs: z.int().min(0).describe('Milliseconds of simulated time from the start of the run.'),
    toMs: z.int().min(0),
    flow: z.string(),
    ...counts,
    retries: count.describe(
      'Calls that were repeats of failed ones; requests count once, as they ended for their callers.',
    ),
    unrouted: count.describe('Calls that found no way or no pod.'),
    versions: z.array(versionSample),
  })
  .describe('A flow of requests in a stretch of time.');

export const headerLine = z
  .strictObject({
    format: z.literal('rehearse-timeline'),
    version: z.literal(1).describe('Version of this format.'),
    scenario: z.strictObject({ name: z.string(), title: z.string(), hash: z.string() }),
    seed: z.int(),
    tool: z.string().describe('Name and version of what made this file.'),
    reference: z.strictObject({ argoRollouts: z.string(), kubernetes: z.string() }),
    epoch: z.string().describe('RFC 3339 with milliseconds: time 0 of the run.'),
    totals: z.strictObject({
      endMs: z.int().min(0).describe('Simulated time of the end of the run, in milliseconds from its start.'),
      reconciles: z.int().min(0),
      writes: z.int().min(0),
      events: z.int().min(0),
      ended: z.enum(['settled', 'until', 'limit']).describe('Why the run ended.'),
    }),
    rules: z.record(z.string(), ruleText).optional().describe('The rules that reasons of this run name, by id.'),
    traffic: trafficHeader.optional(),
    hash: z.string().describe('`sha256:` and the hash of all lines that follow, each with its line feed.'),
  })
  .describe('The first line: what made this timeline.');

const actionLine = z
  .strictObject({
    atMs,
    seq,
    kind: z.literal('action'),
    action,
    namespace: z.string().describe('The namespace that it acted in; empty if it acts in none, or in all.'),
    parsed: parsedCommand.optional(),
    scriptIndex: z
      .int()
      .min(0)
      .optional()
      .describe('Its position in the script; absent: a manifest of the start that the API server refused.'),
    output: z.string().optional(),
    error: z.string().optional().describe('What the command or the API server answered when it failed.'),
    automatic: z.boolean().optional().describe('Set when rehearse itself acted.'),
  })
  .describe('Something that people, Git, the platform or faults did.');

const changeLine = z
  .strictObject({
    atMs,
    seq,
    kind: z.literal('change'),
    object: objectRef,
    actor: z.string().describe('Who wrote: rollouts, replicaset, kubelet, scheduler, person, …'),
    because: z.array(reason).optional(),
    created: z.record(z.string(), json).optional().describe('The whole object, when it was created.'),
    patch: z.array(patchOperation).optional().describe('What changed of the object as this file last had it.'),
    deleted: z.literal(true).optional(),
  })
  .describe('An object was created (`created`), changed (`patch`) or deleted (`deleted`).');

const eventLine = z
  .strictObject({
    atMs,
    seq,
    kind: z.literal('event'),
    object: objectRef,
    type: z.enum(['Normal', 'Warning']),
    reason: z.string(),
    message: z.string(),
  })
  .describe('A Kubernetes event.');

const findingLine = z
  .strictObject({
    atMs,
    seq,
    kind: z.literal('finding'),
    id: z.string(),
    text: z.string(),
    object: objectRef.optional(),
    upstream: z.string().optional(),
  })
  .describe('Something that a user should know.');

const analysisLine = z
  .strictObject({ atMs, seq, kind: z.literal('analysis'), object: objectRef, ...analysisOutcome })
  .describe(
    'An AnalysisRun ended: every measurement against its limits, which of them decided, and how other limits would have ended it.',
  );

const verdictLine = z
  .strictObject({
    atMs,
    seq,
    kind: z.literal('verdict'),
    expectation: z.string().describe('Its name, or what it says.'),
    passed: z.boolean(),
    text: z.string(),
    condition: z.string().optional().describe('The whole expectation in one line, also when it has a name.'),
    state: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .optional()
      .describe('Of a broken one: what the names of its condition stood for when it broke.'),
    before: z.array(seq).optional().describe('Of a broken one: the last entries before it, by their `seq`.'),
  })
  .describe('The outcome of one expectation.');

const entryLine = z.discriminatedUnion('kind', [
  actionLine,
  changeLine,
  eventLine,
  findingLine,
  analysisLine,
  verdictLine,
]);

/** A line behind the header. */
export const bodyLine = z.union([entryLine, trafficLine]);

/** One line of a timeline file. */
const timelineLine = z.union([headerLine, entryLine, trafficLine]);

export type ChangeLine = z.infer<typeof changeLine>;

/** The published JSON Schema (draft 2020-12) of one line of a timeline file, as text. */
export function timelineJsonSchema(): string {
  const schema = z.toJSONSchema(timelineLine, { target: 'draft-2020-12' });
  const published = {
    $schema: schema.$schema,
    $id: 'https://rehearse.dev/schema/timeline.schema.json',
    title: 'A line of a Rehearse timeline',
    description:
      'A timeline is a file of JSON Lines: first a header, then the entries of the run in their order, then its traffic. Each line is valid against this schema.',
    ...schema,
  };
  return `${JSON.stringify(published, null, 2)}\n`;
}
