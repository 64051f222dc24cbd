import type { AnalysisRun, Measurement, MetricResult } from '../../api/shape/analysis.ts';
import { isCompleted } from './phases.ts';
import type { MeasurementHistory } from './replay.ts';

/** How many measurements of a metric there ever were: those that are counted, and one in flight. */
export function takenOf({ count = 0, error = 0, measurements = [] }: MetricResult): number {
  const last = measurements.at(-1);
  return count + error + (last !== undefined && !isCompleted(last.phase) ? 1 : 0);
}

/**
 * The measurements of a run, from the states that it went through: the status keeps only the last ones of each metric, and the counters give
 * their positions. A run that was already under way when its first state was seen has earlier measurements that nobody knows; they are left out.
 */
export function collectMeasurements(states: Iterable<Pick<AnalysisRun, 'status'>>): MeasurementHistory {
  const history = new Map<string, Map<number, Measurement>>();
  for (const { status } of states) {
    for (const result of status.metricResults ?? []) {
      const known = history.get(result.name) ?? new Map<number, Measurement>();
      history.set(result.name, known);
      const { measurements = [] } = result;
      const first = takenOf(result) - measurements.length;
      for (const [index, measurement] of measurements.entries()) known.set(first + index, measurement);
    }
  }
  return new Map([...history].map(([name, known]) => [name, inOrder(known)]));
}

function inOrder(known: ReadonlyMap<number, Measurement>): readonly Measurement[] {
  return [...known].sort(([a], [b]) => a - b).map(([, measurement]) => measurement);
}
