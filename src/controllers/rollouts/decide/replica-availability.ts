import { availableReplicas, specReplicas } from '../../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';

/** Whether a ReplicaSet has, or ought to have, pods. Source: utils/replicaset/replicaset.go IsActive. */
export function isActive(rs: ReplicaSet | undefined): boolean {
  return rs !== undefined && specReplicas(rs) > 0;
}

/** Scaled up, with at least as many available pods as asked for. Source: utils/replicaset/replicaset.go IsReplicaSetAvailable. */
export function isReplicaSetAvailable(rs: ReplicaSet | undefined): boolean {
  if (rs === undefined) return false;
  const asked = specReplicas(rs);
  return asked !== 0 && availableReplicas(rs) !== 0 && asked <= availableReplicas(rs);
}

/** At least one pod available. Source: utils/replicaset/replicaset.go IsReplicaSetPartiallyAvailable. */
export function isReplicaSetPartiallyAvailable(rs: ReplicaSet): boolean {
  return availableReplicas(rs) > 0;
}

/** Whether there is a stable ReplicaSet beside the new one. Source: utils/replicaset/canary.go CheckStableRSExists. */
export function checkStableRSExists(
  newRS: ReplicaSet | undefined,
  stableRS: ReplicaSet | undefined,
): stableRS is ReplicaSet {
  if (stableRS === undefined) return false;
  return newRS === undefined || newRS.metadata.name !== stableRS.metadata.name;
}
