import { tellDisruptionsAllowed, tellsDisruptionsAllowed } from '../../api/disruption.ts';
import { deepEqual } from '../../api/equality.ts';
import type { Pod } from '../../api/shape/core.ts';
import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../api/shape/policy.ts';
import { parseTime } from '../../api/times.ts';
import { own, setOwn } from '../../text/own.ts';
import { isPodReady } from '../replicaset/pod-index.ts';
import type { ExpectedPods } from './expected-pods.ts';

/** For how long an evicted pod is taken for gone before it is. Source: disruption.go DeletionTimeout. */
const DELETION_TIMEOUT_MS = 120_000;

type DisruptedPods = Readonly<Record<string, string | null>>;

/** Evicted pods whose deletion is still awaited. */
export interface AwaitedDeletions {
  readonly pods: DisruptedPods;
  /** Those that should be gone by now. */
  readonly overdue: readonly Pod[];
  /** When the next one is overdue. */
  readonly recheckMs: number | undefined;
}

/** Source: disruption.go buildDisruptedPodMap. */
export function awaitedDeletions(pods: readonly Pod[], disrupted: DisruptedPods, nowMs: number): AwaitedDeletions {
  const awaited: Record<string, string | null> = {};
  const overdue: Pod[] = [];
  let recheckMs: number | undefined;
  for (const pod of pods) {
    const { name = '', deletionTimestamp } = pod.metadata;
    const since = own(disrupted, name);
    if (since === undefined || deletionTimestamp !== undefined) continue;
    const dueMs = (parseTime(since ?? '') ?? 0) + DELETION_TIMEOUT_MS;
    if (dueMs < nowMs) {
      overdue.push(pod);
      continue;
    }
    setOwn(awaited, name, since);
    recheckMs = Math.min(recheckMs ?? dueMs, dueMs);
  }
  return { pods: awaited, overdue, recheckMs };
}

/** Ready pods that nobody is about to delete. Source: disruption.go countHealthyPods. */
export function countHealthyPods(pods: readonly Pod[], disrupted: DisruptedPods, nowMs: number): number {
  return pods.filter(({ metadata, status }) => {
    const since = own(disrupted, metadata.name ?? '');
    const leaving = since !== undefined && (parseTime(since ?? '') ?? 0) + DELETION_TIMEOUT_MS > nowMs;
    return metadata.deletionTimestamp === undefined && !leaving && isPodReady(status);
  }).length;
}

/**
 * The status of a budget; the present one if it says so already. A budget without pods allows none to go, so that its first ones are safe.
 * Example: 5 healthy of 7, 4 have to be: one may be evicted. Source: disruption.go updatePdbStatus.
 */
export function budgetStatus(
  { status, metadata }: PodDisruptionBudget,
  { expected, desiredHealthy }: ExpectedPods,
  currentHealthy: number,
  disruptedPods: DisruptedPods,
  nowMs: number,
): PodDisruptionBudgetStatus {
  const disruptionsAllowed = expected <= 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
  const same =
    status.currentHealthy === currentHealthy &&
    status.desiredHealthy === desiredHealthy &&
    status.expectedPods === expected &&
    status.disruptionsAllowed === disruptionsAllowed;
  const { generation: observedGeneration } = metadata;
  if (
    same &&
    deepEqual(status.disruptedPods ?? {}, disruptedPods) &&
    tellsDisruptionsAllowed(status, observedGeneration)
  ) {
    return status;
  }
  const counts = { disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods: expected };
  const { conditions } = status;
  return tellDisruptionsAllowed({ observedGeneration, disruptedPods, ...counts, conditions }, nowMs);
}
