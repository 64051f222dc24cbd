import { pauseDurationSeconds } from '../../../api/durations.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { CanaryStep, RolloutExperimentStep, SetCanaryScale } from '../../../api/shape/canary-steps.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import { trafficWeightToReplicas } from './canary-weights.ts';
import { getAbortScaleDownDelaySecondsOrDefault, getReplicasOrDefault, maxTrafficWeight } from './defaults.ts';
import { isFullyPromoted } from './promotion-state.ts';
import { availableReplicas } from './replica-counts.ts';

const NO_STEPS: readonly CanaryStep[] = [];

export interface CurrentCanaryStep {
  /** Undefined without steps, and once all steps are done. */
  readonly step: CanaryStep | undefined;
  /** Undefined without steps. */
  readonly index: number | undefined;
}

export function canaryStepsOf(rollout: Rollout): readonly CanaryStep[] {
  return rollout.spec.strategy.canary?.steps ?? NO_STEPS;
}

/** The step that status.currentStepIndex names (0 if unset). Source: utils/replicaset/canary.go GetCurrentCanaryStep. */
export function getCurrentCanaryStep(rollout: Rollout): CurrentCanaryStep {
  const steps = canaryStepsOf(rollout);
  if (steps.length === 0) return { step: undefined, index: undefined };
  const index = rollout.status.currentStepIndex ?? 0;
  return { step: steps[index], index };
}

/** The last of the steps 0…index for which `pick` gives a value. */
function lastStepValue<T>(
  steps: readonly CanaryStep[],
  index: number,
  pick: (step: CanaryStep) => T | undefined,
): T | undefined {
  for (let at = Math.min(index, steps.length - 1); at >= 0; at -= 1) {
    const step = steps[at];
    const value = step === undefined ? undefined : pick(step);
    if (value !== undefined) return value;
  }
  return undefined;
}

/**
 * The weight in force: that of the last setWeight up to the current step, 0 before the first and after an abort, the maximum when no step
 * is left. Source: utils/replicaset/canary.go GetCurrentSetWeight. Example: steps 20, pause, 40 at index 1: 20.
 */
export function getCurrentSetWeight(rollout: Rollout): number {
  if (rollout.status.abort === true) return 0;
  const { step, index } = getCurrentCanaryStep(rollout);
  if (step === undefined || index === undefined) return maxTrafficWeight(rollout);
  return lastStepValue(canaryStepsOf(rollout), index, (each) => each.setWeight) ?? 0;
}

/**
 * The canary's weight to aim at. When an update with dynamicStableScale is aborted, the weights of the steps are walked backwards: the next
 * one whose pods are fewer than the canary still needs. Source: utils/replicaset/canary.go GetDesiredCanaryWeight.
 * Example: 10 replicas, 6 stable available, 5 canary available, weights 20 and 60: the canary needs 5, so 20 (2 pods) comes next.
 */
export function getDesiredCanaryWeight(
  rollout: Rollout,
  newRS: ReplicaSet | undefined,
  stableRS: ReplicaSet | undefined,
): number {
  const walksBack = rollout.status.abort === true && rollout.spec.strategy.canary?.dynamicStableScale === true;
  if (!walksBack || newRS === undefined || stableRS === undefined) return getCurrentSetWeight(rollout);
  const maxWeight = maxTrafficWeight(rollout);
  const replicas = getReplicasOrDefault(rollout.spec.replicas);
  const canaryReplicas = Math.max(replicas - availableReplicas(stableRS), availableReplicas(newRS));
  const steps = canaryStepsOf(rollout);
  const next = lastStepValue(steps, steps.length - 1, ({ setWeight }) => {
    if (setWeight === undefined) return undefined;
    return trafficWeightToReplicas(replicas, setWeight, maxWeight) < canaryReplicas ? setWeight : undefined;
  });
  return next ?? 0;
}

/**
 * The setCanaryScale in force: the last one up to the current step, unless it hands the scale back to the weight. Needs traffic routing; an
 * abort ends it, but for `abortScaleDownDelaySeconds: 0`. Source: utils/replicaset/canary.go UseSetCanaryScale.
 */
export function useSetCanaryScale(rollout: Rollout): SetCanaryScale | undefined {
  if (rollout.spec.strategy.canary?.trafficRouting === undefined) return undefined;
  if (rollout.status.abort === true && getAbortScaleDownDelaySecondsOrDefault(rollout).seconds !== undefined) {
    return undefined;
  }
  const { step, index } = getCurrentCanaryStep(rollout);
  if (step === undefined || index === undefined) return undefined;
  const scale = lastStepValue(canaryStepsOf(rollout), index, (each) => each.setCanaryScale);
  return scale?.matchTrafficWeight === true ? undefined : scale;
}

export interface CanaryReplicasOrWeight {
  /** Pods asked for by name; then the weight is 0. */
  readonly replicas: number | undefined;
  readonly weight: number;
}

/** What sizes the canary: a number of pods, or a weight. Source: utils/replicaset/canary.go GetCanaryReplicasOrWeight. */
export function getCanaryReplicasOrWeight(
  rollout: Rollout,
  newRS: ReplicaSet | undefined,
  stableRS: ReplicaSet | undefined,
): CanaryReplicasOrWeight {
  const { promoteFull, stableRS: stableHash = '' } = rollout.status;
  if (promoteFull === true || stableHash === '' || isFullyPromoted(rollout)) {
    return { replicas: undefined, weight: maxTrafficWeight(rollout) };
  }
  const scale = useSetCanaryScale(rollout);
  if (scale?.replicas !== undefined) return { replicas: scale.replicas, weight: 0 };
  if (scale?.weight !== undefined) return { replicas: undefined, weight: scale.weight };
  return { replicas: undefined, weight: getDesiredCanaryWeight(rollout, newRS, stableRS) };
}

/** Whether background analysis has yet to begin. Source: utils/replicaset/canary.go BeforeStartingStep. */
export function beforeStartingStep(rollout: Rollout): boolean {
  const startingStep = rollout.spec.strategy.canary?.analysis?.startingStep;
  const { index } = getCurrentCanaryStep(rollout);
  return startingStep !== undefined && index !== undefined && index < startingStep;
}

/** The last experiment up to the current step. Source: utils/replicaset/canary.go GetCurrentExperimentStep. */
export function getCurrentExperimentStep(rollout: Rollout): RolloutExperimentStep | undefined {
  const { step, index } = getCurrentCanaryStep(rollout);
  if (step === undefined || index === undefined) return undefined;
  return lastStepValue(canaryStepsOf(rollout), index, (each) => each.experiment);
}

/** Step index of a new update: 0, or none without steps. Source: utils/replicaset/replicaset.go ResetCurrentStepIndex. */
export function resetCurrentStepIndex(rollout: Rollout): number | undefined {
  return canaryStepsOf(rollout).length > 0 ? 0 : undefined;
}

/** Whether the router is asked if it has taken the weight over. Source: utils/rollout/rolloututil.go ShouldVerifyWeight. */
export function shouldVerifyWeight(rollout: Rollout, desiredWeight: number): boolean {
  if ((rollout.status.stableRS ?? '') === '' || isFullyPromoted(rollout)) return false;
  const { step } = getCurrentCanaryStep(rollout);
  return step === undefined ? desiredWeight === maxTrafficWeight(rollout) : step.setWeight !== undefined;
}

/** A step as events name it: `setWeight: 20`, `pause: 10s`. Source: utils/rollout/rolloututil.go CanaryStepString. */
export function canaryStepString(step: CanaryStep): string {
  if (step.setWeight !== undefined) return `setWeight: ${step.setWeight}`;
  if (step.pause !== undefined) return step.pause.duration === undefined ? 'pause' : `pause: ${step.pause.duration}`;
  if (step.experiment !== undefined) return 'experiment';
  if (step.analysis !== undefined) return 'analysis';
  const scale = step.setCanaryScale;
  if (scale?.weight !== undefined) return `setCanaryScale{weight: ${scale.weight}}`;
  if (scale?.matchTrafficWeight === true) return 'setCanaryScale{matchTrafficWeight: true}';
  if (scale?.replicas !== undefined) return `setCanaryScale{replicas: ${scale.replicas}}`;
  if (step.plugin !== undefined) return `plugin: ${step.plugin.name}`;
  if (step.setHeaderRoute !== undefined) return `setHeaderRoute: ${step.setHeaderRoute.name ?? ''}`;
  if (step.setMirrorRoute !== undefined) return `setMirrorRoute: ${step.setMirrorRoute.name}`;
  return 'invalid';
}

/** Seconds of a pause step; undefined for a pause without end, -1 for a malformed duration. */
export function pauseStepSeconds(step: CanaryStep): number | undefined {
  const duration = step.pause?.duration;
  return duration === undefined ? undefined : pauseDurationSeconds(duration);
}
