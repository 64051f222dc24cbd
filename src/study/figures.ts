import type { CountSample, VersionCounts } from './counts.ts';
import type { Exposure } from './exposure.ts';

/** One update to measure: times in milliseconds of the run. */
export interface UpdateSpan {
  readonly changeMs: number;
  readonly endMs: number;
  readonly newVersion: string;
}

/** How an update stood at the end: everywhere, called off, or neither. */
export type UpdateOutcome = 'completed' | 'reverted' | 'unfinished';

/** Pods that answered, of those asked for, and who met the new version: from an instant on. */
export interface UpdateMoment {
  /** Since the change. */
  readonly sinceMs: number;
  readonly desired: number;
  readonly availableOld: number;
  readonly availableNew: number;
  /** The new version's share of the callers. */
  readonly share: number;
}

/** What an update was like. Times count from the change. */
export interface UpdateFigures {
  readonly outcome: UpdateOutcome;
  /** Until all callers met the new version, all of its pods available; undefined if that did not come. */
  readonly durationMs: number | undefined;
  /** Of an update that was called off: until nobody met the new version any more and all pods were available again. */
  readonly recoveredMs: number | undefined;
  /** The fewest available pods. */
  readonly leastAvailable: number;
  /** The most pods that were asked for and did not answer. */
  readonly mostMissing: number;
  /** How long no pod at all was available. */
  readonly outageMs: number;
  /** How long fewer pods than asked for were available. */
  readonly shortMs: number;
  readonly mostPods: number;
  /** Pods beyond those asked for, summed over time: what the update costs. */
  readonly extraPodSeconds: number;
  /** The new version's share of the callers, summed over the time until the update was complete or called off, in seconds of all callers. */
  readonly exposedSeconds: number;
  readonly moments: readonly UpdateMoment[];
}

const NONE: VersionCounts = { current: 0, available: 0 };

/** What was there from an instant until the next one. */
interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly desired: number;
  readonly current: number;
  readonly available: number;
  readonly fresh: VersionCounts;
  readonly share: number;
  readonly isCalledOff: boolean;
}

/**
 * Measures an update from the pods that were there and from who met them. What lies before the change counts only for what was there when it came.
 * Example: 4 pods replaced one after the other within 40 s, with one extra pod all the time: 40 extra pod-seconds, never fewer than 4 available.
 */
export function measureUpdate(
  samples: readonly CountSample[],
  exposure: readonly Exposure[],
  span: UpdateSpan,
): UpdateFigures {
  const { changeMs } = span;
  const stretches = stretchesOf(samples, exposure, span);
  const complete = stretches.find(({ share, fresh, desired }) => share === 1 && fresh.available >= desired);
  const recovered = recoveredFrom(stretches);
  const endMs = recovered?.fromMs ?? complete?.fromMs ?? span.endMs;
  const seconds = (value: (stretch: Stretch) => number): number =>
    stretches.reduce((sum, stretch) => sum + (value(stretch) * (stretch.toMs - stretch.fromMs)) / 1000, 0);
  return {
    outcome: recovered !== undefined ? 'reverted' : complete !== undefined ? 'completed' : 'unfinished',
    durationMs: complete === undefined ? undefined : complete.fromMs - changeMs,
    recoveredMs: recovered === undefined ? undefined : recovered.fromMs - changeMs,
    leastAvailable: Math.min(...stretches.map(({ available }) => available)),
    mostMissing: Math.max(0, ...stretches.map(({ available, desired }) => desired - available)),
    outageMs: seconds(({ available, desired }) => (available === 0 && desired > 0 ? 1 : 0)) * 1000,
    shortMs: seconds(({ available, desired }) => (available < desired ? 1 : 0)) * 1000,
    mostPods: Math.max(...stretches.map(({ current }) => current)),
    extraPodSeconds: seconds(({ current, desired }) => Math.max(0, current - desired)),
    exposedSeconds: seconds(({ fromMs, share }) => (fromMs < endMs ? share : 0)),
    moments: stretches.map(({ fromMs, desired, available, fresh, share }) => ({
      sinceMs: fromMs - changeMs,
      desired,
      availableOld: available - fresh.available,
      availableNew: fresh.available,
      share,
    })),
  };
}

/**
 * The first instant at which nobody met the new version any more, for good, and all pods were available. Only an update that was called off
 * recovers: while its pods are still wanted, a version that never becomes ready has merely not come yet.
 */
function recoveredFrom(stretches: readonly Stretch[]): Stretch | undefined {
  if (stretches.at(-1)?.isCalledOff !== true) return undefined;
  const last = stretches.findLastIndex(({ share, isCalledOff }) => share > 0 || !isCalledOff);
  return stretches.slice(last + 1).find(({ available, desired }) => available >= desired);
}

/** From the change to the end, cut wherever pods or exposure changed. */
function stretchesOf(
  samples: readonly CountSample[],
  exposure: readonly Exposure[],
  { changeMs, endMs, newVersion }: UpdateSpan,
): readonly Stretch[] {
  const instants = [...samples, ...exposure].map(({ atMs }) => atMs).filter((atMs) => atMs > changeMs && atMs < endMs);
  const cuts = [...new Set([changeMs, ...instants])].sort((a, b) => a - b);
  return cuts.map((fromMs, index) => {
    const sample = samples.findLast(({ atMs }) => atMs <= fromMs);
    const share = exposure.findLast(({ atMs }) => atMs <= fromMs)?.share ?? 0;
    let current = 0;
    let available = 0;
    for (const counts of sample?.versions.values() ?? []) {
      current += counts.current;
      available += counts.available;
    }
    const fresh = sample?.versions.get(newVersion) ?? NONE;
    const isCalledOff = sample !== undefined && (sample.aborted || sample.wanted !== newVersion);
    const toMs = cuts[index + 1] ?? Math.max(endMs, fromMs);
    return { fromMs, toMs, desired: sample?.desired ?? 0, current, available, fresh, share, isCalledOff };
  });
}
