import { ApiError } from '../../api/errors.ts';
import type { Because, Decided, Explained, Write } from '../../api/reason.ts';
import { PAUSE_REASON_BLUE_GREEN, POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import { formatLabelSelector } from '../../api/selector.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Service } from '../../api/shape/core.ts';
import type { Rollout, RolloutStatus } from '../../api/shape/rollout.ts';
import { reconcileAnalysisRuns } from './analysis-runs.ts';
import { addPauseCondition, clearPauseAndAbort, removePauseCondition, type RolloutContext } from './context.ts';
import { sumOfCounts } from './decide/base-status.ts';
import { reconcileBlueGreenPause } from './decide/pause.ts';
import { calculateScaleUpPreviewCheckPoint, isRollbackWithinWindow } from './decide/promotion.ts';
import { getRolloutSelectorLabel } from './decide/references.ts';
import { getReplicaSetByTemplateHash } from './decide/replica-set-lists.ts';
import { checkPodSpecChange } from './decide/spec-changes.ts';
import { reconcileEphemeralMetadata } from './ephemeral-metadata.ts';
import { reconcileRevisionHistoryLimit } from './history.ts';
import { restartPods } from './pod-restart.ts';
import { promoteStable, promotionInPass, resetStatus, skipsPause } from './promote.ts';
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
import { sum } from '../../api/input-functions.ts';
import { activeSelector, previewSelector } from './rules/mirrors.ts';
import { stepCountOf } from './rules/inputs.ts';
import { checkPointReached, currentSteps } from './rules/promotion.ts';
import { stepsStand } from './rules/steps.ts';
import { weightsDropped } from './rules/traffic.ts';
import { isThere, selectorText, stepHash } from './rules/status-functions.ts';
import { baseStatus, becauseOfSelector, persistRolloutStatus, withAllCounts } from './status.ts';
import { scaleWorkloadDownOnSuccess } from './workload-scale.ts';

/** One pass of a blue-green rollout. Source: rollout/bluegreen.go rolloutBlueGreen. */
export function rolloutBlueGreen(context: RolloutContext): void {
  const services = getPreviewAndActiveServices(context);
  context.newRS = syncReplicaSetRevision(context);
  reconcilePreviewService(context, services);
  if (!checkPodSpecChange(context.base.env.reference, context.rollout, context.newRS)) {
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
    reference: base.env.reference,
    fastRollback: skipsPause(context),
    prePromotionPhase: currentArs.blueGreenPrePromotion?.status.phase,
    nowMs: base.env.clock.nowMs(),
    resyncPeriodMs: base.env.resyncPeriodMs,
  });
  if (decision.addPause !== undefined) addPauseCondition(context, PAUSE_REASON_BLUE_GREEN, decision.addPause.because);
  if (decision.removePause !== undefined) {
    removePauseCondition(context, PAUSE_REASON_BLUE_GREEN, decision.removePause.because);
  }
  if (decision.requeueAfterMs !== undefined) base.enqueueAfter(rollout, decision.requeueAfterMs);
}

/** Pods of the active ReplicaSet count; without one, those of all. */
function activeCounts(context: RolloutContext, status: RolloutStatus): Explained<RolloutStatus> {
  const { rollout, allRSs } = context;
  const active = getReplicaSetByTemplateHash(allRSs, status.blueGreen.activeSelector);
  if (active === undefined) return withAllCounts(context, status);
  const counted = withActiveCounts(rollout, active, status);
  const ready = sumOfCounts(rollout, 'readyReplicas', [active], 'readyReplicas');
  const value = {
    ...counted.value,
    selector: formatLabelSelector(active.spec.selector),
    readyReplicas: active.status.readyReplicas,
  };
  const selector = becauseOfSelector((write) => selectorText.of(write.of(active, 'spec.selector')));
  return { value, because: [...counted.because, ready.because, selector] };
}

/** Available pods of the active ReplicaSet, and those that an autoscaler counts. Source: rollout/sync.go syncReplicasOnly. */
export function withActiveCounts(
  rollout: Rollout,
  active: ReplicaSet,
  status: RolloutStatus,
): Explained<RolloutStatus> {
  const available = sumOfCounts(rollout, 'availableReplicas', [active], 'availableReplicas');
  const counted = sumOfCounts(rollout, 'HPAReplicas', [active], 'replicas');
  const value = { ...status, HPAReplicas: active.status.replicas, availableReplicas: active.status.availableReplicas };
  return { value, because: [available.because, counted.because] };
}

/** Works out the new status and writes it. Source: rollout/bluegreen.go syncRolloutStatusBlueGreen. */
function syncRolloutStatusBlueGreen(context: RolloutContext, services: BlueGreenServices): void {
  const { rollout, newRS, stableRS, allRSs } = context;
  const base = baseStatus(context);
  let newStatus: RolloutStatus = { ...base.value, stableRS: rollout.status.stableRS };
  const because = [...base.because, ...becauseOfNoSteps(rollout), ...becauseOfSelectors(services)];
  if (checkPodSpecChange(context.base.env.reference, rollout, newRS)) {
    const begun = resetStatus(context, newStatus);
    newStatus = begun.value;
    because.push(...begun.because);
  }
  if (rollout.status.promoteFull === true || isRollbackWithinWindow(rollout, newRS, stableRS, allRSs)) {
    clearPauseAndAbort(context);
  }
  newStatus = withSelectors(newStatus, services);
  const promotion = promotionInPass(context, newStatus);
  const moved =
    promotion === undefined ? withCheckPoint(context, newStatus) : promoteBlueGreen(context, newStatus, promotion);
  const counted = activeCounts(context, moved.value);
  const all = { value: counted.value, because: [...because, ...moved.because, ...counted.because] };
  persistRolloutStatus(context, all, 'strategy');
}

/** A rollout that was a canary before forgets its steps and weights. */
function becauseOfNoSteps(rollout: Rollout): readonly Because[] {
  return [
    currentSteps.because((write) => ({ stepHash: stepHash.of(write.of(rollout, '')) })),
    stepsStand.because((write) => ({
      of: stepCountOf(write, rollout),
      was: write.of(rollout, 'status.currentStepIndex'),
    })),
    weightsDropped.because((write) => ({
      routed: isThere.of(write.of(rollout, 'spec.strategy.canary.trafficRouting')),
      hash: write.before('status.canary.weights.canary.podTemplateHash'),
    })),
  ];
}

function withCheckPoint(context: RolloutContext, newStatus: RolloutStatus): Explained<RolloutStatus> {
  const { base, pause, rollout, newRS, currentArs } = context;
  const prePromotionPhase = currentArs.blueGreenPrePromotion?.status.phase;
  const nowMs = base.env.clock.nowMs();
  const checkPoint = calculateScaleUpPreviewCheckPoint(pause, rollout, newRS, prePromotionPhase, nowMs);
  const because = checkPointReached.because((write) => ({
    previewReplicaCount: write.of(rollout, 'spec.strategy.blueGreen.previewReplicaCount'),
    available: sum.of(...(newRS === undefined ? [] : [write.of(newRS, 'status.availableReplicas')])),
  }));
  const blueGreen = { ...newStatus.blueGreen, scaleUpPreviewCheckPoint: checkPoint };
  return { value: { ...newStatus, blueGreen }, because: [because] };
}

/** Why the status names these versions: the Services as they are stored. */
function becauseOfSelectors({ stored }: BlueGreenServices): readonly Because[] {
  const hash = `spec.selector[${POD_TEMPLATE_HASH_LABEL}]`;
  const { preview, active } = stored;
  const read = (service: Service) => (write: Write) => ({
    service: write.of(service, 'metadata.name'),
    hash: write.of(service, hash),
  });
  return [
    activeSelector.because(read(active)),
    ...(preview === undefined ? [] : [previewSelector.because(read(preview))]),
  ];
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
function promoteBlueGreen(
  context: RolloutContext,
  newStatus: RolloutStatus,
  promotion: Decided<string>,
): Explained<RolloutStatus> {
  const promoted = promoteStable(context, newStatus, promotion);
  try {
    scaleWorkloadDownOnSuccess(context);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
  return promoted;
}
