import { ApiError } from '../../api/errors.ts';
import type { Admission } from '../../api/memory-server.ts';
import { DEPLOYMENT, type KubeObject, REPLICA_SET, type Resource } from '../../api/resources.ts';
import { aggregateText, type FieldError } from '../../api/field-error.ts';
import { deploymentDefaults, replicaSetDefaults } from './defaults.ts';
import { validateDeployment, validateReplicaSet } from './validation.ts';

/** An object of a resource is of the kind that the resource names. */
function isOf<T extends KubeObject>(
  object: KubeObject | undefined,
  resource: Resource<KubeObject>,
  kind: Resource<T>,
): object is T {
  return object !== undefined && resource === kind;
}

/**
 * What a real API server does to Deployments and ReplicaSets before it stores them: fills in defaults, refuses what is invalid.
 * Source: pkg/registry/apps/deployment/strategy.go, pkg/registry/apps/replicaset/strategy.go.
 */
export const admitWorkloads: Admission = (resource, wanted, current) => {
  if (isOf(wanted, resource, DEPLOYMENT)) {
    const deployment = deploymentDefaults(wanted);
    refuse(
      resource,
      deployment,
      validateDeployment(deployment, isOf(current, resource, DEPLOYMENT) ? current : undefined),
    );
    return deployment;
  }
  if (isOf(wanted, resource, REPLICA_SET)) {
    const replicaSet = replicaSetDefaults(wanted);
    refuse(
      resource,
      replicaSet,
      validateReplicaSet(replicaSet, isOf(current, resource, REPLICA_SET) ? current : undefined),
    );
    return replicaSet;
  }
  return wanted;
};

/** Source: k8s.io/apimachinery/pkg/api/errors/errors.go NewInvalid. */
function refuse({ kind, group }: Resource<KubeObject>, { metadata }: KubeObject, errors: readonly FieldError[]): void {
  const text = aggregateText(errors);
  if (text === undefined) return;
  throw new ApiError('Invalid', `${kind}.${group} "${metadata.name ?? ''}" is invalid: ${text}`);
}
