import type { CanaryStep } from '../shape/canary-steps.ts';
import type { Rollout } from '../shape/rollout.ts';
import { getAbortScaleDownDelaySecondsOrDefault, maxTrafficWeight } from './defaults.ts';
import { stepWeight } from './step-kinds.ts';

export interface CurrentStep {
  /** Undefined when every step is done. */
  readonly step: CanaryStep | undefined;
  /** Undefined when there are no steps. */
  readonly index: number | undefined;
}

/** The step that is under way. Source: utils/replicaset/canary.go GetCurrentCanaryStep. */
export function getCurrentCanaryStep(rollout: Rollout): CurrentStep {
  const steps = rollout.spec.strategy.canary?.steps ?? [];
  if (steps.length === 0) return { step: undefined, index: undefined };
  const index = rollout.status.currentStepIndex ?? 0;
  return { step: steps[index], index };
}

/** The last step up to the current one for which `pick` gives something. */
function lastSetByStep<T>(
  rollout: Rollout,
  pick: (step: CanaryStep) => T | undefined,
): { value: T; index: number } | undefined {
  const { step, index } = getCurrentCanaryStep(rollout);
  if (step === undefined || index === undefined) return undefined;
  const steps = rollout.spec.strategy.canary?.steps ?? [];
  for (let i = index; i >= 0; i -= 1) {
    const candidate = steps[i];
    const value = candidate === undefined ? undefined : pick(candidate);
    if (value !== undefined) return { value, index: i };
  }
  return undefined;
}

/** What gives a canary its weight; of a step its index, and the field that names the weight. */
export type WeightCause =
  | { readonly by: 'step'; readonly index: number; readonly field: string }
  | { readonly by: 'setCanaryScale'; readonly index: number }
  | { readonly by: 'abort' | 'beforeSetWeight' | 'stepsDone' | 'promoteFull' | 'noStable' | 'promoted' };

export interface WeightInForce {
  readonly weight: number;
  readonly cause: WeightCause;
}

/** The weight in force, and where it comes from. */
export function currentSetWeight(rollout: Rollout): WeightInForce {
  if (rollout.status.abort === true) return { weight: 0, cause: { by: 'abort' } };
  const { step } = getCurrentCanaryStep(rollout);
  if (step === undefined) return { weight: maxTrafficWeight(rollout), cause: { by: 'stepsDone' } };
  const last = lastSetByStep(rollout, stepWeight);
  if (last === undefined) return { weight: 0, cause: { by: 'beforeSetWeight' } };
  const { weight, field } = last.value;
  return { weight, cause: { by: 'step', index: last.index, field } };
}

/**
 * The weight in force: 0 when aborted, everything when no step is left, else that of the last setWeight, 0 before the first.
 * Source: utils/replicaset/canary.go GetCurrentSetWeight.
 */
export function getCurrentSetWeight(rollout: Rollout): number {
  return currentSetWeight(rollout).weight;
}

export interface ScaleInForce {
  readonly scale: NonNullable<CanaryStep['setCanaryScale']>;
  readonly index: number;
}

/**
 * The scale that a step asks for, if one is in force: only with a traffic router; on abort only when the canary is to be left scaled up.
 * Source: utils/replicaset/canary.go UseSetCanaryScale.
 */
export function useSetCanaryScale(rollout: Rollout): ScaleInForce | undefined {
  if (rollout.spec.strategy.canary?.trafficRouting === undefined) return undefined;
  if (rollout.status.abort === true && getAbortScaleDownDelaySecondsOrDefault(rollout).seconds !== undefined)
    return undefined;
  const last = lastSetByStep(rollout, (candidate) => candidate.setCanaryScale);
  if (last === undefined || last.value.matchTrafficWeight === true) return undefined;
  return { scale: last.value, index: last.index };
}

export interface ExperimentInForce {
  readonly experiment: NonNullable<CanaryStep['experiment']>;
  readonly index: number;
}

/** The last experiment step up to the current one. Source: utils/replicaset/canary.go GetCurrentExperimentStep. */
export function getCurrentExperimentStep(rollout: Rollout): ExperimentInForce | undefined {
  const last = lastSetByStep(rollout, (candidate) => candidate.experiment);
  return last === undefined ? undefined : { experiment: last.value, index: last.index };
}

/** Whether background analysis still waits for its step. Source: utils/replicaset/canary.go BeforeStartingStep. */
export function beforeStartingStep(rollout: Rollout): boolean {
  const startingStep = rollout.spec.strategy.canary?.analysis?.startingStep;
  const { index } = getCurrentCanaryStep(rollout);
  return startingStep !== undefined && index !== undefined && index < startingStep;
}

/** Where a new update begins: 0, or undefined without steps. Source: utils/replicaset/replicaset.go ResetCurrentStepIndex. */
export function resetCurrentStepIndex(rollout: Rollout): number | undefined {
  return (rollout.spec.strategy.canary?.steps ?? []).length > 0 ? 0 : undefined;
}
