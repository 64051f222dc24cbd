import type { Because, Decided, RuleInput, Write } from '../../../api/reason.ts';
import type { EventType } from '../../../api/events.ts';
import type { Reference } from '../../../api/reference.ts';
import {
  getRolloutCondition,
  newRolloutCondition,
  REASON,
  removeRolloutCondition,
  rolloutCompleted,
  setRolloutCondition,
} from '../../../api/rollouts/conditions.ts';
import { getReplicasOrDefault } from '../../../api/rollouts/defaults.ts';
import { hasScaleDownDeadline, revision } from '../../../api/rollouts/replica-sets.ts';
import type { ReplicaSet, ReplicaSetCondition } from '../../../api/shape/apps.ts';
import type { Rollout, RolloutCondition, RolloutStatus } from '../../../api/shape/rollout.ts';
import { conditionOf, conditionPath } from '../rules/condition-parts.ts';
import {
  blueGreenAvailable,
  blueGreenUnavailable,
  canaryAvailable,
  canaryUnavailable,
  completedFalse,
  completedTrue,
  healthyFalse,
  healthyTrue,
  replicaFailure,
  replicaFailureOver,
} from '../rules/conditions.ts';
import { difference, isSame, nothing, sum } from '../../../api/input-functions.ts';
import { revisionNumber } from '../rules/functions.ts';
import { DESIRED_REPLICAS, pausedOf, replicasOf, REVISION } from '../rules/inputs.ts';
import { abortedByDeadline } from '../rules/pause.ts';
import {
  deadlineExceeded,
  fewerOld,
  fewerUpdated,
  healthLost,
  moreAvailable,
  moreReady,
  moreUpdated,
  progressAborted,
  progressDone,
  strategyMoved,
} from '../rules/progress.ts';
import {
  isHealthy,
  progressDeadlineSecondsOrDefault,
  replicaFailures,
  strategyMovedOn,
} from '../rules/status-functions.ts';
import { isSaturated } from './annotations.ts';
import { MESSAGE } from './messages.ts';
import { isAborted, type PauseContext } from './pause-context.ts';
import { isIndefiniteStep, type Progress, progressOf, rolloutHealthy, rolloutTimedOut } from './progress.ts';
import { getOtherRSs, getReplicaSetByTemplateHash } from './replica-set-lists.ts';
import { getAvailableReplicaCountForReplicaSets } from './replica-sums.ts';

export interface ConditionsInput {
  readonly reference: Reference;
  readonly context: PauseContext;
  readonly rollout: Rollout;
  /** The status computed so far. */
  readonly newStatus: RolloutStatus;
  readonly newRS: ReplicaSet | undefined;
  readonly stableRS: ReplicaSet | undefined;
  readonly allRSs: readonly ReplicaSet[];
  readonly nowMs: number;
}

/** A Kubernetes event to send for the rollout. */
export interface EventToSend {
  readonly type: EventType;
  readonly reason: string;
  readonly message: string;
}

export interface ConditionsDecision {
  readonly status: RolloutStatus;
  /** Why each condition is what it is. */
  readonly because: readonly Because[];
  /** Events in the order in which they are sent. */
  readonly events: readonly EventToSend[];
  /** The deadline's message when it aborts the update, and why. */
  readonly addAbort: Decided<string> | undefined;
}

/** One aspect after the other: the status so far, and what came of it. */
type Draft = ConditionsDecision;

function withEvent(draft: Draft, type: EventType, reason: string, message: string): Draft {
  return { ...draft, events: [...draft.events, { type, reason, message }] };
}

function withCondition(draft: Draft, condition: RolloutCondition, because: Because): Draft {
  const { status } = setRolloutCondition(draft.status, condition);
  return { ...draft, status, because: [...draft.because, because] };
}

/**
 * The conditions of the new status: Healthy, Progressing (aborted, done, in progress, timed out), Available, ReplicaFailure, Completed, in
 * this order. Source: rollout/sync.go calculateRolloutConditions.
 */
export function calculateRolloutConditions(input: ConditionsInput): ConditionsDecision {
  const start: Draft = { status: input.newStatus, because: [], events: [], addAbort: undefined };
  const healthy = healthyCondition(input, start);
  const aborted = isAborted(input.context);
  const progressing = aborted ? abortedCondition(input, healthy) : progressCondition(input, healthy);
  return completedCondition(input, failureCondition(input, availableCondition(input, progressing)));
}

function isPaused({ reference, rollout, newStatus }: ConditionsInput): boolean {
  const status = reference.has('conditions-in-every-status-write') ? newStatus : rollout.status;
  return (status.pauseConditions ?? []).length > 0 || rollout.spec.paused === true;
}

/** What the rules of health look at: the status is the one that is written. */
function healthOf(write: Write, rollout: Rollout): RuleInput {
  return isHealthy.of(write.of(rollout, ''), write.after('status'));
}

function healthyCondition(input: ConditionsInput, draft: Draft): Draft {
  const { rollout, nowMs } = input;
  if (!isPaused(input) && rolloutHealthy(rollout, draft.status)) {
    const healthy = newRolloutCondition('Healthy', 'True', REASON.rolloutHealthy, MESSAGE.rolloutHealthy, nowMs);
    const because = healthyTrue.because((write) => ({
      ...conditionOf(write, rollout, 'Healthy', nowMs),
      healthy: healthOf(write, rollout),
      replicas: replicasOf(write, rollout),
    }));
    return withCondition(draft, healthy, because);
  }
  if (getRolloutCondition(rollout.status, 'Healthy') === undefined) return draft;
  const not = newRolloutCondition('Healthy', 'False', REASON.rolloutHealthy, MESSAGE.rolloutNotHealthy, nowMs);
  const because = healthyFalse.because((write) => ({
    ...conditionOf(write, rollout, 'Healthy', nowMs),
    healthy: healthOf(write, rollout),
    paused: pausedOf(write, rollout),
    updated: sum.of(write.after('status.updatedReplicas')),
    available: sum.of(write.after('status.availableReplicas')),
    replicas: replicasOf(write, rollout),
  }));
  return withCondition(draft, not, because);
}

function abortedCondition({ context, rollout, nowMs }: ConditionsInput, draft: Draft): Draft {
  const aborted = MESSAGE.rolloutAborted(revision(rollout) ?? 0);
  const { abort } = context;
  const message = abort === undefined ? aborted : `${aborted}: ${abort.message}`;
  const condition = newRolloutCondition('Progressing', 'False', REASON.rolloutAborted, message, nowMs);
  const { status, changed } = setRolloutCondition(draft.status, condition);
  if (!changed) return draft;
  const because = progressAborted.because((write) => ({
    ...conditionOf(write, rollout, 'Progressing', nowMs),
    revision: revisionNumber.of(write.of(rollout, REVISION)),
    cause: abort?.read(write) ?? nothing.of(),
  }));
  const draftWithReason = { ...draft, status, because: [...draft.because, because] };
  return withEvent(draftWithReason, 'Warning', REASON.rolloutAborted, message);
}

/** Whether Healthy turned from True to False in this pass. */
function becameUnhealthy(input: ConditionsInput, draft: Draft): boolean {
  return draft.status !== input.newStatus && getRolloutCondition(draft.status, 'Healthy')?.status === 'False';
}

function progressCondition(input: ConditionsInput, draft: Draft): Draft {
  const { rollout, newRS, nowMs } = input;
  if (rolloutHealthy(rollout, draft.status)) {
    const message = MESSAGE.replicaSetCompleted(newRS?.metadata.name ?? '');
    const done = newRolloutCondition('Progressing', 'True', REASON.newReplicaSetAvailable, message, nowMs);
    const because = progressDone.because((write) => ({
      ...conditionOf(write, rollout, 'Progressing', nowMs),
      name: nameOf(write, newRS),
      healthy: healthOf(write, rollout),
      replicas: replicasOf(write, rollout),
    }));
    return withCondition(draft, done, because);
  }
  const unhealthy = becameUnhealthy(input, draft);
  const progress = progressOf(rollout, draft.status);
  if (unhealthy || progress !== undefined) return inProgress(input, draft, unhealthy ? 'unhealthy' : progress);
  const waits = isIndefiniteStep(rollout) || isWaitingForReplicaSetScaleDown(input);
  return !waits && rolloutTimedOut(rollout, draft.status, nowMs) ? timedOut(input, draft) : draft;
}

/** Unlike other conditions, this one is written anew at every pass with progress: its time is what the deadline counts from. */
function inProgress(input: ConditionsInput, draft: Draft, progress: Progress | 'unhealthy' | undefined): Draft {
  const { rollout, newRS, nowMs } = input;
  const fellBack = progress === 'unhealthy' && (draft.status.stableRS ?? '') === (draft.status.currentPodHash ?? '');
  const ownMessage =
    newRS === undefined
      ? MESSAGE.rolloutProgressing(rollout.metadata.name ?? '')
      : MESSAGE.replicaSetProgressing(newRS.metadata.name ?? '');
  const reason = fellBack ? REASON.replicaSetNotAvailable : REASON.replicaSetUpdated;
  const message = fellBack ? MESSAGE.notAvailable : ownMessage;
  const condition = newRolloutCondition('Progressing', 'True', reason, message, nowMs);
  const current = getRolloutCondition(rollout.status, 'Progressing');
  const because = becauseOfProgress(input, progress);
  if (current === undefined) return withCondition(draft, condition, because);
  const kept = current.status === 'True' ? { ...condition, lastTransitionTime: current.lastTransitionTime } : condition;
  return withCondition({ ...draft, status: removeRolloutCondition(draft.status, 'Progressing') }, kept, because);
}

function nameOf(write: Write, rs: ReplicaSet | undefined): RuleInput {
  return rs === undefined ? nothing.of() : write.of(rs, 'metadata.name');
}

function becauseOfProgress(
  { rollout, newRS, nowMs }: ConditionsInput,
  progress: Progress | 'unhealthy' | undefined,
): Because {
  const common = (write: Write) => ({
    ...conditionOf(write, rollout, 'Progressing', nowMs),
    name: nameOf(write, newRS),
  });
  const counted = (field: string) => (write: Write) => ({
    ...common(write),
    was: sum.of(write.of(rollout, `status.${field}`)),
    count: sum.of(write.after(`status.${field}`)),
  });
  switch (progress) {
    case 'moreUpdated':
      return moreUpdated.because(counted('updatedReplicas'));
    case 'fewerUpdated':
      return fewerUpdated.because(counted('updatedReplicas'));
    case 'moreReady':
      return moreReady.because(counted('readyReplicas'));
    case 'moreAvailable':
      return moreAvailable.because(counted('availableReplicas'));
    case 'fewerOld':
      return fewerOld.because((write) => ({
        ...common(write),
        was: difference.of(
          sum.of(write.of(rollout, 'status.replicas')),
          sum.of(write.of(rollout, 'status.updatedReplicas')),
        ),
        count: difference.of(sum.of(write.after('status.replicas')), sum.of(write.after('status.updatedReplicas'))),
      }));
    case 'unhealthy':
      return healthLost.because((write) => ({
        ...common(write),
        healthy: write.after(`${conditionPath('Healthy')}.status`),
        promoted: isSame.of(write.after('status.stableRS'), write.after('status.currentPodHash')),
      }));
    case 'strategy':
    case undefined:
      return strategyMoved.because((write) => ({
        ...common(write),
        moved: strategyMovedOn.of(write.of(rollout, ''), write.after('status')),
      }));
  }
}

function timeoutMessage({ rollout, newRS }: Pick<ConditionsInput, 'rollout' | 'newRS'>): string {
  if (newRS === undefined) return MESSAGE.rolloutTimedOut(rollout.metadata.name ?? '');
  return MESSAGE.replicaSetTimedOut(newRS.metadata.name ?? '');
}

function timedOut(input: ConditionsInput, draft: Draft): Draft {
  const { reference, rollout, newRS, nowMs } = input;
  const message = timeoutMessage(input);
  const because = deadlineExceeded.because((write) => ({
    ...conditionOf(write, rollout, 'Progressing', nowMs),
    name: nameOf(write, newRS),
    progressAt: write.of(rollout, `${conditionPath('Progressing')}.lastUpdateTime`),
    deadlineSeconds: deadlineOf(write, rollout),
  }));
  const condition = newRolloutCondition('Progressing', 'False', REASON.timedOut, message, nowMs);
  const late = withCondition(draft, condition, because);
  if (rollout.spec.progressDeadlineAbort !== true || reference.has('deadline-aborts-only-updates')) return late;
  const abort = becauseOfDeadline(input);
  return withEvent(
    { ...late, addAbort: { value: message, because: abort } },
    'Warning',
    REASON.rolloutAborted,
    message,
  );
}

function deadlineOf(write: Write, rollout: Rollout): RuleInput {
  return progressDeadlineSecondsOrDefault.of(write.of(rollout, 'spec.progressDeadlineSeconds'));
}

/**
 * The message of the abort of an update that has not completed and is past its deadline; undefined if it goes on. Asked before the conditions of
 * the new status are computed. Source: rollout/sync.go evaluateProgressDeadlineAbort.
 */
export function deadlineAbort(input: ConditionsInput): Decided<string> | undefined {
  const { reference, context, rollout, newStatus, nowMs } = input;
  if (!reference.has('deadline-aborts-only-updates') || rollout.spec.progressDeadlineAbort !== true) return undefined;
  if (isAborted(context) || rolloutCompleted(newStatus)) return undefined;
  if (progressOf(rollout, newStatus) !== undefined) return undefined;
  if (isIndefiniteStep(rollout) || isWaitingForReplicaSetScaleDown(input)) return undefined;
  if (!rolloutTimedOut(rollout, rollout.status, nowMs)) return undefined;
  return { value: timeoutMessage(input), because: becauseOfDeadline(input) };
}

function becauseOfDeadline({ rollout, nowMs }: ConditionsInput): Because {
  return abortedByDeadline.because((write) => ({
    deadlineSeconds: deadlineOf(write, rollout),
    progressDeadlineAbort: write.of(rollout, 'spec.progressDeadlineAbort'),
    reason: write.after(`${conditionPath('Progressing')}.reason`),
    nowMs: write.now(nowMs),
    abortedAt: write.of(rollout, 'status.abortedAt'),
  }));
}

/** Whether an old ReplicaSet waits for its scale-down, which is no lack of progress. Source: isWaitingForReplicaSetScaleDown. */
function isWaitingForReplicaSetScaleDown({
  newRS,
  stableRS,
  allRSs,
}: Pick<ConditionsInput, 'newRS' | 'stableRS' | 'allRSs'>): boolean {
  return getOtherRSs(newRS, stableRS, allRSs).some(hasScaleDownDeadline);
}

function availableCondition({ rollout, allRSs, nowMs }: ConditionsInput, draft: Draft): Draft {
  const { blueGreen, canary } = rollout.spec.strategy;
  const active = getReplicaSetByTemplateHash(allRSs, draft.status.blueGreen.activeSelector);
  const available =
    (blueGreen !== undefined && isSaturated(rollout, active)) ||
    (canary !== undefined &&
      getAvailableReplicaCountForReplicaSets(allRSs) >= getReplicasOrDefault(rollout.spec.replicas));
  const message = available ? MESSAGE.available : MESSAGE.notAvailable;
  const status = available ? 'True' : 'False';
  const condition = newRolloutCondition('Available', status, REASON.available, message, nowMs);
  const common = (write: Write) => ({
    ...conditionOf(write, rollout, 'Available', nowMs),
    replicas: replicasOf(write, rollout),
  });
  if (blueGreen === undefined) {
    const because = (available ? canaryAvailable : canaryUnavailable).because((write) => ({
      ...common(write),
      count: sum.of(...allRSs.map((rs) => write.of(rs, 'status.availableReplicas'))),
    }));
    return withCondition(draft, condition, because);
  }
  const of = (write: Write, path: string): readonly RuleInput[] =>
    active === undefined ? [] : [write.of(active, path)];
  const because = (available ? blueGreenAvailable : blueGreenUnavailable).because((write) => ({
    ...common(write),
    count: sum.of(...of(write, 'status.availableReplicas')),
    size: sum.of(...of(write, 'spec.replicas')),
    desired: of(write, DESIRED_REPLICAS)[0] ?? nothing.of(),
  }));
  return withCondition(draft, condition, because);
}

/** A ReplicaSet's condition as one of the rollout. Source: utils/conditions/conditions.go ReplicaSetToRolloutCondition. */
function replicaSetToRolloutCondition(condition: ReplicaSetCondition): RolloutCondition {
  const { type, status, lastTransitionTime, reason = '', message = '' } = condition;
  return { type, status, lastUpdateTime: lastTransitionTime, lastTransitionTime, reason, message };
}

const isFailure = ({ type }: ReplicaSetCondition): boolean => type === 'ReplicaFailure';

/** The ReplicaSet whose failure the rollout reports: the new one first. Source: rollout/sync.go getReplicaFailures. */
function failedReplicaSet(allRSs: readonly ReplicaSet[], newRS: ReplicaSet | undefined): ReplicaSet | undefined {
  return [...(newRS === undefined ? [] : [newRS]), ...allRSs].find(({ status }) => status.conditions?.some(isFailure));
}

function failureCondition({ allRSs, newRS }: ConditionsInput, draft: Draft): Draft {
  const failed = failedReplicaSet(allRSs, newRS);
  const failure = failed?.status.conditions?.find(isFailure);
  if (failed !== undefined && failure !== undefined) {
    const because = replicaFailure.because((write) => ({
      failure: write.of(failed, 'status.conditions[type=ReplicaFailure]'),
    }));
    return withCondition(draft, replicaSetToRolloutCondition(failure), because);
  }
  const because = replicaFailureOver.because((write) => ({
    failures: replicaFailures.of(...allRSs.map((rs) => write.of(rs, 'status.conditions'))),
  }));
  const status = removeRolloutCondition(draft.status, 'ReplicaFailure');
  return { ...draft, status, because: [...draft.because, because] };
}

/** Its message is its reason, also when it is False. */
function completedCondition({ rollout, nowMs }: ConditionsInput, draft: Draft): Draft {
  const completed = rolloutCompleted(draft.status);
  const status = completed ? 'True' : 'False';
  const reason = REASON.rolloutCompleted;
  const set = setRolloutCondition(draft.status, newRolloutCondition('Completed', status, reason, reason, nowMs));
  const why = (completed ? completedTrue : completedFalse).because((write) => ({
    ...conditionOf(write, rollout, 'Completed', nowMs),
    stableHash: write.after('status.stableRS'),
    currentHash: write.after('status.currentPodHash'),
  }));
  const done = { ...draft, status: set.status, because: [...draft.because, why] };
  if (!set.changed || completed) return done;
  const message = MESSAGE.rolloutNotCompleted(revision(rollout) ?? 0, draft.status.currentPodHash ?? '');
  return withEvent(done, 'Normal', REASON.rolloutNotCompleted, message);
}
