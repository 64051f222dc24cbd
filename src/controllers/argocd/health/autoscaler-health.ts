import type { Json, JsonObject } from '../../../api/json.ts';
import { objectsAt, textAt } from '../fields.ts';
import { failedHealth, type Health, health } from './health-status.ts';

const DEGRADED: ReadonlySet<string> = new Set([
  'AbleToScale FailedGetScale',
  'AbleToScale FailedUpdateScale',
  'ScalingActive FailedGetResourceMetric',
  'ScalingActive FailedGetObjectMetric',
  'ScalingActive FailedGetPodsMetric',
  'ScalingActive FailedGetExternalMetric',
  'ScalingActive FailedComputeMetricsReplicas',
  'ScalingActive InvalidSelector',
]);

const CONDITIONS_ANNOTATION = 'autoscaling.alpha.kubernetes.io/conditions';
const WAITING = health('Progressing', 'Waiting to Autoscale');

/** An autoscaler of version v1 has its conditions in an annotation; versions other than v1 and v2 have no check. Source: health_hpa.go getHPAHealth */
export function autoscalerHealth(autoscaler: JsonObject): Health {
  const apiVersion = textAt(autoscaler, 'apiVersion') ?? '';
  switch (apiVersion) {
    case 'autoscaling/v2':
      return conditionsHealth(objectsAt(autoscaler, 'status', 'conditions'));
    case 'autoscaling/v1':
      return annotatedHealth(textAt(autoscaler, 'metadata', 'annotations', CONDITIONS_ANNOTATION));
    default:
      return failedHealth(`unsupported HPA GVK: ${apiVersion}, Kind=HorizontalPodAutoscaler`);
  }
}

/** Source: gitops-engine/pkg/health/health_hpa.go getAutoScalingV1HPAHealth */
function annotatedHealth(annotation: string | undefined): Health {
  if (annotation === undefined) return WAITING;
  const conditions = parseJson(annotation);
  return conditions === undefined
    ? failedHealth('failed to convert conditions annotation to typed')
    : conditionsHealth(objectsAt(conditions));
}

function parseJson(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** Source: gitops-engine/pkg/health/health_hpa.go checkConditions, isDegraded, isHealthy */
function conditionsHealth(conditions: readonly JsonObject[]): Health {
  const messageOf = (condition: JsonObject): string => textAt(condition, 'message') ?? '';
  const bad = conditions.find(({ type, reason }) => DEGRADED.has(`${String(type)} ${String(reason)}`));
  if (bad !== undefined) return health('Degraded', messageOf(bad));
  const good = conditions.find(
    ({ type, status }) => status === 'True' && (type === 'AbleToScale' || type === 'ScalingLimited'),
  );
  return good === undefined ? WAITING : health('Healthy', messageOf(good));
}
