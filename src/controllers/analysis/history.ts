import type { AnalysisRun, Measurement, MetricResult } from '../../api/shape/analysis.ts';
import { isCompleted } from './phases.ts';
import type { MeasurementHistory } from './replay.ts';

/** How many measurements of a metric there ever were: those that are counted, and one in flight. */
function takenOf({ count = 0, error = 0, measurements = [] }: MetricResult): number {
  const last = measurements.at(-1);
  return count + error + (last !== undefined && !isCompleted(last.phase) ? 1 : 0);
}

/**
 * All measurements of a run, from the states that it went through: the status keeps only the last ones of each metric, and the counters tell
 * where they stand.
 */
export function collectMeasurements(states: Iterable<Pick<AnalysisRun, 'status'>>): MeasurementHistory {
  const history = new Map<string, Measurement[]>();
  for (const { status } of states) {
    for (const result of status.metricResults ?? []) {
      const known = history.get(result.name) ?? [];
      history.set(result.name, known);
      const { measurements = [] } = result;
      const first = takenOf(result) - measurements.length;
      for (const [index, measurement] of measurements.entries()) known[first + index] = measurement;
    }
  }
  return history;
}
