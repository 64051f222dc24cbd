import type { ReplicaSet, ReplicaSetStatus } from '../../api/shape/apps.ts';
import type { PodSet } from './pod-index.ts';

/** What a ReplicaSet counts, and when a pod becomes available next. */
export interface ReplicaCounts {
  readonly replicas: number;
  readonly ready: number;
  readonly available: number;
  /** Epoch milliseconds; undefined if no ready pod is waiting for it. */
  readonly nextAvailableMs: number | undefined;
}

/**
 * Counts pods; a pod is available from readiness + minReadySeconds on. Example: ready at 2.001 s with minReadySeconds 10 is available at 12.001 s.
 * Source: pkg/controller/replicaset/replica_set_utils.go calculateStatus, pkg/api/v1/pod/util.go IsPodAvailable.
 */
export function countReplicas(set: PodSet | undefined, minReadySeconds: number, nowMs: number): ReplicaCounts {
  if (set === undefined) return { replicas: 0, ready: 0, available: 0, nextAvailableMs: undefined };
  const { pods, ready } = set;
  if (minReadySeconds <= 0) return { replicas: pods.size, ready, available: ready, nextAvailableMs: undefined };
  let available = 0;
  let nextAvailableMs: number | undefined;
  for (const { readySinceMs } of pods.values()) {
    if (readySinceMs === undefined) continue;
    const availableMs = readySinceMs + minReadySeconds * 1000;
    if (availableMs <= nowMs) available += 1;
    else if (nextAvailableMs === undefined || availableMs < nextAvailableMs) nextAvailableMs = availableMs;
  }
  return { replicas: pods.size, ready, available, nextAvailableMs };
}

/** The status to write; the present one if it says so already. */
export function replicaSetStatus(replicaSet: ReplicaSet, counts: ReplicaCounts): ReplicaSetStatus {
  const { status } = replicaSet;
  const observedGeneration = replicaSet.metadata.generation ?? 0;
  if (
    status.replicas === counts.replicas &&
    (status.fullyLabeledReplicas ?? 0) === counts.replicas &&
    (status.readyReplicas ?? 0) === counts.ready &&
    (status.availableReplicas ?? 0) === counts.available &&
    (status.observedGeneration ?? 0) === observedGeneration
  ) {
    return status;
  }
  return {
    ...status,
    replicas: counts.replicas,
    fullyLabeledReplicas: counts.replicas,
    readyReplicas: counts.ready,
    availableReplicas: counts.available,
    observedGeneration,
  };
}
