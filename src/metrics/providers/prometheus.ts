import { formatGoFloatPlain } from '../../api/go-float.ts';
import { readGoDuration } from '../../api/durations.ts';
import type { Metric, PrometheusMetric } from '../../api/shape/analysis.ts';
import { floats } from '../../expr/values/convert.ts';
import type { Value } from '../../expr/values/value.ts';
import type { Reference } from '../../api/reference.ts';
import { evaluateResult } from '../evaluate-result.ts';
import { evalTimeMs } from '../eval-time.ts';
import type { Answer, MetricQuery } from '../source.ts';
import { ask, type ProviderContext } from './context.ts';
import type { InstantBackend, Reading } from './instant.ts';
import { readPrometheusBody } from './prometheus-body.ts';
import { isUrl } from './urls.ts';

/** What stops the provider before it asks anything. Source: metricproviders/prometheus/prometheus.go NewPrometheusAPI, NewPrometheusProvider. */
export function prometheusError(
  { name }: Metric,
  prometheus: PrometheusMetric,
  { finding }: ProviderContext,
): string | undefined {
  const { address = '', timeout, authentication } = prometheus;
  if (address === '') {
    finding(
      `Metric ${name} names no address of Prometheus. In a cluster the controller may have one in ARGO_ROLLOUTS_PROMETHEUS_ADDRESS; here it has none: write it into the metric.`,
    );
    return 'prometheus address is not configured';
  }
  if (!isUrl(address)) return 'prometheus address is not is url format';
  const { tokenUrl = '', clientId = '', clientSecret = '' } = authentication.oauth2;
  if (tokenUrl !== '' && (clientId === '' || clientSecret === '')) {
    return 'missing mandatory parameter in metric for OAuth2 setup';
  }
  return timeout !== undefined && timeout < 0 ? 'prometheus timeout should not be negative' : undefined;
}

type QueryResult =
  { readonly query: MetricQuery; readonly error?: undefined } | { readonly error: string; readonly query?: undefined };

function queryOf(metric: string, prometheus: PrometheusMetric, nowMs: number): QueryResult {
  const query: MetricQuery = { provider: 'prometheus', metric, query: prometheus.query ?? '' };
  const { rangeQuery } = prometheus;
  if (rangeQuery === undefined) return { query };
  const start = evalTimeMs(rangeQuery.start ?? '', nowMs);
  if (start.error !== undefined) return { error: `failed to parse rangeQuery.start as time: ${start.error}` };
  const end = evalTimeMs(rangeQuery.end ?? '', nowMs);
  if (end.error !== undefined) return { error: `failed to parse rangeQuery.end as time: ${end.error}` };
  const step = readGoDuration(rangeQuery.step ?? '');
  if (step.error !== undefined) return { error: `failed to parse rangeQuery.step as duration: ${step.error}` };
  return { query: { ...query, range: { startMs: start.ms, endMs: end.ms, stepMs: Number(step.nanos) / 1_000_000 } } };
}

/** Source: metricproviders/prometheus/prometheus.go processResponse. */
export function judgePrometheus(reference: Reference, metric: Metric, answer: Answer): Reading {
  switch (answer.kind) {
    case 'error':
      return { error: answer.message };
    case 'scalar':
      return withWarnings(judged(reference, metric, formatGoFloatPlain(answer.value), answer.value), answer.warnings);
    case 'vector':
      return withWarnings(judgedList(reference, metric, answer.values), answer.warnings);
    case 'matrix':
      return withWarnings(judgedList(reference, metric, answer.series.flat()), answer.warnings);
    case 'json':
      return judgePrometheus(reference, metric, readPrometheusBody(200, answer.value));
    case 'string':
      return { error: 'Prometheus metric type not supported' };
  }
}

function judged(reference: Reference, metric: Metric, value: string, result: Value): Reading {
  const { phase, error } = evaluateResult(result, metric, reference);
  return error === undefined ? { phase, value } : { error };
}

function judgedList(reference: Reference, metric: Metric, values: readonly number[]): Reading {
  return judged(reference, metric, `[${values.map(formatGoFloatPlain).join(',')}]`, floats(values));
}

/** Warnings are kept with the measurement, unless judging it failed. */
function withWarnings(reading: Reading, warnings: readonly string[] = []): Reading {
  if (reading.error !== undefined || warnings.length === 0) return reading;
  return { ...reading, metadata: { warnings: warnings.map((warning) => `"${warning}"`).join(', ') } };
}

/** Source: metricproviders/prometheus/prometheus.go. */
export function prometheusBackend(context: ProviderContext, prometheus: PrometheusMetric): InstantBackend {
  const { query = '' } = prometheus;
  return {
    type: 'Prometheus',
    read: (metric) => {
      const asked = queryOf(metric.name, prometheus, context.clock.nowMs());
      return asked.error === undefined
        ? judgePrometheus(context.reference, metric, ask(context, asked.query))
        : { error: asked.error };
    },
    ...(query === '' ? {} : { metadata: () => ({ ResolvedPrometheusQuery: query }) }),
  };
}
