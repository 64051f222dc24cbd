import { formatDurationMs } from '../api/durations.ts';
import { compileFacts, type Expectation, ExprError, type Fact, type FactCondition } from '../expr/index.ts';
import { FACT_TYPES, plainFacts } from '../timeline/condition-facts.ts';
import { type RolloutName, rolloutsOf } from '../timeline/rollout-facts.ts';
import type { Timeline, TimelineEntry, VerdictEntry } from '../timeline/timeline.ts';
import { describeExpectation, showValues, valuesOfUses } from './describe.ts';
import { type Holds, judge, type Outcome } from './judge.ts';
import { type Moment, momentsOf } from './moments.ts';

/** How many of the entries before it a broken expectation names. */
const ENTRIES_BEFORE = 5;

/** A verdict without its place in the run. */
type Verdict = Omit<VerdictEntry, 'seq'>;

/**
 * The verdict on each expectation, in their order. It stands at the instant that decided it: the first at which an
 * expectation broke, or at which it came true. `seq` continues after the last entry of the timeline.
 */
export function verdicts(timeline: Timeline, expectations: readonly Expectation[]): readonly VerdictEntry[] {
  const judged = judgeAll(timeline, expectations);
  return judged.map((verdict, index) => ({ ...verdict, seq: timeline.entries.length + index }));
}

/** The timeline with the verdicts among its entries, each behind the entries of its instant. */
export function withVerdicts(timeline: Timeline, expectations: readonly Expectation[]): Timeline {
  const pending = judgeAll(timeline, expectations).map((verdict, index) => ({ verdict, index }));
  if (pending.length === 0) return timeline;
  pending.sort((a, b) => a.verdict.atMs - b.verdict.atMs || a.index - b.index);
  const entries: TimelineEntry[] = [];
  const newSeq = new Map<number, number>();
  const insert = (untilMs: number): void => {
    while ((pending[0]?.verdict.atMs ?? Infinity) < untilMs) {
      const [next] = pending.splice(0, 1);
      if (next !== undefined) entries.push({ ...withNewSeqs(next.verdict, newSeq), seq: entries.length });
    }
  };
  for (const entry of timeline.entries) {
    insert(entry.atMs);
    newSeq.set(entry.seq, entries.length);
    entries.push({ ...entry, seq: entries.length });
  }
  insert(Infinity);
  return { ...timeline, entries };
}

function withNewSeqs(verdict: Verdict, newSeq: ReadonlyMap<number, number>): Verdict {
  const { before } = verdict;
  return before === undefined ? verdict : { ...verdict, before: before.map((seq) => newSeq.get(seq) ?? seq) };
}

function judgeAll(timeline: Timeline, expectations: readonly Expectation[]): readonly Verdict[] {
  const rollouts = rolloutsOf(timeline);
  const known = new Map<string, readonly Moment[]>();
  const momentsFor = (rollout: RolloutName): readonly Moment[] => {
    const key = `${rollout.namespace}/${rollout.name}`;
    const moments = known.get(key) ?? momentsOf(timeline, rollout);
    known.set(key, moments);
    return moments;
  };
  return expectations.map((expectation) => {
    const rollout = expectation.rollout ?? rollouts[0];
    return judgeOne(timeline, expectation, rollout, rollout === undefined ? [] : momentsFor(rollout));
  });
}

function judgeOne(
  timeline: Timeline,
  expectation: Expectation,
  rollout: RolloutName | undefined,
  moments: readonly Moment[],
): Verdict {
  const { endMs } = timeline.header.totals;
  const condition = describeExpectation(expectation);
  const name = expectation.name ?? condition;
  // In the order in which the line of a file has them.
  const verdict = (atMs: number, passed: boolean, text: string): Verdict => {
    return { kind: 'verdict', atMs, expectation: name, passed, text, condition };
  };
  if (moments.every(({ facts }) => facts === undefined)) {
    const missing = rollout === undefined ? 'there was no rollout' : `there was no rollout ${rollout.name}`;
    return verdict(endMs, false, `could not be asked: ${missing}`);
  }
  const compiled = compileFacts(expectation.condition, FACT_TYPES);
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
  return { ...verdict(atMs, false, text), state, before: entriesBefore(timeline, atMs) };
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
  const found = moment.facts === undefined ? 'there was no rollout' : values;
  const because = failure === undefined ? found : [`it cannot be computed (${failure})`, values].join(', ');
  const what = form === 'eventually' ? `did not come true by ${time}` : `broke at ${time}`;
  return because === '' ? what : `${what}: ${because}`;
}

/** What happened last before an instant was over: the entries that people would look at first. */
function entriesBefore(timeline: Timeline, atMs: number): readonly number[] {
  const tellsSomething = (entry: TimelineEntry): boolean =>
    entry.kind === 'action' || entry.kind === 'event' || entry.kind === 'finding' || hasReasons(entry);
  const before = timeline.entries.filter((entry) => entry.atMs <= atMs && tellsSomething(entry));
  return before.slice(-ENTRIES_BEFORE).map(({ seq }) => seq);
}

function hasReasons(entry: TimelineEntry): boolean {
  return entry.kind === 'change' && entry.because.length > 0;
}
