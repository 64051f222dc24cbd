import type { Deployment, ReplicaSet } from '../../api/shape/apps.ts';
import type { ObjectMeta } from '../../api/shape/meta.ts';
import { own } from '../../text/own.ts';
import { desiredReplicas, maxSurge } from './fenceposts.ts';
import {
  DEPLOYMENT_DESIRED_REPLICAS,
  DEPLOYMENT_MAX_REPLICAS,
  DEPLOYMENT_REVISION,
  DEPLOYMENT_REVISION_HISTORY,
} from '../../api/deployments/names.ts';
import { annotatedInteger, getRevision, sharedAnnotations } from '../../api/deployments/revisions.ts';

/** Source: sync.go maxRevHistoryLengthInChars. */
const MAX_HISTORY_LENGTH = 2000;

type Annotations = Readonly<Record<string, string>>;
type Annotated = { readonly metadata: ObjectMeta };

/** Source: util/deployment_util.go MaxRevision. */
export function maxRevision(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((max, replicaSet) => Math.max(max, getRevision(replicaSet) ?? 0), 0);
}

/** The second highest revision, 0 without one. Source: util/deployment_util.go LastRevision. */
export function lastRevision(replicaSets: readonly ReplicaSet[]): number {
  let [max, second] = [0, 0];
  for (const replicaSet of replicaSets) {
    const revision = getRevision(replicaSet);
    if (revision === undefined) continue;
    if (revision >= max) [max, second] = [revision, max];
    else if (revision > second) second = revision;
  }
  return second;
}

/** Source: util/deployment_util.go GetDesiredReplicasAnnotation. */
export function desiredReplicasAnnotation(replicaSet: ReplicaSet): number | undefined {
  return annotatedInteger(replicaSet, DEPLOYMENT_DESIRED_REPLICAS);
}

/** Source: util/deployment_util.go getMaxReplicasAnnotation. */
export function maxReplicasAnnotation(replicaSet: ReplicaSet): number | undefined {
  return annotatedInteger(replicaSet, DEPLOYMENT_MAX_REPLICAS);
}

/** The object with these annotations; the same object if it has them. */
export function withAnnotations<T extends Annotated>(object: T, annotations: Annotations): T {
  const current = object.metadata.annotations ?? {};
  if (Object.entries(annotations).every(([key, value]) => own(current, key) === value)) return object;
  return { ...object, metadata: { ...object.metadata, annotations: { ...current, ...annotations } } };
}

/**
 * The ReplicaSet with the sizes by which later scaling tells its share. Source: util/deployment_util.go SetReplicasAnnotations.
 */
export function setReplicasAnnotations(replicaSet: ReplicaSet, deployment: Deployment): ReplicaSet {
  const desired = desiredReplicas(deployment);
  return withAnnotations(replicaSet, {
    [DEPLOYMENT_DESIRED_REPLICAS]: String(desired),
    [DEPLOYMENT_MAX_REPLICAS]: String(desired + maxSurge(deployment)),
  });
}

/** Source: util/deployment_util.go SetDeploymentRevision. */
export function setDeploymentRevision(deployment: Deployment, revision: string): Deployment {
  return withAnnotations(deployment, { [DEPLOYMENT_REVISION]: revision });
}

export interface AnnotatedReplicaSet {
  readonly replicaSet: ReplicaSet;
  readonly changed: boolean;
}

/**
 * The new ReplicaSet with the deployment's annotations and its revision, the highest of all. A ReplicaSet that comes back keeps its former
 * revisions as history. A revision that is no number stops it: what was copied stays, yet nothing counts as changed.
 * Source: util/deployment_util.go SetNewReplicaSetAnnotations.
 */
export function setNewReplicaSetAnnotations(
  deployment: Deployment,
  replicaSet: ReplicaSet,
  newRevision: number,
): AnnotatedReplicaSet {
  const withCopies = withAnnotations(replicaSet, sharedAnnotations(deployment));
  const old = replicaSet.metadata.annotations?.[DEPLOYMENT_REVISION];
  const oldRevision = (old ?? '') === '' ? 0 : annotatedInteger(replicaSet, DEPLOYMENT_REVISION);
  if (oldRevision === undefined) return { replicaSet: withCopies, changed: false };
  if (oldRevision >= newRevision) return { replicaSet: withCopies, changed: withCopies !== replicaSet };
  const history = old === undefined ? undefined : extendHistory(replicaSet, old);
  const revisions = {
    [DEPLOYMENT_REVISION]: String(newRevision),
    ...(history === undefined ? {} : { [DEPLOYMENT_REVISION_HISTORY]: history }),
  };
  return { replicaSet: withAnnotations(withCopies, revisions), changed: true };
}

/** The history with one more revision, the oldest ones dropped beyond 2000 characters; undefined if it cannot take it. */
function extendHistory(replicaSet: ReplicaSet, revision: string): string | undefined {
  const history = replicaSet.metadata.annotations?.[DEPLOYMENT_REVISION_HISTORY] ?? '';
  const revisions = history.split(',');
  if (revisions[0] === '') return revision;
  let length = history.length + revision.length + 1;
  let start = 0;
  while (length > MAX_HISTORY_LENGTH && start < revisions.length) {
    length -= (revisions[start] ?? '').length + 1;
    start += 1;
  }
  return length <= MAX_HISTORY_LENGTH ? [...revisions.slice(start), revision].join(',') : undefined;
}
