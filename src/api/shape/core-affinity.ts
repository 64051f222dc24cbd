/** Where a pod may run: affinity, tolerations and topology spread, as in k8s.io/api/core/v1 (v1.34). */
import { type Infer, int, kept, list, nullable, omit, pointer, struct, text } from './shape.ts';
import { labelSelector } from './meta.ts';

const nodeSelectorRequirement = struct({
  key: kept(text),
  operator: kept(text),
  values: omit(list(text)),
});
export type NodeSelectorRequirement = Infer<typeof nodeSelectorRequirement>;

const nodeSelectorTerm = struct({
  matchExpressions: omit(list(nodeSelectorRequirement)),
  matchFields: omit(list(nodeSelectorRequirement)),
});
export type NodeSelectorTerm = Infer<typeof nodeSelectorTerm>;

export const nodeSelector = struct({
  nodeSelectorTerms: nullable(list(nodeSelectorTerm)),
});

const preferredSchedulingTerm = struct({
  weight: kept(int),
  preference: kept(nodeSelectorTerm),
});

export const nodeAffinity = struct({
  requiredDuringSchedulingIgnoredDuringExecution: pointer(nodeSelector),
  preferredDuringSchedulingIgnoredDuringExecution: omit(list(preferredSchedulingTerm)),
});

export const podAffinityTerm = struct({
  labelSelector: pointer(labelSelector),
  namespaces: omit(list(text)),
  topologyKey: kept(text),
  namespaceSelector: pointer(labelSelector),
  matchLabelKeys: omit(list(text)),
  mismatchLabelKeys: omit(list(text)),
});
export type PodAffinityTerm = Infer<typeof podAffinityTerm>;

const weightedPodAffinityTerm = struct({
  weight: kept(int),
  podAffinityTerm: kept(podAffinityTerm),
});

export const podAffinity = struct({
  requiredDuringSchedulingIgnoredDuringExecution: omit(list(podAffinityTerm)),
  preferredDuringSchedulingIgnoredDuringExecution: omit(list(weightedPodAffinityTerm)),
});

export const podAntiAffinity = struct({
  requiredDuringSchedulingIgnoredDuringExecution: omit(list(podAffinityTerm)),
  preferredDuringSchedulingIgnoredDuringExecution: omit(list(weightedPodAffinityTerm)),
});
export type PodAntiAffinity = Infer<typeof podAntiAffinity>;

export const affinity = struct({
  nodeAffinity: pointer(nodeAffinity),
  podAffinity: pointer(podAffinity),
  podAntiAffinity: pointer(podAntiAffinity),
});
export type Affinity = Infer<typeof affinity>;

export const toleration = struct({
  key: omit(text),
  operator: omit(text),
  value: omit(text),
  effect: omit(text),
  tolerationSeconds: pointer(int),
});
export type Toleration = Infer<typeof toleration>;

export const topologySpreadConstraint = struct({
  maxSkew: kept(int),
  topologyKey: kept(text),
  whenUnsatisfiable: kept(text),
  labelSelector: pointer(labelSelector),
  minDomains: pointer(int),
  nodeAffinityPolicy: pointer(text),
  nodeTaintsPolicy: pointer(text),
  matchLabelKeys: omit(list(text)),
});
export type TopologySpreadConstraint = Infer<typeof topologySpreadConstraint>;
