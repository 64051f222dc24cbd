import { deepEqual } from '../../../../src/api/equality.ts';
import { ApiError } from '../../../../src/api/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../../src/api/json.ts';
import { parseQuantity, quantityMilliValue } from '../../../../src/api/quantity.ts';
import { horizontalPodAutoscaler } from '../../../../src/api/shape/autoscaling.ts';
import { pod, type Pod } from '../../../../src/api/shape/core.ts';
import { formatTime } from '../../../../src/api/times.ts';
import { judgeMetric } from '../../../../src/controllers/hpa/metrics.ts';
import { DEFAULT_HPA_OPTIONS } from '../../../../src/controllers/hpa/options.ts';
import type { MetricsClient, PodMetrics } from '../../../../src/controllers/hpa/metrics-client.ts';
import { jsonOf, listOf, numberOf, objectOf, shaped, TABLE_NOW_MS, textOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

function podOf(row: JsonObject): Pod {
  const { name, phase, started, ready, changed, containers, deleted } = row;
  const ago = (seconds: Json | undefined): string => formatTime(TABLE_NOW_MS - numberOf(seconds) * 1000);
  const all = listOf(containers).map(objectOf);
  const form = ({ name: container, requests }: JsonObject): JsonObject => ({
    name: container,
    resources: requests === undefined ? {} : { requests },
  });
  return shaped(pod, {
    metadata: { name, ...(deleted === true ? { deletionTimestamp: formatTime(TABLE_NOW_MS) } : {}) },
    spec: {
      containers: all.filter(({ sidecar }) => sidecar !== true).map(form),
      initContainers: all
        .filter(({ sidecar }) => sidecar === true)
        .map((item) => ({ ...form(item), restartPolicy: 'Always' })),
    },
    status: {
      phase,
      ...(started === undefined ? {} : { startTime: ago(started) }),
      conditions: ready === undefined ? [] : [{ type: 'Ready', status: ready, lastTransitionTime: ago(changed) }],
    },
  });
}

function clientOf({ metrics, values, metricsError }: JsonObject): MetricsClient {
  const check = (): void => {
    if (metricsError !== undefined) throw new ApiError('NotFound', 'the server could not find the requested resource');
  };
  const ofPods = (): PodMetrics => {
    check();
    const entries = Object.entries(isJsonObject(metrics) ? metrics : {}).map(([name, item]) => {
      const { value, timestamp, window } = objectOf(item);
      const metric = {
        value: numberOf(value),
        timestampMs: TABLE_NOW_MS - numberOf(timestamp) * 1000,
        windowMs: numberOf(window) * 1000,
      };
      return [name, metric] as const;
    });
    return new Map(entries);
  };
  const ofValues = (): readonly number[] => {
    check();
    return listOf(values).map(numberOf);
  };
  return {
    resourceMetric: ofPods,
    podsMetric: ofPods,
    objectMetric: () => ofValues()[0] ?? 0,
    externalMetric: ofValues,
  };
}

/** The metric of an autoscaler that makes the call of a row. */
function metricOf({ kind, resource, container, target }: JsonObject): JsonObject {
  const quantity = `${numberOf(target)}m`;
  const metric = { name: 'rps' };
  const object = { kind: 'Service', name: 'shop' };
  const ofResource = (goal: JsonObject): JsonObject =>
    container === undefined || container === ''
      ? { type: 'Resource', resource: { name: resource, target: goal } }
      : { type: 'ContainerResource', containerResource: { name: resource, container, target: goal } };
  const value = { type: 'Value', value: quantity };
  const average = { type: 'AverageValue', averageValue: quantity };
  switch (kind) {
    case 'utilization':
      return ofResource({ type: 'Utilization', averageUtilization: target });
    case 'resourceValue':
      return ofResource(average);
    case 'pods':
      return { type: 'Pods', pods: { metric, target: average } };
    case 'object':
      return { type: 'Object', object: { metric, describedObject: object, target: value } };
    case 'objectPerPod':
      return { type: 'Object', object: { metric, describedObject: object, target: average } };
    case 'external':
      return { type: 'External', external: { metric: { ...metric, selector: {} }, target: value } };
    default:
      return { type: 'External', external: { metric: { ...metric, selector: {} }, target: average } };
  }
}

function compute(row: JsonObject): Json {
  const { metrics = [] } = shaped(horizontalPodAutoscaler, { spec: { metrics: [metricOf(row)] } }).spec;
  const [spec] = metrics;
  if (spec === undefined) throw new Error('no metric');
  const currentReplicas = numberOf(row['currentReplicas']);
  const verdict = judgeMetric(spec, {
    client: clientOf(row),
    options: {
      ...DEFAULT_HPA_OPTIONS,
      tolerance: numberOf(row['tolerance']),
      cpuInitializationMs: numberOf(row['cpuInitialization']) * 1000,
      initialReadinessDelayMs: numberOf(row['initialReadinessDelay']) * 1000,
    },
    target: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'shop' },
    pods: listOf(row['pods']).map((item) => podOf(objectOf(item))),
    currentReplicas,
    statusReplicas: currentReplicas,
    nowMs: TABLE_NOW_MS,
  });
  if ('cause' in verdict) {
    return { error: verdict.cause.replace(/^failed to get (cpu|memory) (utilization|usage): /, '') };
  }
  const { type: _type, ...parts } = jsonOf(verdict.status);
  const current = objectOf(objectOf(Object.values(parts)[0])['current']);
  const usage = textOf(current['averageValue'] ?? current['value']);
  return jsonOf({
    replicas: verdict.replicas,
    usage: Number(quantityMilliValue(parseQuantity(usage))),
    utilization: current['averageUtilization'],
  });
}

/** Platform: the reference looks at pods in the order of a Go map, so that chance decides which of several pods without a request an error names. */
function withAnyPod(out: Json): Json {
  const plain: Json = JSON.parse(JSON.stringify(out).replaceAll(/of Pod shop-\d+/g, 'of a pod'));
  return plain;
}

export const check: TableCheck = {
  table: 'hpa-replica-calculator',
  compute,
  equal: (got, { out }) => deepEqual(withAnyPod(got), withAnyPod(out)),
};
