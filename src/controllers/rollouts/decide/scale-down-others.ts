import {
  getReplicasOrDefault,
  getScaleDownDelaySecondsOrDefault,
  getScaleDownRevisionLimit,
} from '../../../api/rollouts/defaults.ts';
import { isFullyPromoted } from '../../../api/rollouts/conditions.ts';
import { PAUSE_REASON_INCONCLUSIVE_ANALYSIS } from '../../../api/rollouts/names.ts';
import {
  availableReplicas,
  getPodTemplateHash,
  hasScaleDownDeadline,
  specReplicas,
} from '../../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import { isSaturated } from './annotations.ts';
import { maxUnavailable } from './fenceposts.ts';
import { getPauseCondition } from './pause-context.ts';
import { byCreationTimestamp, filterActiveReplicaSets } from './replica-set-lists.ts';
import { getAvailableReplicaCountForReplicaSets } from './replica-sums.ts';
import { replicaSetsByRevisionNumber } from './revisions.ts';
import { getTimeRemainingBeforeScaleDownDeadline } from './scale-down-deadline.ts';
import { scaleReplicaSet } from './scale-replica-set.ts';

export interface ScaleDownOthersInput {
  readonly rollout: Rollout;
  readonly newRS: ReplicaSet | undefined;
  readonly allRSs: readonly ReplicaSet[];
  /** Neither new nor stable. */
  readonly otherRSs: readonly ReplicaSet[];
  /** Whether status, Services or subsets still point at a ReplicaSet. */
  readonly isReferenced: (rs: ReplicaSet) => boolean;
  /** shouldDelayScaleDownOnAbort: then a deadline survives a scale-down to zero. */
  readonly keepDeadline: boolean;
  /** False if an ALB's stable Service cannot be found. */
  readonly canProceed: boolean;
  /** Phase of the current post-promotion AnalysisRun, if there is one. */
  readonly postPromotionPhase: string | undefined;
  readonly nowMs: number;
  readonly resyncPeriodMs: number;
}

/** One thing to do. Of a ReplicaSet that an earlier action wrote, take what that write returned. */
export type ScaleDownAction =
  | {
      readonly kind: 'scale';
      readonly replicaSet: ReplicaSet;
      readonly replicas: number;
      readonly why: 'unhealthy' | 'old';
      /** What the whole reports if this write fails. */
      readonly scaledIfFailed: boolean;
    }
  | { readonly kind: 'addDeadline'; readonly replicaSet: ReplicaSet; readonly delaySeconds: number }
  | { readonly kind: 'requeue'; readonly afterMs: number };

/** What to do, in order; a failed write ends it without an error. */
export interface ScaleDownPlan {
  readonly actions: readonly ScaleDownAction[];
  /** What is reported when all went well: whether anything was scaled (with one exception, see the canary's). */
  readonly scaled: boolean;
}

const NOTHING: ScaleDownPlan = { actions: [], scaled: false };

/** Scales down what is neither new nor stable. Source: rollout/replicaset.go reconcileOtherReplicaSets. */
export function planScaleDownOthers(input: ScaleDownOthersInput): ScaleDownPlan {
  const { blueGreen, canary } = input.rollout.spec.strategy;
  const active = filterActiveReplicaSets(input.otherRSs);
  if (active.length === 0) return NOTHING;
  if (blueGreen !== undefined) return scaleDownOldReplicaSetsForBlueGreen(input, active);
  return canary === undefined ? NOTHING : scaleDownOldReplicaSetsForCanary(input, active);
}

interface Cleanup {
  readonly actions: readonly ScaleDownAction[];
  /** The ReplicaSets as they are after the actions; undefined if one has more pods available than it asks for. */
  readonly after: readonly ReplicaSet[] | undefined;
}

/**
 * Takes away the pods of old ReplicaSets that are not available, oldest first; one with more available pods than it asks for ends it.
 * Source: rollout/replicaset.go cleanupUnhealthyReplicas.
 */
function cleanupUnhealthyReplicas(input: ScaleDownOthersInput, oldRSs: readonly ReplicaSet[]): Cleanup {
  const actions: ScaleDownAction[] = [];
  const after: ReplicaSet[] = [];
  for (const rs of [...oldRSs].sort(byCreationTimestamp)) {
    const replicas = availableReplicas(rs);
    if (replicas > specReplicas(rs)) return { actions, after: undefined };
    if (replicas < specReplicas(rs)) {
      actions.push({ kind: 'scale', replicaSet: rs, replicas, why: 'unhealthy', scaledIfFailed: actions.length > 0 });
    }
    after.push(scaledOrSame(input, rs, replicas));
  }
  return { actions, after };
}

function scaledOrSame(input: ScaleDownOthersInput, rs: ReplicaSet, replicas: number): ReplicaSet {
  if (specReplicas(rs) === replicas) return rs;
  return scaleReplicaSet(input.rollout, rs, replicas, input.keepDeadline)?.replicaSet ?? rs;
}

/**
 * For a canary: unhealthy pods first, whatever points at them; then, newest revision first, as many pods as availability allows. If it allows
 * none, nothing counts as scaled, even after a clean-up. Source: rollout/canary.go scaleDownOldReplicaSetsForCanary.
 * Example: 4 replicas, maxUnavailable 1, 5 available: 2 pods of older versions may go.
 */
function scaleDownOldReplicaSetsForCanary(input: ScaleDownOthersInput, active: readonly ReplicaSet[]): ScaleDownPlan {
  const { rollout } = input;
  const cleanup = cleanupUnhealthyReplicas(input, active);
  if (cleanup.after === undefined) return { actions: cleanup.actions, scaled: false };
  const minAvailable = getReplicasOrDefault(rollout.spec.replicas) - maxUnavailable(rollout);
  let room = getAvailableReplicaCountForReplicaSets(input.allRSs) - minAvailable;
  if (room <= 0 || !input.canProceed) return { actions: cleanup.actions, scaled: false };

  const actions = [...cleanup.actions];
  const routed = rollout.spec.strategy.canary?.trafficRouting !== undefined;
  let annotated = 0;
  let scaledDown = totalOf(cleanup.actions);
  for (const rs of replicaSetsByRevisionNumber(cleanup.after, true)) {
    if (room <= 0) break;
    if ((routed && input.isReferenced(rs)) || specReplicas(rs) === 0) continue;
    const size = specReplicas(rs);
    const wanted = routed
      ? routedSize(input, rs, annotated)
      : { replicas: Math.max(0, size - room), annotated, actions: [] };
    annotated = wanted.annotated;
    actions.push(...wanted.actions);
    if (size === wanted.replicas) continue;
    actions.push({ kind: 'scale', replicaSet: rs, replicas: wanted.replicas, why: 'old', scaledIfFailed: false });
    room -= size - wanted.replicas;
    scaledDown += size - wanted.replicas;
  }
  return { actions, scaled: scaledDown > 0 };
}

function totalOf(actions: readonly ScaleDownAction[]): number {
  let total = 0;
  for (const action of actions) {
    if (action.kind === 'scale') total += specReplicas(action.replicaSet) - action.replicas;
  }
  return total;
}

interface DelayedSize {
  readonly replicas: number;
  /** How many ReplicaSets wait for a deadline so far. */
  readonly annotated: number;
  readonly actions: readonly ScaleDownAction[];
}

/** Behind a router the previous stable version waits for its deadline; an intermediate one goes at once. */
function routedSize(input: ScaleDownOthersInput, rs: ReplicaSet, annotated: number): DelayedSize {
  const { rollout } = input;
  const wasStable = isFullyPromoted(rollout) || hasScaleDownDeadline(rs);
  const dynamic = rollout.spec.strategy.canary?.dynamicStableScale === true;
  if (!wasStable || dynamic) return { replicas: 0, annotated, actions: [] };
  return scaleDownDelayHelper(input, rs, annotated, specReplicas(rs));
}

/**
 * The size of a ReplicaSet that waits for its scale-down: it gets a deadline if it has none, keeps `waitingReplicas` until then, and goes at
 * once beyond scaleDownDelayRevisionLimit; a deadline that is no time counts as past. Source: rollout/replicaset.go scaleDownDelayHelper.
 */
function scaleDownDelayHelper(
  input: ScaleDownOthersInput,
  rs: ReplicaSet,
  annotated: number,
  waitingReplicas: number,
): DelayedSize {
  const { rollout } = input;
  const limit = getScaleDownRevisionLimit(rollout);
  if (!hasScaleDownDeadline(rs)) {
    if (specReplicas(rs) === 0 || annotated >= limit) return { replicas: 0, annotated, actions: [] };
    const delaySeconds = getScaleDownDelaySecondsOrDefault(rollout);
    const requeue: ScaleDownAction = { kind: 'requeue', afterMs: delaySeconds * 1000 };
    // A delay of 0 gives no deadline, and so the pods stay.
    const actions: readonly ScaleDownAction[] =
      delaySeconds === 0 ? [requeue] : [{ kind: 'addDeadline', replicaSet: rs, delaySeconds }, requeue];
    return { replicas: specReplicas(rs), annotated: annotated + 1, actions };
  }
  if (annotated + 1 > limit) return { replicas: 0, annotated: annotated + 1, actions: [] };
  const { remainingMs } = getTimeRemainingBeforeScaleDownDeadline(rs, input.nowMs);
  if (remainingMs === undefined) return { replicas: 0, annotated: annotated + 1, actions: [] };
  const actions: readonly ScaleDownAction[] =
    remainingMs < input.resyncPeriodMs ? [{ kind: 'requeue', afterMs: remainingMs }] : [];
  return { replicas: waitingReplicas, annotated: annotated + 1, actions };
}

/** Whether post-promotion analysis is not due. Source: rollout/analysis.go skipPostPromotionAnalysisRun. */
export function skipPostPromotionAnalysisRun(
  rollout: Rollout,
  newRS: ReplicaSet | undefined,
  postPromotionPhase: string | undefined,
): boolean {
  const hash = getPodTemplateHash(newRS);
  const { stableRS = '', blueGreen } = rollout.status;
  if (hash === '' || stableRS === hash || (blueGreen.activeSelector ?? '') !== hash) return true;
  return postPromotionPhase === undefined && !isSaturated(rollout, newRS);
}

/** While post-promotion analysis runs without a written scale-down delay, the old version stays ready to take over. */
function waitsForPostPromotionAnalysis(input: ScaleDownOthersInput): boolean {
  const { rollout, newRS, postPromotionPhase } = input;
  const blueGreen = rollout.spec.strategy.blueGreen;
  return (
    blueGreen?.postPromotionAnalysis !== undefined &&
    blueGreen.scaleDownDelaySeconds === undefined &&
    !skipPostPromotionAnalysisRun(rollout, newRS, postPromotionPhase) &&
    postPromotionPhase !== 'Successful'
  );
}

/** For blue-green: each waits for its deadline, at the rollout's full size. Source: rollout/bluegreen.go scaleDownOldReplicaSetsForBlueGreen. */
function scaleDownOldReplicaSetsForBlueGreen(
  input: ScaleDownOthersInput,
  active: readonly ReplicaSet[],
): ScaleDownPlan {
  const { rollout } = input;
  if (getPauseCondition(rollout, PAUSE_REASON_INCONCLUSIVE_ANALYSIS) !== undefined) return NOTHING;
  if (waitsForPostPromotionAnalysis(input)) return NOTHING;
  const replicas = getReplicasOrDefault(rollout.spec.replicas);
  const actions: ScaleDownAction[] = [];
  let annotated = 0;
  let scaled = false;
  for (const rs of replicaSetsByRevisionNumber(active, true)) {
    if (input.isReferenced(rs) || specReplicas(rs) === 0) continue;
    const wanted = scaleDownDelayHelper(input, rs, annotated, replicas);
    annotated = wanted.annotated;
    actions.push(...wanted.actions);
    if (specReplicas(rs) === wanted.replicas) continue;
    actions.push({ kind: 'scale', replicaSet: rs, replicas: wanted.replicas, why: 'old', scaledIfFailed: false });
    scaled = true;
  }
  return { actions, scaled };
}
