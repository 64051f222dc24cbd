import { readGoDuration } from '../../api/durations.ts';
import type { Json } from '../../api/json.ts';
import type { MetricProvider } from '../../api/metric-provider.ts';
import type { AnalysisRun, KayentaMetric, KayentaScope, Measurement, Metric } from '../../api/shape/analysis.ts';
import { formatPreciseTime } from '../../api/times.ts';
import type { Answer } from '../source.ts';
import { ask, type ProviderContext } from './context.ts';
import { member } from './json-access.ts';

/** Kayenta is asked for its verdict this long after the last look. Source: metricproviders/kayenta/kayenta.go resumeDelay. */
const RESUME_DELAY_MS = 15_000;

function failed(measurement: Measurement, message: string, nowMs: number): Measurement {
  const finishedAt = measurement.finishedAt ?? formatPreciseTime(nowMs);
  return { ...measurement, phase: 'Error', message, finishedAt };
}

/** Source: metricproviders/kayenta/kayenta.go getScopeRequest, getStartTime. */
function scopeError(
  { controlScope, experimentScope }: KayentaScope,
  { interval = '' }: Metric,
  lookback: boolean,
): string | undefined {
  const [controlStart, experimentStart] = [controlScope.start ?? '', experimentScope.start ?? ''];
  if ((controlStart === '') !== (experimentStart === '')) {
    return 'controlScope.start and experimentScope.start must both be set or be empty';
  }
  if (((controlScope.end ?? '') === '') !== ((experimentScope.end ?? '') === '')) {
    return 'controlScope.end and experimentScope.end must both be set or be empty';
  }
  if (controlStart !== '' || lookback) return undefined;
  const { error } = readGoDuration(interval);
  return error === undefined ? undefined : `Invalid duration "${interval}": ${error}`;
}

/** The body of a canary's state: `{complete, result: {judgeResult: {score: {score}}}}`. A plain number is the score of one that is complete. */
function stateOf(answer: Exclude<Answer, { readonly kind: 'error' }>): Json {
  if (answer.kind === 'json') return answer.value;
  const score = answer.kind === 'vector' ? answer.values[0] : answer.kind === 'scalar' ? answer.value : undefined;
  return { complete: true, ...(score === undefined ? {} : { result: { judgeResult: { score: { score } } } }) };
}

function scoreOf(state: Json): number | undefined {
  const score = ['result', 'judgeResult', 'score', 'score'].reduce<Json | undefined>(member, state);
  return typeof score === 'number' ? Math.trunc(score) : undefined;
}

/** Source: metricproviders/kayenta/kayenta.go evaluateResult. Example: 70 with pass 80 and marginal 60 is Inconclusive. */
function kayentaPhase(score: number, { threshold: { pass, marginal } }: KayentaMetric): string {
  if (score >= pass) return 'Successful';
  return score >= marginal ? 'Inconclusive' : 'Failed';
}

/** Source: metricproviders/kayenta/kayenta.go Run, Resume. */
export class KayentaProvider implements MetricProvider {
  readonly type = 'Kayenta';
  readonly #context: ProviderContext;
  readonly #kayenta: KayentaMetric;

  constructor(context: ProviderContext, kayenta: KayentaMetric) {
    this.#context = context;
    this.#kayenta = kayenta;
  }

  /** Starts a canary; its verdict is asked for later. */
  run(run: AnalysisRun, metric: Metric): Measurement {
    const nowMs = this.#context.clock.nowMs();
    const started: Measurement = { phase: '', startedAt: formatPreciseTime(nowMs) };
    for (const scope of this.#kayenta.scopes ?? []) {
      const error = scopeError(scope, metric, this.#kayenta.lookback === true);
      if (error !== undefined) return failed(started, error, nowMs);
    }
    const answer = this.#ask(metric);
    if (answer.kind === 'error') return failed(started, answer.message, nowMs);
    const number = (run.status.metricResults ?? []).find(({ name }) => name === metric.name)?.measurements?.length ?? 0;
    const canaryExecutionId = `${run.metadata.name ?? ''}-${metric.name}-${number + 1}`;
    const resumeAt = formatPreciseTime(nowMs + RESUME_DELAY_MS);
    return { ...started, phase: 'Running', metadata: { canaryExecutionId }, resumeAt };
  }

  resume(_run: AnalysisRun, metric: Metric, measurement: Measurement): Measurement {
    const nowMs = this.#context.clock.nowMs();
    const answer = this.#ask(metric);
    if (answer.kind === 'error') return failed(measurement, answer.message, nowMs);
    const state = stateOf(answer);
    const complete = member(state, 'complete');
    if (typeof complete !== 'boolean') return failed(measurement, 'Missing Complete Status', nowMs);
    if (!complete) return { ...measurement, phase: 'Running', resumeAt: formatPreciseTime(nowMs + RESUME_DELAY_MS) };
    const score = scoreOf(state);
    if (score === undefined) return failed(measurement, 'Missing Score', nowMs);
    const phase = kayentaPhase(score, this.#kayenta);
    return { ...measurement, value: String(score), phase, finishedAt: formatPreciseTime(nowMs) };
  }

  terminate(_run: AnalysisRun, _metric: Metric, measurement: Measurement): Measurement {
    return measurement;
  }

  garbageCollect(): void {
    return undefined;
  }

  metadata(): undefined {
    return undefined;
  }

  #ask({ name }: Metric): Answer {
    return ask(this.#context, { provider: 'kayenta', metric: name, query: this.#kayenta.canaryConfigName });
  }
}
