import type { Rollout, RolloutCondition, RolloutStatus } from '../shape/rollout.ts';
import { formatTime } from '../times.ts';
import type { ConditionType } from './names.ts';

/** Reasons of conditions and events. Source: utils/conditions/conditions.go. */
export const REASON = {
  invalidSpec: 'InvalidSpec',
  available: 'AvailableReason',
  replicaSetUpdated: 'ReplicaSetUpdated',
  replicaSetCreateError: 'ReplicaSetCreateError',
  newReplicaSetCreated: 'NewReplicaSetCreated',
  foundNewReplicaSet: 'FoundNewReplicaSet',
  rolloutUpdated: 'RolloutUpdated',
  rolloutCompleted: 'RolloutCompleted',
  rolloutNotCompleted: 'RolloutNotCompleted',
  rolloutHealthy: 'RolloutHealthy',
  rolloutAborted: 'RolloutAborted',
  rolloutRetry: 'RolloutRetry',
  rolloutPaused: 'RolloutPaused',
  rolloutResumed: 'RolloutResumed',
  replicaSetNotAvailable: 'ReplicaSetNotAvailable',
  stepCompleted: 'RolloutStepCompleted',
  trafficWeightUpdated: 'TrafficWeightUpdated',
  newReplicaSetAvailable: 'NewReplicaSetAvailable',
  timedOut: 'ProgressDeadlineExceeded',
  rolloutDeleted: 'RolloutDeleted',
  scalingReplicaSet: 'ScalingReplicaSet',
  addedToInformer: 'RolloutAddedToInformer',
  skipSteps: 'SkipSteps',
  switchService: 'SwitchService',
} as const;

/** A condition that begins now. Source: utils/conditions/conditions.go NewRolloutCondition. */
export function newRolloutCondition(
  type: ConditionType,
  status: 'True' | 'False' | 'Unknown',
  reason: string,
  message: string,
  nowMs: number,
): RolloutCondition {
  const now = formatTime(nowMs);
  return { type, status, lastUpdateTime: now, lastTransitionTime: now, reason, message };
}

/** Source: GetRolloutCondition. */
export function getRolloutCondition(status: RolloutStatus, type: ConditionType): RolloutCondition | undefined {
  return status.conditions?.find((condition) => condition.type === type);
}

export interface StatusChange {
  readonly status: RolloutStatus;
  readonly changed: boolean;
}

/**
 * Puts a condition at the end of the list, in the place of that of its type. Nothing happens while status and reason stay, even if the
 * message differs; the transition time stays while the status does. Source: SetRolloutCondition.
 */
export function setRolloutCondition(status: RolloutStatus, condition: RolloutCondition): StatusChange {
  const current = status.conditions?.find((other) => other.type === condition.type);
  if (current !== undefined && current.status === condition.status && current.reason === condition.reason) {
    return { status, changed: false };
  }
  const kept =
    current?.status === condition.status ? { ...condition, lastTransitionTime: current.lastTransitionTime } : condition;
  const others = (status.conditions ?? []).filter((other) => other.type !== condition.type);
  return { status: { ...status, conditions: [...others, kept] }, changed: true };
}

/** Source: RemoveRolloutCondition. */
export function removeRolloutCondition(status: RolloutStatus, type: ConditionType): RolloutStatus {
  if (getRolloutCondition(status, type) === undefined) return status;
  return { ...status, conditions: (status.conditions ?? []).filter((condition) => condition.type !== type) };
}

/** Whether the current version is the stable one. Source: RolloutCompleted. */
export function rolloutCompleted(status: RolloutStatus): boolean {
  return status.stableRS !== undefined && status.stableRS === status.currentPodHash;
}

/** Whether the current version is the stable one, or there is neither. Source: utils/rollout/rolloututil.go IsFullyPromoted. */
export function isFullyPromoted(rollout: Pick<Rollout, 'status'>): boolean {
  return (rollout.status.stableRS ?? '') === (rollout.status.currentPodHash ?? '');
}
