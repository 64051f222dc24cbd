/** PodDisruptionBudgets, as in k8s.io/api/policy/v1 (v1.34). */
import { type Infer, int, intOrString, kept, list, map, omit, pointer, struct, text, time } from './shape.ts';
import { labelSelector, objectMeta, typeMeta } from './meta.ts';

const podDisruptionBudgetSpec = struct({
  minAvailable: pointer(intOrString),
  selector: pointer(labelSelector),
  maxUnavailable: pointer(intOrString),
  unhealthyPodEvictionPolicy: pointer(text),
});
export type PodDisruptionBudgetSpec = Infer<typeof podDisruptionBudgetSpec>;

const policyCondition = struct({
  type: kept(text),
  status: kept(text),
  observedGeneration: omit(int),
  lastTransitionTime: kept(time),
  reason: kept(text),
  message: kept(text),
});
export type PolicyCondition = Infer<typeof policyCondition>;

const podDisruptionBudgetStatus = struct({
  observedGeneration: omit(int),
  disruptedPods: omit(map(time)),
  disruptionsAllowed: kept(int),
  currentHealthy: kept(int),
  desiredHealthy: kept(int),
  expectedPods: kept(int),
  conditions: omit(list(policyCondition)),
});
export type PodDisruptionBudgetStatus = Infer<typeof podDisruptionBudgetStatus>;

export const podDisruptionBudget = struct({
  ...typeMeta.fields,
  metadata: kept(objectMeta),
  spec: kept(podDisruptionBudgetSpec),
  status: kept(podDisruptionBudgetStatus),
});
export type PodDisruptionBudget = Infer<typeof podDisruptionBudget>;
