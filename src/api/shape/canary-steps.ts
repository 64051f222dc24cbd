import {
  type Infer,
  bool,
  int,
  intOrString,
  kept,
  list,
  map,
  nullable,
  omit,
  pointer,
  raw,
  struct,
  text,
} from './shape.ts';
import { labelSelector, podTemplateMetadata } from './meta.ts';
import {
  analysisRunMetadata,
  analysisTemplateRef,
  dryRun,
  fieldRef,
  measurementRetention,
  templateService,
} from './analysis-common.ts';

const argumentValueFrom = struct({
  podTemplateHashValue: pointer(text),
  fieldRef: pointer(fieldRef),
});

export const analysisRunArgument = struct({
  name: kept(text),
  value: omit(text),
  valueFrom: pointer(argumentValueFrom),
});
export type AnalysisRunArgument = Infer<typeof analysisRunArgument>;

export const rolloutAnalysis = struct({
  templates: omit(list(analysisTemplateRef)),
  args: omit(list(analysisRunArgument)),
  dryRun: omit(list(dryRun)),
  measurementRetention: omit(list(measurementRetention)),
  analysisRunMetadata: pointer(analysisRunMetadata),
});
export type RolloutAnalysis = Infer<typeof rolloutAnalysis>;

const pluginStep = struct({
  name: kept(text),
  config: omit(raw),
});

export const rolloutExperimentStepAnalysisTemplateRef = struct({
  name: kept(text),
  templateName: kept(text),
  clusterScope: pointer(bool),
  args: omit(list(analysisRunArgument)),
  requiredForCompletion: omit(bool),
});

const rolloutExperimentTemplate = struct({
  name: kept(text),
  specRef: kept(text),
  replicas: pointer(int),
  metadata: kept(podTemplateMetadata),
  selector: pointer(labelSelector),
  weight: pointer(int),
  service: pointer(templateService),
});
export type RolloutExperimentTemplate = Infer<typeof rolloutExperimentTemplate>;

export const rolloutExperimentStep = struct({
  templates: nullable(list(rolloutExperimentTemplate)),
  duration: omit(text),
  analyses: omit(list(rolloutExperimentStepAnalysisTemplateRef)),
  dryRun: omit(list(dryRun)),
  analysisRunMetadata: kept(analysisRunMetadata),
  scaleDownDelaySeconds: pointer(int),
});
export type RolloutExperimentStep = Infer<typeof rolloutExperimentStep>;

export const rolloutPause = struct({
  duration: pointer(intOrString),
});
export type RolloutPause = Infer<typeof rolloutPause>;

export const setCanaryScale = struct({
  weight: pointer(int),
  replicas: pointer(int),
  matchTrafficWeight: omit(bool),
});
export type SetCanaryScale = Infer<typeof setCanaryScale>;

export const stringMatch = struct({
  exact: omit(text),
  prefix: omit(text),
  regex: omit(text),
});
export type StringMatch = Infer<typeof stringMatch>;

const headerRoutingMatch = struct({
  headerName: kept(text),
  headerValue: nullable(stringMatch),
});

export const setHeaderRoute = struct({
  name: omit(text),
  match: omit(list(headerRoutingMatch)),
});
export type SetHeaderRoute = Infer<typeof setHeaderRoute>;

const routeMatch = struct({
  method: pointer(stringMatch),
  path: pointer(stringMatch),
  headers: omit(map(stringMatch)),
});

export const setMirrorRoute = struct({
  name: kept(text),
  match: omit(list(routeMatch)),
  percentage: pointer(int),
});
export type SetMirrorRoute = Infer<typeof setMirrorRoute>;

export const canaryStep = struct({
  setWeight: pointer(int),
  pause: pointer(rolloutPause),
  experiment: pointer(rolloutExperimentStep),
  analysis: pointer(rolloutAnalysis),
  setCanaryScale: pointer(setCanaryScale),
  setHeaderRoute: pointer(setHeaderRoute),
  setMirrorRoute: pointer(setMirrorRoute),
  plugin: pointer(pluginStep),
});
export type CanaryStep = Infer<typeof canaryStep>;
