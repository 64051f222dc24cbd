import type { DeploymentCondition, DeploymentStatus, ReplicaSetCondition } from '../../api/shape/apps.ts';
import { formatTime } from '../../api/times.ts';

export type DeploymentConditionType = 'Available' | 'Progressing' | 'ReplicaFailure';

/** Source: util/deployment_util.go NewDeploymentCondition. */
export function newDeploymentCondition(
  nowMs: number,
  type: DeploymentConditionType,
  status: 'True' | 'False' | 'Unknown',
  reason: string,
  message: string,
): DeploymentCondition {
  const now = formatTime(nowMs);
  return { type, status, lastUpdateTime: now, lastTransitionTime: now, reason, message };
}

/** Source: util/deployment_util.go GetDeploymentCondition. */
export function getDeploymentCondition(
  status: DeploymentStatus,
  type: DeploymentConditionType,
): DeploymentCondition | undefined {
  return status.conditions?.find((condition) => condition.type === type);
}

/**
 * The status with a condition, which moves to the end unless it is there already with the same status and reason. The transition time stays
 * while the status does. Source: util/deployment_util.go SetDeploymentCondition.
 */
export function setDeploymentCondition(status: DeploymentStatus, condition: DeploymentCondition): DeploymentStatus {
  const current = status.conditions?.find(({ type }) => type === condition.type);
  if (current !== undefined && current.status === condition.status && current.reason === condition.reason) {
    return status;
  }
  const kept = current?.status === condition.status ? { lastTransitionTime: current.lastTransitionTime } : {};
  const others = (status.conditions ?? []).filter(({ type }) => type !== condition.type);
  return { ...status, conditions: [...others, { ...condition, ...kept }] };
}

/** Source: util/deployment_util.go RemoveDeploymentCondition. */
export function removeDeploymentCondition(status: DeploymentStatus, type: DeploymentConditionType): DeploymentStatus {
  const others = status.conditions?.filter((condition) => condition.type !== type);
  return others?.length === status.conditions?.length ? status : { ...status, conditions: others };
}

/** Source: util/deployment_util.go ReplicaSetToDeploymentCondition. */
export function replicaSetToDeploymentCondition(condition: ReplicaSetCondition): DeploymentCondition {
  const { type, status, lastTransitionTime, reason, message } = condition;
  return { type, status, lastUpdateTime: lastTransitionTime, lastTransitionTime, reason, message };
}
