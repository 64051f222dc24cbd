import { isJsonObject, type JsonObject } from './json.ts';

/** Whether a manifest is an autoscaler in the version that has a target for the CPU only. */
function isVersion1({ apiVersion, kind }: JsonObject): boolean {
  return apiVersion === 'autoscaling/v1' && kind === 'HorizontalPodAutoscaler';
}

/**
 * An autoscaler of version autoscaling/v1 as the API server serves it in autoscaling/v2; any other manifest as it is.
 * Example: `targetCPUUtilizationPercentage: 50` becomes a metric of the resource cpu with averageUtilization 50.
 * Source: pkg/apis/autoscaling/v1/conversion.go Convert_v1_HorizontalPodAutoscalerSpec_To_autoscaling_HorizontalPodAutoscalerSpec.
 */
export function convertAutoscaler(manifest: JsonObject): JsonObject {
  const { spec } = manifest;
  if (!isVersion1(manifest)) return manifest;
  const converted = { ...manifest, apiVersion: 'autoscaling/v2' };
  if (!isJsonObject(spec)) return converted;
  const { targetCPUUtilizationPercentage: percent, ...rest } = spec;
  if (percent === undefined || percent === null) return { ...converted, spec: rest };
  const target = { type: 'Utilization', averageUtilization: percent };
  return { ...converted, spec: { ...rest, metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }] } };
}
