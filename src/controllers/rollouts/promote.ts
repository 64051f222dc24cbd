import type { Decided, Explained } from '../../api/reason.ts';
import { REASON } from '../../api/rollouts/conditions.ts';
import { hasScaleDownDeadline, revision } from '../../api/rollouts/replica-sets.ts';
import { isPingPongEnabled, isStablePing } from '../../api/rollouts/traffic.ts';
import type { RolloutStatus } from '../../api/shape/rollout.ts';
import { clearPauseAndAbort, type RolloutContext, sendEvent } from './context.ts';
import { resetRolloutStatus } from './decide/base-status.ts';
import { MESSAGE } from './decide/messages.ts';
import { isFastRollback, isRollbackWithinWindow, promotionOf } from './decide/promotion.ts';
import { stepCountOf } from './rules/inputs.ts';
import { experimentOver, podsRestarted } from './rules/mirrors.ts';
import { checkPointOver, pingPongSwapped, promoteFullOver } from './rules/promotion.ts';
import { stepsPromoted } from './rules/steps.ts';

/**
 * Whether the update goes back to a version for which a blue-green rollout does not pause. In older versions any scale-down deadline on the new
 * ReplicaSet counts, whether it is over or not. Source: rollout/bluegreen.go isBlueGreenFastTracked.
 */
export function skipsPause(context: RolloutContext): boolean {
  if (context.base.env.reference.has('fast-rollback')) return isFastRollback(context);
  return hasScaleDownDeadline(context.newRS);
}

/** Whether the update goes back to a version that needs no analysis. Source: rollout/analysis.go reconcileAnalysisRuns. */
export function skipsAnalysis(context: RolloutContext): boolean {
  const { base, rollout, newRS, stableRS, allRSs } = context;
  if (base.env.reference.has('fast-rollback')) return isFastRollback(context);
  return hasScaleDownDeadline(newRS) || isRollbackWithinWindow(rollout, newRS, stableRS, allRSs);
}

/** The status as at the beginning of an update; pause and abort are taken back. Source: rollout/sync.go resetRolloutStatus. */
export function resetStatus(context: RolloutContext, newStatus: RolloutStatus): Explained<RolloutStatus> {
  const { rollout } = context;
  clearPauseAndAbort(context);
  context.newStatus = { ...context.newStatus, restartedAt: rollout.spec.restartAt };
  context.statusBecause.push(
    podsRestarted.because((write) => ({ restartAt: write.of(rollout, 'spec.restartAt') })),
    experimentOver.because((write) => ({ name: write.before('status.canary.currentExperiment') })),
  );
  return resetRolloutStatus(rollout, newStatus);
}

/** Why the new version becomes stable now; undefined if it does not. Source: rollout/sync.go shouldFullPromote. */
export function promotionInPass(context: RolloutContext, newStatus: RolloutStatus): Decided<string> | undefined {
  const { base, pause, rollout, newRS, stableRS, allRSs, currentArs, newRSWithinDelay } = context;
  return promotionOf({
    reference: base.env.reference,
    context: pause,
    rollout,
    newRSWithinDelay,
    newRS,
    stableRS,
    allRSs,
    newStatus,
    // Target groups of AWS are not asked (they are only with a flag of the controller that is off by default).
    targetsVerified: true,
    postPromotionRun: currentArs.blueGreenPostPromotion,
  });
}

/** The new version becomes stable: no pause, no abort, past the last step. Source: rollout/sync.go promoteStable. */
export function promoteStable(
  context: RolloutContext,
  calculated: RolloutStatus,
  promotion: Decided<string>,
): Explained<RolloutStatus> {
  const { rollout } = context;
  const { canary, blueGreen } = calculated;
  clearPauseAndAbort(context);
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
    const message = MESSAGE.rolloutCompleted(revision(rollout) ?? 0, newStatus.currentPodHash ?? '', promotion.value);
    sendEvent(context, 'Normal', REASON.rolloutCompleted, message);
  }
  const because = [
    promoteFullOver.because((write) => ({ currentHash: write.after('status.currentPodHash') })),
    checkPointOver.because((write) => ({ currentHash: write.after('status.currentPodHash') })),
    stepsPromoted.because((write) => ({
      currentHash: write.after('status.currentPodHash'),
      stableHash: write.after('status.stableRS'),
      of: stepCountOf(write, rollout),
    })),
    pingPongSwapped.because((write) => ({
      was: write.of(rollout, 'status.canary.stablePingPong'),
      hash: write.after('status.stableRS'),
    })),
    promotion.because,
  ];
  return { value: newStatus, because };
}
