import { bool, type Infer, int, kept, list, map, omit, pointer, struct, text, time } from './shape.ts';

export const typeMeta = struct({
  kind: omit(text),
  apiVersion: omit(text),
});

const ownerReference = struct({
  apiVersion: kept(text),
  kind: kept(text),
  name: kept(text),
  uid: kept(text),
  controller: pointer(bool),
  blockOwnerDeletion: pointer(bool),
});
export type OwnerReference = Infer<typeof ownerReference>;

export const objectMeta = struct({
  name: omit(text),
  generateName: omit(text),
  namespace: omit(text),
  selfLink: omit(text),
  uid: omit(text),
  resourceVersion: omit(text),
  generation: omit(int),
  creationTimestamp: pointer(time),
  deletionTimestamp: pointer(time),
  deletionGracePeriodSeconds: pointer(int),
  labels: omit(map(text)),
  annotations: omit(map(text)),
  ownerReferences: omit(list(ownerReference)),
  finalizers: omit(list(text)),
});
export type ObjectMeta = Infer<typeof objectMeta>;

const labelSelectorRequirement = struct({
  key: kept(text),
  operator: kept(text),
  values: omit(list(text)),
});

export const labelSelector = struct({
  matchLabels: omit(map(text)),
  matchExpressions: omit(list(labelSelectorRequirement)),
});
export type LabelSelector = Infer<typeof labelSelector>;

/** Labels and annotations put on the pods of one side of a rollout. */
export const podTemplateMetadata = struct({
  labels: omit(map(text)),
  annotations: omit(map(text)),
});
export type PodTemplateMetadata = Infer<typeof podTemplateMetadata>;
