import type { Decided, RuleInput, Write } from '../../api/reason.ts';
import { getAbortScaleDownDelaySecondsOrDefault } from '../../api/rollouts/defaults.ts';
import { SCALE_DOWN_DEADLINE_ANNOTATION } from '../../api/rollouts/names.ts';
import { availableReplicas, revision, specReplicas } from '../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import { parseTime } from '../../api/times.ts';
import { type RolloutContext, weightsInHand } from './context.ts';
import { blueGreenStableSize, newRSNewReplicas } from './decide/new-replicas.ts';
import { planScaleDownOthers } from './decide/scale-down-others.ts';
import { canProceedWithScaleDownAnnotation, isReferenced } from './referenced-services.ts';
import { abortScaleDownDelaySecondsOrDefault } from './rules/functions.ts';
import { DEADLINE, strategyPath } from './rules/inputs.ts';
import { abortScaleDown, abortScaleDownDelay } from './rules/old-replica-sets.ts';
import { carryOutScaleDown, delaysScaleDownOnAbort, scaleReplicaSetAndRecordEvent } from './scale.ts';
import { addScaleDownDelay } from './scale-down-deadlines.ts';
import { scaleDownWorkloadProgressively } from './workload-scale.ts';

/**
 * An aborted version waits for its deadline, goes to zero after it, or is sized as usual. Source: rollout/replicaset.go
 * reconcileNewReplicaSet, the part for aborted versions.
 */
function decideOnAbort(context: RolloutContext, newRS: ReplicaSet, asUsual: Decided<number>): Decided<number> | 'wait' {
  const { base, rollout, stableRS } = context;
  const { seconds } = getAbortScaleDownDelaySecondsOrDefault(rollout);
  const delayOf = (write: Write): RuleInput =>
    abortScaleDownDelaySecondsOrDefault.of(write.of(rollout, `${strategyPath(rollout)}.abortScaleDownDelaySeconds`));
  const deadline = newRS.metadata.annotations?.[SCALE_DOWN_DEADLINE_ANNOTATION];
  if (deadline !== undefined) {
    const deadlineMs = parseTime(deadline);
    if (deadlineMs === undefined) return asUsual;
    const nowMs = base.env.clock.nowMs();
    const remainingMs = deadlineMs - nowMs;
    if (remainingMs <= 0) {
      const because = abortScaleDown.because((write) => ({
        deadline: write.before(DEADLINE),
        delaySeconds: delayOf(write),
        nowMs: write.now(nowMs),
      }));
      return { value: 0, because };
    }
    if (remainingMs >= base.env.resyncPeriodMs) return asUsual;
    base.enqueueAfter(rollout, remainingMs);
    return 'wait';
  }
  if (seconds === undefined) return asUsual;
  // The stable version must be able to take over before the clock starts.
  if (stableRS !== undefined && availableReplicas(stableRS) === rollout.spec.replicas) {
    const nowMs = base.env.clock.nowMs();
    const because = abortScaleDownDelay.because((write) => ({
      delaySeconds: delayOf(write),
      nowMs: write.now(nowMs),
    }));
    addScaleDownDelay(context, newRS, seconds, because);
  }
  return 'wait';
}

/** Sizes the new ReplicaSet; whether it was scaled. Source: rollout/replicaset.go reconcileNewReplicaSet. */
export function reconcileNewReplicaSet(context: RolloutContext): boolean {
  const { newRS, rollout } = context;
  if (newRS === undefined) return false;
  let size = newRSNewReplicas(context.base.env.reference, rollout, context.allRSs, newRS, weightsInHand(context));
  if (delaysScaleDownOnAbort(context)) {
    const decision = decideOnAbort(context, newRS, size);
    if (decision === 'wait') return false;
    size = decision;
  }
  const { scaled } = scaleReplicaSetAndRecordEvent(context, newRS, size);
  if (revision(newRS) === 1 && rollout.spec.workloadRef?.scaleDown === 'progressively') {
    scaleDownWorkloadProgressively(context, specReplicas(newRS), size.value);
  }
  return scaled;
}

/** Scales down what is neither new nor stable; whether anything was. Source: rollout/replicaset.go reconcileOtherReplicaSets. */
export function reconcileOtherReplicaSets(context: RolloutContext): boolean {
  const { base, rollout, newRS, allRSs, otherRSs, currentArs } = context;
  const plan = planScaleDownOthers({
    rollout,
    newRS,
    allRSs,
    otherRSs,
    isReferenced: (rs) => isReferenced(context, rs),
    keepDeadline: delaysScaleDownOnAbort(context),
    canProceed: canProceedWithScaleDownAnnotation(context),
    postPromotionPhase: currentArs.blueGreenPostPromotion?.status.phase,
    nowMs: base.env.clock.nowMs(),
    resyncPeriodMs: base.env.resyncPeriodMs,
  });
  const { failed, scaledIfFailed } = carryOutScaleDown(context, plan.actions);
  return failed ? scaledIfFailed : plan.scaled;
}

/** Sizes the stable ReplicaSet of a blue-green rollout: all pods. Source: rollout/bluegreen.go reconcileBlueGreenStableReplicaSet. */
export function reconcileBlueGreenStableReplicaSet(context: RolloutContext): void {
  const { stableRS, rollout } = context;
  if (stableRS === undefined) return;
  scaleReplicaSetAndRecordEvent(context, stableRS, blueGreenStableSize(rollout));
}
