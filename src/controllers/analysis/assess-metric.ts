import { type IntOrString, intOrStringText, intValue } from '../../api/int-or-string.ts';
import type { Metric, MetricResult } from '../../api/shape/analysis.ts';
import { isCompleted } from './phases.ts';

/** Errors in a row that a metric bears unless it says otherwise. Source: utils/defaults DefaultConsecutiveErrorLimit. */
const DEFAULT_CONSECUTIVE_ERROR_LIMIT = 4;

/** The names of the limits, as the fields of a metric. */
export type LimitName = 'failureLimit' | 'inconclusiveLimit' | 'consecutiveErrorLimit';

/** A limit that a metric broke: the phase that this gives it, and the sentence about it. */
export interface BrokenLimit {
  readonly limit: LimitName;
  readonly phase: 'Failed' | 'Inconclusive' | 'Error';
  readonly message: string;
}

/**
 * How many measurements a metric takes; undefined means without end. No count (or 0) is one measurement without an interval, and endless
 * with one. Source: Metric.EffectiveCount.
 */
export function effectiveCount(metric: Pick<Metric, 'count' | 'interval'>): IntOrString | undefined {
  if (metric.count !== undefined && intValue(metric.count) !== 0) return metric.count;
  return (metric.interval ?? '') === '' ? 1 : undefined;
}

/** Whether a metric has all the measurements that it counts to; errors do not count. */
export function hasReachedCount(
  metric: Pick<Metric, 'count' | 'interval'>,
  result: Pick<MetricResult, 'count'>,
): boolean {
  const count = effectiveCount(metric);
  return count !== undefined && (result.count ?? 0) >= intValue(count);
}

/** The value of each limit in force. Text that is no plain integer counts as 0. */
export function limitsOf(metric: Metric): Readonly<Record<LimitName, number>> {
  const { failureLimit = 0, inconclusiveLimit = 0, consecutiveErrorLimit = DEFAULT_CONSECUTIVE_ERROR_LIMIT } = metric;
  return {
    failureLimit: intValue(failureLimit),
    inconclusiveLimit: intValue(inconclusiveLimit),
    consecutiveErrorLimit: intValue(consecutiveErrorLimit),
  };
}

/**
 * The limit that decides a metric; of several broken ones the last of the order failures, inconclusive, errors in a row. A negative
 * failureLimit is none. Source: analysis/analysis.go assessMetricFailureInconclusiveOrError.
 * Example: 2 failed with failureLimit 1 gives Failed, `failed (2) > failureLimit (1)`.
 */
export function brokenLimit(metric: Metric, result: MetricResult): BrokenLimit | undefined {
  const { failureLimit, inconclusiveLimit, consecutiveErrorLimit } = limitsOf(metric);
  const { failed = 0, inconclusive = 0, consecutiveError = 0 } = result;
  if (consecutiveError > consecutiveErrorLimit) {
    const message = `consecutiveErrors (${consecutiveError}) > consecutiveErrorLimit (${consecutiveErrorLimit})`;
    return { limit: 'consecutiveErrorLimit', phase: 'Error', message };
  }
  if (inconclusive > inconclusiveLimit) {
    const message = `inconclusive (${inconclusive}) > inconclusiveLimit (${inconclusiveLimit})`;
    return { limit: 'inconclusiveLimit', phase: 'Inconclusive', message };
  }
  if (failureLimit >= 0 && failed > failureLimit) {
    return { limit: 'failureLimit', phase: 'Failed', message: `failed (${failed}) > failureLimit (${failureLimit})` };
  }
  return undefined;
}

/** A metric's phase, and what decided it in a few words. */
export interface MetricAssessment {
  readonly phase: string;
  readonly because: string;
}

/**
 * The phase of a metric by its limits, its counters and whether the run is ending. Source: analysis/analysis.go assessMetricStatus.
 */
export function assessMetric(metric: Metric, result: MetricResult, terminating: boolean): MetricAssessment {
  if (isCompleted(result.phase)) return { phase: result.phase, because: 'it is complete already' };
  const last = result.measurements?.at(-1);
  if (last === undefined) {
    return terminating
      ? { phase: 'Successful', because: 'the run ended before it was measured' }
      : { phase: 'Pending', because: 'it was not measured yet' };
  }
  if (!isCompleted(last.phase)) return { phase: 'Running', because: 'a measurement is in flight' };
  const broken = brokenLimit(metric, result);
  if (broken !== undefined) return { phase: broken.phase, because: broken.message };
  const successLimit = metric.consecutiveSuccessLimit;
  const successApplies = successLimit !== undefined && intValue(successLimit) > 0;
  if (successApplies && (result.consecutiveSuccess ?? 0) >= intValue(successLimit)) {
    return { phase: 'Successful', because: `consecutiveSuccessLimit (${intOrStringText(successLimit)}) reached` };
  }
  const count = effectiveCount(metric);
  if (count !== undefined && hasReachedCount(metric, result)) {
    const counted = `count (${intOrStringText(count)}) reached`;
    if (!successApplies) return { phase: 'Successful', because: counted };
    const missed = `${counted} without consecutiveSuccessLimit (${intOrStringText(successLimit)})`;
    return limitsOf(metric).failureLimit >= 0
      ? { phase: 'Inconclusive', because: `${missed}, failureLimit kept` }
      : { phase: 'Failed', because: missed };
  }
  return terminating
    ? { phase: 'Successful', because: 'the run ended' }
    : { phase: 'Running', because: 'more measurements follow' };
}
