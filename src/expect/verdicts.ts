import { formatDurationMs } from '../api/durations.ts';
import { compileFacts, type Expectation, ExprError, type Fact, type FactCondition } from '../expr/index.ts';
import { FACT_TYPES, plainFacts } from '../timeline/facts/conditions.ts';
import { type RolloutName, rolloutsOf } from '../timeline/facts/rollouts.ts';
import { lastSeqAt } from '../timeline/instants.ts';
import type { Timeline, TimelineEntry, Verdict } from '../timeline/timeline.ts';
import { describeExpectation, showValues, valuesOfUses } from './describe.ts';
import { type Holds, judge, type Outcome } from './judge.ts';
import { type Moment, momentsOf } from './moments.ts';

/** How many of the entries before it a broken expectation names. */
const ENTRIES_BEFORE = 5;

/** The timeline with the verdict on each expectation, in the order of the instants that decided them: the first at which one broke, or at which it came true. */
export function withVerdicts(timeline: Timeline, expectations: readonly Expectation[]): Timeline {
  return {
    ...timeline,
    verdicts: verdicts(timeline, expectations).toSorted((a, b) => a.after - b.after || a.atMs - b.atMs),
  };
}

/** The verdict on each expectation, in their order. */
export function verdicts(timeline: Timeline, expectations: readonly Expectation[]): readonly Verdict[] {
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
    return { atMs, after: lastSeqAt(timeline, atMs), expectation: name, passed, text, condition };
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
  const found = moment.facts === undefined ? 'there was no rollout' : values;
  const because = failure === undefined ? found : [`it cannot be computed (${failure})`, values].join(', ');
  const what = form === 'eventually' ? `did not come true by ${time}` : `broke at ${time}`;
  return because === '' ? what : `${what}: ${because}`;
}

/** What happened last before an instant was over: the entries that people would look at first. */
function entriesBefore(timeline: Timeline, atMs: number): readonly number[] {
  const tellsSomething = (entry: TimelineEntry): boolean => entry.kind !== 'change' || entry.because.length > 0;
  const before = timeline.entries.filter((entry) => entry.atMs <= atMs && tellsSomething(entry));
  return before.slice(-ENTRIES_BEFORE).map(({ seq }) => seq);
}
