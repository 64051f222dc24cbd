import { equalIgnoreHash, getRevision } from '../api/deployments/revisions.ts';
import type { ObjectReader } from '../api/reader.ts';
import { REPLICA_SET } from '../api/resources.ts';
import { controllerOf } from '../api/rollouts/replica-sets.ts';
import { labelSelectorAsSelector } from '../api/selector.ts';
import type { Deployment, ReplicaSet } from '../api/shape/apps.ts';
import { CommandError } from './command.ts';

/**
 * The ReplicaSets that a Deployment controls, the one of its template last.
 * Source: k8s.io/kubectl/pkg/util/deployment/deployment.go GetAllReplicaSets.
 */
export function deploymentReplicaSets(reader: ObjectReader, deployment: Deployment): readonly ReplicaSet[] {
  const { namespace, uid } = deployment.metadata;
  const own = reader
    .list(REPLICA_SET, namespace, labelSelectorAsSelector(deployment.spec.selector))
    .filter((replicaSet) => controllerOf(replicaSet)?.uid === uid);
  const newest = own.find(({ spec }) => equalIgnoreHash(spec.template, deployment.spec.template));
  return newest === undefined ? own : [...own.filter((replicaSet) => replicaSet !== newest), newest];
}

/**
 * The ReplicaSet of a revision; of 0, the one with the second highest revision.
 * Source: k8s.io/kubectl/pkg/polymorphichelpers/rollback.go deploymentRevision.
 */
export function replicaSetToRestore(reader: ObjectReader, deployment: Deployment, revision: number): ReplicaSet {
  const notFound = new CommandError(`unable to find specified revision ${revision} in history`);
  if (revision < 0) throw notFound;
  const all = deploymentReplicaSets(reader, deployment);
  if (revision > 0) {
    const found = all.find((replicaSet) => getRevision(replicaSet) === revision);
    if (found === undefined) throw notFound;
    return found;
  }
  const numbered = all.filter((replicaSet) => getRevision(replicaSet) !== undefined);
  const descending = numbered.sort((a, b) => (getRevision(b) ?? 0) - (getRevision(a) ?? 0));
  const previous = descending[1];
  if (previous === undefined) {
    throw new CommandError(`no rollout history found for deployment "${deployment.metadata.name ?? ''}"`);
  }
  return previous;
}
