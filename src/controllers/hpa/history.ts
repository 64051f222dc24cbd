/** How many pods were recommended at a time. */
export interface Recommendation {
  readonly replicas: number;
  readonly atMs: number;
}

/** How many pods came, or went, at a time. */
export interface ScaleEvent {
  readonly change: number;
  readonly atMs: number;
}

/** What an autoscaler remembers; a restart of its controller forgets it. */
export interface HpaHistory {
  readonly recommendations: readonly Recommendation[];
  readonly ups: readonly ScaleEvent[];
  readonly downs: readonly ScaleEvent[];
}

/** The first recommendation is what there is. Source: horizontal.go recordInitialRecommendation. */
export function initialHistory(replicas: number, nowMs: number): HpaHistory {
  return { recommendations: [{ replicas, atMs: nowMs }], ups: [], downs: [] };
}

/** The list with a new entry in the place of the last one that serves no more, or at its end. */
export function remember<T>(entries: readonly T[], entry: T, isOld: (entry: T) => boolean): readonly T[] {
  const old = entries.findLastIndex(isOld);
  return old < 0 ? [...entries, entry] : entries.with(old, entry);
}

/** Pods that came or went within a period. Source: horizontal.go getReplicasChangePerPeriod. */
export function changeWithin(events: readonly ScaleEvent[], periodSeconds: number, nowMs: number): number {
  const cutoffMs = nowMs - periodSeconds * 1000;
  return events.reduce((sum, { change, atMs }) => (atMs > cutoffMs ? sum + change : sum), 0);
}
