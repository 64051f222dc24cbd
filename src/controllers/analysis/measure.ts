import type { MetricProvider, MetricProviders } from '../../api/metric-provider.ts';
import { formatPreciseTime } from '../../api/times.ts';
import type { AnalysisRun, Measurement, Metric, MetricResult } from '../../api/shape/analysis.ts';
import type { Argument } from '../../api/shape/analysis-common.ts';
import { resolveMetricArgs } from './metric-args.ts';
import { isCompleted } from './phases.ts';
import { isTerminating, resultOf, withResult } from './results.ts';
import { redact } from './secrets.ts';
import type { MetricTask } from './tasks.ts';

export interface MeasureInput {
  readonly run: AnalysisRun;
  readonly tasks: readonly MetricTask[];
  /** With the values of secrets. */
  readonly args: readonly Argument[];
  readonly secrets: readonly string[];
  readonly dryRun: ReadonlySet<string>;
  readonly providers: MetricProviders;
  readonly nowMs: number;
}

export type MeasureResult =
  | {
      readonly results: readonly MetricResult[];
      /** Measurements that were taken, looked at or ended, by metric. */
      readonly taken: readonly { readonly metric: string; readonly measurement: Measurement }[];
      readonly error?: undefined;
    }
  | { readonly error: string; readonly results?: undefined };

/** The metric as its provider sees it, and its measurement in flight. */
interface ResolvedTask {
  readonly metric: Metric;
  readonly incomplete: Measurement | undefined;
}

/** One measurement by a provider. Source: analysis/analysis.go runMeasurements. */
function measure(run: AnalysisRun, { metric, incomplete }: ResolvedTask, provider: MetricProvider): Measurement {
  if (incomplete === undefined) return provider.run(run, metric);
  if (!isTerminating(run)) return provider.resume(run, metric, incomplete);
  const ended = provider.terminate(run, metric, incomplete);
  return ended.phase === 'Successful' || ended.phase === 'Inconclusive'
    ? { ...ended, message: 'Metric Terminated' }
    : ended;
}

/** What a finished measurement adds to the counters of its metric. Errors do not count as measurements, and do not end a row of failures. */
function counted(result: MetricResult, phase: string): MetricResult {
  const { count = 0, successful = 0, failed = 0, inconclusive = 0, error = 0 } = result;
  const { consecutiveSuccess = 0, consecutiveError = 0 } = result;
  const judged = { ...result, count: count + 1, consecutiveError: 0, consecutiveSuccess: 0 };
  switch (phase) {
    case 'Successful':
      return { ...judged, successful: successful + 1, consecutiveSuccess: consecutiveSuccess + 1 };
    case 'Failed':
      return { ...judged, failed: failed + 1 };
    case 'Inconclusive':
      return { ...judged, inconclusive: inconclusive + 1 };
    case 'Error':
      return { ...result, error: error + 1, consecutiveError: consecutiveError + 1, consecutiveSuccess: 0 };
    default:
      return result;
  }
}

/** The result of a metric with one more measurement, or with the last one renewed. */
export function withMeasurement(result: MetricResult, measurement: Measurement, renewed: boolean): MetricResult {
  const earlier = result.measurements ?? [];
  const measurements = [...(renewed ? earlier.slice(0, -1) : earlier), measurement];
  const next = isCompleted(measurement.phase) ? counted(result, measurement.phase) : result;
  return { ...next, measurements };
}

function measureTask(input: MeasureInput, task: ResolvedTask, known: MetricResult | undefined): MetricResult {
  const { run, providers, secrets, dryRun, nowMs } = input;
  const { metric, incomplete } = task;
  const { provider, error } = providers.providerOf(run.metadata.namespace ?? '', metric);
  const raw: Measurement =
    provider === undefined
      ? { ...(incomplete ?? { startedAt: formatPreciseTime(nowMs) }), phase: 'Error', message: error }
      : measure(run, task, provider);
  const finished = isCompleted(raw.phase) && (raw.finishedAt ?? undefined) === undefined;
  const measurement: Measurement = {
    ...raw,
    ...(finished ? { finishedAt: formatPreciseTime(nowMs) } : {}),
    message: redact(raw.message, secrets),
  };
  const result: MetricResult = known ?? {
    name: metric.name,
    phase: 'Running',
    dryRun: dryRun.has(metric.name),
    metadata: provider?.metadata(metric),
  };
  return withMeasurement(result, measurement, incomplete !== undefined);
}

/**
 * Takes the measurements that are due, one after the other; the reference takes them in parallel, so that the order in which results first
 * appear is chance there. Source: analysis/analysis.go runMeasurements.
 */
export function runMeasurements(input: MeasureInput): MeasureResult {
  const metrics = input.run.spec.metrics ?? [];
  const tasks: ResolvedTask[] = [];
  for (const { index, metric: planned, incomplete } of input.tasks) {
    const { metric, error } = resolveMetricArgs(metrics[index] ?? planned, input.args);
    if (error !== undefined) return { error };
    tasks.push({ metric, incomplete });
  }
  let results: readonly MetricResult[] = input.run.status.metricResults ?? [];
  const all: { metric: string; measurement: Measurement }[] = [];
  for (const task of tasks) {
    const result = measureTask(input, task, resultOf({ metricResults: results }, task.metric.name));
    results = withResult(results, result);
    const measurement = result.measurements?.at(-1);
    if (measurement !== undefined) all.push({ metric: task.metric.name, measurement });
  }
  return { results, taken: all };
}
