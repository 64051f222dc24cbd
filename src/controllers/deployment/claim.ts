import { newControllerRef } from '../../api/controller-ref.ts';
import { isNotFound, ReconcileError } from '../../api/errors.ts';
import { DEPLOYMENT, REPLICA_SET } from '../../api/resources.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import { labelSelectorAsSelector, type Selector, SelectorError } from '../../api/selector.ts';
import type { Deployment, ReplicaSet } from '../../api/shape/apps.ts';
import type { OwnerReference } from '../../api/shape/meta.ts';
import type { Pass } from './pass.ts';

/** Source: deployment_controller.go getReplicaSetsForDeployment. */
export function deploymentSelector({ metadata, spec }: Deployment): Selector {
  try {
    return labelSelectorAsSelector(spec.selector);
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error;
    const { namespace = '', name = '' } = metadata;
    throw new ReconcileError(`deployment ${namespace}/${name} has invalid label selector: ${error.message}`);
  }
}

/**
 * The ReplicaSets that are the deployment's, as they were listed. Orphans that match are adopted, own ones that match no more are let go.
 * Source: pkg/controller/controller_ref_manager.go ClaimReplicaSets, ClaimObject.
 */
export function claimReplicaSets(pass: Pass): readonly ReplicaSet[] {
  const { deployment, env } = pass;
  const selector = deploymentSelector(deployment);
  const listed = env.api.list(REPLICA_SET, deployment.metadata.namespace ?? '');
  return listed.filter((replicaSet) => claims(pass, replicaSet, selector));
}

function claims(pass: Pass, replicaSet: ReplicaSet, selector: Selector): boolean {
  const { metadata } = pass.deployment;
  const owner = controllerOf(replicaSet);
  const matches = selector.matches(replicaSet.metadata.labels);
  if (owner !== undefined) {
    if (owner.uid !== metadata.uid) return false;
    if (matches) return true;
    const others = (replicaSet.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== metadata.uid);
    setOwners(pass, replicaSet, others);
    return false;
  }
  if (!matches) return false;
  const owners = [
    ...(replicaSet.metadata.ownerReferences ?? []),
    newControllerRef(DEPLOYMENT, pass.deployment.metadata),
  ];
  return setOwners(pass, replicaSet, owners);
}

/** Whether the ReplicaSet was still there. */
function setOwners({ env }: Pass, replicaSet: ReplicaSet, ownerReferences: readonly OwnerReference[]): boolean {
  const { namespace = '', name = '' } = replicaSet.metadata;
  try {
    env.api.patch(REPLICA_SET, namespace, name, {
      metadata: { ownerReferences: ownerReferences.length === 0 ? null : ownerReferences },
    });
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
