import { formatDurationMs } from '../api/durations.ts';
import { compileFacts, type Expectation, ExprError, type Fact, type FactCondition } from '../expr/index.ts';
import { FACT_TYPES, missingSubject, plainFacts } from '../timeline/facts/conditions.ts';
import { type End, workloadOutcomes } from '../timeline/facts/outcome.ts';
import { lastSeqAt } from '../timeline/instants.ts';
import type { Timeline, TimelineEntry, Verdict } from '../timeline/timeline.ts';
import { actionText } from '../world/actions/actions.ts';
import type { ScriptedAction, Trigger } from '../world/script.ts';
import { SUBJECT_NAMES } from '../world/condition-subjects.ts';
import { describeExpectation, showValues, valuesOfUses } from './describe.ts';
import { type Holds, judge, type Outcome } from './judge.ts';
import { type Moment, momentsOf } from './moments.ts';

/** How many of the entries before it a broken expectation names. */
const ENTRIES_BEFORE = 5;

/** What a run is judged by besides its expectations. */
export interface AlsoJudged {
  /** The script of its world: what people wrote has to happen. */
  readonly script?: readonly ScriptedAction[];
  /** When the conditions of the script first came true, by the place of their entry. */
  readonly cameTrueMs?: ReadonlyMap<number, number>;
  /** Whether every workload has to end well: so it is with manifests alone, of which nobody expects anything in particular. */
  readonly mustEndWell?: boolean;
}

/**
 * The timeline with the verdict on each expectation, and on each entry of the script that never acted, in the order of the instants that decided them: the
 * first at which one failed, or at which it came true.
 */
export function withVerdicts(
  timeline: Timeline,
  expectations: readonly Expectation[],
  also: AlsoJudged = {},
): Timeline {
  const ends = also.mustEndWell === true ? endVerdicts(timeline) : [];
  const all = [...verdicts(timeline, expectations), ...scriptVerdicts(timeline, also), ...ends];
  return { ...timeline, verdicts: all.toSorted((a, b) => a.after - b.after || a.atMs - b.atMs) };
}

/** The verdict on each expectation, in their order. */
export function verdicts(timeline: Timeline, expectations: readonly Expectation[]): readonly Verdict[] {
  const known = new Map<string, readonly Moment[]>();
  const momentsFor = (expectation: Expectation): readonly Moment[] => {
    const key = JSON.stringify(SUBJECT_NAMES.map((name) => expectation[name]));
    const moments = known.get(key) ?? momentsOf(timeline, expectation);
    known.set(key, moments);
    return moments;
  };
  return expectations.map((expectation) => evaluateOne(timeline, expectation, momentsFor(expectation)));
}

function evaluateOne(timeline: Timeline, expectation: Expectation, all: readonly Moment[]): Verdict {
  const { endMs } = timeline.header.totals;
  const condition = describeExpectation(expectation);
  const name = expectation.name ?? condition;
  // In the order in which the line of a file has them.
  const verdict = (atMs: number, passed: boolean, text: string): Verdict => {
    return { atMs, after: lastSeqAt(timeline, atMs), expectation: name, passed, text, condition };
  };
  const compiled = compileFacts(expectation.condition, FACT_TYPES);
  const names = compiled.uses.map((use) => use.name.text);
  const missing = all.map(({ facts }) => (facts === undefined ? 'rollout' : missingSubject(facts, names)));
  const moments = all.map(({ atMs, facts }, index) => ({
    atMs,
    facts: missing[index] === undefined ? facts : undefined,
  }));
  if (moments.every(({ facts }) => facts === undefined)) {
    const found = missing.at(-1) ?? 'rollout';
    const named = SUBJECT_NAMES.flatMap((one) => (one === found ? (expectation[one]?.name ?? []) : [])).join('');
    return verdict(endMs, false, `could not be asked: there was no ${named === '' ? found : `${found} ${named}`}`);
  }
  const fromMs = expectation.form === 'at' ? expectation.atMs : expectation.fromMs;
  if (fromMs !== undefined && fromMs > endMs) return verdict(endMs, false, unreachedText(timeline, fromMs));
  const everySecond = compiled.uses.some((use) => use.name.text === 'seconds');
  let failure: string | undefined;
  const holds: Holds = ({ facts }) => {
    if (facts === undefined) return undefined;
    try {
      return compiled.holds(plainFacts(facts));
    } catch (error) {
      if (!(error instanceof ExprError)) throw error;
      failure = error.message;
      // Neither true nor false: whatever was expected, this is not it.
      return expectation.form === 'never';
    }
  };
  const outcome = judge(expectation, moments, endMs, everySecond, holds);
  // A run is over at its end: what was judged of the time behind it stands there.
  const atMs = Math.min(outcome.moment.atMs, endMs);
  if (outcome.passed) return verdict(atMs, true, passedText(expectation, outcome));
  const state = stateAtMoment(compiled, outcome.moment);
  const text = brokenText(expectation, outcome, endMs, state, failure);
  return { ...verdict(atMs, false, text), state, evidence: entriesBefore(timeline, atMs) };
}

function stateAtMoment(condition: FactCondition, { facts }: Moment): Readonly<Record<string, Fact>> {
  return facts === undefined ? {} : valuesOfUses(condition.uses, plainFacts(facts));
}

function passedText({ form }: Expectation, { moment }: Outcome): string {
  return form === 'eventually' ? `came true at ${formatDurationMs(moment.atMs)}` : '';
}

function brokenText(
  { form }: Expectation,
  { moment }: Outcome,
  endMs: number,
  state: Readonly<Record<string, Fact>>,
  failure: string | undefined,
): string {
  const time = formatDurationMs(Math.min(moment.atMs, endMs)) + (moment.atMs > endMs ? ', where the run ended' : '');
  const values = showValues(state);
  const found = moment.facts === undefined ? 'what it speaks of did not exist' : values;
  const because = failure === undefined ? found : [`it cannot be computed (${failure})`, values].join(', ');
  const what = form === 'eventually' ? `did not come true by ${time}` : `broke at ${time}`;
  return because === '' ? what : `${what}: ${because}`;
}

/** Kinds whose every change has a reason that only repeats what their workload reports. */
const PARTS: ReadonlySet<string> = new Set(['Pod', 'ReplicaSet']);

/** What happened last before an instant was over: the entries that people would look at first. */
function entriesBefore(timeline: Timeline, atMs: number): readonly number[] {
  const explains = (entry: TimelineEntry): boolean => {
    if (PARTS.has('object' in entry ? entry.object.kind : '')) return false;
    return entry.kind !== 'change' || entry.because.length > 0;
  };
  const before = timeline.entries.filter((entry) => entry.atMs <= atMs && explains(entry));
  return before.slice(-ENTRIES_BEFORE).map(({ seq }) => seq);
}

/** Nobody knows what would have been true after the end of a run. */
function unreachedText({ header: { totals } }: Timeline, atMs: number): string {
  const { endMs, ended } = totals;
  const why = ended === 'settled' ? 'when it had settled' : ended === 'until' ? 'as it was asked to' : 'at its limit';
  return `the run ended at ${formatDurationMs(endMs)}, ${why}: until: ${formatDurationMs(atMs)} makes it go on to that time`;
}

/** One verdict for each entry of the script that never acted: a rehearsal in which nothing of what was written happens has shown nothing. */
function scriptVerdicts(timeline: Timeline, { script = [], cameTrueMs = new Map() }: AlsoJudged): readonly Verdict[] {
  const acted = new Set(
    timeline.entries.flatMap((entry) => (entry.kind === 'action' ? (entry.scriptIndex ?? []) : [])),
  );
  const { endMs } = timeline.header.totals;
  const seen = new Set<string>();
  return script.flatMap(({ trigger, action, automatic }, index): readonly Verdict[] => {
    // An entry that applies a file of several objects is several actions with one trigger.
    const key = JSON.stringify(trigger);
    if (automatic === true || acted.has(index) || seen.has(key)) return [];
    seen.add(key);
    return [
      {
        atMs: endMs,
        after: lastSeqAt(timeline, endMs),
        expectation: `${triggerText(trigger)}: ${actionText(action)}`,
        passed: false,
        about: 'script',
        text: unactedText(trigger, cameTrueMs.get(index), endMs),
      },
    ];
  });
}

function triggerText(trigger: Trigger): string {
  if ('atMs' in trigger) return `at ${formatDurationMs(trigger.atMs)}`;
  const after = trigger.afterMs === 0 ? '' : ` after ${formatDurationMs(trigger.afterMs)}`;
  return `when ${trigger.when}${after}`;
}

function unactedText(trigger: Trigger, cameTrueMs: number | undefined, endMs: number): string {
  const end = `the run ended at ${formatDurationMs(endMs)}`;
  if ('atMs' in trigger) return `never happened: ${end}`;
  if (cameTrueMs === undefined) return `never happened: the condition never came true, and ${end}`;
  return `never happened: the condition came true at ${formatDurationMs(cameTrueMs)}, but ${end}`;
}

/** Ends that are not what anybody wants of an update, the one that explains most first. A pause waits for a person, as it was written. */
const BAD_ENDS: readonly End[] = ['invalid', 'aborted', 'degraded', 'failed', 'unsettled'];

/** One verdict for each workload that did not end well; an update that the command line cut short may be on its way. */
function endVerdicts(timeline: Timeline): readonly Verdict[] {
  const { endMs, ended } = timeline.header.totals;
  const bad = BAD_ENDS.filter((end) => end !== 'unsettled' || ended !== 'until');
  const workloads = workloadOutcomes(timeline);
  return bad.flatMap((end) =>
    workloads
      .filter((workload) => workload.end === end)
      .map(({ kind, name, reason }) => ({
        atMs: endMs,
        after: lastSeqAt(timeline, endMs),
        expectation: `${kind} ${name}`,
        passed: false,
        about: 'end' as const,
        text: reason,
      })),
  );
}
