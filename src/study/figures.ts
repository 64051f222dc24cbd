import type { CountSample, VersionCounts } from './counts.ts';
import type { Exposure } from './exposure.ts';

/** One update to measure: times in milliseconds of the run. */
export interface UpdateSpan {
  readonly changeMs: number;
  readonly endMs: number;
  /** How many pods the workload is to have. */
  readonly replicas: number;
  readonly newVersion: string;
}

/** What an update was like. */
export interface UpdateFigures {
  /** From the change until all callers meet the new version, all of its pods available; undefined if that did not come. */
  readonly durationMs: number | undefined;
  /** From the change until nobody meets the new version any more, after some did, and all pods are available again; undefined if not. */
  readonly recoveredMs: number | undefined;
  /** The fewest available pods from the change on. */
  readonly leastAvailable: number;
  /** How long no pod at all was available. */
  readonly outageMs: number;
  /** How long fewer pods than asked for were available. */
  readonly shortMs: number;
  readonly mostPods: number;
  /** Pods beyond those asked for, summed over time: what the update costs. */
  readonly extraPodSeconds: number;
  /** The new version's share of the callers from the change on. */
  readonly exposure: readonly Exposure[];
  /** That share, averaged from the change to the end of the update (or of the run). */
  readonly meanExposure: number;
}

const NONE: VersionCounts = { current: 0, available: 0 };

/** What was there from an instant until the next one. */
interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly current: number;
  readonly available: number;
  readonly fresh: VersionCounts;
  readonly share: number;
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
  const { changeMs, endMs, replicas } = span;
  const stretches = stretchesOf(samples, exposure, span);
  const complete = stretches.find(({ share, fresh }) => share === 1 && fresh.available >= replicas);
  const met = stretches.findIndex(({ share, fresh }) => share > 0 || fresh.current > 0);
  const recovered = stretches.find(
    ({ share, available, fresh }, index) =>
      met >= 0 && index > met && share === 0 && fresh.available === 0 && available >= replicas,
  );
  const seconds = (value: (stretch: Stretch) => number): number =>
    stretches.reduce((sum, stretch) => sum + (value(stretch) * (stretch.toMs - stretch.fromMs)) / 1000, 0);
  return {
    durationMs: complete === undefined ? undefined : complete.fromMs - changeMs,
    recoveredMs: recovered === undefined ? undefined : recovered.fromMs - changeMs,
    leastAvailable: Math.min(...stretches.map(({ available }) => available)),
    outageMs: seconds(({ available }) => (available === 0 ? 1 : 0)) * 1000,
    shortMs: seconds(({ available }) => (available < replicas ? 1 : 0)) * 1000,
    mostPods: Math.max(...stretches.map(({ current }) => current)),
    extraPodSeconds: seconds(({ current }) => Math.max(0, current - replicas)),
    exposure: stretches.map(({ fromMs, share }) => ({ atMs: fromMs, share })),
    meanExposure: meanExposure(stretches, complete?.fromMs ?? endMs, changeMs),
  };
}

function meanExposure(stretches: readonly Stretch[], untilMs: number, changeMs: number): number {
  if (untilMs <= changeMs) return 0;
  let sum = 0;
  for (const { share, fromMs, toMs } of stretches) sum += share * Math.max(0, Math.min(toMs, untilMs) - fromMs);
  return sum / (untilMs - changeMs);
}

/** From the change to the end, cut wherever pods or exposure changed. */
function stretchesOf(
  samples: readonly CountSample[],
  exposure: readonly Exposure[],
  { changeMs, endMs, newVersion }: UpdateSpan,
): readonly Stretch[] {
  const instants = [...samples, ...exposure].map(({ atMs }) => atMs).filter((atMs) => atMs > changeMs && atMs <= endMs);
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
    return { fromMs, toMs: cuts[index + 1] ?? endMs, current, available, fresh, share };
  });
}
