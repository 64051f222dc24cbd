import { ReconcileError } from '../../api/errors.ts';
import type { Pod } from '../../api/shape/core.ts';
import { parseTime } from '../../api/times.ts';
import { isPodReady } from '../replicaset/pod-index.ts';
import type { PodMetric, PodMetrics } from './metrics-client.ts';
import type { HpaOptions } from './options.ts';

/** Pods sorted by what their metrics are good for. */
export interface PodGroups {
  readonly ready: number;
  readonly unready: ReadonlySet<string>;
  readonly missing: ReadonlySet<string>;
  readonly ignored: ReadonlySet<string>;
}

/**
 * Failed and leaving pods do not count; pending ones, and those whose CPU may still be that of their start, are unready.
 * Source: replica_calculator.go groupPods.
 */
export function groupPods(
  pods: readonly Pod[],
  metrics: PodMetrics,
  resource: string,
  options: HpaOptions,
  nowMs: number,
): PodGroups {
  const groups = { ready: 0, unready: new Set<string>(), missing: new Set<string>(), ignored: new Set<string>() };
  for (const pod of pods) {
    const { name = '', deletionTimestamp } = pod.metadata;
    const metric = metrics.get(name);
    if (deletionTimestamp !== undefined || pod.status.phase === 'Failed') groups.ignored.add(name);
    else if (pod.status.phase === 'Pending') groups.unready.add(name);
    else if (metric === undefined) groups.missing.add(name);
    else if (resource === 'cpu' && isStarting(pod, metric, options, nowMs)) groups.unready.add(name);
    else groups.ready += 1;
  }
  return groups;
}

function isStarting({ status }: Pod, metric: PodMetric, options: HpaOptions, nowMs: number): boolean {
  const condition = status.conditions?.find(({ type }) => type === 'Ready');
  const startMs = parseTime(status.startTime ?? '');
  if (condition === undefined || startMs === undefined) return true;
  const changedMs = parseTime(condition.lastTransitionTime ?? '') ?? 0;
  const notReady = condition.status === 'False';
  if (startMs + options.cpuInitializationMs > nowMs) {
    return notReady || metric.timestampMs < changedMs + metric.windowMs;
  }
  return notReady && startMs + options.initialReadinessDelayMs > changedMs;
}

/** What the pods use, and how that compares with the target. */
export interface Usage {
  readonly ratio: number;
  /** Percent of the requests; absent for plain values. */
  readonly utilization?: number;
  /** Average of a pod, in thousandths. */
  readonly average: number;
}

export interface Proposal {
  readonly replicas: number;
  readonly usage: Usage;
}

/** Measures the use of pods by their metrics. */
export type Measure = (metrics: PodMetrics) => Usage;

/**
 * The percentage of the requests that is used, whole percents only. Example: 3 pods of 100m that use 50m, 60m and 71m: 60 %, to a target of 50 % a
 * ratio of 1.2. Source: metrics/utilization.go GetResourceUtilizationRatio.
 */
export function measureUtilization(requests: ReadonlyMap<string, number>, target: number): Measure {
  return (metrics) => {
    let [used, requested, entries] = [0, 0, 0];
    for (const [pod, { value }] of metrics) {
      const request = requests.get(pod);
      if (request === undefined) continue;
      used += value;
      requested += request;
      entries += 1;
    }
    if (requested === 0) throw new ReconcileError('no metrics returned matched known pods');
    const utilization = Math.trunc((used * 100) / requested);
    return { ratio: utilization / target, utilization, average: Math.trunc(used / entries) };
  };
}

/** The average of the pods. Source: metrics/utilization.go GetMetricUsageRatio. */
export function measureValue(target: number): Measure {
  return (metrics) => {
    const total = [...metrics.values()].reduce((sum, { value }) => sum + value, 0);
    const average = Math.trunc(total / metrics.size);
    return { ratio: average / target, average };
  };
}

export interface Calculation {
  readonly pods: readonly Pod[];
  readonly metrics: PodMetrics;
  readonly resource: string;
  readonly currentReplicas: number;
  /** Asked only if there are metrics to measure. */
  readonly measure: () => Measure;
  /** What a pod without metrics is taken to use when pods may go. */
  readonly fallback: (pod: string) => number;
}

/**
 * How many pods the metrics ask for. Pods without metrics are taken to use their share when pods may go and nothing when some may come, unready
 * ones nothing when some may come; if that turns the direction, nothing changes.
 * Example: 4 ready pods at 90 % of a target of 60 %: ratio 1.5, 6 pods. Source: replica_calculator.go GetResourceReplicas, calcPlainMetricReplicas.
 */
export function calculateReplicas(calculation: Calculation, options: HpaOptions, nowMs: number): Proposal {
  const { pods, resource, currentReplicas } = calculation;
  if (pods.length === 0) throw new ReconcileError('no pods returned by selector while calculating replica count');
  const groups = groupPods(pods, calculation.metrics, resource, options, nowMs);
  const metrics = new Map(calculation.metrics);
  for (const pod of [...groups.ignored, ...groups.unready]) metrics.delete(pod);
  if (metrics.size === 0) {
    throw new ReconcileError('did not receive metrics for targeted pods (pods might be unready)');
  }
  const measure = calculation.measure();
  const usage = measure(metrics);
  const stay: Proposal = { replicas: currentReplicas, usage };
  const upWithUnready = groups.unready.size > 0 && usage.ratio > 1;
  if (!upWithUnready && groups.missing.size === 0) {
    return isWithin(usage.ratio, options) ? stay : { replicas: Math.ceil(usage.ratio * groups.ready), usage };
  }
  fillIn(metrics, groups, usage.ratio, calculation.fallback, nowMs);
  const { ratio } = measure(metrics);
  const turned = (usage.ratio < 1 && ratio > 1) || (usage.ratio > 1 && ratio < 1);
  if (isWithin(ratio, options) || turned) return stay;
  const replicas = Math.ceil(ratio * metrics.size);
  const wrongWay = (ratio < 1 && replicas > currentReplicas) || (ratio > 1 && replicas < currentReplicas);
  return wrongWay ? stay : { replicas, usage };
}

function fillIn(
  metrics: Map<string, PodMetric>,
  { missing, unready }: PodGroups,
  ratio: number,
  fallback: (pod: string) => number,
  nowMs: number,
): void {
  const set = (pod: string, value: number): void => void metrics.set(pod, { value, timestampMs: nowMs, windowMs: 0 });
  if (ratio < 1) for (const pod of missing) set(pod, fallback(pod));
  if (ratio > 1) for (const pod of [...missing, ...unready]) set(pod, 0);
}

/** Source: replica_calculator.go Tolerances.isWithin. */
function isWithin(ratio: number, { tolerance }: HpaOptions): boolean {
  return 1 - tolerance <= ratio && ratio <= 1 + tolerance;
}

/** What a metric that is not of the pods asks for, and its value in thousandths. */
export interface ValueProposal {
  readonly replicas: number;
  readonly value: number;
}

/**
 * As many ready pods as bring the value to the target; from zero pods, as many times the target as it is.
 * Example: 250 of a target of 100 with 3 ready pods: ratio 2.5, 8 pods. Source: replica_calculator.go getUsageRatioReplicaCount.
 */
export function replicasForValue(
  value: number,
  target: number,
  { pods, currentReplicas }: Pick<Calculation, 'pods' | 'currentReplicas'>,
  options: HpaOptions,
): ValueProposal {
  const ratio = value / target;
  if (currentReplicas === 0) return { replicas: Math.ceil(ratio), value };
  if (isWithin(ratio, options)) return { replicas: currentReplicas, value };
  if (pods.length === 0) {
    throw new ReconcileError(
      'unable to calculate ready pods: no pods returned by selector while calculating replica count',
    );
  }
  const ready = pods.filter(({ status }) => status.phase === 'Running' && isPodReady(status)).length;
  return { replicas: Math.ceil(ratio * ready), value };
}

/**
 * As many pods as have the target each; the value is that of one pod, rounded up.
 * Example: 300 of a target of 100 a pod with 2 pods: 3 pods, 150. Source: replica_calculator.go GetObjectPerPodMetricReplicas, GetExternalPerPodMetricReplicas.
 */
export function replicasForAverage(
  value: number,
  target: number,
  statusReplicas: number,
  options: HpaOptions,
): ValueProposal {
  const ratio = value / (target * statusReplicas);
  const replicas = isWithin(ratio, options) ? statusReplicas : Math.ceil(value / target);
  return { replicas, value: toInt64(Math.ceil(value / statusReplicas)) };
}

/** Go's conversion of a float that is no 64-bit number (amd64): a value shared among no pods. */
function toInt64(value: number): number {
  return Number.isFinite(value) ? value : -9_223_372_036_854_775_808;
}
