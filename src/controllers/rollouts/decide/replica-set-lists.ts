import { compareText } from '../../../api/order.ts';
import { podTemplateDefaults } from '../../../api/defaults/pod-template.ts';
import { deepEqual } from '../../../api/equality.ts';
import { podTemplateHash } from '../../../api/reference-types.ts';
import { POD_TEMPLATE_HASH_LABEL } from '../../../api/rollouts/names.ts';
import { getPodTemplateHash, revision, specReplicas } from '../../../api/rollouts/replica-sets.ts';
import type { Reference } from '../../../api/reference.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { PodSpec, PodTemplateSpec } from '../../../api/shape/core.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import { removeInjectedAntiAffinityRule } from './affinity.ts';
import { syncReplicaSetEphemeralPodMetadata } from './ephemeral-metadata.ts';

/** Oldest first, then by name. Source: k8s.io/kubernetes/pkg/controller ReplicaSetsByCreationTimestamp. */
export function byCreationTimestamp(a: ReplicaSet, b: ReplicaSet): number {
  const order = compareText(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '');
  return order === 0 ? compareText(a.metadata.name ?? '', b.metadata.name ?? '') : order;
}

/** Those that have, or ask for, pods. Source: k8s.io/kubernetes/pkg/controller FilterActiveReplicaSets. */
export function filterActiveReplicaSets(replicaSets: readonly (ReplicaSet | undefined)[]): readonly ReplicaSet[] {
  return replicaSets.filter(
    (replicaSet): replicaSet is ReplicaSet => replicaSet !== undefined && specReplicas(replicaSet) > 0,
  );
}

/**
 * The ReplicaSet of the rollout's template: by the hash in its label; else (the hash function changed since) by an equal template.
 * Source: utils/replicaset/replicaset.go FindNewReplicaSet.
 */
export function findNewReplicaSet(
  reference: Reference,
  rollout: Rollout,
  replicaSets: readonly ReplicaSet[],
): ReplicaSet | undefined {
  const sorted = [...replicaSets].sort(byCreationTimestamp);
  const hash = podTemplateHash(reference, rollout.spec.template, rollout.status.collisionCount);
  const named = sorted.find((replicaSet) => getPodTemplateHash(replicaSet) === hash);
  if (named !== undefined) return named;
  return sorted.find((replicaSet) => {
    const bare = syncReplicaSetEphemeralPodMetadata(replicaSet, undefined) ?? replicaSet;
    const affinity = removeInjectedAntiAffinityRule(bare.spec.template.spec.affinity, rollout);
    const live = { ...bare.spec.template, spec: { ...bare.spec.template.spec, affinity } };
    return podTemplateEqualIgnoreHash(live, rollout.spec.template);
  });
}

/**
 * Whether a stored template is the desired one but for the hash label. The desired one is given the defaults that an API server fills in: a
 * stored template that never saw them is another one. The old name of the service account does not count, as it is filled in with the
 * present one. Source: PodTemplateEqualIgnoreHash.
 */
export function podTemplateEqualIgnoreHash(live: PodTemplateSpec, desired: PodTemplateSpec): boolean {
  if (!deepEqual(withoutHash(live), withoutHash(desired))) return false;
  const { serviceAccountName } = desired.spec;
  const defaulted: PodSpec = { ...podTemplateDefaults(desired).spec, serviceAccountName, serviceAccount: undefined };
  return deepEqual({ ...live.spec, serviceAccount: undefined }, defaulted);
}

function withoutHash(template: PodTemplateSpec): unknown {
  const labels: Record<string, string> = { ...template.metadata.labels };
  delete labels[POD_TEMPLATE_HASH_LABEL];
  return { ...template.metadata, labels };
}

/** Everything but the new one. Source: FindOldReplicaSets. */
export function findOldReplicaSets(
  replicaSets: readonly ReplicaSet[],
  newRS: ReplicaSet | undefined,
): readonly ReplicaSet[] {
  return replicaSets.filter((replicaSet) => newRS === undefined || replicaSet.metadata.uid !== newRS.metadata.uid);
}

/** The ReplicaSet that status.stableRS names. Source: utils/replicaset/canary.go GetStableRS. */
export function getStableRS(
  rollout: Rollout,
  newRS: ReplicaSet | undefined,
  replicaSets: readonly ReplicaSet[],
): ReplicaSet | undefined {
  const stable = rollout.status.stableRS;
  if (stable === undefined) return undefined;
  if (newRS !== undefined && getPodTemplateHash(newRS) === stable) return newRS;
  return replicaSets.find((replicaSet) => getPodTemplateHash(replicaSet) === stable);
}

/** Neither new nor stable. Source: utils/replicaset/canary.go GetOtherRSs. */
export function getOtherRSs(
  newRS: ReplicaSet | undefined,
  stableRS: ReplicaSet | undefined,
  all: readonly ReplicaSet[],
): readonly ReplicaSet[] {
  return all.filter(
    ({ metadata }) => metadata.name !== newRS?.metadata.name && metadata.name !== stableRS?.metadata.name,
  );
}

/** Source: utils/replicaset/bluegreen.go GetReplicaSetByTemplateHash. */
export function getReplicaSetByTemplateHash(
  replicaSets: readonly ReplicaSet[],
  hash: string | undefined,
): ReplicaSet | undefined {
  if (hash === undefined || hash === '') return undefined;
  return replicaSets.findLast((replicaSet) => getPodTemplateHash(replicaSet) === hash);
}

/** The highest revision; those that are no numbers do not count. Source: utils/replicaset/replicaset.go MaxRevision. */
export function maxRevision(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((max, replicaSet) => Math.max(max, revision(replicaSet) ?? 0), 0);
}
