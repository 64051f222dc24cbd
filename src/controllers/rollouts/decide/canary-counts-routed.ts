import { getReplicasOrDefault, maxTrafficWeight } from '../../../api/rollouts/defaults.ts';
import type { Reference } from '../../../api/reference.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Rollout, TrafficWeights } from '../../../api/shape/rollout.ts';
import type { CanaryCounts } from './canary-counts.ts';
import { getCanaryReplicasOrWeight, podsForWeight } from './canary-weight.ts';

/**
 * Pods to ask of the new and of the stable ReplicaSet of a canary with traffic routing: the canary's share rounded up; the stable one stays
 * whole, or with dynamicStableScale follows the larger of its present and its wanted share of the traffic (`weights`: the present ones).
 * Source: utils/replicaset/canary.go CalculateReplicaCountsForTrafficRoutedCanary.
 * Example: 10 replicas at weight 25: 3 canary, 10 stable; with dynamicStableScale 3 canary and, with 100 stable traffic still, 10 stable.
 */
export function calculateReplicaCountsForTrafficRoutedCanary(
  reference: Reference,
  rollout: Rollout,
  newRS: ReplicaSet | undefined,
  stableRS: ReplicaSet | undefined,
  weights: TrafficWeights | undefined,
): CanaryCounts {
  const { canary: strategy } = rollout.spec.strategy;
  const replicas = getReplicasOrDefault(rollout.spec.replicas);
  const maxWeight = maxTrafficWeight(rollout);
  const minPods = strategy?.trafficRouting === undefined ? 0 : minPodsPerReplicaSet(reference, rollout);
  const sized = getCanaryReplicasOrWeight(reference, rollout, newRS, stableRS);
  const podsFor = (weight: number): number => podsForWeight(replicas, weight, maxWeight, minPods);
  const canary = sized.replicas ?? podsFor(sized.weight);
  if (strategy?.dynamicStableScale !== true) return { canary, stable: replicas };
  return {
    // While traffic has yet to leave an aborted canary, its pods stay.
    canary: atLeast(
      rollout.status.abort === true ? Math.max(canary, podsFor(weights?.canary.weight ?? 0)) : canary,
      minPods,
    ),
    stable: podsFor(Math.max(maxWeight - sized.weight, weights?.stable.weight ?? 0)),
  };
}

/** Later versions ask for no more than the rollout has. Source: utils/replicaset/canary.go CheckMinPodsPerReplicaSet. */
function minPodsPerReplicaSet(reference: Reference, { spec }: Rollout): number {
  const minPods = spec.strategy.canary?.minPodsPerReplicaSet ?? 0;
  return reference.has('min-pods-capped') ? Math.min(minPods, getReplicasOrDefault(spec.replicas)) : minPods;
}

/** No pods, or at least so many. */
function atLeast(pods: number, least: number): number {
  return pods === 0 ? 0 : Math.max(pods, least);
}
