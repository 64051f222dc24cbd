import { ApiError, ReconcileError } from '../../api/errors.ts';
import { getCurrentCanaryStep } from '../../api/rollouts/canary-steps.ts';
import { completedStepText } from '../../api/rollouts/step-kinds.ts';
import { REASON } from '../../api/rollouts/conditions.ts';
import { PAUSE_REASON_CANARY_STEP } from '../../api/rollouts/names.ts';
import { getPodTemplateHash } from '../../api/rollouts/replica-sets.ts';
import type { RolloutStatus } from '../../api/shape/rollout.ts';
import { reconcileAnalysisRuns } from './analysis-runs.ts';
import type { Because, Explained, RuleInput, Write } from '../../api/reason.ts';
import {
  addPauseCondition,
  clearPauseAndAbort,
  removePauseCondition,
  type RolloutContext,
  sendEvent,
} from './context.ts';
import { MESSAGE } from './decide/messages.ts';
import { hasAddPause, isAborted } from './decide/pause-context.ts';
import { haltProgress, reconcileCanaryPause } from './decide/pause.ts';
import { canaryStableSize } from './decide/new-replicas.ts';
import { isRollbackWithinWindow, stepCompletion } from './decide/promotion.ts';
import { checkStableRSExists, isActive } from './decide/replica-availability.ts';
import { podTemplateOrStepsChanged } from './decide/spec-changes.ts';
import { computeStepHash } from './decide/step-hash.ts';
import { reconcileEphemeralMetadata } from './ephemeral-metadata.ts';
import { reconcileExperiments } from './experiment-steps.ts';
import { reconcileRevisionHistoryLimit } from './history.ts';
import { restartPods } from './pod-restart.ts';
import { promoteStable, promotionInPass, resetStatus } from './promote.ts';
import { syncReplicaSetRevision } from './replica-set-revision.ts';
import { reconcileNewReplicaSet, reconcileOtherReplicaSets } from './replica-sets.ts';
import { scaleReplicaSetAndRecordEvent } from './scale.ts';
import { removeScaleDownDeadlines } from './scale-down-deadlines.ts';
import { reconcilePingAndPongService, reconcileStableAndCanaryService } from './services.ts';
import { stepCountOf, withinWindowOf } from './rules/inputs.ts';
import { runStatusOver, selectorsDropped } from './rules/mirrors.ts';
import { pauseStepEnded } from './rules/pause.ts';
import { currentSteps } from './rules/promotion.ts';
import { isThere, stepHash } from './rules/status-functions.ts';
import {
  stepsAborted,
  stepsCountedInWindow,
  stepsCountedOnPromotion,
  stepsSkippedInWindow,
  stepsSkippedOnPromotion,
  stepsSkippedToStable,
  stepsStand,
} from './rules/steps.ts';
import { baseStatus, persistRolloutStatus, withAllCounts } from './status.ts';
import { isStepPluginCompleted, reconcileStepPlugin, withStepPluginStatuses } from './step-plugins.ts';
import { reconcileTrafficRouting } from './traffic-routing.ts';
import { scaleWorkloadDownOnSuccess } from './workload-scale.ts';

/** One pass of a canary rollout. Source: rollout/canary.go rolloutCanary. */
export function rolloutCanary(context: RolloutContext): void {
  const changed = podTemplateOrStepsChanged(context.base.env.reference, context.rollout, context.newRS);
  context.newRS = syncReplicaSetRevision(context);
  if (changed) {
    syncRolloutStatusCanary(context);
    return;
  }
  // Counts of pods do not show yet what was restarted: the next pass goes on.
  if (restartPods(context) > 0) return;
  reconcileEphemeralMetadata(context);
  reconcileRevisionHistoryLimit(context);
  reconcilePingAndPongService(context);
  reconcileStableAndCanaryService(context);
  reconcileTrafficRouting(context);
  reconcileExperiments(context);
  const failure = failureOf(() => reconcileAnalysisRuns(context));
  if (failure !== undefined && !hasAddPause(context.pause)) throw failure;
  if (!hasAddPause(context.pause) && !reconcileCanaryReplicaSets(context) && !pauses(context)) {
    reconcileStepPlugin(context);
  }
  syncRolloutStatusCanary(context);
}

/** What failed; after an inconclusive analysis the pause is written all the same. */
function failureOf(run: () => void): ApiError | ReconcileError | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof ApiError || error instanceof ReconcileError) return error;
    throw error;
  }
}

/** Sizes stable, new and older ReplicaSets; whether any was scaled. Source: rollout/canary.go reconcileCanaryReplicaSets. */
export function reconcileCanaryReplicaSets(context: RolloutContext): boolean {
  if (haltProgress(context.rollout) !== '') return false;
  removeScaleDownDeadlines(context);
  return (
    reconcileCanaryStableReplicaSet(context) || reconcileNewReplicaSet(context) || reconcileOtherReplicaSets(context)
  );
}

/** Behind a router the stable side follows the weights of the pass before. Source: rollout/canary.go reconcileCanaryStableReplicaSet. */
function reconcileCanaryStableReplicaSet(context: RolloutContext): boolean {
  const { rollout, newRS, stableRS, otherRSs } = context;
  if (!checkStableRSExists(newRS, stableRS)) return false;
  const { weights } = rollout.status.canary;
  const inHand = weights && {
    weights,
    read: (write: Write, side: 'canary' | 'stable') => write.of(rollout, `status.canary.weights.${side}.weight`),
  };
  return scaleReplicaSetAndRecordEvent(
    context,
    stableRS,
    canaryStableSize({ reference: context.base.env.reference, rollout, newRS, stableRS }, otherRSs, inHand),
  ).scaled;
}

/** Source: rollout/canary.go reconcileCanaryPause. */
function pauses(context: RolloutContext): boolean {
  const { base, rollout } = context;
  const decision = reconcileCanaryPause(rollout, base.env.clock.nowMs(), base.env.resyncPeriodMs);
  if (decision.addPause !== undefined) addPauseCondition(context, decision.addPause.value, decision.addPause.because);
  if (decision.requeueAfterMs !== undefined) base.enqueueAfter(rollout, decision.requeueAfterMs);
  return decision.stillReconciling;
}

/** Works out the new status and writes it. Source: rollout/canary.go syncRolloutStatusCanary. */
function syncRolloutStatusCanary(context: RolloutContext): void {
  const { rollout, newRS } = context;
  const base = baseStatus(context);
  const counted = withAllCounts(context, base.value);
  const newStatus = withStepPluginStatuses(context, {
    ...counted.value,
    stableRS: rollout.status.stableRS,
    currentStepHash: computeStepHash(context.base.env.reference, rollout),
    canary: { ...counted.value.canary, stablePingPong: rollout.status.canary.stablePingPong },
  });
  const because = [
    ...base.because,
    ...counted.because,
    selectorsDropped.because((write) => ({ canary: isThere.of(write.of(rollout, 'spec.strategy.canary')) })),
    currentSteps.because((write) => ({ stepHash: stepHash.of(write.of(rollout, '')) })),
    stepsStand.because((write) => ({
      of: stepCountOf(write, rollout),
      was: write.of(rollout, 'status.currentStepIndex'),
    })),
  ];
  const moved = podTemplateOrStepsChanged(context.base.env.reference, rollout, newRS)
    ? beginUpdate(context, newStatus)
    : moveOn(context, newStatus);
  persistRolloutStatus(context, { value: moved.value, because: [...because, ...moved.because] }, 'strategy');
}

/** A new template or new steps: the first step again, or past the last on the way back. */
function beginUpdate(context: RolloutContext, calculated: RolloutStatus): Explained<RolloutStatus> {
  const { rollout, newRS, stableRS, allRSs } = context;
  const begun = resetStatus(context, calculated);
  const stepCount = rollout.spec.strategy.canary?.steps?.length ?? 0;
  if (newRS === undefined || stepCount === 0) return begun;
  const skipped = (because: Because): Explained<RolloutStatus> => ({
    value: { ...begun.value, currentStepIndex: stepCount },
    because: [...begun.because, because],
  });
  const hash = (write: Write): RuleInput => write.after('status.currentPodHash');
  if (rollout.status.stableRS === getPodTemplateHash(newRS)) {
    sendEvent(context, 'Normal', REASON.skipSteps, MESSAGE.rollbackToStable);
    return skipped(
      stepsSkippedToStable.because((write) => ({
        hash: hash(write),
        stableHash: write.of(rollout, 'status.stableRS'),
        of: stepCountOf(write, rollout),
      })),
    );
  }
  if (isRollbackWithinWindow(rollout, newRS, stableRS, allRSs) && isActive(newRS)) {
    sendEvent(context, 'Normal', REASON.skipSteps, MESSAGE.rollbackWithinWindow);
    return skipped(becauseOfSkip(context, false));
  }
  return begun;
}

/** Promotion, abort, or the next step. */
function moveOn(context: RolloutContext, newStatus: RolloutStatus): Explained<RolloutStatus> {
  const { rollout, newRS, stableRS, allRSs } = context;
  const stepCount = rollout.spec.strategy.canary?.steps?.length ?? 0;
  const current = getCurrentCanaryStep(rollout);
  const inFull = rollout.status.promoteFull === true;
  const skips = inFull || isRollbackWithinWindow(rollout, newRS, stableRS, allRSs);
  if (skips) clearPauseAndAbort(context);
  const index = skips && stepCount > 0 ? stepCount : current.index;
  const promotion = promotionInPass(context, newStatus);
  if (promotion !== undefined) {
    const promoted = promoteStable(context, newStatus, promotion);
    scaleWorkloadDownOnSuccess(context);
    return promoted;
  }
  if (isAborted(context.pause)) {
    if (stepCount === 0) return { value: newStatus, because: [] };
    const back = (newStatus.stableRS ?? '') === (newStatus.currentPodHash ?? '');
    const because = stepsAborted.because((write) => ({
      abort: write.after('status.abort'),
      stableHash: write.after('status.stableRS'),
      currentHash: write.after('status.currentPodHash'),
      of: stepCountOf(write, rollout),
    }));
    return { value: { ...newStatus, currentStepIndex: back ? stepCount : 0 }, because: [because] };
  }
  const completion = stepCompletionInPass(context);
  if (current.step === undefined || completion === undefined) {
    return { value: { ...newStatus, currentStepIndex: index }, because: skips ? [becauseOfSkip(context, inFull)] : [] };
  }
  const done = (index ?? 0) + 1;
  // When the steps are skipped, the reference counts up the number of steps itself.
  const message = MESSAGE.stepCompleted(
    done,
    skips ? done : stepCount,
    completedStepText(context.base.env.reference, current.step),
  );
  sendEvent(context, 'Normal', REASON.stepCompleted, message);
  const ended = pauseStepEnded.because((write) => ({
    step: write.after('status.currentStepIndex'),
    was: write.of(rollout, 'status.currentStepIndex'),
  }));
  removePauseCondition(context, PAUSE_REASON_CANARY_STEP, ended);
  const canary = { ...newStatus.canary, currentStepAnalysisRunStatus: undefined };
  return {
    value: { ...newStatus, canary, currentStepIndex: done },
    because: [
      skips ? becauseOfCountedSkip(context, inFull) : completion,
      ...runStatusOver(['canary.currentStepAnalysisRunStatus']),
    ],
  };
}

function becauseOfSkip(context: RolloutContext, inFull: boolean): Because {
  return inFull
    ? stepsSkippedOnPromotion.because((write) => skippedInFull(write, context))
    : stepsSkippedInWindow.because((write) => skippedInWindow(write, context));
}

/** The same when a step was done in the pass. */
function becauseOfCountedSkip(context: RolloutContext, inFull: boolean): Because {
  return inFull
    ? stepsCountedOnPromotion.because((write) => skippedInFull(write, context))
    : stepsCountedInWindow.because((write) => skippedInWindow(write, context));
}

function skippedInFull(write: Write, { rollout }: RolloutContext) {
  return { promoteFull: write.of(rollout, 'status.promoteFull'), of: stepCountOf(write, rollout) };
}

function skippedInWindow(write: Write, context: RolloutContext) {
  const { rollout } = context;
  return {
    hash: write.after('status.currentPodHash'),
    revisions: write.of(rollout, 'spec.rollbackWindow.revisions'),
    withinWindow: withinWindowOf(write, context),
    of: stepCountOf(write, rollout),
  };
}

function stepCompletionInPass(context: RolloutContext): Because | undefined {
  const { pause, rollout, newRS, stableRS, otherRSs, newStatus, currentEx, currentArs, base } = context;
  return stepCompletion({
    reference: base.env.reference,
    context: pause,
    rollout,
    newRS,
    stableRS,
    otherRSs,
    newWeights: newStatus.canary.weights,
    experiment: currentEx,
    stepAnalysis: currentArs.canaryStep,
    stepPluginCompleted: isStepPluginCompleted(context),
    nowMs: base.env.clock.nowMs(),
  });
}
