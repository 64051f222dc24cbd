import type { EventType } from '../../../api/events.ts';
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
import { isSaturated } from './annotations.ts';
import { MESSAGE } from './messages.ts';
import { isAborted, type PauseContext } from './pause-context.ts';
import { isIndefiniteStep, rolloutHealthy, rolloutProgressing, rolloutTimedOut } from './progress.ts';
import { getOtherRSs, getReplicaSetByTemplateHash } from './replica-set-lists.ts';
import { getAvailableReplicaCountForReplicaSets } from './replica-sums.ts';

export interface ConditionsInput {
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
  /** Events in the order in which they are sent. */
  readonly events: readonly EventToSend[];
  /** The deadline's message when it aborts the update. */
  readonly addAbort: string | undefined;
}

/** One aspect after the other: the status so far, and what came of it. */
type Draft = ConditionsDecision;

function withEvent(draft: Draft, type: EventType, reason: string, message: string): Draft {
  return { ...draft, events: [...draft.events, { type, reason, message }] };
}

function withCondition(draft: Draft, condition: RolloutCondition): Draft {
  return { ...draft, status: setRolloutCondition(draft.status, condition).status };
}

/**
 * The conditions of the new status: Healthy, Progressing (aborted, done, in progress, timed out), Available, ReplicaFailure, Completed, in
 * this order. Source: rollout/sync.go calculateRolloutConditions.
 */
export function calculateRolloutConditions(input: ConditionsInput): ConditionsDecision {
  const start: Draft = { status: input.newStatus, events: [], addAbort: undefined };
  const healthy = healthyCondition(input, start);
  const aborted = isAborted(input.context);
  const progressing = aborted ? abortedCondition(input, healthy) : progressCondition(input, healthy);
  return completedCondition(input, failureCondition(input, availableCondition(input, progressing)));
}

function isPaused(rollout: Rollout): boolean {
  return (rollout.status.pauseConditions ?? []).length > 0 || rollout.spec.paused === true;
}

function healthyCondition({ rollout, nowMs }: ConditionsInput, draft: Draft): Draft {
  if (!isPaused(rollout) && rolloutHealthy(rollout, draft.status)) {
    const healthy = newRolloutCondition('Healthy', 'True', REASON.rolloutHealthy, MESSAGE.rolloutHealthy, nowMs);
    return withCondition(draft, healthy);
  }
  if (getRolloutCondition(rollout.status, 'Healthy') === undefined) return draft;
  const not = newRolloutCondition('Healthy', 'False', REASON.rolloutHealthy, MESSAGE.rolloutNotHealthy, nowMs);
  return withCondition(draft, not);
}

function abortedCondition({ context, rollout, nowMs }: ConditionsInput, draft: Draft): Draft {
  const aborted = MESSAGE.rolloutAborted(revision(rollout) ?? 0);
  const message = context.abortMessage === '' ? aborted : `${aborted}: ${context.abortMessage}`;
  const condition = newRolloutCondition('Progressing', 'False', REASON.rolloutAborted, message, nowMs);
  const { status, changed } = setRolloutCondition(draft.status, condition);
  if (!changed) return draft;
  return withEvent({ ...draft, status }, 'Warning', REASON.rolloutAborted, message);
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
    return withCondition(draft, done);
  }
  const unhealthy = becameUnhealthy(input, draft);
  if (unhealthy || rolloutProgressing(rollout, draft.status)) return inProgress(input, draft, unhealthy);
  const waits = isIndefiniteStep(rollout) || isWaitingForReplicaSetScaleDown(input);
  return !waits && rolloutTimedOut(rollout, draft.status, nowMs) ? timedOut(input, draft) : draft;
}

/** Unlike other conditions, this one is written anew at every pass with progress: its time is what the deadline counts from. */
function inProgress({ rollout, newRS, nowMs }: ConditionsInput, draft: Draft, unhealthy: boolean): Draft {
  const fellBack = unhealthy && (draft.status.stableRS ?? '') === (draft.status.currentPodHash ?? '');
  const ownMessage =
    newRS === undefined
      ? MESSAGE.rolloutProgressing(rollout.metadata.name ?? '')
      : MESSAGE.replicaSetProgressing(newRS.metadata.name ?? '');
  const reason = fellBack ? REASON.replicaSetNotAvailable : REASON.replicaSetUpdated;
  const message = fellBack ? MESSAGE.notAvailable : ownMessage;
  const condition = newRolloutCondition('Progressing', 'True', reason, message, nowMs);
  const current = getRolloutCondition(rollout.status, 'Progressing');
  if (current === undefined) return withCondition(draft, condition);
  const kept = current.status === 'True' ? { ...condition, lastTransitionTime: current.lastTransitionTime } : condition;
  return withCondition({ ...draft, status: removeRolloutCondition(draft.status, 'Progressing') }, kept);
}

function timedOut({ rollout, newRS, nowMs }: ConditionsInput, draft: Draft): Draft {
  const message =
    newRS === undefined
      ? MESSAGE.rolloutTimedOut(rollout.metadata.name ?? '')
      : MESSAGE.replicaSetTimedOut(newRS.metadata.name ?? '');
  const late = withCondition(draft, newRolloutCondition('Progressing', 'False', REASON.timedOut, message, nowMs));
  if (rollout.spec.progressDeadlineAbort !== true) return late;
  return withEvent({ ...late, addAbort: message }, 'Warning', REASON.rolloutAborted, message);
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
  return withCondition(
    draft,
    newRolloutCondition('Available', available ? 'True' : 'False', REASON.available, message, nowMs),
  );
}

/** A ReplicaSet's condition as one of the rollout. Source: utils/conditions/conditions.go ReplicaSetToRolloutCondition. */
function replicaSetToRolloutCondition(condition: ReplicaSetCondition): RolloutCondition {
  const { type, status, lastTransitionTime, reason = '', message = '' } = condition;
  return { type, status, lastUpdateTime: lastTransitionTime, lastTransitionTime, reason, message };
}

/** The failure that the rollout reports: the new ReplicaSet's first. Source: rollout/sync.go getReplicaFailures. */
function getReplicaFailure(allRSs: readonly ReplicaSet[], newRS: ReplicaSet | undefined): RolloutCondition | undefined {
  for (const rs of newRS === undefined ? allRSs : [newRS, ...allRSs]) {
    const failure = rs.status.conditions?.find(({ type }) => type === 'ReplicaFailure');
    if (failure !== undefined) return replicaSetToRolloutCondition(failure);
  }
  return undefined;
}

function failureCondition({ allRSs, newRS }: ConditionsInput, draft: Draft): Draft {
  const failure = getReplicaFailure(allRSs, newRS);
  if (failure !== undefined) return withCondition(draft, failure);
  return { ...draft, status: removeRolloutCondition(draft.status, 'ReplicaFailure') };
}

/** Its message is its reason, also when it is False. */
function completedCondition({ rollout, nowMs }: ConditionsInput, draft: Draft): Draft {
  const completed = rolloutCompleted(draft.status);
  const status = completed ? 'True' : 'False';
  const reason = REASON.rolloutCompleted;
  const set = setRolloutCondition(draft.status, newRolloutCondition('Completed', status, reason, reason, nowMs));
  if (!set.changed || completed) return { ...draft, status: set.status };
  const message = MESSAGE.rolloutNotCompleted(revision(rollout) ?? 0, draft.status.currentPodHash ?? '');
  return withEvent({ ...draft, status: set.status }, 'Normal', REASON.rolloutNotCompleted, message);
}
