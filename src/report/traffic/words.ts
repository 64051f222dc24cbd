import { type AbortFacts, abortsOf } from '../../timeline/facts/aborts.ts';
import { rolloutsOf } from '../../timeline/facts/rollouts.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { type FlowFacts, trafficFacts, type VersionFacts } from '../../timeline/facts/traffic.ts';
import { formatSpan } from '../../text/durations.ts';
import type { Tone } from '../moment.ts';
import { versionNames } from './version-names.ts';

/** A sentence about traffic, and how good the news is. */
export interface TrafficWords {
  readonly text: string;
  readonly tone: Tone;
}

export const NO_TRAFFIC = 'none: nobody sends requests here, so nothing is said of users (spec.traffic)';

/** Digits in groups of three: 60,000. */
export function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `0.65 %`; what is there and yet too small for two decimals is `<0.01 %`. */
export function percent(share: number): string {
  if (share > 0 && share < 0.0001) return '<0.01 %';
  return `${(share * 100).toFixed(2).replace(/\.?0+$/, '')} %`;
}

/** What callers had of the run, in a few sentences; undefined: nobody sent requests. */
export function trafficWords(timeline: Timeline): readonly TrafficWords[] | undefined {
  const flows = trafficFacts(timeline);
  if (flows === undefined) return undefined;
  const aborts = rolloutsOf(timeline).flatMap((rollout) =>
    abortsOf(timeline, rollout).map((abort) => ({ ...abort, namespace: rollout.namespace })),
  );
  return flows.flatMap((facts) => {
    const own = aborts.filter(({ namespace }) => namespace === facts.flow.namespace);
    const prefix = flows.length > 1 ? `${facts.flow.name}: ` : '';
    return flowWords(facts, own, timeline.header.totals.endMs).map(({ text, tone }) => ({ text: prefix + text, tone }));
  });
}

function flowWords(facts: FlowFacts, aborts: readonly AbortFacts[], endMs: number): readonly TrafficWords[] {
  const names = versionNames(facts.versions);
  const versions = facts.versions.flatMap((version) => {
    const ofVersion = aborts.filter(({ podTemplateHash }) => podTemplateHash === version.podTemplateHash);
    if (version.requests === 0 || (version.errors === 0 && ofVersion.length === 0)) return [];
    const name = names.get(version.podTemplateHash) ?? version.podTemplateHash;
    return [{ text: versionWords(version, name, facts, ofVersion.at(-1), endMs), tone: toneOf(ofVersion) }];
  });
  return [totalWords(facts), ...versions];
}

function toneOf(aborts: readonly AbortFacts[]): Tone {
  return aborts.length === 0 ? 'quiet' : 'bad';
}

function totalWords(facts: FlowFacts): TrafficWords {
  const { flow, requests, errors, unrouted, early, hurtUsers, budgetBurnt } = facts;
  if (requests === 0 && early > 0)
    return { text: `${grouped(early)} requests, and no version was ever ready to answer one`, tone: 'bad' };
  const lost = unrouted === 0 ? '' : `, ${grouped(unrouted)} times there was no pod to answer`;
  const failed = errors === 0 ? 'none failed' : `${grouped(errors)} failed (${percent(errors / requests)})`;
  const people =
    flow.users === undefined || hurtUsers === undefined || errors === 0
      ? ''
      : `; ${grouped(hurtUsers)} of ${grouped(flow.users)} users had a request that failed`;
  const budget =
    budgetBurnt === undefined
      ? ''
      : `; ${percent(budgetBurnt)} of the error budget burnt (objective ${percent(flow.objective ?? 0)})`;
  const before = early === 0 ? '' : `; ${grouped(early)} more came before a version was ready and are not counted`;
  const isMissed = budgetBurnt !== undefined && budgetBurnt > 1;
  return {
    text: `${grouped(requests)} requests, ${failed}${lost}${people}${budget}${before}`,
    tone: isMissed ? 'bad' : 'strong',
  };
}

function versionWords(
  { users, errors, requests, lastMs }: VersionFacts,
  name: string,
  { flow }: FlowFacts,
  abort: AbortFacts | undefined,
  endMs: number,
): string {
  const saw =
    users === undefined || flow.users === undefined
      ? `${grouped(errors)} of ${grouped(requests)} answers of ${name} failed`
      : `${grouped(users.hurt)} of ${grouped(flow.users)} users saw ${name}'s errors`;
  if (abort === undefined) return saw;
  const { atMs, analysisFailedMs } = abort;
  const ended = analysisFailedMs === undefined ? 'aborted' : 'the analysis failed';
  const fromMs = analysisFailedMs ?? atMs;
  const parts = [saw, `${ended} at ${formatSpan(fromMs)}`, restWords(lastMs, fromMs, endMs)];
  return parts.join('; ');
}

/** From when on nobody was sent to the version any more. */
function restWords(lastMs: number | undefined, fromMs: number, endMs: number): string {
  if (lastMs === undefined || lastMs <= fromMs) return 'stable again at once';
  return lastMs >= endMs ? 'callers met it until the end' : `stable again ${formatSpan(lastMs - fromMs)} later`;
}
