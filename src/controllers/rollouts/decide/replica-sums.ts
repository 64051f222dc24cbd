import { availableReplicas, specReplicas } from '../../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';

type MaybeReplicaSets = readonly (ReplicaSet | undefined)[];

function sum(replicaSets: MaybeReplicaSets, count: (replicaSet: ReplicaSet) => number): number {
  let total = 0;
  for (const replicaSet of replicaSets) if (replicaSet !== undefined) total += count(replicaSet);
  return total;
}

/** Pods asked for. Source: utils/replicaset/replicaset.go GetReplicaCountForReplicaSets. */
export function getReplicaCountForReplicaSets(replicaSets: MaybeReplicaSets): number {
  return sum(replicaSets, specReplicas);
}

/** Source: GetAvailableReplicaCountForReplicaSets. */
export function getAvailableReplicaCountForReplicaSets(replicaSets: MaybeReplicaSets): number {
  return sum(replicaSets, availableReplicas);
}

/** Pods that exist. Source: GetActualReplicaCountForReplicaSets. */
export function getActualReplicaCountForReplicaSets(replicaSets: MaybeReplicaSets): number {
  return sum(replicaSets, (replicaSet) => replicaSet.status.replicas);
}

/** Source: GetReadyReplicaCountForReplicaSets. */
export function getReadyReplicaCountForReplicaSets(replicaSets: MaybeReplicaSets): number {
  return sum(replicaSets, (replicaSet) => replicaSet.status.readyReplicas ?? 0);
}
