import { isOf, refuseInvalid } from '../../api/admission.ts';
import type { Admission } from '../../api/memory-server.ts';
import { DEPLOYMENT, REPLICA_SET } from '../../api/resources.ts';
import { validateDeployment, validateReplicaSet } from './validation.ts';

/**
 * Refuses Deployments and ReplicaSets that are invalid; they have their defaults already.
 * Source: pkg/registry/apps/deployment/strategy.go, pkg/registry/apps/replicaset/strategy.go.
 */
export const admitWorkloads: Admission = (resource, wanted, current) => {
  if (isOf(wanted, resource, DEPLOYMENT)) {
    const before = isOf(current, resource, DEPLOYMENT) ? current : undefined;
    refuseInvalid(resource, wanted, validateDeployment(wanted, before));
  } else if (isOf(wanted, resource, REPLICA_SET)) {
    const before = isOf(current, resource, REPLICA_SET) ? current : undefined;
    refuseInvalid(resource, wanted, validateReplicaSet(wanted, before));
  }
  return wanted;
};
