import { compareText } from '../../api/order.ts';
import { equalIgnoreHash, getRevision } from '../../api/deployments/revisions.ts';
import { specReplicas } from '../../api/rollouts/replica-sets.ts';
import type { Deployment, ReplicaSet } from '../../api/shape/apps.ts';

type MaybeReplicaSet = ReplicaSet | undefined;

/** Oldest first, then by name. Source: pkg/controller/controller_utils.go ReplicaSetsByCreationTimestamp. */
export function byCreation(a: ReplicaSet, b: ReplicaSet): number {
  const age = compareText(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '');
  return age === 0 ? compareText(a.metadata.name ?? '', b.metadata.name ?? '') : age;
}

/** Largest first, older ones first among equals. Source: pkg/controller/controller_utils.go ReplicaSetsBySizeOlder. */
export function bySizeOlder(a: ReplicaSet, b: ReplicaSet): number {
  return specReplicas(b) - specReplicas(a) || byCreation(a, b);
}

/** Largest first, newer ones first among equals. Source: pkg/controller/controller_utils.go ReplicaSetsBySizeNewer. */
export function bySizeNewer(a: ReplicaSet, b: ReplicaSet): number {
  return specReplicas(b) - specReplicas(a) || byCreation(b, a);
}

/** Lowest revision first, those that cannot be told apart by age. Source: util/deployment_util.go ReplicaSetsByRevision. */
export function byRevision(a: ReplicaSet, b: ReplicaSet): number {
  const [left, right] = [getRevision(a), getRevision(b)];
  if (left === undefined || right === undefined || left === right) return byCreation(a, b);
  return left - right;
}

/** Those that ask for pods. Source: pkg/controller/controller_utils.go FilterActiveReplicaSets. */
export function activeReplicaSets(replicaSets: readonly MaybeReplicaSet[]): readonly ReplicaSet[] {
  return replicaSets.filter(
    (replicaSet): replicaSet is ReplicaSet => replicaSet !== undefined && specReplicas(replicaSet) > 0,
  );
}

/** The oldest ReplicaSet with the deployment's template. Source: util/deployment_util.go FindNewReplicaSet. */
export function findNewReplicaSet(deployment: Deployment, replicaSets: readonly ReplicaSet[]): MaybeReplicaSet {
  return [...replicaSets].sort(byCreation).find(({ spec }) => equalIgnoreHash(spec.template, deployment.spec.template));
}

/** All but the new one, oldest first. Source: util/deployment_util.go FindOldReplicaSets. */
export function findOldReplicaSets(deployment: Deployment, replicaSets: readonly ReplicaSet[]): readonly ReplicaSet[] {
  const newest = findNewReplicaSet(deployment, replicaSets);
  return replicaSets.filter(({ metadata }) => metadata.uid !== newest?.metadata.uid).sort(byCreation);
}

/**
 * The only ReplicaSet with pods, or the newest if none has any; undefined if several have.
 * Source: util/deployment_util.go FindActiveOrLatest.
 */
export function findActiveOrLatest(newest: MaybeReplicaSet, old: readonly ReplicaSet[]): MaybeReplicaSet {
  const active = activeReplicaSets([...old, newest]);
  if (active.length === 0) return newest ?? [...old].sort(byCreation).at(-1);
  return active.length === 1 ? active[0] : undefined;
}

function sum(replicaSets: readonly MaybeReplicaSet[], count: (replicaSet: ReplicaSet) => number | undefined): number {
  return replicaSets.reduce(
    (total, replicaSet) => total + (replicaSet === undefined ? 0 : (count(replicaSet) ?? 0)),
    0,
  );
}

/** Pods asked for. Source: util/deployment_util.go GetReplicaCountForReplicaSets. */
export function replicaCount(replicaSets: readonly MaybeReplicaSet[]): number {
  return sum(replicaSets, specReplicas);
}

/** Pods that exist. Source: util/deployment_util.go GetActualReplicaCountForReplicaSets. */
export function actualReplicaCount(replicaSets: readonly MaybeReplicaSet[]): number {
  return sum(replicaSets, ({ status }) => status.replicas);
}

/** Source: util/deployment_util.go GetReadyReplicaCountForReplicaSets. */
export function readyReplicaCount(replicaSets: readonly MaybeReplicaSet[]): number {
  return sum(replicaSets, ({ status }) => status.readyReplicas);
}

/** Source: util/deployment_util.go GetAvailableReplicaCountForReplicaSets. */
export function availableReplicaCount(replicaSets: readonly MaybeReplicaSet[]): number {
  return sum(replicaSets, ({ status }) => status.availableReplicas);
}
