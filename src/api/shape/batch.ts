import { bool, type Infer, int, kept, list, omit, pointer, raw, struct, text, time } from './shape.ts';
import { labelSelector, objectMeta, typeMeta } from './meta.ts';
import { podTemplateSpec } from './core.ts';

export const jobSpec = struct({
  parallelism: pointer(int),
  completions: pointer(int),
  activeDeadlineSeconds: pointer(int),
  podFailurePolicy: pointer(raw),
  successPolicy: pointer(raw),
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
export type JobSpec = Infer<typeof jobSpec>;

export const jobCondition = struct({
  type: kept(text),
  status: kept(text),
  lastProbeTime: kept(time),
  lastTransitionTime: kept(time),
  reason: omit(text),
  message: omit(text),
});

export const jobStatus = struct({
  conditions: omit(list(jobCondition)),
  startTime: pointer(time),
  completionTime: pointer(time),
  active: omit(int),
  succeeded: omit(int),
  failed: omit(int),
  terminating: pointer(int),
});
export type JobStatus = Infer<typeof jobStatus>;

export const job = struct({
  ...typeMeta.fields,
  metadata: kept(objectMeta),
  spec: kept(jobSpec),
  status: kept(jobStatus),
});
export type Job = Infer<typeof job>;
