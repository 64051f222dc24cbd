import { type Infer, bool, int, kept, list, nullable, omit, pointer, struct, text, time } from './shape.ts';
import { labelSelector, objectMeta, typeMeta } from './meta.ts';
import { podTemplateSpec } from './core.ts';
import { analysisRunMetadata, argument, dryRun, measurementRetention, templateService } from './analysis-common.ts';

export const experimentAnalysisTemplateRef = struct({
  name: kept(text),
  templateName: kept(text),
  clusterScope: pointer(bool),
  args: omit(list(argument)),
  requiredForCompletion: omit(bool),
});
export type ExperimentAnalysisTemplateRef = Infer<typeof experimentAnalysisTemplateRef>;

const templateSpec = struct({
  name: kept(text),
  replicas: pointer(int),
  minReadySeconds: omit(int),
  selector: nullable(labelSelector),
  template: kept(podTemplateSpec),
  service: pointer(templateService),
});
export type TemplateSpec = Infer<typeof templateSpec>;

export const experimentSpec = struct({
  templates: nullable(list(templateSpec)),
  duration: omit(text),
  progressDeadlineSeconds: pointer(int),
  terminate: omit(bool),
  analyses: omit(list(experimentAnalysisTemplateRef)),
  scaleDownDelaySeconds: pointer(int),
  dryRun: omit(list(dryRun)),
  measurementRetention: omit(list(measurementRetention)),
  analysisRunMetadata: kept(analysisRunMetadata),
});

const experimentAnalysisRunStatus = struct({
  name: kept(text),
  analysisRun: kept(text),
  phase: kept(text),
  message: omit(text),
});
export type ExperimentAnalysisRunStatus = Infer<typeof experimentAnalysisRunStatus>;

const experimentCondition = struct({
  type: kept(text),
  status: kept(text),
  lastUpdateTime: kept(time),
  lastTransitionTime: kept(time),
  reason: kept(text),
  message: kept(text),
});
export type ExperimentCondition = Infer<typeof experimentCondition>;

const templateStatus = struct({
  name: kept(text),
  replicas: kept(int),
  updatedReplicas: kept(int),
  readyReplicas: kept(int),
  availableReplicas: kept(int),
  collisionCount: pointer(int),
  status: omit(text),
  message: omit(text),
  lastTransitionTime: pointer(time),
  serviceName: omit(text),
  podTemplateHash: omit(text),
});
export type TemplateStatus = Infer<typeof templateStatus>;

export const experimentStatus = struct({
  phase: omit(text),
  message: omit(text),
  templateStatuses: omit(list(templateStatus)),
  availableAt: pointer(time),
  conditions: omit(list(experimentCondition)),
  analysisRuns: omit(list(experimentAnalysisRunStatus)),
});
export type ExperimentStatus = Infer<typeof experimentStatus>;

export const experiment = struct({
  ...typeMeta.fields,
  metadata: kept(objectMeta),
  spec: kept(experimentSpec),
  status: kept(experimentStatus),
});
export type Experiment = Infer<typeof experiment>;
