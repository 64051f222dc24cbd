import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '../../api/shape/apps.ts';
import { parseTime } from '../../api/times.ts';
import {
  getDeploymentCondition,
  newDeploymentCondition,
  removeDeploymentCondition,
  replicaSetToDeploymentCondition,
  setDeploymentCondition,
} from './conditions.ts';
import {
  NEW_REPLICA_SET_AVAILABLE,
  PROGRESS_DEADLINE_EXCEEDED,
  REPLICA_SET_UPDATED,
} from '../../api/deployments/names.ts';
import { calculateStatus, deploymentComplete, deploymentProgressing } from './status.ts';

const MAX_INT32 = 2_147_483_647;

/** The deadline in milliseconds; undefined without one. Source: util/deployment_util.go HasProgressDeadline. */
export function progressDeadlineMs(deployment: Deployment): number | undefined {
  const seconds = deployment.spec.progressDeadlineSeconds;
  return seconds === undefined || seconds === MAX_INT32 ? undefined : seconds * 1000;
}

/** When the condition's last sign of progress becomes too old, in epoch milliseconds. */
function deadlineOf(condition: DeploymentCondition, deadlineMs: number): number {
  return (parseTime(condition.lastUpdateTime ?? '') ?? 0) + deadlineMs;
}

/**
 * Whether the last sign of progress is older than the deadline, or was found so before.
 * Example: last progress at :10, deadline 30 s: timed out after :40, not at :40 itself. Source: util/deployment_util.go DeploymentTimedOut.
 */
function deploymentTimedOut(deployment: Deployment, status: DeploymentStatus, nowMs: number): boolean {
  const deadlineMs = progressDeadlineMs(deployment);
  const condition = getDeploymentCondition(status, 'Progressing');
  if (deadlineMs === undefined || condition === undefined || condition.reason === NEW_REPLICA_SET_AVAILABLE) {
    return false;
  }
  return condition.reason === PROGRESS_DEADLINE_EXCEEDED || deadlineOf(condition, deadlineMs) < nowMs;
}

/** The status with what there is to say of progress. */
function withProgress(
  deployment: Deployment,
  status: DeploymentStatus,
  newest: ReplicaSet | undefined,
  nowMs: number,
): DeploymentStatus {
  const current = getDeploymentCondition(deployment.status, 'Progressing');
  const subject =
    newest === undefined
      ? `Deployment "${deployment.metadata.name ?? ''}"`
      : `ReplicaSet "${newest.metadata.name ?? ''}"`;
  if (deploymentComplete(deployment, status)) {
    const message = `${subject} has successfully progressed.`;
    return setDeploymentCondition(
      status,
      newDeploymentCondition(nowMs, 'Progressing', 'True', NEW_REPLICA_SET_AVAILABLE, message),
    );
  }
  if (deploymentProgressing(deployment.status, status)) {
    const fresh = newDeploymentCondition(
      nowMs,
      'Progressing',
      'True',
      REPLICA_SET_UPDATED,
      `${subject} is progressing.`,
    );
    // The same reason again still renews the time of the last update.
    const kept = current?.status === 'True' ? { lastTransitionTime: current.lastTransitionTime } : {};
    return setDeploymentCondition(removeDeploymentCondition(status, 'Progressing'), { ...fresh, ...kept });
  }
  if (deploymentTimedOut(deployment, status, nowMs)) {
    const message = `${subject} has timed out progressing.`;
    return setDeploymentCondition(
      status,
      newDeploymentCondition(nowMs, 'Progressing', 'False', PROGRESS_DEADLINE_EXCEEDED, message),
    );
  }
  return status;
}

/** What keeps ReplicaSets from making pods: that of the new one, else of any. Source: progress.go getReplicaFailures. */
function replicaFailure(
  all: readonly (ReplicaSet | undefined)[],
  newest: ReplicaSet | undefined,
): DeploymentCondition | undefined {
  for (const replicaSet of [newest, ...all]) {
    const condition = replicaSet?.status.conditions?.find(({ type }) => type === 'ReplicaFailure');
    if (condition !== undefined) return replicaSetToDeploymentCondition(condition);
  }
  return undefined;
}

/** The status during a rollout. Source: progress.go syncRolloutStatus. */
export function rolloutStatus(
  deployment: Deployment,
  all: readonly (ReplicaSet | undefined)[],
  newest: ReplicaSet | undefined,
  nowMs: number,
): DeploymentStatus {
  let status = calculateStatus(deployment, all, newest, nowMs);
  const current = getDeploymentCondition(deployment.status, 'Progressing');
  const wasComplete =
    (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === NEW_REPLICA_SET_AVAILABLE;
  if (progressDeadlineMs(deployment) === undefined) status = removeDeploymentCondition(status, 'Progressing');
  else if (!wasComplete) status = withProgress(deployment, status, newest, nowMs);
  const failure = replicaFailure(all, newest);
  return failure === undefined
    ? removeDeploymentCondition(status, 'ReplicaFailure')
    : setDeploymentCondition(status, failure);
}

/**
 * How long until the deployment has to be looked at again for its deadline, in milliseconds (one second more, so that it has passed for sure);
 * 'soon' within the last second, undefined if it need not. Source: progress.go requeueStuckDeployment.
 */
export function stuckCheckDelayMs(
  deployment: Deployment,
  status: DeploymentStatus,
  nowMs: number,
): number | 'soon' | undefined {
  const deadlineMs = progressDeadlineMs(deployment);
  const current = getDeploymentCondition(deployment.status, 'Progressing');
  if (deadlineMs === undefined || current === undefined) return undefined;
  if (deploymentComplete(deployment, status) || current.reason === PROGRESS_DEADLINE_EXCEEDED) return undefined;
  const afterMs = deadlineOf(current, deadlineMs) - nowMs;
  return afterMs < 1000 ? 'soon' : afterMs + 1000;
}
