import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import { DEFAULT_ROLLOUT_UNIQUE_LABEL_KEY } from './keys.ts';

type MaybeReplicaSet = ReplicaSet | undefined;

/** The hash in a ReplicaSet's label; empty without one. Source: utils/replicaset/replicaset.go GetPodTemplateHash. */
export function getPodTemplateHash(rs: MaybeReplicaSet): string {
  return rs?.metadata.labels?.[DEFAULT_ROLLOUT_UNIQUE_LABEL_KEY] ?? '';
}

/** The first ReplicaSet whose label has the hash. Source: utils/replicaset/replicaset.go searchRsByHash. */
export function searchRsByHash(replicaSets: readonly ReplicaSet[], hash: string): MaybeReplicaSet {
  return replicaSets.find((rs) => getPodTemplateHash(rs) === hash);
}

/** The last ReplicaSet that carries the hash; undefined for an empty hash. Source: utils/replicaset/bluegreen.go GetReplicaSetByTemplateHash. */
export function getReplicaSetByTemplateHash(all: readonly ReplicaSet[], podTemplateHash: string): MaybeReplicaSet {
  if (podTemplateHash === '') return undefined;
  return all.findLast((rs) => rs.metadata.labels?.[DEFAULT_ROLLOUT_UNIQUE_LABEL_KEY] === podTemplateHash);
}

/** The ReplicaSet named by status.stableRS, the new one first. Source: utils/replicaset/canary.go GetStableRS. */
export function getStableRS(rollout: Rollout, newRS: MaybeReplicaSet, all: readonly ReplicaSet[]): MaybeReplicaSet {
  const stableHash = rollout.status.stableRS ?? '';
  if (stableHash === '') return undefined;
  return getPodTemplateHash(newRS) === stableHash ? newRS : searchRsByHash(all, stableHash);
}

/** All but the new and the stable one, by name. Source: utils/replicaset/canary.go GetOtherRSs. */
export function getOtherRSs(
  newRS: MaybeReplicaSet,
  stableRS: MaybeReplicaSet,
  all: readonly ReplicaSet[],
): readonly ReplicaSet[] {
  const newName = newRS?.metadata.name;
  const stableName = stableRS?.metadata.name;
  return all.filter(
    (rs) =>
      (stableRS === undefined || rs.metadata.name !== stableName) &&
      (newRS === undefined || rs.metadata.name !== newName),
  );
}

/** All but the new one, by uid. Source: utils/replicaset/replicaset.go FindOldReplicaSets. */
export function findOldReplicaSets(all: readonly ReplicaSet[], newRS: MaybeReplicaSet): readonly ReplicaSet[] {
  return newRS === undefined ? all : all.filter((rs) => rs.metadata.uid !== newRS.metadata.uid);
}

/** Whether there is a stable ReplicaSet beside the new one. Source: utils/replicaset/canary.go CheckStableRSExists. */
export function checkStableRSExists(newRS: MaybeReplicaSet, stableRS: MaybeReplicaSet): stableRS is ReplicaSet {
  if (stableRS === undefined) return false;
  return newRS === undefined || newRS.metadata.name !== stableRS.metadata.name;
}
