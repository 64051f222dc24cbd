import { getReplicasOrDefault, maxTrafficWeight } from '../../../api/rollouts/defaults.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Rollout, TrafficWeights } from '../../../api/shape/rollout.ts';
import type { CanaryCounts } from './canary-counts.ts';
import { getCanaryReplicasOrWeight, trafficWeightToReplicas } from './canary-weight.ts';

/** Lifts a count other than 0 to minPodsPerReplicaSet. Source: utils/replicaset/canary.go CheckMinPodsPerReplicaSet. */
function checkMinPodsPerReplicaSet(rollout: Rollout, count: number): number {
  const { canary } = rollout.spec.strategy;
  if (count === 0 || canary?.minPodsPerReplicaSet === undefined || canary.trafficRouting === undefined) return count;
  return Math.max(count, canary.minPodsPerReplicaSet);
}

/**
 * Pods to ask of the new and the stable ReplicaSet of a canary with traffic routing: the canary's share rounded up; the stable one stays
 * whole, or with dynamicStableScale follows the larger of its present and its wanted share of the traffic (`weights`: the present ones).
 * Source: utils/replicaset/canary.go CalculateReplicaCountsForTrafficRoutedCanary.
 * Example: 10 replicas at weight 25: 3 canary, 10 stable; with dynamicStableScale 3 canary and, with 100 stable traffic still, 10 stable.
 */
export function calculateReplicaCountsForTrafficRoutedCanary(
  rollout: Rollout,
  newRS: ReplicaSet | undefined,
  stableRS: ReplicaSet | undefined,
  weights: TrafficWeights | undefined,
): CanaryCounts {
  const replicas = getReplicasOrDefault(rollout.spec.replicas);
  const maxWeight = maxTrafficWeight(rollout);
  const sized = getCanaryReplicasOrWeight(rollout, newRS, stableRS);
  const podsFor = (weight: number): number => trafficWeightToReplicas(replicas, weight, maxWeight);
  let canary = sized.replicas ?? checkMinPodsPerReplicaSet(rollout, podsFor(sized.weight));
  if (rollout.spec.strategy.canary?.dynamicStableScale !== true) return { canary, stable: replicas };

  let stable = podsFor(maxWeight - sized.weight);
  if (weights !== undefined) {
    stable = Math.max(stable, podsFor(weights.stable.weight));
    // While traffic has yet to leave an aborted canary, its pods stay.
    if (rollout.status.abort === true) canary = Math.max(canary, podsFor(weights.canary.weight));
  }
  return { canary: checkMinPodsPerReplicaSet(rollout, canary), stable: checkMinPodsPerReplicaSet(rollout, stable) };
}
