import { currentSetWeight, useSetCanaryScale, type WeightInForce } from '../../../api/rollouts/canary-steps.ts';
import { getReplicasOrDefault, maxTrafficWeight } from '../../../api/rollouts/defaults.ts';
import { availableReplicas } from '../../../api/rollouts/replica-sets.ts';
import { stepWeight } from '../../../api/rollouts/step-kinds.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';

/** What the canary is to have: a number of pods, or a weight; and where that comes from. */
export type CanaryAim =
  | { readonly replicas: number; readonly weight: 0; readonly from: string }
  | ({ readonly replicas: undefined } & WeightInForce);

/**
 * Everything when the rollout is fully promoted, has no stable version yet, or is promoted in full; else the scale that a step asks for;
 * else the weight in force. Source: utils/replicaset/canary.go GetCanaryReplicasOrWeight.
 */
export function getCanaryReplicasOrWeight(
  rollout: Rollout,
  newRS: ReplicaSet | undefined,
  stableRS: ReplicaSet | undefined,
): CanaryAim {
  const { status } = rollout;
  const all = (from: string): CanaryAim => ({ replicas: undefined, weight: maxTrafficWeight(rollout), from });
  if (status.promoteFull === true) return all('status.promoteFull');
  if (status.stableRS === undefined) return all('no stable version yet');
  if (status.currentPodHash === status.stableRS) return all('the stable version is the current one');
  const scale = useSetCanaryScale(rollout);
  if (scale?.replicas !== undefined) return { replicas: scale.replicas, weight: 0, from: 'setCanaryScale.replicas' };
  if (scale?.weight !== undefined) return { replicas: undefined, weight: scale.weight, from: 'setCanaryScale.weight' };
  return { replicas: undefined, ...desiredCanaryWeight(rollout, newRS, stableRS) };
}

/** Pods for a weight, rounded up. Source: trafficWeightToReplicas. Example: weight 25 of 100 for 5 replicas is ceil(1.25) = 2. */
export function trafficWeightToReplicas(replicas: number, weight: number, maxWeight: number): number {
  return Math.ceil((weight * replicas) / maxWeight);
}

/**
 * The weight in force; when aborting with dynamicStableScale, the last setWeight of the whole list that asks for fewer pods than the canary
 * still needs, so that the stable side grows step by step. Source: GetDesiredCanaryWeight.
 */
export function desiredCanaryWeight(
  rollout: Rollout,
  newRS: ReplicaSet | undefined,
  stableRS: ReplicaSet | undefined,
): WeightInForce {
  const canary = rollout.spec.strategy.canary;
  const stepsBack = rollout.status.abort === true && canary?.dynamicStableScale === true;
  if (!stepsBack || newRS === undefined || stableRS === undefined) return currentSetWeight(rollout);
  const replicas = getReplicasOrDefault(rollout.spec.replicas);
  const needed = Math.max(replicas - availableReplicas(stableRS), availableReplicas(newRS));
  const steps = canary?.steps ?? [];
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    const step = steps[index];
    const set = step === undefined ? undefined : stepWeight(step);
    if (set !== undefined && trafficWeightToReplicas(replicas, set.weight, maxTrafficWeight(rollout)) < needed) {
      return { weight: set.weight, from: `spec.strategy.canary.steps[${index}].${set.field}` };
    }
  }
  return { weight: 0, from: 'status.abort' };
}

/** Source: GetDesiredCanaryWeight. */
export function getDesiredCanaryWeight(
  rollout: Rollout,
  newRS: ReplicaSet | undefined,
  stableRS: ReplicaSet | undefined,
): number {
  return desiredCanaryWeight(rollout, newRS, stableRS).weight;
}
