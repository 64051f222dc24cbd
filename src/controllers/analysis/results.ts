/** What an AnalysisRun's status knows of its metrics. Source: utils/analysis/helpers.go. */
import type { AnalysisRun, AnalysisRunStatus, Measurement, MetricResult } from '../../api/shape/analysis.ts';
import { isCompleted } from './phases.ts';

type WithResults = Pick<AnalysisRunStatus, 'metricResults'>;

/** Source: GetResult. */
export function resultOf(status: WithResults, metric: string): MetricResult | undefined {
  return status.metricResults?.find(({ name }) => name === metric);
}

/** The results with one replaced or added. Source: SetResult. */
export function withResult(results: readonly MetricResult[], result: MetricResult): readonly MetricResult[] {
  const index = results.findIndex(({ name }) => name === result.name);
  return index < 0 ? [...results, result] : results.with(index, result);
}

/** Source: MetricCompleted. */
export function isMetricCompleted(status: WithResults, metric: string): boolean {
  return isCompleted(resultOf(status, metric)?.phase);
}

/** Source: LastMeasurement. */
export function lastMeasurement(status: WithResults, metric: string): Measurement | undefined {
  return resultOf(status, metric)?.measurements?.at(-1);
}

const ENDING: ReadonlySet<string> = new Set(['Failed', 'Error', 'Inconclusive']);

/**
 * Whether a run is coming to its end: somebody asked for it, or a metric that is no dry run has failed, erred or come out inconclusive.
 * Source: IsTerminating.
 */
export function isTerminating(run: Pick<AnalysisRun, 'spec' | 'status'>): boolean {
  if (run.spec.terminate === true) return true;
  return (run.status.metricResults ?? []).some(({ dryRun, phase }) => dryRun !== true && ENDING.has(phase));
}
