/** Why an AnalysisRun ended as it did, and how it would have ended with other limits. */
import { intOrStringText, intValue } from '../../api/int-or-string.ts';
import type { AnalysisRun, Measurement, Metric } from '../../api/shape/analysis.ts';
import type { Argument } from '../../api/shape/analysis-common.ts';
import { assessMetric, brokenLimit, effectiveCount, limitsOf } from './assess-metric.ts';
import { takenOf } from './history.ts';
import { resolveMetricArgs } from './metric-args.ts';
import { dryRunMetrics } from './metric-rules.ts';
import { withMeasurement } from './measure.ts';
import { isCompleted } from './phases.ts';
import { queryOf } from './query-text.ts';
import { type MeasurementHistory, replayRun } from './replay.ts';
import { resultOf } from './results.ts';
import { metricError } from './validate-metric.ts';

/** The limits that can be one higher or lower. */
export type VariedLimit = 'failureLimit' | 'inconclusiveLimit' | 'consecutiveErrorLimit' | 'consecutiveSuccessLimit';

/** A measurement, and where the metric stood after it. */
export interface ExplainedMeasurement extends Measurement {
  readonly number: number;
  readonly failed: number;
  readonly inconclusive: number;
  readonly consecutiveError: number;
  readonly consecutiveSuccess: number;
  /** What this measurement decided, if it decided the metric: `failed (2) > failureLimit (1)`. */
  readonly decides?: string;
}

/** How the run would have ended with one limit changed; `unknown` where the measurements taken do not tell. */
export interface WhatIf {
  readonly limit: VariedLimit;
  readonly value: number;
  readonly phase: string;
  readonly why: string;
}

export interface ExplainedMetric {
  readonly name: string;
  readonly dryRun: boolean;
  readonly phase: string;
  /** What the provider is asked, after the arguments were put in. */
  readonly query: string;
  readonly successCondition: string;
  readonly failureCondition: string;
  readonly limits: Readonly<Record<string, string>>;
  readonly measurements: readonly ExplainedMeasurement[];
  readonly decidedBy: string;
  readonly whatIf: readonly WhatIf[];
}

export interface ExplainedRun {
  readonly phase: string;
  readonly message: string;
  /** The metric whose phase the run has, and what decided that. */
  readonly decidedBy: string;
  readonly metrics: readonly ExplainedMetric[];
}

const UNKNOWN = 'unknown';

/** A secret is told by its name, never by its value. */
function shownArg({ name, value, valueFrom }: Argument): Argument {
  const secret = valueFrom?.secretKeyRef;
  if (secret === undefined) return { name, value: value ?? '' };
  return { name, value: `<key ${secret.key} of Secret ${secret.name}>` };
}

function shownMetrics({ spec }: AnalysisRun): readonly Metric[] {
  const args = (spec.args ?? []).map(shownArg);
  return (spec.metrics ?? []).map((metric) => resolveMetricArgs(metric, args).metric ?? metric);
}

/** What the status has kept; the timeline of a run knows the measurements that were cut off since. */
function keptMeasurements({ status }: AnalysisRun): MeasurementHistory {
  return new Map((status.metricResults ?? []).map(({ name, measurements = [] }) => [name, measurements]));
}

/** `earlier`: how many measurements were taken before the first one that is known. */
function explainMeasurements(
  metric: Metric,
  measurements: readonly Measurement[],
  earlier: number,
): readonly ExplainedMeasurement[] {
  let result = { name: metric.name, phase: 'Running' };
  return measurements.map((measurement, index) => {
    const next = withMeasurement(result, measurement, false);
    result = next;
    const { phase, because } = assessMetric(metric, { ...next, phase: 'Running' }, false);
    const { failed = 0, inconclusive = 0, consecutiveError = 0, consecutiveSuccess = 0 } = next;
    return {
      ...measurement,
      number: earlier + index + 1,
      failed,
      inconclusive,
      consecutiveError,
      consecutiveSuccess,
      ...(isCompleted(phase) ? { decides: because } : {}),
    };
  });
}

function limitTexts(metric: Metric): Readonly<Record<string, string>> {
  const { failureLimit, inconclusiveLimit, consecutiveErrorLimit } = limitsOf(metric);
  const { interval = '', initialDelay = '', consecutiveSuccessLimit } = metric;
  const count = effectiveCount(metric);
  return {
    failureLimit: failureLimit < 0 ? 'none' : String(failureLimit),
    inconclusiveLimit: String(inconclusiveLimit),
    consecutiveErrorLimit: String(consecutiveErrorLimit),
    ...(consecutiveSuccessLimit === undefined
      ? {}
      : { consecutiveSuccessLimit: intOrStringText(consecutiveSuccessLimit) }),
    count: count === undefined ? 'without end' : intOrStringText(count),
    ...(interval === '' ? {} : { interval }),
    ...(initialDelay === '' ? {} : { initialDelay }),
  };
}

/** The limits of a metric, each one lower and one higher, as far as they exist. */
function variations(metric: Metric): readonly { readonly limit: VariedLimit; readonly value: number }[] {
  const current: Record<string, number> = { ...limitsOf(metric) };
  const success = metric.consecutiveSuccessLimit;
  if (success !== undefined && intValue(success) > 0) current['consecutiveSuccessLimit'] = intValue(success);
  const names: readonly VariedLimit[] = [
    'failureLimit',
    'inconclusiveLimit',
    'consecutiveErrorLimit',
    'consecutiveSuccessLimit',
  ];
  return names.flatMap((limit) => {
    const value = current[limit];
    const lowest = limit === 'consecutiveSuccessLimit' ? 1 : 0;
    if (value === undefined || value < 0) return [];
    return [value - 1, value + 1].filter((one) => one >= lowest).map((one) => ({ limit, value: one }));
  });
}

/** What a what-if needs to know of the run. */
interface Replays {
  readonly run: AnalysisRun;
  readonly metrics: readonly Metric[];
  readonly dryRun: ReadonlySet<string>;
  readonly history: MeasurementHistory;
  /** Whether the measurements at hand lead to the phase that the run has. */
  readonly faithful: boolean;
}

function whatIf({ run, metrics, dryRun, history, faithful }: Replays, index: number): readonly WhatIf[] {
  const metric = metrics[index];
  if (metric === undefined || !isCompleted(run.status.phase)) return [];
  return variations(metric).map(({ limit, value }): WhatIf => {
    const varied: Metric = { ...metric, [limit]: value };
    const invalid = metricError(varied);
    if (invalid !== undefined) return { limit, value, phase: 'Error', why: `Analysis spec invalid: ${invalid}` };
    if (!faithful) return { limit, value, phase: UNKNOWN, why: 'not all measurements are at hand' };
    const verdict = replayRun(run, metrics.with(index, varied), dryRun, history);
    if (verdict === undefined) return { limit, value, phase: UNKNOWN, why: 'more measurements would have been taken' };
    return { limit, value, phase: verdict.phase, why: verdict.message === '' ? 'no limit broken' : verdict.message };
  });
}

/** The first metric with the phase of the run that is no dry run: of equally bad ones the first tells. */
function decidingMetric(run: AnalysisRun, metrics: readonly ExplainedMetric[]): string {
  const { phase, message = '' } = run.status;
  const deciding = metrics.find((metric) => !metric.dryRun && metric.phase === phase);
  if (deciding === undefined) return message;
  return `${deciding.name}: ${deciding.decidedBy}`;
}

function decidedBy(run: AnalysisRun, metric: Metric, measurements: readonly ExplainedMeasurement[]): string {
  const result = resultOf(run.status, metric.name);
  if (result === undefined) return 'it was never measured';
  if (!isCompleted(result.phase)) return 'it is not decided yet';
  const broken = brokenLimit(metric, result)?.message;
  return broken ?? measurements.findLast(({ decides }) => decides !== undefined)?.decides ?? 'the run ended';
}

/**
 * Every measurement of a run against conditions and limits, which of them decided, and how the run would have ended with each limit one higher
 * or lower. `history` holds all measurements that were ever taken; absent: those that the status has kept.
 */
export function explainRun(run: AnalysisRun, history: MeasurementHistory = keptMeasurements(run)): ExplainedRun {
  const metrics = shownMetrics(run);
  const dryRun = new Set(dryRunMetrics(run.spec.dryRun ?? [], metrics).byMetric.keys());
  const faithful = replayRun(run, metrics, dryRun, history)?.phase === run.status.phase;
  const replays: Replays = { run, metrics, dryRun, history, faithful };
  const explained = metrics.map((metric, index): ExplainedMetric => {
    const known = history.get(metric.name) ?? [];
    const result = resultOf(run.status, metric.name);
    const earlier = result === undefined ? 0 : Math.max(0, takenOf(result) - known.length);
    const measurements = explainMeasurements(metric, known, earlier);
    return {
      name: metric.name,
      dryRun: dryRun.has(metric.name),
      phase: result?.phase ?? 'Pending',
      query: queryOf(metric),
      successCondition: metric.successCondition ?? '',
      failureCondition: metric.failureCondition ?? '',
      limits: limitTexts(metric),
      measurements,
      decidedBy: decidedBy(run, metric, measurements),
      whatIf: whatIf(replays, index),
    };
  });
  const { phase, message = '' } = run.status;
  return { phase, message, decidedBy: decidingMetric(run, explained), metrics: explained };
}
