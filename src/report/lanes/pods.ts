import { POD } from '../../api/resources.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import { podState } from '../../timeline/facts/pods.ts';
import { isOfKind } from '../../timeline/state.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { belongingsOf } from './workloads.ts';

/** The states of pods that charts tell apart, from the bottom of a stack to its top. */
export const POD_GROUPS = ['ready', 'starting', 'unready', 'terminating'] as const;

export type PodGroup = (typeof POD_GROUPS)[number];

export type PodCounts = Readonly<Record<PodGroup, number>>;

/** The pods of a workload from an instant on: one item a version. */
export interface PodsAt {
  readonly atMs: number;
  readonly versions: readonly PodCounts[];
}

export const NO_PODS: PodCounts = { ready: 0, starting: 0, unready: 0, terminating: 0 };

/** The group of a pod in charts. */
export function podGroup(phase: ReturnType<typeof podState>['phase']): PodGroup | undefined {
  if (phase === 'failed') return undefined;
  return phase === 'not ready' ? 'unready' : phase;
}

const known = new WeakMap<Timeline, readonly (readonly PodsAt[])[]>();

/** The pods of a workload over time; `workload` is its position. */
export function podsLane(timeline: Timeline, workload: number): readonly PodsAt[] {
  let lanes = known.get(timeline);
  if (lanes === undefined) known.set(timeline, (lanes = allLanes(timeline)));
  return lanes[workload] ?? [];
}

function allLanes(timeline: Timeline): readonly (readonly PodsAt[])[] {
  const workloads = belongingsOf(timeline);
  const lanes = workloads.list.map((): PodsAt[] => []);
  const counts = workloads.list.map(({ versions }) => versions.map(() => ({ ...NO_PODS })));
  const places = new Map<string, { readonly workload: number; readonly version: number; readonly group: PodGroup }>();
  const changed = new Set<number>();
  let openMs = -1;
  const close = (): void => {
    for (const workload of changed) {
      lanes[workload]?.push({ atMs: openMs, versions: (counts[workload] ?? []).map((each) => ({ ...each })) });
    }
    changed.clear();
  };
  for (const entry of timeline.entries) {
    if (entry.kind !== 'change' || entry.resource !== POD) continue;
    const key = `${entry.object.namespace}/${entry.object.name}`;
    const place = places.get(key);
    const pod = isOfKind(POD, entry, entry.after) ? entry.after : undefined;
    const owner = pod === undefined ? undefined : controllerOf(pod);
    const version = owner === undefined ? undefined : workloads.versionOf(entry.object.namespace, owner.name);
    const group = pod === undefined ? undefined : podGroup(podState(pod).phase);
    if (place?.group === group && place?.version === version?.version) continue;
    if (entry.atMs !== openMs) close();
    openMs = entry.atMs;
    if (place !== undefined) add(counts, place, -1, changed);
    if (version === undefined || group === undefined) places.delete(key);
    else {
      const next = { ...version, group };
      places.set(key, next);
      add(counts, next, 1, changed);
    }
  }
  close();
  return lanes;
}

function add(
  counts: readonly (readonly Record<PodGroup, number>[])[],
  place: { readonly workload: number; readonly version: number; readonly group: PodGroup },
  by: number,
  changed: Set<number>,
): void {
  const count = counts[place.workload]?.[place.version];
  if (count === undefined) return;
  count[place.group] += by;
  changed.add(place.workload);
}

/** The item of a lane that is in force at `atMs`; undefined before the first. */
export function inForce<T extends { readonly atMs: number }>(lane: readonly T[], atMs: number): T | undefined {
  let [low, high] = [0, lane.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((lane[middle]?.atMs ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return lane[low - 1];
}
