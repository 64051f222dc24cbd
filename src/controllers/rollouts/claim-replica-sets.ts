import { selectorMatches } from '../../api/input-functions.ts';
import { isNotFound, ReconcileError } from '../../api/errors.ts';
import type { Because, RuleInput, Write } from '../../api/reason.ts';
import { apiVersionOf, REPLICA_SET, ROLLOUT } from '../../api/resources.ts';
import { POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import { labelSelectorAsSelector, type Selector, SelectorError } from '../../api/selector.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { OwnerReference } from '../../api/shape/meta.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import type { ReconcilerBase } from './context.ts';
import { controllerCount } from './rules/functions.ts';
import { replicaSetAdopted, replicaSetReleased } from './rules/scaling.ts';
import type { FieldSource } from './workload-ref.ts';

/**
 * The ReplicaSets of a rollout, in the order of names: those that it owns and that match its selector. Orphans that match are adopted, owned ones
 * that do not are released. Source: rollout/replicaset.go getReplicaSetsForRollouts, k8s.io/kubernetes/pkg/controller ClaimReplicaSets.
 */
export function getReplicaSetsForRollout(
  base: ReconcilerBase,
  rollout: Rollout,
  selectorFrom: FieldSource,
): readonly ReplicaSet[] {
  const namespace = rollout.metadata.namespace ?? 'default';
  const selector = selectorOf(rollout);
  return base.replicaSets
    .ownedOrFree(namespace, rollout.metadata.uid ?? '')
    .filter((replicaSet) => isSeen(base, replicaSet))
    .filter((replicaSet) => claim(base, { rollout, selector, selectorFrom }, replicaSet));
}

/** Later versions list only ReplicaSets with the hash label. Source: controller/controller.go NewManager. */
function isSeen({ env }: ReconcilerBase, { metadata }: ReplicaSet): boolean {
  return !env.reference.has('replica-sets-need-hash-label') || metadata.labels?.[POD_TEMPLATE_HASH_LABEL] !== undefined;
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

interface Claimer {
  readonly rollout: Rollout;
  readonly selector: Selector;
  readonly selectorFrom: FieldSource;
}

/** Of a ReplicaSet that the rollout or nobody controls. Source: k8s.io/kubernetes/pkg/controller/controller_ref_manager.go ClaimObject. */
function claim(base: ReconcilerBase, { rollout, selector, selectorFrom }: Claimer, replicaSet: ReplicaSet): boolean {
  const owner = controllerOf(replicaSet);
  const matches = selector.matches(replicaSet.metadata.labels);
  if (owner !== undefined) {
    if (matches) return true;
    const because = replicaSetReleased.because(
      (write) => ({ rollout: write.of(rollout, 'metadata.name'), matches: matchesOf(write, selectorFrom) }),
      pathOfOwner(rollout),
    );
    patchOwners(base, replicaSet, withoutOwner(replicaSet, owner), because);
    return false;
  }
  if (!matches) return false;
  const { name = '', uid = '' } = rollout.metadata;
  const reference = { apiVersion: apiVersionOf(ROLLOUT), kind: ROLLOUT.kind, name, uid };
  const adopted = [
    ...(replicaSet.metadata.ownerReferences ?? []),
    { ...reference, controller: true, blockOwnerDeletion: true },
  ];
  const because = replicaSetAdopted.because(
    (write) => ({
      rollout: write.of(rollout, 'metadata.name'),
      uid: write.of(rollout, 'metadata.uid'),
      matches: matchesOf(write, selectorFrom),
      owners: controllerCount.of(write.before('metadata.ownerReferences')),
    }),
    pathOfOwner(rollout),
  );
  return patchOwners(base, replicaSet, adopted, because);
}

function pathOfOwner({ metadata }: Rollout): string {
  return `metadata.ownerReferences[uid=${metadata.uid ?? ''}]`;
}

/** Whether the selector of the rollout matches the labels of what is written. */
function matchesOf(write: Write, { object, path }: FieldSource): RuleInput {
  return selectorMatches.of(write.of(object, path), write.before('metadata.labels'));
}

function withoutOwner(replicaSet: ReplicaSet, owner: OwnerReference): readonly OwnerReference[] {
  return (replicaSet.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== owner.uid);
}

/** False if the ReplicaSet is gone meanwhile. */
function patchOwners(
  base: ReconcilerBase,
  replicaSet: ReplicaSet,
  ownerReferences: readonly OwnerReference[],
  because: Because,
): boolean {
  const { name = '', namespace = 'default' } = replicaSet.metadata;
  const patch = { metadata: { ownerReferences: ownerReferences.map((reference) => ({ ...reference })) } };
  try {
    base.env.api.patch(REPLICA_SET, namespace, name, patch, { because: [because] });
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
