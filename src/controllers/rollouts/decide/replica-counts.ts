import type { ReplicaSet } from '../../../api/shape/apps.ts';
import { getReplicasOrDefault } from './defaults.ts';

/** Sums over ReplicaSets. Source: utils/replicaset/replicaset.go Get…CountForReplicaSets. */

type MaybeReplicaSet = ReplicaSet | undefined;

/** spec.replicas; the API server fills in 1 when it is absent. */
export function specReplicas(rs: ReplicaSet): number {
  return getReplicasOrDefault(rs.spec.replicas);
}

export function availableReplicas(rs: ReplicaSet): number {
  return rs.status.availableReplicas ?? 0;
}

/** Pods asked for. Source: GetReplicaCountForReplicaSets. */
export function getReplicaCountForReplicaSets(replicaSets: readonly MaybeReplicaSet[]): number {
  let total = 0;
  for (const rs of replicaSets) if (rs !== undefined) total += specReplicas(rs);
  return total;
}

/** Pods that are available. Source: GetAvailableReplicaCountForReplicaSets. */
export function getAvailableReplicaCountForReplicaSets(replicaSets: readonly MaybeReplicaSet[]): number {
  let total = 0;
  for (const rs of replicaSets) if (rs !== undefined) total += availableReplicas(rs);
  return total;
}

/** Pods that exist. Source: GetActualReplicaCountForReplicaSets. */
export function getActualReplicaCountForReplicaSets(replicaSets: readonly MaybeReplicaSet[]): number {
  let total = 0;
  for (const rs of replicaSets) if (rs !== undefined) total += rs.status.replicas;
  return total;
}

/** Pods that are ready. Source: GetReadyReplicaCountForReplicaSets. */
export function getReadyReplicaCountForReplicaSets(replicaSets: readonly MaybeReplicaSet[]): number {
  let total = 0;
  for (const rs of replicaSets) if (rs !== undefined) total += rs.status.readyReplicas ?? 0;
  return total;
}

/**
 * Pods of a ReplicaSet that count when pods may be taken away: those available, or with `ignoreAvailability` all that are asked for;
 * never more than asked for. Source: utils/replicaset/canary.go GetReplicasForScaleDown.
 */
export function getReplicasForScaleDown(rs: MaybeReplicaSet, ignoreAvailability: boolean): number {
  if (rs === undefined) return 0;
  const asked = specReplicas(rs);
  return ignoreAvailability ? asked : Math.min(asked, availableReplicas(rs));
}

/** Whether a ReplicaSet has, or ought to have, pods. Source: utils/replicaset/replicaset.go IsActive. */
export function isActive(rs: MaybeReplicaSet): boolean {
  return rs !== undefined && specReplicas(rs) > 0;
}

/** Source: k8s.io/kubernetes/pkg/controller/controller_utils.go FilterActiveReplicaSets. */
export function filterActiveReplicaSets(replicaSets: readonly MaybeReplicaSet[]): ReplicaSet[] {
  const active: ReplicaSet[] = [];
  for (const rs of replicaSets) if (rs !== undefined && specReplicas(rs) > 0) active.push(rs);
  return active;
}

/** Scaled up, with at least as many available pods as asked for. Source: utils/replicaset/replicaset.go IsReplicaSetAvailable. */
export function isReplicaSetAvailable(rs: MaybeReplicaSet): boolean {
  if (rs === undefined || rs.spec.replicas === undefined) return false;
  return rs.spec.replicas !== 0 && availableReplicas(rs) !== 0 && rs.spec.replicas <= availableReplicas(rs);
}

/** At least one pod available. Source: utils/replicaset/replicaset.go IsReplicaSetPartiallyAvailable. */
export function isReplicaSetPartiallyAvailable(rs: ReplicaSet): boolean {
  return availableReplicas(rs) > 0;
}
