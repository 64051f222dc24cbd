import { REASON } from '../../api/rollouts/conditions.ts';
import { revision } from '../../api/rollouts/replica-sets.ts';
import type { RolloutStatus } from '../../api/shape/rollout.ts';
import { changePause, type RolloutContext, sendEvent } from './context.ts';
import { resetRolloutStatus } from './decide/base-status.ts';
import { MESSAGE } from './decide/messages.ts';
import { shouldFullPromote } from './decide/promotion.ts';
import { isPingPongEnabled, isStablePing } from '../../api/rollouts/traffic.ts';

/** The status as at the beginning of an update; pause and abort are taken back. Source: rollout/sync.go resetRolloutStatus. */
export function resetStatus(context: RolloutContext, newStatus: RolloutStatus): RolloutStatus {
  const { restartAt } = context.rollout.spec;
  changePause(context, { clearPauseConditions: true, removeAbort: true });
  context.newStatus = { ...context.newStatus, restartedAt: restartAt };
  return resetRolloutStatus(context.rollout, newStatus);
}

/** Why the new version becomes stable now; empty if it does not. Source: rollout/sync.go shouldFullPromote. */
export function promotionReason(context: RolloutContext, newStatus: RolloutStatus): string {
  const { pause, rollout, newRS, stableRS, allRSs, currentArs } = context;
  return shouldFullPromote({
    context: pause,
    rollout,
    newRS,
    stableRS,
    allRSs,
    newStatus,
    // Target groups of AWS are not asked (they are only with a flag of the controller that is off by default).
    targetsVerified: true,
    postPromotionPhase: currentArs.blueGreenPostPromotion?.status.phase,
  });
}

/** The new version becomes stable: no pause, no abort, past the last step. Source: rollout/sync.go promoteStable. */
export function promoteStable(context: RolloutContext, calculated: RolloutStatus, reason: string): RolloutStatus {
  const { rollout } = context;
  const { canary, blueGreen } = calculated;
  changePause(context, { clearPauseConditions: true, removeAbort: true });
  let newStatus: RolloutStatus = {
    ...calculated,
    promoteFull: undefined,
    blueGreen: { ...blueGreen, scaleUpPreviewCheckPoint: undefined },
  };
  const strategy = rollout.spec.strategy.canary;
  if (strategy !== undefined) {
    const stepCount = strategy.steps?.length ?? 0;
    newStatus = { ...newStatus, currentStepIndex: stepCount > 0 ? stepCount : undefined };
  }
  if ((newStatus.stableRS ?? '') !== (newStatus.currentPodHash ?? '')) {
    if (isPingPongEnabled(rollout)) {
      newStatus = { ...newStatus, canary: { ...canary, stablePingPong: isStablePing(rollout) ? 'pong' : 'ping' } };
    }
    newStatus = { ...newStatus, stableRS: newStatus.currentPodHash };
    context.promotion = reason;
    const message = MESSAGE.rolloutCompleted(revision(rollout) ?? 0, newStatus.currentPodHash ?? '', reason);
    sendEvent(context, 'Normal', REASON.rolloutCompleted, message);
  }
  return newStatus;
}
