import type { Because, Decided, RuleInput, Write } from '../../../api/reason.ts';
import { PAUSE_REASON_CANARY_STEP } from '../../../api/rollouts/names.ts';
import type { KubeObject } from '../../../api/resources.ts';
import { getCurrentCanaryStep } from '../../../api/rollouts/canary-steps.ts';
import { getAbortScaleDownDelaySecondsOrDefault, getReplicasOrDefault } from '../../../api/rollouts/defaults.ts';
import { availableReplicas, getPodTemplateHash, hasScaleDownDeadline } from '../../../api/rollouts/replica-sets.ts';
import type { Reference } from '../../../api/reference.ts';
import { stepCondition } from '../../../api/rollouts/step-kinds.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Rollout, RolloutStatus, TrafficWeights } from '../../../api/shape/rollout.ts';
import { atLeast, isEither, nothing, sum } from '../../../api/input-functions.ts';
import { DEADLINE, replicasOf, stepCountOf, STEPS, withinWindowOf } from '../rules/inputs.ts';
import { pausePath } from '../rules/pause.ts';
import {
  promotedActive,
  promotedBySteps,
  promotedFirst,
  promotedFirstActive,
  promotedInFull,
  promotedInWindow,
  promotedWithinDelay,
} from '../rules/promotion.ts';
import { hasEnoughPods, isThere, next, pauseLength, stepName } from '../rules/status-functions.ts';
import { stepAnalysed, stepAtOnce, stepExperimented, stepHasPods, stepPauseOver, stepResumed } from '../rules/steps.ts';
import { atDesiredReplicaCountsForCanary, replicaProgressThresholdMet } from './canary-progress.ts';
import { completedPrePromotionAnalysis } from './pause.ts';
import { completedBlueGreenPause, canaryPauseEnd, isAborted, type PauseContext } from './pause-context.ts';
import { createdMs, isOfExperiment } from './revisions.ts';

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
    if (isOfExperiment(rs)) return false;
    const ms = createdMs(rs);
    return newMs < ms && ms < stableMs;
  });
  return between.length < revisions;
}

/** An AnalysisRun or an Experiment, as far as decisions look at it. */
export interface Phased extends KubeObject {
  readonly status: { readonly phase?: string | undefined };
}

/** What decides whether an update goes back to a version that may come at once. */
export interface RollbackInput {
  readonly rollout: Rollout;
  readonly newRS: ReplicaSet | undefined;
  readonly stableRS: ReplicaSet | undefined;
  readonly allRSs: readonly ReplicaSet[];
  /** Whether the new ReplicaSet had a scale-down deadline that was not over when the pass began. */
  readonly newRSWithinDelay: boolean;
}

/**
 * Whether pause and analysis are skipped: back to the stable version (also once it is promoted), or to an older one that is within
 * rollbackWindow or, for blue-green, within its scale-down delay. Source: rollout/sync.go isFastRollback, isRollback.
 */
export function isFastRollback(input: RollbackInput): boolean {
  const { rollout, newRS, stableRS, allRSs } = input;
  if (newRS === undefined || stableRS === undefined) return false;
  if (rollout.status.stableRS === getPodTemplateHash(newRS)) return true;
  if (createdMs(newRS) >= createdMs(stableRS)) return false;
  const isWithinDelay = input.newRSWithinDelay && rollout.spec.strategy.blueGreen !== undefined;
  return isWithinDelay || isRollbackWithinWindow(rollout, newRS, stableRS, allRSs);
}

export interface PromotionInput extends RollbackInput {
  readonly reference: Reference;
  readonly context: PauseContext;
  /** The status computed so far. */
  readonly newStatus: RolloutStatus;
  /** False while a load balancer has not confirmed the pods of the active Service. */
  readonly targetsVerified: boolean;
  /** The current post-promotion AnalysisRun, if there is one. */
  readonly postPromotionRun: Phased | undefined;
}

/**
 * Why the new ReplicaSet becomes the stable one now, in the words of the event; undefined if it does not. Source: rollout/sync.go
 * shouldFullPromote. Example: all 8 steps done and all pods available: `Completed all 8 canary steps`.
 */
export function promotionOf(input: PromotionInput): Decided<string> | undefined {
  const { rollout, stableRS } = input;
  if (stableRS === undefined) {
    const because = promotedFirst.because((write) => ({
      hash: write.after('status.currentPodHash'),
      stableHash: write.of(rollout, 'status.stableRS'),
    }));
    return { value: 'Initial deploy', because };
  }
  const { blueGreen, canary } = rollout.spec.strategy;
  if (canary !== undefined) return promotionOfCanary(input);
  return blueGreen === undefined ? undefined : promotionOfBlueGreen(input);
}

/** Source: rollout/sync.go shouldFullPromote. */
export function shouldFullPromote(input: PromotionInput): string {
  return promotionOf(input)?.value ?? '';
}

function requestedOrRollback(input: PromotionInput): Decided<string> | undefined {
  const { rollout, newRS, stableRS, allRSs } = input;
  const hash = (write: Write): RuleInput => write.after('status.currentPodHash');
  if (rollout.status.promoteFull === true) {
    const because = promotedInFull.because((write) => ({
      hash: hash(write),
      promoteFull: write.of(rollout, 'status.promoteFull'),
    }));
    return { value: 'Full promotion requested', because };
  }
  const isWithinWindow = isRollbackWithinWindow(rollout, newRS, stableRS, allRSs);
  const isFast = isWithinWindow || (input.reference.has('fast-rollback') && isFastRollback(input));
  if (!isFast) return undefined;
  const because = promotedInWindow.because((write) => ({
    hash: hash(write),
    revisions: write.of(rollout, 'spec.rollbackWindow.revisions'),
    withinWindow: withinWindowOf(write, input),
  }));
  return { value: isWithinWindow ? 'Rollback within window' : 'Fast rollback', because };
}

function promotionOfCanary(input: PromotionInput): Decided<string> | undefined {
  const { rollout, newRS } = input;
  if (isAborted(input.context) || newRS === undefined) return undefined;
  const replicas = getReplicasOrDefault(rollout.spec.replicas);
  const threshold = rollout.spec.strategy.canary?.replicaProgressThreshold;
  if (availableReplicas(newRS) > replicas && !input.reference.has('canary-may-exceed-desired')) return undefined;
  if (availableReplicas(newRS) < replicas && !replicaProgressThresholdMet(threshold, newRS, replicas)) return undefined;
  const asked = requestedOrRollback(input);
  if (asked !== undefined) return asked;
  const stepCount = rollout.spec.strategy.canary?.steps?.length ?? 0;
  if (stepCount > 0 && getCurrentCanaryStep(rollout).index !== stepCount) return undefined;
  const because = promotedBySteps.because((write) => {
    const available = sum.of(write.of(newRS, 'status.availableReplicas'));
    const wanted = replicasOf(write, rollout);
    return {
      hash: write.after('status.currentPodHash'),
      step: write.of(rollout, 'status.currentStepIndex'),
      of: stepCountOf(write, rollout),
      available,
      replicas: wanted,
      enough: isEither.of(atLeast.of(available, wanted), enoughPodsOf(write, rollout, newRS, wanted)),
    };
  });
  return { value: `Completed all ${stepCount} canary steps`, because };
}

function promotionOfBlueGreen(input: PromotionInput): Decided<string> | undefined {
  const { rollout, newRS, newStatus, postPromotionRun } = input;
  const active = newStatus.blueGreen.activeSelector ?? '';
  const hashes = (write: Write) => ({
    hash: write.after('status.currentPodHash'),
    activeHash: write.after('status.blueGreen.activeSelector'),
  });
  // The active Service is switched only once there is a stable version: the first one must come without it.
  if (active === '') return { value: 'Initial deploy', because: promotedFirstActive.because(hashes) };
  if (active !== (newStatus.currentPodHash ?? '') || !input.targetsVerified) return undefined;
  const asked = requestedOrRollback(input);
  if (asked !== undefined) return asked;
  if (isAborted(input.context)) return undefined;
  const analysis = rollout.spec.strategy.blueGreen?.postPromotionAnalysis;
  const returns = hasScaleDownDeadline(newRS) && !input.reference.has('fast-rollback');
  if (analysis !== undefined && newRS !== undefined && returns) {
    const because = promotedWithinDelay.because((write) => ({ ...hashes(write), deadline: write.of(newRS, DEADLINE) }));
    return { value: `Rollback to '${newRS.metadata.name ?? ''}' within scaleDownDelay`, because };
  }
  if (analysis !== undefined && postPromotionRun?.status.phase !== SUCCESSFUL) return undefined;
  const because = promotedActive.because((write) => ({
    ...hashes(write),
    analysis: postPromotionRun === undefined ? nothing.of() : write.of(postPromotionRun, 'status.phase'),
    wanted: isThere.of(write.of(rollout, 'spec.strategy.blueGreen.postPromotionAnalysis')),
  }));
  return { value: 'Completed blue-green update', because };
}

export interface StepCompletionInput {
  readonly reference: Reference;
  readonly context: PauseContext;
  readonly rollout: Rollout;
  readonly newRS: ReplicaSet | undefined;
  readonly stableRS: ReplicaSet | undefined;
  readonly otherRSs: readonly ReplicaSet[];
  /** status.canary.weights as computed in this reconciliation. */
  readonly newWeights: TrafficWeights | undefined;
  /** The step's Experiment and AnalysisRun, if there are any. */
  readonly experiment: Phased | undefined;
  readonly stepAnalysis: Phased | undefined;
  readonly stepPluginCompleted: boolean;
  readonly nowMs: number;
}

/**
 * Why the current step is done, so that the next may begin; undefined while it is not. Source: rollout/canary.go completedCurrentCanaryStep.
 */
export function stepCompletion(input: StepCompletionInput): Because | undefined {
  const { reference, rollout, newRS, stableRS, otherRSs, newWeights, experiment, stepAnalysis, nowMs } = input;
  const { step, index = 0 } = getCurrentCanaryStep(rollout);
  if (rollout.spec.paused === true || step === undefined) return undefined;
  const path = `${STEPS}[${index}]`;
  const done = (write: Write) => ({
    step: next.of(write.of(rollout, 'status.currentStepIndex')),
    of: stepCountOf(write, rollout),
    what: stepName.of(write.of(rollout, path)),
  });
  const havePods = (): boolean =>
    atDesiredReplicaCountsForCanary(reference, rollout, newRS, stableRS, otherRSs, newWeights);
  const becauseOfPods = (): Because | undefined =>
    newRS &&
    stepHasPods.because((write) => {
      const size = sum.of(write.of(newRS, 'spec.replicas'));
      const available = sum.of(write.of(newRS, 'status.availableReplicas'));
      return { ...done(write), available, size, enough: enoughPodsOf(write, rollout, newRS, size) };
    });
  switch (stepCondition(step)) {
    case undefined:
      return undefined;
    case 'pause':
      return becauseOfPauseEnd(input, `${path}.pause.duration`, done);
    case 'pods':
      return havePods() ? becauseOfPods() : undefined;
    case 'weight':
      return havePods() && newWeights?.verified !== false ? becauseOfPods() : undefined;
    case 'experiment':
      if (experiment?.status.phase !== SUCCESSFUL) return undefined;
      return stepExperimented.because((write) => ({ ...done(write), ...nameAndPhase(write, experiment) }));
    case 'analysis':
      if (stepAnalysis?.status.phase !== SUCCESSFUL) return undefined;
      return stepAnalysed.because((write) => ({ ...done(write), ...nameAndPhase(write, stepAnalysis) }));
    case 'plugin':
      return input.stepPluginCompleted ? stepAtOnce.because(done) : undefined;
    case 'nothing':
      return stepAtOnce.because(done);
  }

  function nameAndPhase(write: Write, object: Phased) {
    return { name: write.of(object, 'metadata.name'), phase: write.of(object, 'status.phase') };
  }

  function becauseOfPauseEnd(
    { context }: StepCompletionInput,
    duration: string,
    common: typeof done,
  ): Because | undefined {
    const end = canaryPauseEnd(context, step?.pause ?? {}, nowMs);
    const pausedAt = `${pausePath(PAUSE_REASON_CANARY_STEP)}.startTime`;
    if (end === undefined) return undefined;
    if (end === 'resumed') {
      return stepResumed.because((write) => ({
        ...common(write),
        controllerPause: write.of(context.rollout, 'status.controllerPause'),
        pausedAt: write.of(context.rollout, pausedAt),
      }));
    }
    return stepPauseOver.because((write) => ({
      ...common(write),
      duration: write.of(rollout, duration),
      length: pauseLength.of(write.of(rollout, duration)),
      pausedAt: write.of(context.rollout, pausedAt),
      nowMs: write.now(nowMs),
    }));
  }
}

/** Whether a ReplicaSet has pods enough for a number of them. */
function enoughPodsOf(write: Write, rollout: Rollout, rs: ReplicaSet, desired: RuleInput): RuleInput {
  const threshold = 'spec.strategy.canary.replicaProgressThreshold';
  return hasEnoughPods.of(
    write.of(rollout, `${threshold}.type`),
    write.of(rollout, `${threshold}.value`),
    sum.of(write.of(rs, 'spec.replicas')),
    sum.of(write.of(rs, 'status.availableReplicas')),
    desired,
  );
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
