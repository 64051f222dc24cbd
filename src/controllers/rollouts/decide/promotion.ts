import { getCurrentCanaryStep } from '../../../api/rollouts/canary-steps.ts';
import { getAbortScaleDownDelaySecondsOrDefault, getReplicasOrDefault } from '../../../api/rollouts/defaults.ts';
import { availableReplicas, hasScaleDownDeadline } from '../../../api/rollouts/replica-sets.ts';
import { stepCondition } from '../../../api/rollouts/step-kinds.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Rollout, RolloutStatus, TrafficWeights } from '../../../api/shape/rollout.ts';
import { atDesiredReplicaCountsForCanary, replicaProgressThresholdMet } from './canary-progress.ts';
import { completedPrePromotionAnalysis } from './pause.ts';
import { completedBlueGreenPause, completedCanaryPauseStep, isAborted, type PauseContext } from './pause-context.ts';
import { createdMs } from './revisions.ts';

const EXPERIMENT_NAME_ANNOTATION = 'experiment.argoproj.io/name';
const SUCCESSFUL = 'Successful';

/**
 * Whether the update goes back to a version of few revisions ago: the new ReplicaSet is older than the stable one, and fewer than
 * rollbackWindow.revisions were created strictly between them (those of Experiments aside). Source: rollout/sync.go isRollbackWithinWindow.
 * Example: revisions 1…4 with 4 stable and a window of 3: back to 2 (one between) and 1 (two between) are within.
 */
export function isRollbackWithinWindow(
  rollout: Rollout,
  newRS: ReplicaSet | undefined,
  stableRS: ReplicaSet | undefined,
  allRSs: readonly ReplicaSet[],
): boolean {
  const revisions = rollout.spec.rollbackWindow?.revisions ?? 0;
  if (newRS === undefined || stableRS === undefined || revisions <= 0) return false;
  const newMs = createdMs(newRS);
  const stableMs = createdMs(stableRS);
  if (newMs >= stableMs) return false;
  const between = allRSs.filter((rs) => {
    if ((rs.metadata.annotations?.[EXPERIMENT_NAME_ANNOTATION] ?? '') !== '') return false;
    const ms = createdMs(rs);
    return newMs < ms && ms < stableMs;
  });
  return between.length < revisions;
}

export interface PromotionInput {
  readonly context: PauseContext;
  readonly rollout: Rollout;
  readonly newRS: ReplicaSet | undefined;
  readonly stableRS: ReplicaSet | undefined;
  readonly allRSs: readonly ReplicaSet[];
  /** The status computed so far. */
  readonly newStatus: RolloutStatus;
  /** False while a load balancer has not confirmed the pods of the active Service. */
  readonly targetsVerified: boolean;
  /** Phase of the current post-promotion AnalysisRun, if there is one. */
  readonly postPromotionPhase: string | undefined;
}

/**
 * Why the new ReplicaSet becomes the stable one now; empty if it does not. Source: rollout/sync.go shouldFullPromote.
 * Example: all 8 steps done and all pods available: `Completed all 8 canary steps`.
 */
export function shouldFullPromote(input: PromotionInput): string {
  if (input.stableRS === undefined) return 'Initial deploy';
  const { blueGreen, canary } = input.rollout.spec.strategy;
  if (canary !== undefined) return shouldPromoteCanary(input);
  return blueGreen === undefined ? '' : shouldPromoteBlueGreen(input);
}

function requestedOrRollback({ rollout, newRS, stableRS, allRSs }: PromotionInput): string {
  if (rollout.status.promoteFull === true) return 'Full promotion requested';
  return isRollbackWithinWindow(rollout, newRS, stableRS, allRSs) ? 'Rollback within window' : '';
}

function shouldPromoteCanary(input: PromotionInput): string {
  const { rollout, newRS } = input;
  if (isAborted(input.context) || newRS === undefined) return '';
  const replicas = getReplicasOrDefault(rollout.spec.replicas);
  const threshold = rollout.spec.strategy.canary?.replicaProgressThreshold;
  if (availableReplicas(newRS) < replicas && !replicaProgressThresholdMet(threshold, newRS, replicas)) return '';
  const reason = requestedOrRollback(input);
  if (reason !== '') return reason;
  const stepCount = rollout.spec.strategy.canary?.steps?.length ?? 0;
  const completedAllSteps = stepCount === 0 || getCurrentCanaryStep(rollout).index === stepCount;
  return completedAllSteps ? `Completed all ${stepCount} canary steps` : '';
}

function shouldPromoteBlueGreen(input: PromotionInput): string {
  const { rollout, newRS, newStatus } = input;
  const active = newStatus.blueGreen.activeSelector ?? '';
  // The active Service is switched only once there is a stable version: the first one must come without it.
  if (active === '') return 'Initial deploy';
  if (active !== (newStatus.currentPodHash ?? '') || !input.targetsVerified) return '';
  const reason = requestedOrRollback(input);
  if (reason !== '') return reason;
  if (isAborted(input.context)) return '';
  if (rollout.spec.strategy.blueGreen?.postPromotionAnalysis !== undefined) {
    if (hasScaleDownDeadline(newRS)) return `Rollback to '${newRS?.metadata.name ?? ''}' within scaleDownDelay`;
    if (input.postPromotionPhase !== SUCCESSFUL) return '';
  }
  return 'Completed blue-green update';
}

export interface StepCompletionInput {
  readonly context: PauseContext;
  readonly rollout: Rollout;
  readonly newRS: ReplicaSet | undefined;
  readonly stableRS: ReplicaSet | undefined;
  readonly otherRSs: readonly ReplicaSet[];
  /** status.canary.weights as computed in this reconciliation. */
  readonly newWeights: TrafficWeights | undefined;
  /** Phases of the step's Experiment and AnalysisRun, if there are any. */
  readonly experimentPhase: string | undefined;
  readonly stepAnalysisPhase: string | undefined;
  readonly stepPluginCompleted: boolean;
  readonly nowMs: number;
}

/** Whether the current step is done, so that the next may begin. Source: rollout/canary.go completedCurrentCanaryStep. */
export function completedCurrentCanaryStep(input: StepCompletionInput): boolean {
  const { rollout, newRS, stableRS, otherRSs, newWeights } = input;
  const { step } = getCurrentCanaryStep(rollout);
  if (rollout.spec.paused === true || step === undefined) return false;
  const havePods = (): boolean => atDesiredReplicaCountsForCanary(rollout, newRS, stableRS, otherRSs, newWeights);
  switch (stepCondition(step)) {
    case undefined:
      return false;
    case 'pause':
      return completedCanaryPauseStep(input.context, step.pause ?? {}, input.nowMs);
    case 'pods':
      return havePods();
    case 'weight':
      return havePods() && newWeights?.verified !== false;
    case 'experiment':
      return input.experimentPhase === SUCCESSFUL;
    case 'analysis':
      return input.stepAnalysisPhase === SUCCESSFUL;
    case 'plugin':
      return input.stepPluginCompleted;
    case 'nothing':
      return true;
  }
}

/**
 * Whether the aborted version keeps its pods for abortScaleDownDelaySeconds. Never without a stable version, without traffic routing, when
 * the pods are to stay for good, or with dynamicStableScale unless the delay was written. Source: rollout/replicaset.go
 * shouldDelayScaleDownOnAbort.
 */
export function shouldDelayScaleDownOnAbort(
  context: PauseContext,
  rollout: Rollout,
  stableRS: ReplicaSet | undefined,
): boolean {
  if (!isAborted(context) || stableRS === undefined) return false;
  const { canary } = rollout.spec.strategy;
  if (canary !== undefined && canary.trafficRouting === undefined) return false;
  const delay = getAbortScaleDownDelaySecondsOrDefault(rollout);
  if (delay.seconds === undefined) return false;
  return canary?.dynamicStableScale !== true || delay.wasSet;
}

/**
 * Whether the preview has had its previewReplicaCount and may now grow to full size; stays true until promotion or a new template.
 * Source: rollout/bluegreen.go calculateScaleUpPreviewCheckPoint.
 */
export function calculateScaleUpPreviewCheckPoint(
  context: PauseContext,
  rollout: Rollout,
  newRS: ReplicaSet | undefined,
  prePromotionPhase: string | undefined,
  nowMs: number,
): boolean {
  const previewCount = rollout.spec.strategy.blueGreen?.previewReplicaCount;
  if (previewCount === undefined) return false;
  if (rollout.status.blueGreen.scaleUpPreviewCheckPoint === true) return true;
  if (!completedPrePromotionAnalysis(rollout, prePromotionPhase) || !completedBlueGreenPause(context, nowMs))
    return false;
  return previewCount === (newRS === undefined ? 0 : availableReplicas(newRS));
}
