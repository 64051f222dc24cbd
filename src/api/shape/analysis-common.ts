import { type Infer, bool, int, kept, map, omit, pointer, struct, text } from './shape.ts';

export const analysisTemplateRef = struct({
  templateName: kept(text),
  clusterScope: pointer(bool),
});
export type AnalysisTemplateRef = Infer<typeof analysisTemplateRef>;

export const fieldRef = struct({
  fieldPath: kept(text),
});

export const secretKeyRef = struct({
  name: kept(text),
  key: kept(text),
});

export const valueFrom = struct({
  secretKeyRef: pointer(secretKeyRef),
  fieldRef: pointer(fieldRef),
});
export type ValueFrom = Infer<typeof valueFrom>;

export const argument = struct({
  name: kept(text),
  value: pointer(text),
  valueFrom: pointer(valueFrom),
});
export type Argument = Infer<typeof argument>;

export const analysisRunMetadata = struct({
  labels: omit(map(text)),
  annotations: omit(map(text)),
});

export const dryRun = struct({
  metricName: kept(text),
});
export type DryRun = Infer<typeof dryRun>;

export const measurementRetention = struct({
  metricName: kept(text),
  limit: kept(int),
});
export type MeasurementRetention = Infer<typeof measurementRetention>;

export const templateService = struct({
  name: omit(text),
});
