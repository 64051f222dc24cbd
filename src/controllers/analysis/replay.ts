import { parseTime } from '../../api/times.ts';
import type { AnalysisRun, Measurement, Metric, MetricResult } from '../../api/shape/analysis.ts';
import { assessRun, type RunAssessment } from './assess-run.ts';
import { withMeasurement } from './measure.ts';
import { isCompleted } from './phases.ts';
import { isMetricCompleted, isTerminating, resultOf, withResult } from './results.ts';
import { nextTimeOf } from './tasks.ts';

/** The finished measurements of each metric, the oldest first. */
export type MeasurementHistory = ReadonlyMap<string, readonly Measurement[]>;

interface Pass {
  readonly ms: number;
  readonly measurements: readonly { readonly metric: string; readonly measurement: Measurement }[];
}

/** What ends a measurement from outside says nothing of what it would have come to. */
const TERMINATED = 'Metric Terminated';

function isUsable({ finishedAt, message }: Measurement): boolean {
  return parseTime(finishedAt ?? '') !== undefined && message !== TERMINATED;
}

/** Measurements by the time at which they were finished: what one look at the run took in. */
function passesOf(metrics: readonly Metric[], history: MeasurementHistory): readonly Pass[] {
  const byTime = new Map<number, { metric: string; measurement: Measurement }[]>();
  for (const { name } of metrics) {
    for (const measurement of history.get(name) ?? []) {
      const ms = parseTime(measurement.finishedAt ?? '');
      if (ms === undefined || !isUsable(measurement)) continue;
      const pass = byTime.get(ms);
      if (pass === undefined) byTime.set(ms, [{ metric: name, measurement }]);
      else pass.push({ metric: name, measurement });
    }
  }
  return [...byTime].sort(([a], [b]) => a - b).map(([ms, measurements]) => ({ ms, measurements }));
}

type Replayed = Pick<AnalysisRun, 'spec' | 'status'>;

function withPass(run: Replayed, pass: Pass, dryRun: ReadonlySet<string>): Replayed {
  let results: readonly MetricResult[] = run.status.metricResults ?? [];
  for (const { metric, measurement } of pass.measurements) {
    if (isMetricCompleted(run.status, metric)) continue;
    const known = resultOf({ metricResults: results }, metric);
    const result = known ?? { name: metric, phase: 'Running', dryRun: dryRun.has(metric) };
    results = withResult(results, withMeasurement(result, measurement, false));
  }
  return { ...run, status: { ...run.status, metricResults: results } };
}

/** Whether a metric would have been measured by now of which no further measurement is known: it ended earlier than it does here. */
function misses(run: Replayed, metrics: readonly Metric[], history: MeasurementHistory, ms: number): boolean {
  return metrics.some((metric) => {
    const taken = resultOf(run.status, metric.name)?.measurements?.length ?? 0;
    const known = (history.get(metric.name) ?? []).filter(isUsable).length;
    const dueMs = taken < known ? undefined : nextTimeOf(run, metric, ms);
    return dueMs !== undefined && dueMs <= ms;
  });
}

/**
 * How a run ends by these metrics and measurements, assessed pass by pass as the controller does; undefined if they leave it open. A run that
 * somebody terminated is terminated after its last measurement.
 */
export function replayRun(
  run: Replayed,
  metrics: readonly Metric[],
  dryRun: ReadonlySet<string>,
  history: MeasurementHistory,
): RunAssessment | undefined {
  const terminated = run.spec.terminate === true;
  let state: Replayed = {
    spec: { ...run.spec, terminate: false },
    status: { phase: 'Running', runSummary: {}, startedAt: run.status.startedAt },
  };
  let ms = parseTime(run.status.startedAt ?? '') ?? 0;
  for (const pass of passesOf(metrics, history)) {
    ({ ms } = pass);
    if (misses(state, metrics, history, ms)) return undefined;
    const assessed = assessRun(withPass(state, pass, dryRun), metrics, dryRun, ms);
    if (isCompleted(assessed.phase)) return assessed;
    state = { ...state, status: { ...assessed.status, phase: assessed.phase } };
    if (isTerminating(state)) break;
  }
  if (!isTerminating(state)) {
    const endMs = parseTime(run.status.completedAt ?? '');
    if (!terminated || endMs === undefined || misses(state, metrics, history, endMs)) return undefined;
  }
  const ending = { ...state, spec: { ...state.spec, terminate: terminated && !isTerminating(state) } };
  const assessed = assessRun(ending, metrics, dryRun, ms);
  return isCompleted(assessed.phase) ? assessed : undefined;
}
