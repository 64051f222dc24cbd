import type { Decided, RuleInput, Write } from '../../../api/reason.ts';
import { pauseDurationSeconds } from '../../../api/durations.ts';
import { getCurrentCanaryStep } from '../../../api/rollouts/canary-steps.ts';
import {
  PAUSE_REASON_BLUE_GREEN,
  PAUSE_REASON_CANARY_STEP,
  PAUSE_REASON_INCONCLUSIVE_ANALYSIS,
  POD_TEMPLATE_HASH_LABEL,
} from '../../../api/rollouts/names.ts';
import { getPodTemplateHash } from '../../../api/rollouts/replica-sets.ts';
import type { Reference } from '../../../api/reference.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Service } from '../../../api/shape/core.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import { sum } from '../../../api/input-functions.ts';
import { STEPS } from '../rules/inputs.ts';
import { pauseBlueGreen, pauseBlueGreenEnded, pausePath, pauseStep } from '../rules/pause.ts';
import { autoPromotionEnabledOrDefault, next, pauseLength } from '../rules/status-functions.ts';
import { readyForPause } from './new-replicas.ts';
import {
  checkEnqueueRolloutDuringWait,
  completedBlueGreenPause,
  getPauseCondition,
  type PauseContext,
} from './pause-context.ts';

/** Why nothing may be scaled or promoted now; empty if it may. Source: rollout/context.go haltProgress. */
export function haltProgress(rollout: Rollout): string {
  if (rollout.spec.paused === true) return 'user paused';
  const inconclusive = getPauseCondition(rollout, PAUSE_REASON_INCONCLUSIVE_ANALYSIS) !== undefined;
  return inconclusive ? 'inconclusive analysis' : '';
}

export interface CanaryPauseDecision {
  /** Whether the reconciliation ends here, with the pause still on. */
  readonly stillReconciling: boolean;
  /** The pause condition to add. */
  readonly addPause?: Decided<string>;
  /** Milliseconds after which the rollout wants a look. */
  readonly requeueAfterMs?: number | undefined;
}

/**
 * Begins and keeps the pause of a canary's pause step. Source: rollout/canary.go reconcileCanaryPause.
 * Example: step `pause: {duration: 10s}` begun 4 s ago: still reconciling, look again after 6 s.
 */
export function reconcileCanaryPause(rollout: Rollout, nowMs: number, resyncPeriodMs: number): CanaryPauseDecision {
  const over: CanaryPauseDecision = { stillReconciling: false };
  if (rollout.spec.paused === true || rollout.status.promoteFull === true) return over;
  const pause = getCurrentCanaryStep(rollout).step?.pause;
  if (pause === undefined) return over;
  const condition = getPauseCondition(rollout, PAUSE_REASON_CANARY_STEP);
  if (condition === undefined) {
    // A pause of the controller whose condition is gone was resumed by a person.
    if (rollout.status.controllerPause === true) return { stillReconciling: true };
    const { index = 0 } = getCurrentCanaryStep(rollout);
    const because = pauseStep.because((write) => ({
      step: next.of(write.of(rollout, 'status.currentStepIndex')),
      duration: pauseLength.of(write.of(rollout, `${STEPS}[${index}].pause.duration`)),
      pause: write.of(rollout, `${STEPS}[${index}].pause`),
      nowMs: write.now(nowMs),
    }));
    return { stillReconciling: true, addPause: { value: PAUSE_REASON_CANARY_STEP, because } };
  }
  if (pause.duration === undefined) return { stillReconciling: true };
  const seconds = pauseDurationSeconds(pause.duration);
  return {
    stillReconciling: true,
    requeueAfterMs: checkEnqueueRolloutDuringWait(condition, seconds, nowMs, resyncPeriodMs),
  };
}

export interface BlueGreenPauseInput {
  readonly context: PauseContext;
  readonly rollout: Rollout;
  readonly newRS: ReplicaSet;
  readonly allRSs: readonly ReplicaSet[];
  readonly activeService: Service;
  readonly reference: Reference;
  /** Whether the update goes back to a version that may come at once. */
  readonly fastRollback: boolean;
  /** Phase of the current pre-promotion AnalysisRun, if there is one. */
  readonly prePromotionPhase: string | undefined;
  readonly nowMs: number;
  readonly resyncPeriodMs: number;
}

export interface BlueGreenPauseDecision {
  readonly addPause?: Decided<string>;
  readonly removePause?: Decided<string>;
  readonly requeueAfterMs?: number | undefined;
}

/** Why an update needs no pause: it comes back within its scale-down delay, is promoted in full, or nothing else is active. */
export type FastTrack = 'deadline' | 'promoteFull' | 'noActive' | 'active';

/** Undefined if the update is not spared its pause. Source: rollout/bluegreen.go isBlueGreenFastTracked. */
export function blueGreenFastTrack(
  rollout: Rollout,
  newRS: ReplicaSet,
  activeService: Service,
  fastRollback: boolean,
): FastTrack | undefined {
  if (fastRollback) return 'deadline';
  if (rollout.status.promoteFull === true) return 'promoteFull';
  const active = activeService.spec.selector?.[POD_TEMPLATE_HASH_LABEL];
  if (active === undefined) return 'noActive';
  return active === getPodTemplateHash(newRS) ? 'active' : undefined;
}

/** Whether the controller pauses before promotion. Source: rollout/bluegreen.go needsBlueGreenControllerPause. */
function needsBlueGreenControllerPause(rollout: Rollout): boolean {
  const blueGreen = rollout.spec.strategy.blueGreen;
  return blueGreen?.autoPromotionEnabled === false || (blueGreen?.autoPromotionSeconds ?? 0) > 0;
}

/** Source: rollout/pause.go completedPrePromotionAnalysis. */
export function completedPrePromotionAnalysis(rollout: Rollout, phase: string | undefined): boolean {
  return rollout.spec.strategy.blueGreen?.prePromotionAnalysis === undefined || phase === 'Successful';
}

/** Begins, keeps and ends the pause before a blue-green promotion. Source: rollout/bluegreen.go reconcileBlueGreenPause. */
export function reconcileBlueGreenPause(input: BlueGreenPauseInput): BlueGreenPauseDecision {
  const { context, rollout, newRS, activeService, nowMs } = input;
  if (rollout.status.abort === true || !readyForPause(input.reference, rollout, newRS, input.allRSs)) return {};
  if (haltProgress(rollout) !== '') return {};
  const needless =
    blueGreenFastTrack(rollout, newRS, activeService, input.fastRollback) !== undefined ||
    rollout.status.blueGreen.scaleUpPreviewCheckPoint === true ||
    !needsBlueGreenControllerPause(rollout);
  const seconds = (write: Write): RuleInput =>
    sum.of(write.of(rollout, 'spec.strategy.blueGreen.autoPromotionSeconds'));
  const ended = pauseBlueGreenEnded.because((write) => ({
    pausedAt: write.of(rollout, `${pausePath(PAUSE_REASON_BLUE_GREEN)}.startTime`),
    seconds: seconds(write),
  }));
  const removePause = { value: PAUSE_REASON_BLUE_GREEN, because: ended };
  if (needless) return { removePause };
  if (!completedPrePromotionAnalysis(rollout, input.prePromotionPhase)) return {};
  const condition = getPauseCondition(rollout, PAUSE_REASON_BLUE_GREEN);
  if (condition === undefined) {
    if (rollout.status.controllerPause === true) return {};
    const because = pauseBlueGreen.because((write) => ({
      enabled: autoPromotionEnabledOrDefault.of(write.of(rollout, 'spec.strategy.blueGreen.autoPromotionEnabled')),
      seconds: seconds(write),
      nowMs: write.now(nowMs),
    }));
    return { addPause: { value: PAUSE_REASON_BLUE_GREEN, because } };
  }
  if (completedBlueGreenPause(context, nowMs)) return { removePause };
  const waits = rollout.spec.strategy.blueGreen?.autoPromotionSeconds ?? 0;
  if (waits <= 0) return {};
  return { requeueAfterMs: checkEnqueueRolloutDuringWait(condition, waits, nowMs, input.resyncPeriodMs) };
}
