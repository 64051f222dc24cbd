import { specReplicas } from '../../api/rollouts/replica-sets.ts';
import type { Deployment, ReplicaSet } from '../../api/shape/apps.ts';
import { desiredReplicasAnnotation, setReplicasAnnotations } from './annotations.ts';
import { desiredReplicas, isRollingUpdate } from './fenceposts.ts';
import { isSaturated, type PlannedSize, proportionalSizes } from './proportion.ts';
import { activeReplicaSets, byCreation, findActiveOrLatest } from './replica-sets.ts';

/** A new size for a ReplicaSet, if it has another one. Source: sync.go scaleReplicaSetAndRecordEvent. */
export function plannedSize(replicaSet: ReplicaSet, replicas: number): PlannedSize {
  return { replicaSet, replicas, always: false };
}

/** The ReplicaSet as it is to be written; the same object if nothing is to be written. Source: sync.go scaleReplicaSet. */
export function resized(deployment: Deployment, { replicaSet, replicas, always }: PlannedSize): ReplicaSet {
  const same = specReplicas(replicaSet) === replicas;
  if (same && !always) return replicaSet;
  const annotated = setReplicasAnnotations(replicaSet, deployment);
  return same ? annotated : { ...annotated, spec: { ...annotated.spec, replicas } };
}

/** What an event tells of a new size. Source: sync.go scaleReplicaSet. */
export function scaleMessage({ replicaSet, replicas }: PlannedSize): string {
  const direction = specReplicas(replicaSet) < replicas ? 'up' : 'down';
  return `Scaled ${direction} replica set ${replicaSet.metadata.name ?? ''} from ${specReplicas(replicaSet)} to ${replicas}`;
}

/**
 * The sizes of ReplicaSets when a deployment was scaled or is paused: a single one with pods gets all; old ones go to 0 when the new one is
 * complete; else a RollingUpdate shares the difference in proportion, and a Recreate waits. Source: sync.go scale.
 */
export function scaleSizes(
  deployment: Deployment,
  newest: ReplicaSet | undefined,
  old: readonly ReplicaSet[],
): readonly PlannedSize[] {
  const single = findActiveOrLatest(newest, old);
  if (single !== undefined) return [plannedSize(single, desiredReplicas(deployment))];
  const newestFirst = [...old].sort((a, b) => byCreation(b, a));
  if (isSaturated(deployment, newest)) {
    return activeReplicaSets(newestFirst).map((replicaSet) => plannedSize(replicaSet, 0));
  }
  if (!isRollingUpdate(deployment)) return [];
  return proportionalSizes(deployment, activeReplicaSets([...newestFirst, newest]));
}

/**
 * Whether spec.replicas changed since the ReplicaSets with pods were last sized. Source: sync.go isScalingEvent.
 */
export function isScalingEvent(deployment: Deployment, replicaSets: readonly (ReplicaSet | undefined)[]): boolean {
  return activeReplicaSets(replicaSets).some((replicaSet) => {
    const desired = desiredReplicasAnnotation(replicaSet);
    return desired !== undefined && desired !== desiredReplicas(deployment);
  });
}
