import { z } from 'zod';
import { action, parsedCommand } from './action-schema.ts';
import { REASON_LINES, type Source } from '../api/reason.ts';
import { analysisOutcome } from './analysis.ts';
import { json, jsonObject } from './json-schema.ts';
import { trafficHeader, trafficSample } from './traffic.ts';

/**
 * Every line of a timeline file, as it is on disk. This is the one source of the format: the types of timeline.ts are inferred from it, readers check
 * lines by it, and the published JSON Schema is made from it.
 */

/** The version of the format that this build writes and reads. See docs/timeline.md "Versions of the format" before changing it. */
export const FORMAT_VERSION = 2;

const atMs = z.int().min(0).describe('Milliseconds of simulated time from the start of the run.');
const seq = z.int().min(0).describe('Number of the entry, from 0 on in the order of the run. It never changes.');
const after = z.int().min(-1).describe('The `seq` of the entry behind which this belongs; -1: before the first entry.');

export const objectRef = z
  .strictObject({
    apiVersion: z.string(),
    kind: z.string(),
    namespace: z.string().describe('Empty for cluster-scoped kinds.'),
    name: z.string(),
  })
  .describe('Names an object of the run.');

export const ruleText = z.strictObject({
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
      z.strictObject({ action: z.int().describe('The `seq` of an action; its text is the value.') }),
      z.strictObject({
        pods: z.enum(['all', 'labeled', 'ready', 'available']).describe('Which pods of the object are counted.'),
        controlledBy: z.string().describe('The uid of the object.'),
        asOf: z.string().describe('The resourceVersion of the last write that counts.'),
      }),
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

export const headerLine = z
  .strictObject({
    format: z.literal('rehearse-timeline'),
    version: z.literal(FORMAT_VERSION).describe('Version of this format.'),
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
    output: z.string().optional().describe('What the command printed.'),
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
    created: jsonObject.optional().describe('The whole object, when it was created.'),
    patch: z.array(patchOperation).optional().describe('What changed of the object as this file last had it.'),
    deleted: z.literal(true).optional(),
  })
  .describe('An object was created (`created`), changed (`patch`) or deleted (`deleted`).');

export const eventLine = z
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

export const failureLine = z
  .strictObject({
    atMs: atMs.describe('Milliseconds of simulated time at which it first failed.'),
    seq,
    kind: z.literal('failure'),
    controller: z.string().describe('The controller that failed: rollouts, services, …'),
    object: objectRef,
    error: z.string(),
    lastMs: z.int().min(0).describe('Milliseconds of simulated time at which it last failed with this error.'),
    tries: z.int().min(1).describe('How often it failed with this error before a reconcile of the object succeeded.'),
  })
  .describe('Reconciles of an object failed and were tried again: one entry for all tries that failed alike.');

const cost = z
  .strictObject({
    failedRequests: z.int().min(0).optional(),
    users: z.int().min(0).optional().describe('People that met an error.'),
    pods: z.int().min(0).optional().describe('Pods that ran for nothing, or were missing.'),
    ms: z.int().min(0).optional().describe('How long it lasted, in milliseconds.'),
  })
  .describe('What it cost in this run; figures that do not apply are absent.');

const fix = z
  .strictObject({
    text: z.string().describe('What to do, in one sentence.'),
    set: z
      .array(z.strictObject({ object: objectRef, path, value: json }))
      .optional()
      .describe('Fields of manifests to set, with their values; null removes a field.'),
    outcome: z.string().optional().describe('What would have happened with this change: it was run.'),
  })
  .describe('A change that prevents it.');

export const findingLine = z
  .strictObject({
    atMs,
    after,
    kind: z.literal('finding'),
    id: z.string(),
    title: z.string().optional(),
    severity: z
      .enum(['harm', 'stuck', 'trap', 'waste'])
      .optional()
      .describe(
        'harm: users are hurt; stuck: something waits that nothing will end; trap: not what one would expect; waste. Absent: a remark about the run.',
      ),
    text: z.string().describe('What was found in this run, in one sentence.'),
    meaning: z.string().optional().describe('The rule behind it.'),
    object: objectRef.optional(),
    field: path.optional(),
    where: z
      .strictObject({ file: z.string(), line: z.int().min(1), column: z.int().min(1) })
      .optional()
      .describe('Where the field stands in the files of the user.'),
    times: z.int().min(2).optional().describe('How often it came, if more than once.'),
    evidence: z.array(z.int().min(0)).optional().describe('Entries that show it, by their `seq`.'),
    cost: cost.optional(),
    fix: fix.optional(),
    upstream: z.string().optional(),
    fixedIn: z.string().optional().describe('The first version of the reference without it.'),
  })
  .describe('Something that a user should know.');

export const analysisLine = z
  .strictObject({ atMs, after, kind: z.literal('analysis'), object: objectRef, ...analysisOutcome })
  .describe(
    'An AnalysisRun ended: every measurement against its limits, which of them decided, and how other limits would have ended it.',
  );

export const verdictLine = z
  .strictObject({
    atMs,
    after,
    kind: z.literal('verdict'),
    expectation: z.string().describe('Its name, or what it expects.'),
    passed: z.boolean(),
    about: z
      .enum(['script', 'end'])
      .optional()
      .describe(
        'What was judged, if it is not an expectation: an entry of the script that never acted, or how a workload of bare manifests ended.',
      ),
    text: z.string(),
    condition: z.string().optional().describe('The whole expectation in one line, also when it has a name.'),
    state: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .optional()
      .describe('Of a failed one: what the names of its condition stood for when it failed.'),
    evidence: z
      .array(z.int().min(0))
      .optional()
      .describe('Of a failed one: the last entries before it, by their `seq`.'),
  })
  .describe('The outcome of one expectation, or what makes a run fail without one.');

const trafficLine = z
  .strictObject({ kind: z.literal('traffic'), ...trafficSample.shape })
  .describe('A flow of requests in a stretch of time.');

const entryLine = z.discriminatedUnion('kind', [actionLine, changeLine, eventLine, failureLine]);

/** What a reader takes in after the header. */
export const bodyLine = z.discriminatedUnion('kind', [entryLine, findingLine, analysisLine, verdictLine, trafficLine]);

/** Storage: the next line is a form, and rows refer to it. */
export const formLine = z
  .strictObject({ kind: z.literal('form'), form: z.int().min(0) })
  .describe('The next line is the form of this number: rows that follow are written as differences from it.');

export const endLine = z
  .strictObject({
    kind: z.literal('end'),
    entries: z.int().min(0).describe('Number of the entries of the run.'),
    hash: z
      .string()
      .describe('`sha256:` and the hash of all lines between the header and this one, each with its line feed.'),
  })
  .describe('The last line.');

const row = z
  .array(json)
  .min(1)
  .describe(
    'A line like the last one of its form. The first item is the number of the form; then pairs of the number of a value of the line, from 0 on in the order of the line, and the value that it has here.',
  );

/** One line of a timeline file. */
const timelineLine = z.union([headerLine, bodyLine, formLine, endLine, row]);

export type BodyLine = z.infer<typeof bodyLine>;
export type ChangeLine = z.infer<typeof changeLine>;

/** The published JSON Schema (draft 2020-12) of one line of a timeline file, as text. */
export function timelineJsonSchema(): string {
  const schema = z.toJSONSchema(timelineLine, { target: 'draft-2020-12', unrepresentable: 'any' });
  const published = {
    $schema: schema.$schema,
    $id: 'https://rehearse.dev/schema/timeline.schema.json',
    title: 'A line of a Rehearse timeline',
    description:
      'A timeline is a file of JSON Lines: first a header, then the entries of the run in their order, then findings, analyses and verdicts, then its traffic, then an end line. Each line is valid against this schema.',
    ...schema,
  };
  return `${JSON.stringify(published, null, 2)}\n`;
}
