import { readGoDuration } from '../../api/durations.ts';
import type { Reference } from '../../api/reference.ts';
import { parseTime } from '../../api/times.ts';
import type { AnalysisRun, Measurement, Metric } from '../../api/shape/analysis.ts';
import { intValue } from '../../api/int-or-string.ts';
import { effectiveCount, hasReachedCount } from './assess-metric.ts';
import { isMetricCompleted, isTerminating, lastMeasurement, resultOf } from './results.ts';

/** Wait before the measurement that follows an error, whatever the interval says. Source: analysis/analysis.go DefaultErrorRetryInterval. */
const ERROR_RETRY_MS = 10_000;
const NANOS_PER_MS = 1_000_000n;

/** A metric that is due, by its place in `spec.metrics`, and its measurement in flight if there is one. */
export interface MetricTask {
  readonly index: number;
  readonly metric: Metric;
  readonly incomplete?: Measurement;
}

type Run = Pick<AnalysisRun, 'spec' | 'status'>;

/** Milliseconds of a duration, with the fraction that a finer one has; undefined if the text is none. */
function durationMs(text: string): number | undefined {
  const { nanos } = readGoDuration(text);
  if (nanos === undefined) return undefined;
  return Number(nanos / NANOS_PER_MS) + Number(nanos % NANOS_PER_MS) / 1_000_000;
}

function timeMs(text: string | null | undefined): number | undefined {
  return text === undefined || text === null ? undefined : parseTime(text);
}

/** The wait after a finished measurement: undefined for an interval that is no duration. */
function waitMs(metric: Metric, last: Measurement): number | undefined {
  if (last.phase === 'Error' || (metric.interval ?? '') === '') return ERROR_RETRY_MS;
  return durationMs(metric.interval ?? '');
}

/**
 * Whether a metric that was never measured may be. The end of the initial delay itself is inside: due when start + delay is not after now.
 */
function isFirstDue(metric: Metric, startedAt: string | null | undefined, nowMs: number): boolean {
  if ((metric.initialDelay ?? '') === '') return true;
  const startedMs = timeMs(startedAt);
  const delayMs = durationMs(metric.initialDelay ?? '');
  return startedMs !== undefined && delayMs !== undefined && startedMs + delayMs <= nowMs;
}

/** Whether the next measurement after one that is finished is due: strictly later than its end plus the interval. */
function isNextDue(metric: Metric, last: Measurement, nowMs: number): boolean {
  const finishedMs = timeMs(last.finishedAt);
  const afterMs = waitMs(metric, last);
  return finishedMs !== undefined && afterMs !== undefined && nowMs > finishedMs + afterMs;
}

/**
 * The metrics that are to be measured now, or whose measurement in flight is to be looked at. Once a run is ending, only the latter.
 * Source: analysis/analysis.go generateMetricTasks.
 * Example: an interval of 10s after a measurement that finished at 12:00:00 makes the next one due from 12:00:10.001 on.
 */
export function generateMetricTasks(
  run: Run,
  metrics: readonly Metric[],
  nowMs: number,
  reference: Reference,
): readonly MetricTask[] {
  const terminating = isTerminating(run);
  return metrics.flatMap((metric, index): readonly MetricTask[] => {
    if (isMetricCompleted(run.status, metric.name)) return [];
    const last = lastMeasurement(run.status, metric.name);
    if (last !== undefined && timeMs(last.finishedAt) === undefined) {
      const resumeMs = timeMs(last.resumeAt);
      const ends = terminating && reference.has('job-resume-times');
      return !ends && resumeMs !== undefined && resumeMs > nowMs ? [] : [{ index, metric, incomplete: last }];
    }
    if (terminating) return [];
    if (last === undefined) return isFirstDue(metric, run.status.startedAt, nowMs) ? [{ index, metric }] : [];
    const result = resultOf(run.status, metric.name);
    if (result !== undefined && hasReachedCount(metric, result)) return [];
    return isNextDue(metric, last, nowMs) ? [{ index, metric }] : [];
  });
}

/** When one metric asks for the run to be looked at again. */
export function nextTimeOf(run: Run, metric: Metric, nowMs: number): number | undefined {
  if (isMetricCompleted(run.status, metric.name)) return undefined;
  const last = lastMeasurement(run.status, metric.name);
  if (last === undefined) {
    const delayMs = (metric.initialDelay ?? '') === '' ? undefined : durationMs(metric.initialDelay ?? '');
    return delayMs === undefined ? undefined : (timeMs(run.status.startedAt) ?? nowMs) + delayMs;
  }
  const finishedMs = timeMs(last.finishedAt);
  if (finishedMs === undefined) return timeMs(last.resumeAt);
  const result = resultOf(run.status, metric.name);
  if (result !== undefined && hasReachedCount(metric, result)) return undefined;
  if (last.phase !== 'Error' && (metric.interval ?? '') === '') return undefined;
  const afterMs = waitMs(metric, last);
  return afterMs === undefined ? undefined : finishedMs + afterMs;
}

/** When the run must be looked at again by the clock: the earliest time of its metrics. Source: analysis/analysis.go calculateNextReconcileTime. */
export function nextReconcileMs(run: Run, metrics: readonly Metric[], nowMs: number): number | undefined {
  let next: number | undefined;
  for (const metric of metrics) {
    const ms = nextTimeOf(run, metric, nowMs);
    if (ms !== undefined && (next === undefined || ms < next)) next = ms;
  }
  return next;
}

/**
 * Whether a run goes on measuring for ever unless a measurement comes out otherwise than the last one: no metric that is left has an end, and none uses up
 * a limit.
 */
export function measuresForEver(run: Run, metrics: readonly Metric[]): boolean {
  return metrics.every((metric) => {
    if (isMetricCompleted(run.status, metric.name)) return true;
    const { consecutiveSuccessLimit } = metric;
    const hasEnd =
      effectiveCount(metric) !== undefined ||
      (consecutiveSuccessLimit !== undefined && intValue(consecutiveSuccessLimit) > 0);
    return !hasEnd && lastMeasurement(run.status, metric.name)?.phase === 'Successful';
  });
}
