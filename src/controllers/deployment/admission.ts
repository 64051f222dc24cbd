import { isOf, refuseInvalid } from '../../api/admission.ts';
import type { Admission } from '../../api/memory-server.ts';
import { DEPLOYMENT, REPLICA_SET } from '../../api/resources.ts';
import { deploymentDefaults, replicaSetDefaults } from './defaults.ts';
import { validateDeployment, validateReplicaSet } from './validation.ts';

/**
 * What a real API server does to Deployments and ReplicaSets before it stores them: fills in defaults, refuses what is invalid.
 * Source: pkg/registry/apps/deployment/strategy.go, pkg/registry/apps/replicaset/strategy.go.
 */
export const admitWorkloads: Admission = (resource, wanted, current) => {
  if (isOf(wanted, resource, DEPLOYMENT)) {
    const deployment = deploymentDefaults(wanted);
    refuseInvalid(
      resource,
      deployment,
      validateDeployment(deployment, isOf(current, resource, DEPLOYMENT) ? current : undefined),
    );
    return deployment;
  }
  if (isOf(wanted, resource, REPLICA_SET)) {
    const replicaSet = replicaSetDefaults(wanted);
    refuseInvalid(
      resource,
      replicaSet,
      validateReplicaSet(replicaSet, isOf(current, resource, REPLICA_SET) ? current : undefined),
    );
    return replicaSet;
  }
  return wanted;
};
