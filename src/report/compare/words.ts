import { formatSpan } from '../../text/durations.ts';
import type { Tone } from '../moment.ts';
import type { ComparisonReport, StrategyReport } from './schema.ts';

/** What a strategy does to those who call, in a few words: what a reader looks for first. */
export interface Verdict {
  readonly sign: string;
  readonly tone: Tone;
  readonly text: string;
}

/** Above this share of failed requests a strategy loses them; below it loses some. */
const MANY_FAIL = 0.01;

/** `✖ nobody answers for 5s`, `▲ 1 pod short for 10s`, `✔ all pods answer throughout`: lost requests first, then the pods. */
export function verdictOf(strategy: StrategyReport): Verdict {
  const { requests, outageMs, shortMs, mostMissing, leastAvailable, unanswered = [] } = strategy;
  if (unanswered.length > 0) {
    return { sign: '?', tone: 'wait', text: `says nothing: nothing answers ${unanswered.join(', ')}` };
  }
  const outage = outageMs > 0 ? `nobody answers for ${formatSpan(outageMs)}` : '';
  if (requests !== null && requests.failed > 0) {
    const isMany = requests.failed >= MANY_FAIL * requests.all;
    const text = `${requests.failed} of ${requests.all} requests fail (${failedShare(requests)})`;
    const grade =
      isMany || outageMs > 0 ? ({ sign: '✖', tone: 'bad' } as const) : ({ sign: '▲', tone: 'wait' } as const);
    return { ...grade, text: outage === '' ? text : `${text}, ${outage}` };
  }
  if (outageMs > 0) return { sign: '✖', tone: 'bad', text: outage };
  if (shortMs === 0) return { sign: '✔', tone: 'good', text: 'all pods answer throughout' };
  const short = `${mostMissing} ${mostMissing === 1 ? 'pod' : 'pods'} short for ${formatSpan(shortMs)}`;
  return { sign: '▲', tone: 'wait', text: `${short}, at least ${leastAvailable} answer` };
}

/** `0.1%`; `<0.1%` for what would be rounded away. */
function failedShare({ failed, all }: { readonly failed: number; readonly all: number }): string {
  const percent = rounded((failed / all) * 100);
  return percent === '0' ? '<0.1%' : `${percent}%`;
}

/** `v2` of `registry/app:v2` where the repository stays; the whole name otherwise. */
export function versionNames({ change: { from, to } }: ComparisonReport): {
  readonly from: string;
  readonly to: string;
} {
  if (from === to) return { from: 'the old template', to: 'the new one' };
  const [, repository, tag] = /^(.+):([^/:,]+)$/.exec(to) ?? [];
  const isTag = repository !== undefined && from.startsWith(`${repository}:`) && !to.includes(', ');
  return isTag ? { from: from.slice(repository.length + 1), to: tag ?? to } : { from, to };
}

/** `0 of 5, 2s`: the fewest pods that answered, and for how long it was none, or fewer than asked for. */
export function fewestText({ moments, leastAvailable, outageMs, shortMs }: StrategyReport): string {
  const fewest = moments.find(({ availableOld, availableNew }) => availableOld + availableNew === leastAvailable);
  const of = `${leastAvailable} of ${fewest?.desired ?? leastAvailable}`;
  return shortMs === 0 ? of : `${of}, ${formatSpan(outageMs > 0 ? outageMs : shortMs)}`;
}

/** When the new version was everywhere, or what came of it instead. */
export function durationText({ outcome, durationMs, recoveredMs }: StrategyReport): string {
  if (outcome === 'reverted') return recoveredMs === null ? 'called off' : `↩ ${formatSpan(recoveredMs)}`;
  return durationMs === null ? 'never' : formatSpan(durationMs);
}

/** How long it takes to get out of a bad version once it is noticed. */
export function wayOutText({ ifBad }: StrategyReport): string {
  if (ifBad === null) return '–';
  return ifBad.recoveredMs === null ? 'not at all' : formatSpan(ifBad.recoveredMs - ifBad.noticedMs);
}

/** What callers met of a bad version until then: `17.7s of all callers`. */
export function harmText({ ifBad }: StrategyReport): string {
  return ifBad === null ? '–' : `${rounded(ifBad.exposedSeconds)}s`;
}

export function requestsText({ requests }: StrategyReport): string {
  if (requests === null) return '–';
  return requests.failed === 0 ? '0' : `${requests.failed} (${failedShare(requests)})`;
}

/** One decimal at most. */
export function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** What the reader must know to read the figures. */
export function readingNotes({ strategies, spanMs, remarks }: ComparisonReport): readonly string[] {
  const bad = strategies.find(({ ifBad }) => ifBad !== null)?.ifBad;
  const hasTraffic = strategies.some(({ requests }) => requests !== null);
  return [
    ...remarks,
    `All were watched for ${formatSpan(spanMs)} from the change on, under the same seed, pods, faults and instants.`,
    '✖ loses: nobody answers for a while, or one request in a hundred fails. ▲ gives a little: fewer pods than asked for, or some requests fail. ✔ neither.',
    ...(strategies.some(({ outcome }) => outcome === 'reverted')
      ? ['↩ marks an update that was called off, and how long after the change all was as before.']
      : []),
    ...(hasTraffic
      ? []
      : ['There is no traffic in this scenario: failed requests are not counted, pods that answer are.']),
    ...(bad === null || bad === undefined
      ? []
      : [
          `If the new version is bad: it answers, but badly, and ${formatSpan(bad.noticedMs)} after the change somebody notices and calls it off (an abort while a Rollout is under way, else an undo). “Back after” counts from then; “met it” is the time that all callers together spent with the bad version, weighted by their share.`,
        ]),
  ];
}
