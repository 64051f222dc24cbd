import { readGoDuration } from '../../api/durations.ts';
import { type IntOrString, intValue } from '../../api/int-or-string.ts';
import type { Metric } from '../../api/shape/analysis.ts';

function valueOf(value: IntOrString | undefined): number {
  return value === undefined ? 0 : intValue(value);
}

function limitsError(metric: Metric): string | undefined {
  const failureLimit = valueOf(metric.failureLimit);
  const consecutiveSuccessLimit = valueOf(metric.consecutiveSuccessLimit);
  if (consecutiveSuccessLimit < 0) return 'consecutiveSuccessLimit must be >= 0';
  if (failureLimit < -1) return 'failureLimit must be >= 0, or -1 to be disabled';
  if (consecutiveSuccessLimit === 0 && failureLimit === -1) {
    return 'failureLimit and consecutiveSuccessLimit cannot both be disabled';
  }
  if (valueOf(metric.inconclusiveLimit) < 0) return 'inconclusiveLimit must be >= 0';
  return valueOf(metric.consecutiveErrorLimit) < 0 ? 'consecutiveErrorLimit must be >= 0' : undefined;
}

function countError(metric: Metric): string | undefined {
  const count = valueOf(metric.count);
  const failureLimit = valueOf(metric.failureLimit);
  const successLimit = valueOf(metric.consecutiveSuccessLimit);
  if (count <= 0) return undefined;
  if (failureLimit >= 0 && count < failureLimit + successLimit) {
    return `count (${count}) must be >= failureLimit + consecutiveSuccessLimit (${failureLimit} + ${successLimit}) if both >= 0`;
  }
  if (failureLimit < 0 && count < successLimit) return 'count must be >= consecutiveSuccessLimit';
  if (count < valueOf(metric.inconclusiveLimit)) return 'count must be >= inconclusiveLimit';
  return count > 1 && (metric.interval ?? '') === '' ? 'interval must be specified when count > 1' : undefined;
}

function durationError(name: string, text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  const { error } = readGoDuration(text);
  return error === undefined ? undefined : `invalid ${name} string: ${error}`;
}

function providerError({ provider }: Metric): string | undefined {
  const { plugin = {}, ...single } = provider;
  const chosen = Object.values(single).filter((value) => value !== undefined).length + Object.keys(plugin).length;
  if (chosen === 0) return 'no provider specified';
  return chosen > 1 ? 'multiple providers specified' : undefined;
}

/** What is wrong with a metric, the first thing only. Source: utils/analysis/factory.go ValidateMetric. */
export function metricError(metric: Metric): string | undefined {
  return (
    limitsError(metric) ??
    countError(metric) ??
    durationError('interval', metric.interval) ??
    durationError('startDelay', metric.initialDelay) ??
    providerError(metric)
  );
}

/** What is wrong with the metrics of a run. Source: utils/analysis/factory.go ValidateMetrics. */
export function metricsError(metrics: readonly Metric[]): string | undefined {
  if (metrics.length === 0) return 'no metrics specified';
  const names = new Set<string>();
  for (const [index, metric] of metrics.entries()) {
    if (names.has(metric.name)) return `metrics[${index}]: duplicate name '${metric.name}'`;
    names.add(metric.name);
    const error = metricError(metric);
    if (error !== undefined) return `metrics[${index}]: ${error}`;
  }
  return undefined;
}
