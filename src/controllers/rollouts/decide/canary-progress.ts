import type { Reference } from '../../../api/reference.ts';
import { specReplicas } from '../../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { ReplicaProgressThreshold, Rollout, TrafficWeights } from '../../../api/shape/rollout.ts';
import { calculateReplicaCountsForBasicCanary, type Side, sideOf } from './canary-counts.ts';
import { calculateReplicaCountsForTrafficRoutedCanary } from './canary-counts-routed.ts';
import { getAvailableReplicaCountForReplicaSets } from './replica-sums.ts';

const PERCENT = 'Percent';
/** Keeps a percentage that misses the threshold by a rounding error from blocking a step. */
const EPSILON = 1e-10;

/**
 * Whether enough pods are available: all, or as many as replicaProgressThreshold says (a percentage of `desired`, or a number of pods).
 * Source: utils/replicaset/canary.go ReplicaProgressThresholdMet. Example: 70 percent of 10: met with 7 available.
 */
export function replicaProgressThresholdMet(
  threshold: ReplicaProgressThreshold | undefined,
  rs: ReplicaSet | undefined,
  desired: number,
): boolean {
  return rs !== undefined && enoughPods(threshold, sideOf(rs), desired);
}

/** The same of a side. */
export function enoughPods(
  threshold: ReplicaProgressThreshold | undefined,
  { size, available }: Side,
  desired: number,
): boolean {
  if (threshold === undefined || threshold.value < 0) return desired === size && desired === available;
  if (threshold.type !== PERCENT) return available >= threshold.value;
  if (desired === 0) return true;
  const percentage = (available / desired) * 100;
  return percentage >= threshold.value || Math.abs(percentage - threshold.value) <= EPSILON;
}

function allDesiredAreCreated(rs: ReplicaSet | undefined, desired: number): boolean {
  return rs !== undefined && desired === specReplicas(rs) && desired === rs.status.replicas;
}

/**
 * Whether a setWeight or setCanaryScale step has its pods. The canary's must be available; the stable ones need only exist (and with
 * dynamicStableScale not even that). Without traffic routing no older ReplicaSet may have available pods.
 * Source: utils/replicaset/canary.go AtDesiredReplicaCountsForCanary.
 */
export function atDesiredReplicaCountsForCanary(
  reference: Reference,
  rollout: Rollout,
  newRS: ReplicaSet | undefined,
  stableRS: ReplicaSet | undefined,
  olderRSs: readonly ReplicaSet[],
  weights: TrafficWeights | undefined,
): boolean {
  const { canary } = rollout.spec.strategy;
  const routed = canary?.trafficRouting !== undefined;
  const desired = routed
    ? calculateReplicaCountsForTrafficRoutedCanary(reference, rollout, newRS, stableRS, weights)
    : calculateReplicaCountsForBasicCanary(reference, rollout, newRS, stableRS, olderRSs);
  if (!replicaProgressThresholdMet(canary?.replicaProgressThreshold, newRS, desired.canary)) return false;
  const heedsStable = !routed || canary.dynamicStableScale !== true;
  if (heedsStable && !allDesiredAreCreated(stableRS, desired.stable)) return false;
  return routed || getAvailableReplicaCountForReplicaSets(olderRSs) === 0;
}
