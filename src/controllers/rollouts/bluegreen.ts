import { ApiError } from '../../api/errors.ts';
import { PAUSE_REASON_BLUE_GREEN } from '../../api/rollouts/names.ts';
import { formatLabelSelector } from '../../api/selector.ts';
import type { RolloutStatus } from '../../api/shape/rollout.ts';
import { reconcileAnalysisRuns } from './analysis-runs.ts';
import { addPauseCondition, changePause, removePauseCondition, type RolloutContext } from './context.ts';
import { reconcileBlueGreenPause } from './decide/pause.ts';
import { calculateScaleUpPreviewCheckPoint, isRollbackWithinWindow } from './decide/promotion.ts';
import { getRolloutSelectorLabel } from './decide/references.ts';
import { getReplicaSetByTemplateHash } from './decide/replica-set-lists.ts';
import { getActualReplicaCountForReplicaSets, getAvailableReplicaCountForReplicaSets } from './decide/replica-sums.ts';
import { checkPodSpecChange } from './decide/spec-changes.ts';
import { reconcileEphemeralMetadata } from './ephemeral-metadata.ts';
import { reconcileRevisionHistoryLimit } from './history.ts';
import { restartPods } from './pod-restart.ts';
import { promoteStable, promotionReason, resetStatus } from './promote.ts';
import { syncReplicaSetRevision } from './replica-set-revision.ts';
import {
  reconcileBlueGreenStableReplicaSet,
  reconcileNewReplicaSet,
  reconcileOtherReplicaSets,
} from './replica-sets.ts';
import { removeScaleDownDeadlines } from './scale-down-deadlines.ts';
import {
  type BlueGreenServices,
  getPreviewAndActiveServices,
  reconcileActiveService,
  reconcilePreviewService,
} from './services.ts';
import { baseStatus, persistRolloutStatus, withConditions } from './status.ts';
import { scaleWorkloadDownOnSuccess } from './workload-scale.ts';

/** One pass of a blue-green rollout. Source: rollout/bluegreen.go rolloutBlueGreen. */
export function rolloutBlueGreen(context: RolloutContext): void {
  const services = getPreviewAndActiveServices(context);
  context.newRS = syncReplicaSetRevision(context);
  reconcilePreviewService(context, services);
  if (!checkPodSpecChange(context.rollout, context.newRS)) {
    restartPods(context);
    reconcileBlueGreenReplicaSets(context);
    reconcilePause(context, services);
    reconcileActiveService(context, services);
    reconcileAnalysisRuns(context);
    reconcileEphemeralMetadata(context);
  }
  syncRolloutStatusBlueGreen(context, services);
}

/** Source: rollout/bluegreen.go reconcileBlueGreenReplicaSets. */
export function reconcileBlueGreenReplicaSets(context: RolloutContext): void {
  removeScaleDownDeadlines(context);
  reconcileBlueGreenStableReplicaSet(context);
  reconcileNewReplicaSet(context);
  reconcileOtherReplicaSets(context);
  reconcileRevisionHistoryLimit(context);
}

/** Source: rollout/bluegreen.go reconcileBlueGreenPause. */
function reconcilePause(context: RolloutContext, services: BlueGreenServices): void {
  const { base, rollout, newRS, allRSs, pause, currentArs } = context;
  if (newRS === undefined) return;
  const decision = reconcileBlueGreenPause({
    context: pause,
    rollout,
    newRS,
    allRSs,
    activeService: services.active,
    prePromotionPhase: currentArs.blueGreenPrePromotion?.status.phase,
    nowMs: base.env.clock.nowMs(),
    resyncPeriodMs: base.env.resyncPeriodMs,
  });
  if (decision.addPause !== undefined) addPauseCondition(context, PAUSE_REASON_BLUE_GREEN);
  if (decision.removePause !== undefined) removePauseCondition(context, PAUSE_REASON_BLUE_GREEN);
  if (decision.requeueAfterMs !== undefined) base.enqueueAfter(rollout, decision.requeueAfterMs);
}

/** Pods of the active ReplicaSet count; without one, those of all. */
function activeCounts({ rollout, allRSs }: RolloutContext, status: RolloutStatus): RolloutStatus {
  const active = getReplicaSetByTemplateHash(allRSs, status.blueGreen.activeSelector);
  if (active === undefined) {
    return {
      ...status,
      HPAReplicas: getActualReplicaCountForReplicaSets(allRSs),
      selector: formatLabelSelector(rollout.spec.selector),
      availableReplicas: getAvailableReplicaCountForReplicaSets(allRSs),
    };
  }
  return {
    ...status,
    HPAReplicas: active.status.replicas,
    selector: formatLabelSelector(active.spec.selector),
    availableReplicas: active.status.availableReplicas,
    readyReplicas: active.status.readyReplicas,
  };
}

/** Works out the new status and writes it. Source: rollout/bluegreen.go syncRolloutStatusBlueGreen. */
function syncRolloutStatusBlueGreen(context: RolloutContext, services: BlueGreenServices): void {
  const { base, rollout, newRS, stableRS, allRSs, currentArs } = context;
  let newStatus: RolloutStatus = { ...baseStatus(context), stableRS: rollout.status.stableRS };
  if (checkPodSpecChange(rollout, newRS)) newStatus = resetStatus(context, newStatus);
  if (rollout.status.promoteFull === true || isRollbackWithinWindow(rollout, newRS, stableRS, allRSs)) {
    changePause(context, { clearPauseConditions: true, removeAbort: true });
  }
  newStatus = withSelectors(newStatus, services);
  const reason = promotionReason(context, newStatus);
  if (reason !== '') newStatus = promoteBlueGreen(context, newStatus, reason);
  else {
    const prePromotionPhase = currentArs.blueGreenPrePromotion?.status.phase;
    const nowMs = base.env.clock.nowMs();
    const checkPoint = calculateScaleUpPreviewCheckPoint(context.pause, rollout, newRS, prePromotionPhase, nowMs);
    newStatus = { ...newStatus, blueGreen: { ...newStatus.blueGreen, scaleUpPreviewCheckPoint: checkPoint } };
  }
  persistRolloutStatus(context, withConditions(context, activeCounts(context, newStatus)));
}

function withSelectors(status: RolloutStatus, { preview, active }: BlueGreenServices): RolloutStatus {
  const text = (label: string): string | undefined => (label === '' ? undefined : label);
  const blueGreen = {
    ...status.blueGreen,
    previewSelector: text(getRolloutSelectorLabel(preview)),
    activeSelector: text(getRolloutSelectorLabel(active)),
  };
  return { ...status, blueGreen };
}

/** Unlike for a canary, the reference does not look at an error of scaling the referenced workload down. */
function promoteBlueGreen(context: RolloutContext, newStatus: RolloutStatus, reason: string): RolloutStatus {
  const promoted = promoteStable(context, newStatus, reason);
  try {
    scaleWorkloadDownOnSuccess(context);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
  return promoted;
}
