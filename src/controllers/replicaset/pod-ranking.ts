import { compareText } from '../../api/order.ts';
import type { Pod } from '../../api/shape/core.ts';
import { parseTime } from '../../api/times.ts';
import { own } from '../../text/own.ts';
import { isPodReady, type OwnedPod, readyTransitionMs } from './pod-index.ts';

/** Which of two pods goes first when a ReplicaSet removes some: negative if `a`. */
export type PodOrder = (a: OwnedPod, b: OwnedPod) => number;

/**
 * The ranking of the recordings: pods that are not ready, then the most recently ready, then the most recently created, then by name downwards.
 */
export const simplePodOrder: PodOrder = (a, b) => {
  const ready = Number(a.readySinceMs !== undefined) - Number(b.readySinceMs !== undefined);
  if (ready !== 0) return ready;
  const readySince = (b.readySinceMs ?? 0) - (a.readySinceMs ?? 0);
  if (readySince !== 0) return readySince;
  return b.createdMs - a.createdMs || compareText(b.pod.metadata.name ?? '', a.pod.metadata.name ?? '');
};

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/**
 * The real controller's ranking: without a node, pending, not ready, lower deletion cost, more related pods on its node, ready for less time,
 * more restarts, younger. Ages are compared by their power of two in nanoseconds, and equal ones by uid: random in a cluster; here the newest
 * pod goes first.
 * Example: pods ready for 5 s and 6 s are within one power of two (2^32 ns), pods ready for 4 s and 5 s are not.
 * Source: pkg/controller/controller_utils.go ActivePodsWithRanks.Less, logarithmicRankDiff.
 */
export function kubernetesPodOrder(nowMs: number, relatedOnNode: ReadonlyMap<string, number>): PodOrder {
  const related = (pod: Pod): number => relatedOnNode.get(pod.spec.nodeName ?? '') ?? 0;
  return ({ pod: a }, { pod: b }) => {
    const assigned = Number(a.spec.nodeName !== undefined) - Number(b.spec.nodeName !== undefined);
    if (assigned !== 0) return assigned;
    const phase = (own(PHASES, a.status.phase ?? '') ?? 0) - (own(PHASES, b.status.phase ?? '') ?? 0);
    if (phase !== 0) return phase;
    const ready = Number(isPodReady(a.status)) - Number(isPodReady(b.status));
    if (ready !== 0) return ready;
    const cost = deletionCost(a) - deletionCost(b) || related(b) - related(a);
    if (cost !== 0) return cost;
    if (isPodReady(a.status)) {
      const age = compareAges(readyTransitionMs(a.status), readyTransitionMs(b.status), nowMs);
      if (age !== undefined) return age || byUid(a, b);
    }
    const restarts = maxRestarts(b) - maxRestarts(a) || maxSidecarRestarts(b) - maxSidecarRestarts(a);
    if (restarts !== 0) return restarts;
    return compareAges(createdMs(a), createdMs(b), nowMs) || byUid(a, b);
  };
}

/** Counts pods by the node they are on, for the ranking. Source: replica_set.go getPodsRankedByRelatedPodsOnSameNode. */
export function countByNode(pods: Iterable<OwnedPod>, counts = new Map<string, number>()): Map<string, number> {
  for (const { pod } of pods) {
    const node = pod.spec.nodeName ?? '';
    counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  return counts;
}

/** Undefined when the times are the same; 0 when their ages are in one power of two. */
function compareAges(aMs: number | undefined, bMs: number | undefined, nowMs: number): number | undefined {
  if (aMs === bMs) return undefined;
  return ageRank(nowMs - (aMs ?? 0)) - ageRank(nowMs - (bMs ?? 0));
}

/** Position of the highest bit of an age in nanoseconds; -1 for none. */
function ageRank(ageMs: number): number {
  if (ageMs <= 0) return -1;
  return (BigInt(ageMs) * 1_000_000n).toString(2).length - 1;
}

/** Source: pkg/apis/core/v1/helper/helpers.go GetDeletionCostFromPodAnnotations. */
function deletionCost(pod: Pod): number {
  const text = pod.metadata.annotations?.[DELETION_COST];
  return text !== undefined && /^(0|-?[1-9]\d*|\+[1-9]\d*)$/.test(text) ? Number(text) : 0;
}

function maxRestarts(pod: Pod): number {
  return Math.max(0, ...(pod.status.containerStatuses ?? []).map(({ restartCount }) => restartCount));
}

/** Of init containers that are restarted always. */
function maxSidecarRestarts(pod: Pod): number {
  const sidecars = (pod.spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const names = new Set(sidecars.map(({ name }) => name));
  const statuses = (pod.status.initContainerStatuses ?? []).filter(({ name }) => names.has(name));
  return Math.max(0, ...statuses.map(({ restartCount }) => restartCount));
}

function createdMs(pod: Pod): number | undefined {
  const time = pod.metadata.creationTimestamp;
  return time === undefined || time === null ? undefined : parseTime(time);
}

/** Uids count up here: the newest first. */
function byUid(a: Pod, b: Pod): number {
  return compareText(b.metadata.uid ?? '', a.metadata.uid ?? '');
}
