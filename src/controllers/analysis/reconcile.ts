import type { MetricProviders } from '../../api/metric-provider.ts';
import { formatPreciseTime } from '../../api/times.ts';
import type { Reference } from '../../api/reference.ts';
import { type Because, from } from '../../api/reason.ts';
import type { AnalysisRun, AnalysisRunStatus, Metric } from '../../api/shape/analysis.ts';
import type { Argument, MeasurementRetention } from '../../api/shape/analysis-common.ts';
import { assessRun } from './assess-run.ts';
import { completionEvent, type RunEvent } from './events.ts';
import { runMeasurements } from './measure.ts';
import { resolveMetricsWithoutSecrets } from './metric-args.ts';
import { dryRunMetrics, retentionMetrics } from './metric-rules.ts';
import { isCompleted } from './phases.ts';
import { measurementTaken, metricAssessed, runAssessed, runInvalid } from './rules.ts';
import type { SecretResolution } from './secrets.ts';
import { generateMetricTasks, measuresForEver, nextReconcileMs } from './tasks.ts';
import { trimMeasurements } from './trim.ts';
import { metricsError } from './validate-metric.ts';

export interface RunInput {
  readonly reference: Reference;
  readonly run: AnalysisRun;
  readonly nowMs: number;
  readonly providers: MetricProviders;
  readonly resolveSecrets: (args: readonly Argument[]) => SecretResolution;
}

/** What a look at a run comes to. Times of the status may carry fractions of a second, which storing cuts. */
export interface RunDecision {
  readonly status: AnalysisRunStatus;
  readonly events: readonly RunEvent[];
  /** When the run wants to be looked at again. */
  readonly requeueAfterMs?: number;
  /** Whether only measurements are left that go on for ever. */
  readonly isPeriodic: boolean;
  readonly because: readonly Because[];
  /** How to supply what is missing. */
  readonly hint?: string;
}

/** A run's metrics with their arguments put in, and the rules about them. */
interface Plan {
  readonly metrics: readonly Metric[];
  readonly dryRun: ReadonlySet<string>;
  readonly retention: ReadonlyMap<string, MeasurementRetention>;
}

type PlanResult =
  { readonly plan: Plan; readonly error?: undefined } | { readonly error: string; readonly plan?: undefined };

function planOf({ spec }: AnalysisRun): PlanResult {
  const resolved = resolveMetricsWithoutSecrets(spec.metrics ?? [], spec.args ?? []);
  if (resolved.error !== undefined) return { error: `Unable to resolve metric arguments: ${resolved.error}` };
  const { metrics } = resolved;
  const dryRun = dryRunMetrics(spec.dryRun ?? [], metrics);
  const retention = retentionMetrics(spec.measurementRetention ?? [], metrics);
  const invalid = metricsError(metrics) ?? dryRun.error ?? retention.error;
  if (invalid !== undefined) return { error: `Analysis spec invalid: ${invalid}` };
  return { plan: { metrics, dryRun: new Set(dryRun.byMetric.keys()), retention: retention.byMetric } };
}

/** A run with a mistake ends as Error, without a time of completion. */
function invalidRun(run: AnalysisRun, message: string, hint?: string): RunDecision {
  return {
    status: { ...run.status, phase: 'Error', message },
    events: [completionEvent('Error')],
    isPeriodic: false,
    because: [() => runInvalid.because({ why: from('spec', message) })],
    ...(hint === undefined ? {} : { hint }),
  };
}

/** The phase after the assessment; a message is only renewed with the phase. */
function withVerdict(status: AnalysisRunStatus, phase: string, message: string, nowMs: number): AnalysisRunStatus {
  if (phase === status.phase) return status;
  if (!isCompleted(phase)) return { ...status, phase, message };
  return { ...status, phase, message, completedAt: status.completedAt ?? formatPreciseTime(nowMs) };
}

/**
 * One look at a run that is not complete: measurements that are due are taken, metrics and run assessed, the history cut, and the next look
 * set. Source: analysis/analysis.go reconcileAnalysisRun.
 */
export function reconcileRun({ run, nowMs, providers, resolveSecrets, reference }: RunInput): RunDecision {
  const { plan, error } = planOf(run);
  if (error !== undefined) return invalidRun(run, error);
  const secrets = resolveSecrets(run.spec.args ?? []);
  if (secrets.error !== undefined) {
    return invalidRun(run, `Unable to resolve metric arguments: ${secrets.error}`, secrets.hint);
  }
  const tasks = generateMetricTasks(run, plan.metrics, nowMs, reference);
  const measured = runMeasurements({ ...plan, ...secrets, run, tasks, providers, nowMs });
  if (measured.error !== undefined) return invalidRun(run, `Unable to resolve metric arguments: ${measured.error}`);

  const withResults: AnalysisRun = { ...run, status: { ...run.status, metricResults: measured.results } };
  const { phase, message, status, events, decided } = assessRun(withResults, plan.metrics, plan.dryRun, nowMs);
  const judged = withVerdict(status, phase, message, nowMs);
  const ends = judged !== status && isCompleted(phase);
  const metricResults = trimMeasurements({ ...run, status: judged }, plan.metrics, plan.retention, providers);
  const final: AnalysisRunStatus = { ...judged, metricResults };
  const nextMs = nextReconcileMs({ ...run, status: final }, plan.metrics, nowMs);
  return {
    status: final,
    events: ends ? [...events, completionEvent(phase)] : events,
    ...(nextMs === undefined ? {} : { requeueAfterMs: Math.max(0, nextMs - nowMs) }),
    isPeriodic: measuresForEver({ ...run, status: final }, plan.metrics),
    because: [
      ...measured.taken.map(({ metric, measurement }) => () => {
        const value = measurement.value ?? measurement.message ?? '';
        const phaseOf = from('successCondition, failureCondition', measurement.phase);
        return measurementTaken.because({
          metric: from('spec.metrics', metric),
          value: from('provider', value),
          phase: phaseOf,
        });
      }),
      ...decided.map(
        (one) => () =>
          metricAssessed.because({
            metric: from('spec.metrics', one.metric),
            phase: from('status.metricResults', one.phase),
            why: from('limits', one.because),
          }),
      ),
      ...(judged === status
        ? []
        : [() => runAssessed.because({ phase: from('status.phase', phase), why: from('metrics', message) })]),
    ],
  };
}
