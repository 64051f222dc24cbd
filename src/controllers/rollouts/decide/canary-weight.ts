import {
  currentSetWeight,
  useSetCanaryScale,
  type WeightCause,
  type WeightInForce,
} from '../../../api/rollouts/canary-steps.ts';
import { getReplicasOrDefault, maxTrafficWeight } from '../../../api/rollouts/defaults.ts';
import { availableReplicas } from '../../../api/rollouts/replica-sets.ts';
import { stepWeight } from '../../../api/rollouts/step-kinds.ts';
import type { Reference } from '../../../api/reference.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';

/** What the canary is to have: a number of pods, or a weight; and where that comes from. */
export type CanaryAim =
  | { readonly replicas: number; readonly weight: 0; readonly cause: WeightCause }
  | ({ readonly replicas: undefined } & WeightInForce);

/**
 * Everything when the rollout is fully promoted, has no stable version yet, or is promoted in full; else the scale that a step asks for;
 * else the weight in force. Source: utils/replicaset/canary.go GetCanaryReplicasOrWeight.
 */
export function getCanaryReplicasOrWeight(
  reference: Reference,
  rollout: Rollout,
  newRS: ReplicaSet | undefined,
  stableRS: ReplicaSet | undefined,
): CanaryAim {
  const { status } = rollout;
  const all = (by: 'promoteFull' | 'noStable' | 'promoted'): CanaryAim => ({
    replicas: undefined,
    weight: maxTrafficWeight(rollout),
    cause: { by },
  });
  if (status.promoteFull === true) return all('promoteFull');
  if (status.stableRS === undefined) return all('noStable');
  if (status.currentPodHash === status.stableRS) return all('promoted');
  const inForce = useSetCanaryScale(rollout);
  if (inForce !== undefined) {
    const { scale, index } = inForce;
    const cause: WeightCause = { by: 'setCanaryScale', index };
    if (scale.replicas !== undefined) return { replicas: scale.replicas, weight: 0, cause };
    if (scale.weight !== undefined) return { replicas: undefined, weight: scale.weight, cause };
  }
  return { replicas: undefined, ...desiredCanaryWeight(reference, rollout, newRS, stableRS) };
}

/** Pods for a weight, rounded up. Source: trafficWeightToReplicas. Example: weight 25 of 100 for 5 replicas is ceil(1.25) = 2. */
export function trafficWeightToReplicas(replicas: number, weight: number, maxWeight: number): number {
  return Math.ceil((weight * replicas) / maxWeight);
}

/** The same for a side that has at least `minPods` if it has any. Source: utils/replicaset/canary.go CheckMinPodsPerReplicaSet. */
export function podsForWeight(replicas: number, weight: number, maxWeight: number, minPods: number): number {
  const pods = trafficWeightToReplicas(replicas, weight, maxWeight);
  return pods === 0 ? 0 : Math.max(pods, minPods);
}

/**
 * The weight in force; when aborting with dynamicStableScale, the last setWeight of the whole list that asks for fewer pods than the canary
 * still needs, so that the stable side grows step by step. Source: GetDesiredCanaryWeight.
 */
export function desiredCanaryWeight(
  reference: Reference,
  rollout: Rollout,
  newRS: ReplicaSet | undefined,
  stableRS: ReplicaSet | undefined,
): WeightInForce {
  const canary = rollout.spec.strategy.canary;
  const aborts = rollout.status.abort === true && canary?.dynamicStableScale === true;
  const stepsBack = aborts && reference.has('dynamic-stable-steps-back');
  if (!stepsBack || newRS === undefined || stableRS === undefined) return currentSetWeight(rollout);
  const replicas = getReplicasOrDefault(rollout.spec.replicas);
  const needed = Math.max(replicas - availableReplicas(stableRS), availableReplicas(newRS));
  const steps = canary?.steps ?? [];
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    const step = steps[index];
    const set = step === undefined ? undefined : stepWeight(step);
    if (set !== undefined && trafficWeightToReplicas(replicas, set.weight, maxTrafficWeight(rollout)) < needed) {
      return { weight: set.weight, cause: { by: 'step', index, field: set.field } };
    }
  }
  return { weight: 0, cause: { by: 'abort' } };
}

/** Source: GetDesiredCanaryWeight. */
export function getDesiredCanaryWeight(
  reference: Reference,
  rollout: Rollout,
  newRS: ReplicaSet | undefined,
  stableRS: ReplicaSet | undefined,
): number {
  return desiredCanaryWeight(reference, rollout, newRS, stableRS).weight;
}
