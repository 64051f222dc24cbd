import { getReplicasOrDefault } from '../../../api/rollouts/defaults.ts';
import {
  DESIRED_REPLICAS_ANNOTATION,
  LAST_APPLIED_ANNOTATION,
  NOTIFICATION_ANNOTATION,
  REVISION_ANNOTATION,
  REVISION_HISTORY_ANNOTATION,
  SCALE_DOWN_DEADLINE_ANNOTATION,
  WORKLOAD_GENERATION_ANNOTATION,
} from '../../../api/rollouts/names.ts';
import { availableReplicas, specReplicas } from '../../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { ObjectMeta } from '../../../api/shape/meta.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import { parseInt32, parseInteger } from '../../../api/go-integers.ts';
import { own, setOwn } from '../../../text/own.ts';

/** Annotations of the rollout that stay its own. Source: utils/annotations/annotations.go annotationsToSkip. */
const NOT_COPIED: ReadonlySet<string> = new Set([
  LAST_APPLIED_ANNOTATION,
  REVISION_ANNOTATION,
  REVISION_HISTORY_ANNOTATION,
  DESIRED_REPLICAS_ANNOTATION,
  NOTIFICATION_ANNOTATION,
]);

/** Whether an annotation of a rollout belongs on its ReplicaSet, too. */
export function isCopiedAnnotation(key: string): boolean {
  return !NOT_COPIED.has(key);
}

/** The object with one annotation set (undefined: taken away); the same object if nothing changes. */
export function withAnnotation<T extends { readonly metadata: ObjectMeta }>(
  object: T,
  key: string,
  value: string | undefined,
): T {
  const before = object.metadata.annotations ?? {};
  if (own(before, key) === value) return object;
  const annotations: Record<string, string> = { ...before };
  if (value === undefined) delete annotations[key];
  else setOwn(annotations, key, value);
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function withAnnotations(replicaSet: ReplicaSet, annotations: Readonly<Record<string, string>>): ReplicaSet {
  return { ...replicaSet, metadata: { ...replicaSet.metadata, annotations } };
}

/** Source: GetDesiredReplicasAnnotation. */
export function getDesiredReplicasAnnotation(replicaSet: ReplicaSet | undefined): number | undefined {
  return parseInt32(replicaSet?.metadata.annotations?.[DESIRED_REPLICAS_ANNOTATION]);
}

/** Source: SetReplicasAnnotations. */
export function setReplicasAnnotations(replicaSet: ReplicaSet, desired: number): ReplicaSet {
  return withAnnotation(replicaSet, DESIRED_REPLICAS_ANNOTATION, String(desired));
}

/** Source: ReplicasAnnotationsNeedUpdate. */
export function replicasAnnotationsNeedUpdate(replicaSet: ReplicaSet, desired: number): boolean {
  const current = replicaSet.metadata.annotations ?? {};
  if (current[DESIRED_REPLICAS_ANNOTATION] !== String(desired)) return true;
  return desired === 0 && (current[SCALE_DOWN_DEADLINE_ANNOTATION] ?? '') !== '';
}

/** Whether the ReplicaSet has all of the rollout's pods, available. Source: IsSaturated. */
export function isSaturated(rollout: Rollout, replicaSet: ReplicaSet | undefined): boolean {
  if (replicaSet === undefined) return false;
  const replicas = getReplicasOrDefault(rollout.spec.replicas);
  return (
    getDesiredReplicasAnnotation(replicaSet) === replicas &&
    specReplicas(replicaSet) === replicas &&
    availableReplicas(replicaSet) === replicas
  );
}

export interface AnnotatedReplicaSet {
  readonly replicaSet: ReplicaSet;
  readonly changed: boolean;
}

/**
 * The new ReplicaSet with the rollout's annotations and its revision. Whenever any annotation changed, the old revision joins the history. A revision
 * that is no number stops it: the copied annotations stay, yet nothing counts as changed. Source: SetNewReplicaSetAnnotations.
 */
export function setNewReplicaSetAnnotations(
  rollout: Rollout,
  replicaSet: ReplicaSet,
  newRevision: string,
  exists: boolean,
): AnnotatedReplicaSet {
  const annotations: Record<string, string> = { ...replicaSet.metadata.annotations };
  let changed = false;
  for (const [key, value] of Object.entries(rollout.metadata.annotations ?? {})) {
    if (!isCopiedAnnotation(key) || (own(annotations, key) ?? '') === value) continue;
    setOwn(annotations, key, value);
    changed = true;
  }
  const oldRevision = annotations[REVISION_ANNOTATION];
  const before = (oldRevision ?? '') === '' ? 0 : parseInteger(oldRevision);
  const after = parseInteger(newRevision);
  if (before === undefined || after === undefined) {
    return { replicaSet: changed ? withAnnotations(replicaSet, annotations) : replicaSet, changed: false };
  }
  if (before < after) {
    annotations[REVISION_ANNOTATION] = newRevision;
    changed = true;
  }
  if (oldRevision !== undefined && changed) {
    const history = annotations[REVISION_HISTORY_ANNOTATION] ?? '';
    // A history that begins with an empty entry starts over.
    const starts = history === '' || history.startsWith(',');
    annotations[REVISION_HISTORY_ANNOTATION] = starts ? oldRevision : `${history},${oldRevision}`;
  }
  const desired = String(getReplicasOrDefault(rollout.spec.replicas));
  if (!exists && annotations[DESIRED_REPLICAS_ANNOTATION] !== desired) {
    annotations[DESIRED_REPLICAS_ANNOTATION] = desired;
    changed = true;
  }
  return { replicaSet: changed ? withAnnotations(replicaSet, annotations) : replicaSet, changed };
}

/** Generation of the referenced workload. Source: GetWorkloadGenerationAnnotation. */
export function getWorkloadGenerationAnnotation(rollout: Rollout): number | undefined {
  return parseInt32(rollout.metadata.annotations?.[WORKLOAD_GENERATION_ANNOTATION]);
}

/** Revision of a Rollout or AnalysisRun. Source: GetRevisionAnnotation. */
export function getRevisionAnnotation(object: { readonly metadata: ObjectMeta }): number | undefined {
  return parseInt32(object.metadata.annotations?.[REVISION_ANNOTATION]);
}

/** The rollout with its revision written; the same object if it has it. Source: SetRolloutRevision. */
export function setRolloutRevision(rollout: Rollout, revision: string): Rollout {
  return withAnnotation(rollout, REVISION_ANNOTATION, revision);
}

/** The rollout with its workload's generation written, or without it. Source: SetRolloutWorkloadRefGeneration, RemoveRolloutWorkloadRefGeneration. */
export function setRolloutWorkloadRefGeneration(rollout: Rollout, generation: string | undefined): Rollout {
  return withAnnotation(rollout, WORKLOAD_GENERATION_ANNOTATION, generation);
}
