import { specReplicas } from '../../api/rollouts/replica-sets.ts';
import type { Deployment, ReplicaSet } from '../../api/shape/apps.ts';
import { desiredReplicasAnnotation, maxReplicasAnnotation } from './annotations.ts';
import { desiredReplicas, maxSurge } from './fenceposts.ts';
import { bySizeNewer, bySizeOlder, replicaCount } from './replica-sets.ts';

const INT32_MIN = -2_147_483_648;
const INT32_MAX = 2_147_483_647;

/** Half away from zero, then as Go converts a float to 32 bits on amd64. Source: k8s.io/utils/integer RoundToInt32. */
function roundToInt32(value: number): number {
  const rounded = Math.trunc(value < 0 ? value - 0.5 : value + 0.5);
  return rounded >= INT32_MIN && rounded <= INT32_MAX ? rounded + 0 : INT32_MIN;
}

/**
 * What a ReplicaSet gains or loses so that it keeps its share of all pods; without a usable annotation the share is one of the pods that exist.
 * The product is one of 32 bits and overflows.
 * Example: 5 pods of 10 + 3 surge, scaled to 15 + 3: 5 × 18 / 13 = 6.92, rounded 7: it gains 2.
 * Source: util/deployment_util.go getReplicaSetFraction.
 */
export function getReplicaSetFraction(replicaSet: ReplicaSet, deployment: Deployment): number {
  const replicas = specReplicas(replicaSet);
  const desired = desiredReplicas(deployment);
  if (desired === 0) return -replicas + 0;
  const annotated = maxReplicasAnnotation(replicaSet) ?? 0;
  const before = annotated > 0 ? annotated : (deployment.status.replicas ?? 0);
  if (before === 0) return 0;
  return (roundToInt32(Math.imul(replicas, desired + maxSurge(deployment)) / before) - replicas) | 0;
}

/** The fraction, as far as there is something left to give or take. Source: util/deployment_util.go GetReplicaSetProportion. */
function getReplicaSetProportion(replicaSet: ReplicaSet, deployment: Deployment, toAdd: number, added: number): number {
  if (specReplicas(replicaSet) === 0 || toAdd === 0 || toAdd === added) return 0;
  const fraction = getReplicaSetFraction(replicaSet, deployment);
  return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
}

/** The size that a ReplicaSet gets in a scaling event. */
export interface PlannedSize {
  readonly replicaSet: ReplicaSet;
  readonly replicas: number;
  /** Whether the sizes in its annotations are brought up to date even if its own size stays. */
  readonly always: boolean;
}

/**
 * Shares the pods that a scaling event adds or takes among the ReplicaSets with pods, the largest first; what rounding leaves over goes to the
 * largest. In the order in which they are written. Example: sizes 8 and 5 of 10 + 3 surge, scaled to 15 + 3: 8 gains 3, 5 gains 2.
 * Source: sync.go scale.
 */
export function proportionalSizes(deployment: Deployment, active: readonly ReplicaSet[]): readonly PlannedSize[] {
  const desired = desiredReplicas(deployment);
  const allowed = desired > 0 ? desired + maxSurge(deployment) : 0;
  const toAdd = allowed - replicaCount(active);
  const ordered = toAdd === 0 ? active : [...active].sort(toAdd > 0 ? bySizeNewer : bySizeOlder);
  let added = 0;
  const sizes = ordered.map((replicaSet) => {
    const proportion = getReplicaSetProportion(replicaSet, deployment, toAdd, added);
    added += proportion;
    return specReplicas(replicaSet) + proportion;
  });
  return ordered.map((replicaSet, index) => {
    const size = sizes[index] ?? 0;
    const replicas = index === 0 && toAdd !== 0 ? Math.max(0, size + toAdd - added) : size;
    return { replicaSet, replicas, always: true };
  });
}

/**
 * Whether the new ReplicaSet has all of the deployment's pods, available, and knows their number.
 * Source: util/deployment_util.go IsSaturated.
 */
export function isSaturated(deployment: Deployment, replicaSet: ReplicaSet | undefined): boolean {
  if (replicaSet === undefined) return false;
  const desired = desiredReplicas(deployment);
  return (
    specReplicas(replicaSet) === desired &&
    desiredReplicasAnnotation(replicaSet) === desired &&
    (replicaSet.status.availableReplicas ?? 0) === desired
  );
}
