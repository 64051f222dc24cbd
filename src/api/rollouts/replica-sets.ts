import type { ReplicaSet } from '../shape/apps.ts';
import type { ObjectMeta, OwnerReference } from '../shape/meta.ts';
import { POD_TEMPLATE_HASH_LABEL, REVISION_ANNOTATION, SCALE_DOWN_DEADLINE_ANNOTATION } from './names.ts';

const INT = /^[+-]?\d+$/;

/** Source: utils/replicaset/replicaset.go GetPodTemplateHash. */
export function getPodTemplateHash(replicaSet: ReplicaSet | undefined): string {
  return replicaSet?.metadata.labels?.[POD_TEMPLATE_HASH_LABEL] ?? '';
}

export function specReplicas(replicaSet: ReplicaSet): number {
  return replicaSet.spec.replicas ?? 0;
}

export function availableReplicas(replicaSet: ReplicaSet): number {
  return replicaSet.status.availableReplicas ?? 0;
}

/** The revision; 0 without one, undefined if it is no number. Source: utils/replicaset/replicaset.go Revision. */
export function revision(object: { readonly metadata: ObjectMeta }): number | undefined {
  const text = object.metadata.annotations?.[REVISION_ANNOTATION];
  if (text === undefined) return 0;
  return INT.test(text) ? Number(text) : undefined;
}

/** The owner that controls an object. */
export function controllerOf(object: { readonly metadata: ObjectMeta }): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((reference) => reference.controller === true);
}

/** Source: utils/replicaset/replicaset.go HasScaleDownDeadline. */
export function hasScaleDownDeadline(replicaSet: ReplicaSet | undefined): boolean {
  return (replicaSet?.metadata.annotations?.[SCALE_DOWN_DEADLINE_ANNOTATION] ?? '') !== '';
}
