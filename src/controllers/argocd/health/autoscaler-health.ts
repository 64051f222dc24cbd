import type { JsonObject } from '../../../api/json.ts';
import { objectsAt, textAt } from '../fields.ts';
import { type Health, health } from './health-status.ts';

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

/** Source: gitops-engine/pkg/health/health_hpa.go checkConditions, isDegraded, isHealthy */
export function autoscalerHealth(autoscaler: JsonObject): Health {
  const conditions = objectsAt(autoscaler, 'status', 'conditions');
  const said = (condition: JsonObject): string => textAt(condition, 'message') ?? '';
  const bad = conditions.find(({ type, reason }) => DEGRADED.has(`${String(type)} ${String(reason)}`));
  if (bad !== undefined) return health('Degraded', said(bad));
  const good = conditions.find(
    ({ type, status }) => status === 'True' && (type === 'AbleToScale' || type === 'ScalingLimited'),
  );
  return good === undefined ? health('Progressing', 'Waiting to Autoscale') : health('Healthy', said(good));
}
