import type { Deployment, DeploymentStatus, ReplicaSet } from '../../api/shape/apps.ts';
import { newDeploymentCondition, setDeploymentCondition } from './conditions.ts';
import { desiredReplicas, maxUnavailable } from './fenceposts.ts';
import { MINIMUM_REPLICAS_AVAILABLE, MINIMUM_REPLICAS_UNAVAILABLE } from '../../api/deployments/names.ts';
import { actualReplicaCount, availableReplicaCount, readyReplicaCount, replicaCount } from './replica-sets.ts';

/** Counts are left out when they are 0, as in the stored form. */
function counted(value: number): number | undefined {
  return value === 0 ? undefined : value;
}

/**
 * The status as the ReplicaSets tell it. Unavailable are those asked for and not available: pods that could not even be made count, too.
 * Source: sync.go calculateStatus.
 */
export function calculateStatus(
  deployment: Deployment,
  all: readonly (ReplicaSet | undefined)[],
  newest: ReplicaSet | undefined,
  nowMs: number,
): DeploymentStatus {
  const available = availableReplicaCount(all);
  const { status } = deployment;
  const counts: DeploymentStatus = {
    observedGeneration: deployment.metadata.generation,
    replicas: counted(actualReplicaCount(all)),
    updatedReplicas: counted(actualReplicaCount([newest])),
    readyReplicas: counted(readyReplicaCount(all)),
    availableReplicas: counted(available),
    unavailableReplicas: counted(Math.max(0, replicaCount(all) - available)),
    terminatingReplicas: undefined,
    collisionCount: status.collisionCount,
    conditions: status.conditions,
  };
  const enough = available >= desiredReplicas(deployment) - maxUnavailable(deployment);
  const condition = enough
    ? newDeploymentCondition(
        nowMs,
        'Available',
        'True',
        MINIMUM_REPLICAS_AVAILABLE,
        'Deployment has minimum availability.',
      )
    : newDeploymentCondition(
        nowMs,
        'Available',
        'False',
        MINIMUM_REPLICAS_UNAVAILABLE,
        'Deployment does not have minimum availability.',
      );
  return setDeploymentCondition(counts, condition);
}

/** Whether all pods are of the new version and available, and no others exist. Source: util/deployment_util.go DeploymentComplete. */
export function deploymentComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const desired = desiredReplicas(deployment);
  return (
    (status.updatedReplicas ?? 0) === desired &&
    (status.replicas ?? 0) === desired &&
    (status.availableReplicas ?? 0) === desired &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

/**
 * Whether more pods are of the new version, ready or available than before, or fewer are old.
 * Source: util/deployment_util.go DeploymentProgressing.
 */
export function deploymentProgressing(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const old = ({ replicas = 0, updatedReplicas = 0 }: DeploymentStatus): number => replicas - updatedReplicas;
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}
