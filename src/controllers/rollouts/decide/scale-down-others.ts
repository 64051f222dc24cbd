import type { Because, RuleInput, Write } from '../../../api/reason.ts';
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
import { count, difference, sum } from '../../../api/input-functions.ts';
import { scaleDownDelaySecondsOrDefault, scaleDownRevisionLimitOrDefault } from '../rules/functions.ts';
import { DEADLINE, maxUnavailableOf, replicasOf, strategyPath } from '../rules/inputs.ts';
import {
  dynamicOldDown,
  intermediateDown,
  oldReplicaSetsDown,
  scaleDownDelay,
  scaleDownDelayOver,
  scaleDownDelayRevisionLimit,
  scaleDownDelayWaits,
  unhealthyOldReplicasDown,
} from '../rules/old-replica-sets.ts';
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

/** A ReplicaSet of which pods were taken in a pass: as it was before the write, and after it. */
export interface ScaledDown {
  readonly before: ReplicaSet;
  readonly after: ReplicaSet;
}

/** One thing to do. Of a ReplicaSet that an earlier action wrote, take what that write returned. */
export type ScaleDownAction =
  | {
      readonly kind: 'scale';
      readonly replicaSet: ReplicaSet;
      readonly replicas: number;
      readonly why: 'unhealthy' | 'old';
      /** For the pods that were `old` and taken before in the same pass. */
      readonly because: (scaledBefore: readonly ScaledDown[]) => Because;
      /** What the whole reports if this write fails. */
      readonly scaledIfFailed: boolean;
    }
  | {
      readonly kind: 'addDeadline';
      readonly replicaSet: ReplicaSet;
      readonly delaySeconds: number;
      readonly because: Because;
    }
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
      const because = unhealthyOldReplicasDown.because((write) => ({
        size: write.before('spec.replicas'),
        available: sum.of(write.of(rs, 'status.availableReplicas')),
      }));
      actions.push({
        kind: 'scale',
        replicaSet: rs,
        replicas,
        why: 'unhealthy',
        because: () => because,
        scaledIfFailed: actions.length > 0,
      });
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
  let waiting: readonly ReplicaSet[] = [];
  let scaledDown = totalOf(cleanup.actions);
  for (const rs of replicaSetsByRevisionNumber(cleanup.after, true)) {
    if (room <= 0) break;
    if ((routed && input.isReferenced(rs)) || specReplicas(rs) === 0) continue;
    const size = specReplicas(rs);
    const wanted = routed ? routedSize(input, rs, waiting) : unroutedSize(input, size, room, waiting);
    waiting = wanted.waiting;
    actions.push(...wanted.actions);
    const { replicas, because } = wanted;
    if (size === replicas) continue;
    actions.push({ kind: 'scale', replicaSet: rs, replicas, why: 'old', because, scaledIfFailed: false });
    room -= size - replicas;
    scaledDown += size - replicas;
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

interface WantedSize {
  readonly replicas: number;
  readonly because: (scaledBefore: readonly ScaledDown[]) => Because;
  /** The ReplicaSets that wait for a deadline so far. */
  readonly waiting: readonly ReplicaSet[];
  readonly actions: readonly ScaleDownAction[];
}

/** Without a router availability alone decides. Example: a ReplicaSet of 3 pods, room for 2: 1 pod stays. */
function unroutedSize(
  input: ScaleDownOthersInput,
  size: number,
  room: number,
  waiting: readonly ReplicaSet[],
): WantedSize {
  const { rollout, allRSs } = input;
  const because = (scaledBefore: readonly ScaledDown[]): Because =>
    oldReplicaSetsDown.because((write) => {
      const available = sum.of(...allRSs.map((one) => write.of(one, 'status.availableReplicas')));
      const least = difference.of(replicasOf(write, rollout), maxUnavailableOf(write, rollout));
      const taken = scaledBefore.map(({ before, after }) =>
        difference.of(write.of(before, 'spec.replicas'), sum.of(write.of(after, 'spec.replicas'))),
      );
      return { size: write.before('spec.replicas'), available, least, room: difference.of(available, least, ...taken) };
    });
  return { replicas: Math.max(0, size - room), because, waiting, actions: [] };
}

/** Behind a router the previous stable version waits for its deadline; an intermediate one goes at once. */
function routedSize(input: ScaleDownOthersInput, rs: ReplicaSet, waiting: readonly ReplicaSet[]): WantedSize {
  const { rollout } = input;
  const wasStable = isFullyPromoted(rollout) || hasScaleDownDeadline(rs);
  if (!wasStable) {
    const because = intermediateDown.because((write) => ({
      stableHash: write.of(rollout, 'status.stableRS'),
      currentHash: write.of(rollout, 'status.currentPodHash'),
      deadline: write.before(DEADLINE),
    }));
    return { replicas: 0, because: () => because, waiting, actions: [] };
  }
  if (rollout.spec.strategy.canary?.dynamicStableScale === true) {
    const because = dynamicOldDown.because((write) => ({
      dynamicStableScale: write.of(rollout, 'spec.strategy.canary.dynamicStableScale'),
    }));
    return { replicas: 0, because: () => because, waiting, actions: [] };
  }
  return scaleDownDelayHelper(input, rs, waiting, specReplicas(rs));
}

/**
 * The size of a ReplicaSet that waits for its scale-down: it gets a deadline if it has none, keeps `waitingReplicas` until then, and goes at
 * once beyond scaleDownDelayRevisionLimit; a deadline that is no time counts as past. Source: rollout/replicaset.go scaleDownDelayHelper.
 */
function scaleDownDelayHelper(
  input: ScaleDownOthersInput,
  rs: ReplicaSet,
  waiting: readonly ReplicaSet[],
  waitingReplicas: number,
): WantedSize {
  const { rollout, nowMs } = input;
  const limit = getScaleDownRevisionLimit(rollout);
  const beyondLimit = scaleDownDelayRevisionLimit.because((write) => ({
    waiting: count.of(...waiting.map((one) => write.of(one, 'metadata.name'))),
    limit: scaleDownRevisionLimitOrDefault.of(
      write.of(rollout, `${strategyPath(rollout)}.scaleDownDelayRevisionLimit`),
    ),
  }));
  const delayOf = (write: Write): RuleInput =>
    scaleDownDelaySecondsOrDefault.of(write.of(rollout, `${strategyPath(rollout)}.scaleDownDelaySeconds`));
  const waits = scaleDownDelayWaits.because((write) => ({
    replicas: replicasOf(write, rollout),
    deadline: write.before(DEADLINE),
    nowMs: write.now(nowMs),
  }));
  if (!hasScaleDownDeadline(rs)) {
    if (specReplicas(rs) === 0 || waiting.length >= limit) {
      return { replicas: 0, because: () => beyondLimit, waiting, actions: [] };
    }
    const delaySeconds = getScaleDownDelaySecondsOrDefault(rollout);
    const requeue: ScaleDownAction = { kind: 'requeue', afterMs: delaySeconds * 1000 };
    const because = scaleDownDelay.because((write) => ({ delaySeconds: delayOf(write), nowMs: write.now(nowMs) }));
    // A delay of 0 gives no deadline, and so the pods stay.
    const actions: readonly ScaleDownAction[] =
      delaySeconds === 0 ? [requeue] : [{ kind: 'addDeadline', replicaSet: rs, delaySeconds, because }, requeue];
    return { replicas: specReplicas(rs), because: () => waits, waiting: [...waiting, rs], actions };
  }
  if (waiting.length + 1 > limit) {
    return { replicas: 0, because: () => beyondLimit, waiting: [...waiting, rs], actions: [] };
  }
  const { remainingMs } = getTimeRemainingBeforeScaleDownDeadline(rs, nowMs);
  if (remainingMs === undefined) {
    const over = scaleDownDelayOver.because((write) => ({
      deadline: write.before(DEADLINE),
      delaySeconds: delayOf(write),
      nowMs: write.now(nowMs),
    }));
    return { replicas: 0, because: () => over, waiting: [...waiting, rs], actions: [] };
  }
  const actions: readonly ScaleDownAction[] =
    remainingMs < input.resyncPeriodMs ? [{ kind: 'requeue', afterMs: remainingMs }] : [];
  return { replicas: waitingReplicas, because: () => waits, waiting: [...waiting, rs], actions };
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
  let waiting: readonly ReplicaSet[] = [];
  let scaled = false;
  for (const rs of replicaSetsByRevisionNumber(active, true)) {
    if (input.isReferenced(rs) || specReplicas(rs) === 0) continue;
    const wanted = scaleDownDelayHelper(input, rs, waiting, replicas);
    waiting = wanted.waiting;
    actions.push(...wanted.actions);
    if (specReplicas(rs) === wanted.replicas) continue;
    const { because } = wanted;
    const scale = { kind: 'scale', replicaSet: rs, replicas: wanted.replicas, why: 'old' } as const;
    actions.push({ ...scale, because, scaledIfFailed: false });
    scaled = true;
  }
  return { actions, scaled };
}
