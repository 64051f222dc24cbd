import { formatPreciseTime } from '../../api/times.ts';
import type { AnalysisRun, AnalysisRunStatus, Metric, MetricResult, RunSummary } from '../../api/shape/analysis.ts';
import { assessMetric, brokenLimit, type MetricAssessment } from './assess-metric.ts';
import type { RunEvent } from './events.ts';
import { eventTypeOf, isCompleted, isWorse } from './phases.ts';
import { isTerminating, resultOf, withResult } from './results.ts';

export interface RunAssessment {
  readonly phase: string;
  readonly message: string;
  /** With results, summaries and the start; phase and message are left to the caller. */
  readonly status: AnalysisRunStatus;
  readonly events: readonly RunEvent[];
  /** The metrics whose phase changed, and why. */
  readonly decided: readonly (MetricAssessment & { readonly metric: string })[];
}

type Counts = Required<RunSummary>;
type Outcome = Exclude<keyof Counts, 'count'>;

const NO_COUNTS: Counts = { count: 0, successful: 0, failed: 0, inconclusive: 0, error: 0 };

/** What breaking a limit counts as; a metric that broke none counts as successful, even one that came out Failed otherwise. */
function outcomeOf(phase: string | undefined): Outcome {
  if (phase === 'Error') return 'error';
  if (phase === 'Failed') return 'failed';
  return phase === 'Inconclusive' ? 'inconclusive' : 'successful';
}

/** Adds up metrics one by one. */
class Tally {
  run: Counts = NO_COUNTS;
  dryRun: Counts = NO_COUNTS;
  worstPhase = '';
  worstMessage: string;
  allCompleted = true;

  constructor(message: string) {
    this.worstMessage = message;
  }

  count(dry: boolean): void {
    if (dry) this.dryRun = { ...this.dryRun, count: this.dryRun.count + 1 };
    else this.run = { ...this.run, count: this.run.count + 1 };
  }

  /** Takes in a metric that is complete; gives its result back, of a dry run with a message of its own. */
  complete(metric: Metric, result: MetricResult, dry: boolean): MetricResult {
    const broken = brokenLimit(metric, result);
    const outcome = outcomeOf(broken?.phase);
    if (dry) {
      if (this.worstPhase === '') this.worstPhase = 'Successful';
      this.dryRun = { ...this.dryRun, [outcome]: this.dryRun[outcome] + 1 };
      if (broken === undefined) return result;
      return { ...result, message: `Metric assessed ${result.phase} due to ${broken.message}` };
    }
    if (this.worstPhase === '' || isWorse(this.worstPhase, result.phase)) {
      this.worstPhase = result.phase;
      if (broken !== undefined) {
        const reported = (result.message ?? '') === '' ? '' : `: "Error Message: ${result.message}"`;
        this.worstMessage = `Metric "${metric.name}" assessed ${result.phase} due to ${broken.message}${reported}`;
      }
    }
    this.run = { ...this.run, [outcome]: this.run[outcome] + 1 };
    return result;
  }
}

/**
 * The phase and message of a run, from the results of its metrics. Whether the run is ending is asked before the metrics are looked at: the
 * pass in which one fails still reports Running while others go on. Source: analysis/analysis.go assessRunStatus.
 */
export function assessRun(
  run: Pick<AnalysisRun, 'spec' | 'status'>,
  metrics: readonly Metric[],
  dryRun: ReadonlySet<string>,
  nowMs: number,
): RunAssessment {
  const terminating = isTerminating(run);
  const tally = new Tally(run.spec.terminate === true ? 'Run Terminated' : '');
  const events: RunEvent[] = [];
  const decided: (MetricAssessment & { metric: string })[] = [];
  let results: readonly MetricResult[] = run.status.metricResults ?? [];
  for (const metric of metrics) {
    const dry = dryRun.has(metric.name);
    tally.count(dry);
    let result = resultOf({ metricResults: results }, metric.name);
    if (result === undefined) {
      tally.allCompleted = false;
      continue;
    }
    const assessment = assessMetric(metric, result, terminating);
    if (result.phase !== assessment.phase) {
      if (isCompleted(assessment.phase)) events.push(metricEvent(metric.name, assessment.phase));
      decided.push({ ...assessment, metric: metric.name });
      const last = result.measurements?.at(-1);
      result = { ...result, phase: assessment.phase, ...(last === undefined ? {} : { message: last.message }) };
    }
    if (isCompleted(result.phase)) result = tally.complete(metric, result, dry);
    else tally.allCompleted = false;
    results = withResult(results, result);
  }
  const status: AnalysisRunStatus = {
    ...run.status,
    startedAt: run.status.startedAt ?? formatPreciseTime(nowMs),
    metricResults: results,
    runSummary: tally.run,
    dryRunSummary: tally.dryRun,
  };
  return { ...verdictOf(tally, terminating), status, events, decided };
}

function metricEvent(metric: string, phase: string): RunEvent {
  const message = `Metric '${metric}' Completed. Result: ${phase}`;
  return { type: eventTypeOf(phase), reason: `Metric${phase}`, message };
}

function verdictOf(tally: Tally, terminating: boolean): { readonly phase: string; readonly message: string } {
  const message = tally.worstMessage.trim();
  if (terminating) return { phase: tally.worstPhase === '' ? 'Successful' : tally.worstPhase, message };
  if (!tally.allCompleted || tally.worstPhase === '') return { phase: 'Running', message: '' };
  return { phase: tally.worstPhase, message };
}
