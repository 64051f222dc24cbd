import { type Because, from } from '../../api/reason.ts';
import { getCurrentCanaryStep } from '../../api/rollouts/canary-steps.ts';
import { stepText } from '../../api/rollouts/step-kinds.ts';
import { getProgressDeadlineSecondsOrDefault } from '../../api/rollouts/defaults.ts';
import { getRolloutCondition, REASON } from '../../api/rollouts/conditions.ts';
import type { Rollout, RolloutStatus } from '../../api/shape/rollout.ts';
import type { RolloutContext } from './context.ts';
import {
  aborted,
  deadlineExceeded,
  fullPromotion,
  invalidSpec,
  pauseStep,
  phaseChanged,
  stepCompleted,
  stepsReset,
  stepsSkipped,
  trafficWeight,
} from './rules/status.ts';

/** Why the phase is what it is. */
export function becauseOfPhase(rollout: Rollout, after: RolloutStatus): readonly Because[] {
  const problem = getRolloutCondition(after, 'InvalidSpec');
  if (problem !== undefined && getRolloutCondition(rollout.status, 'InvalidSpec')?.message !== problem.message) {
    return [() => invalidSpec.because({ problem: from('spec', problem.message) })];
  }
  const { phase = '', message = '' } = after;
  if (phase === rollout.status.phase && message === (rollout.status.message ?? '')) return [];
  return [() => phaseChanged.because({ phase: from('status.phase', phase), message: from('status.message', message) })];
}

/** Which rules moved the status from the one in hand to the new one: promotion, steps, pause, abort, deadline, weight, phase. */
export function becauseOfStatus(context: RolloutContext, after: RolloutStatus): readonly Because[] {
  const { rollout } = context;
  const before = rollout.status;
  const reasons: Because[] = [];
  if (before.stableRS !== after.stableRS && after.stableRS !== undefined) {
    const hash = after.stableRS;
    const why = context.promotion ?? 'decided';
    reasons.push(() => fullPromotion.because({ hash: from('status.currentPodHash', hash), why: from('decided', why) }));
  }
  reasons.push(...stepReasons(rollout, after), ...pauseReasons(rollout, after), ...weightReasons(rollout, after));
  return [...reasons, ...becauseOfPhase(rollout, after)];
}

function stepReasons(rollout: Rollout, after: RolloutStatus): readonly Because[] {
  const before = rollout.status;
  const steps = rollout.spec.strategy.canary?.steps ?? [];
  if (before.currentPodHash !== after.currentPodHash || before.currentStepHash !== after.currentStepHash) {
    const hash = after.currentPodHash ?? '';
    const reset: Because = () => stepsReset.because({ hash: from('spec.template', hash) });
    if (steps.length === 0 || after.currentStepIndex !== steps.length || before.currentPodHash === undefined)
      return [reset];
    const why = before.stableRS === hash ? 'back to the stable version' : 'a rollback within rollbackWindow';
    return [reset, () => stepsSkipped.because({ why: from('status.stableRS', why) })];
  }
  const { step, index = 0 } = getCurrentCanaryStep(rollout);
  if (step === undefined || after.currentStepIndex !== index + 1) return [];
  return [
    () =>
      stepCompleted.because({
        step: from('status.currentStepIndex', index + 1),
        of: from('spec.strategy.canary.steps', steps.length),
        what: from(`spec.strategy.canary.steps[${index}]`, stepText(step, 'reference')),
      }),
  ];
}

function pauseReasons(rollout: Rollout, after: RolloutStatus): readonly Because[] {
  const before = rollout.status;
  const reasons: Because[] = [];
  const paused = (after.pauseConditions ?? []).length > (before.pauseConditions ?? []).length;
  const { step, index = 0 } = getCurrentCanaryStep(rollout);
  if (paused && step?.pause !== undefined) {
    const duration = step.pause.duration ?? 'until promoted';
    const path = `spec.strategy.canary.steps[${index}].pause`;
    reasons.push(() => pauseStep.because({ step: from(path, index), duration: from(path, duration) }));
  }
  if (after.abort === true && before.abortedAt === undefined) {
    const late = getRolloutCondition(after, 'Progressing')?.reason === REASON.timedOut;
    const deadlineSeconds = getProgressDeadlineSecondsOrDefault(rollout);
    if (late)
      reasons.push(() =>
        deadlineExceeded.because({ deadlineSeconds: from('spec.progressDeadlineSeconds', deadlineSeconds) }),
      );
    const why = before.abort === true ? 'status.abort' : late ? 'progressDeadlineAbort' : 'analysis';
    reasons.push(() => aborted.because({ why: from('status.abort', why) }));
  }
  return reasons;
}

function weightReasons(rollout: Rollout, after: RolloutStatus): readonly Because[] {
  const weight = after.canary.weights?.canary.weight;
  if (weight === undefined || weight === rollout.status.canary.weights?.canary.weight) return [];
  const why =
    after.abort === true ? 'aborted' : after.stableRS === after.currentPodHash ? 'promoted' : 'the step in force';
  return [() => trafficWeight.because({ weight: from('decided', weight), why: from('status', why) })];
}
