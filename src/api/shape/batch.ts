/** Jobs, as in k8s.io/api/batch/v1 (v1.34). */
import { type Infer, bool, int, kept, list, nullable, omit, pointer, struct, text, time } from './shape.ts';
import { podTemplateSpec } from './core.ts';
import { labelSelector, objectMeta, typeMeta } from './meta.ts';

const podFailurePolicyOnExitCodesRequirement = struct({
  containerName: pointer(text),
  operator: kept(text),
  values: nullable(list(int)),
});

const podFailurePolicyOnPodConditionsPattern = struct({
  type: kept(text),
  status: kept(text),
});

const podFailurePolicyRule = struct({
  action: kept(text),
  onExitCodes: pointer(podFailurePolicyOnExitCodesRequirement),
  onPodConditions: omit(list(podFailurePolicyOnPodConditionsPattern)),
});

const podFailurePolicy = struct({
  rules: nullable(list(podFailurePolicyRule)),
});

const successPolicyRule = struct({
  succeededIndexes: pointer(text),
  succeededCount: pointer(int),
});

const successPolicy = struct({
  rules: nullable(list(successPolicyRule)),
});

export const jobSpec = struct({
  parallelism: pointer(int),
  completions: pointer(int),
  activeDeadlineSeconds: pointer(int),
  podFailurePolicy: pointer(podFailurePolicy),
  successPolicy: pointer(successPolicy),
  backoffLimit: pointer(int),
  backoffLimitPerIndex: pointer(int),
  maxFailedIndexes: pointer(int),
  selector: pointer(labelSelector),
  manualSelector: pointer(bool),
  template: kept(podTemplateSpec),
  ttlSecondsAfterFinished: pointer(int),
  completionMode: pointer(text),
  suspend: pointer(bool),
  podReplacementPolicy: pointer(text),
  managedBy: pointer(text),
});

const jobCondition = struct({
  type: kept(text),
  status: kept(text),
  lastProbeTime: kept(time),
  lastTransitionTime: kept(time),
  reason: omit(text),
  message: omit(text),
});
export type JobCondition = Infer<typeof jobCondition>;

const uncountedTerminatedPods = struct({
  succeeded: omit(list(text)),
  failed: omit(list(text)),
});

const jobStatus = struct({
  conditions: omit(list(jobCondition)),
  startTime: pointer(time),
  completionTime: pointer(time),
  active: omit(int),
  succeeded: omit(int),
  failed: omit(int),
  terminating: pointer(int),
  completedIndexes: omit(text),
  failedIndexes: pointer(text),
  uncountedTerminatedPods: pointer(uncountedTerminatedPods),
  ready: pointer(int),
});

export const job = struct({
  ...typeMeta.fields,
  metadata: kept(objectMeta),
  spec: kept(jobSpec),
  status: kept(jobStatus),
});
export type Job = Infer<typeof job>;
