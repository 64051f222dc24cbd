import { isNotFound, ReconcileError } from '../../api/errors.ts';
import { from } from '../../api/reason.ts';
import { apiVersionOf, REPLICA_SET, ROLLOUT } from '../../api/resources.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import { labelSelectorAsSelector, type Selector, SelectorError } from '../../api/selector.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { OwnerReference } from '../../api/shape/meta.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import type { ReconcilerBase } from './context.ts';
import { replicaSetOwnership } from './rules/scaling.ts';

/**
 * The ReplicaSets of a rollout, in the order of names: those that it owns and that match its selector. Orphans that match are adopted, owned ones
 * that do not are let go. Source: rollout/replicaset.go getReplicaSetsForRollouts, k8s.io/kubernetes/pkg/controller ClaimReplicaSets.
 */
export function getReplicaSetsForRollout(base: ReconcilerBase, rollout: Rollout): readonly ReplicaSet[] {
  const namespace = rollout.metadata.namespace ?? 'default';
  const selector = selectorOf(rollout);
  return base.replicaSets
    .ownedOrFree(namespace, rollout.metadata.uid ?? '')
    .filter((replicaSet) => claim(base, rollout, selector, replicaSet));
}

function selectorOf(rollout: Rollout): Selector {
  try {
    return labelSelectorAsSelector(rollout.spec.selector);
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error;
    const { namespace = 'default', name = '' } = rollout.metadata;
    throw new ReconcileError(`rollout ${namespace}/${name} has invalid label selector: ${error.message}`);
  }
}

/** Of a ReplicaSet that the rollout or nobody controls. Source: k8s.io/kubernetes/pkg/controller/controller_ref_manager.go ClaimObject. */
function claim(base: ReconcilerBase, rollout: Rollout, selector: Selector, replicaSet: ReplicaSet): boolean {
  const owner = controllerOf(replicaSet);
  const matches = selector.matches(replicaSet.metadata.labels);
  if (owner !== undefined) {
    if (matches) return true;
    write(base, replicaSet, 'let go', withoutOwner(replicaSet, owner));
    return false;
  }
  if (!matches) return false;
  const { name = '', uid = '' } = rollout.metadata;
  const reference = { apiVersion: apiVersionOf(ROLLOUT), kind: ROLLOUT.kind, name, uid };
  const adopted = [
    ...(replicaSet.metadata.ownerReferences ?? []),
    { ...reference, controller: true, blockOwnerDeletion: true },
  ];
  return write(base, replicaSet, 'adopted', adopted);
}

function withoutOwner(replicaSet: ReplicaSet, owner: OwnerReference): readonly OwnerReference[] {
  return (replicaSet.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== owner.uid);
}

/** False if the ReplicaSet is gone meanwhile. */
function write(
  base: ReconcilerBase,
  replicaSet: ReplicaSet,
  what: string,
  ownerReferences: readonly OwnerReference[],
): boolean {
  const { name = '', namespace = 'default' } = replicaSet.metadata;
  const because = () =>
    replicaSetOwnership.because({ name: from('metadata.name', name), what: from('spec.selector', what) });
  const patch = { metadata: { ownerReferences: ownerReferences.map((reference) => ({ ...reference })) } };
  try {
    base.env.api.patch(REPLICA_SET, namespace, name, patch, { because: [because] });
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
