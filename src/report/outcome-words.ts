import type { OutcomeLevel, RunOutcome, WorkloadOutcome } from '../timeline/facts/outcome.ts';
import { formatSpan } from '../text/durations.ts';
import type { Tone } from './moment.ts';
import { grouped, percent } from './traffic/words.ts';

/** A sentence about the outcome of a run, its sign and its colour. */
export interface OutcomeWords {
  readonly sign: string;
  readonly text: string;
  readonly tone: Tone;
}

const LOOKS: Readonly<Record<OutcomeLevel, { readonly sign: string; readonly tone: Tone }>> = {
  good: { sign: '✔', tone: 'good' },
  kept: { sign: '•', tone: 'strong' },
  warning: { sign: '▲', tone: 'wait' },
  bad: { sign: '✖', tone: 'bad' },
};

/** The first line of every report: how users fared. `45 of 60,000 users hit, 570 of 60,000 requests failed (0.95 %)`. */
export function outcomeWords(outcome: RunOutcome): OutcomeWords {
  const look = LOOKS[outcome.level];
  return { ...look, text: [...userParts(outcome), ...workloadParts(outcome)].join('; ') };
}

function userParts({ level, users, workloads }: RunOutcome): readonly string[] {
  if (users === undefined) {
    const outages = workloads.filter(({ outageMs }) => outageMs > 0);
    return outages.map(({ name, outageMs }) => `no pod of ${name} available for ${formatSpan(outageMs)}`);
  }
  const { requests, failed, people, outageMs } = users;
  const outage = outageMs === 0 ? [] : [`no pod answered for ${formatSpan(outageMs)}`];
  if (requests === 0) return ['no request reached a version'];
  if (failed === 0) return [`no user hit: all ${grouped(requests)} requests answered`];
  const kept = level === 'kept' ? ', within the objective' : '';
  const share = `${grouped(failed)} of ${grouped(requests)} requests failed (${percent(failed / requests)})${kept}`;
  return people === undefined
    ? [share, ...outage]
    : [`${grouped(people.hit)} of ${grouped(people.all)} users hit, ${share}`, ...outage];
}

const ENDS: Readonly<Record<WorkloadOutcome['end'], string>> = {
  complete: 'complete',
  aborted: 'aborted',
  degraded: 'Degraded',
  invalid: 'InvalidSpec',
  paused: 'paused, waiting for a person',
  unsettled: 'not finished',
  failed: 'failed',
};

function workloadParts({ workloads, users }: RunOutcome): readonly string[] {
  const ends = workloads.map(({ name, end }) => `${name} ${ENDS[end]}`);
  const least = workloads.length === 1 ? workloads[0]?.leastAvailable : undefined;
  const pods =
    least === undefined || least === 0 ? [] : [`at least ${least} ${least === 1 ? 'pod' : 'pods'} available`];
  return [...ends, ...(users === undefined ? pods : [])];
}
