import { readGoDuration } from '../../api/durations.ts';
import { formatGoFloatPlain } from '../../api/go-float.ts';
import { isJsonArray, type Json } from '../../api/json.ts';
import type { DatadogMetric, Metric } from '../../api/shape/analysis.ts';
import type { Reference } from '../../api/reference.ts';
import { evaluateResult } from '../evaluate-result.ts';
import { goJsonOf } from '../jsonpath/values.ts';
import type { Answer } from '../source.ts';
import { ask, type ProviderContext } from './context.ts';
import type { InstantBackend, Reading } from './instant.ts';
import { items, member, textOf } from './json-access.ts';

/** The CRD's defaults, which the API server of a real cluster puts in. Source: pkg/apis/rollouts/v1alpha1/analysis_types.go DatadogMetric. */
const DEFAULT_INTERVAL = '5m';
const DEFAULT_API_VERSION = 'v1';

/** What is wrong with the metric before anything is asked. Source: metricproviders/datadog/datadog.go validateIncomingProps, findCredentials. */
export function datadogError(datadog: DatadogMetric): string | undefined {
  const { query = '', queries = {}, formula = '', aggregator = '', secretRef } = datadog;
  const count = Object.keys(queries).length;
  const isV1 = apiVersionOf(datadog) === 'v1';
  if (secretRef.namespaced === true && (secretRef.name ?? '') === '') {
    return 'secret name is required for namespaced credentials';
  }
  if (query === '' && count === 0) return 'Must have either a query or queries. Please review the Analysis Template.';
  if (query !== '' && count > 0) return 'Cannot have both a query and queries. Please review the Analysis Template.';
  if (isV1 && query === '') {
    return 'Query is empty. API Version v1 only supports using the query parameter in your Analysis Template.';
  }
  if (formula !== '' && count === 0) {
    return 'Formula are only valid when queries are set. Please review the Analysis Template.';
  }
  if (formula === '' && count > 1) return 'When multiple queries are provided you must include a formula.';
  return isV1 && aggregator !== ''
    ? 'Aggregator is not supported in v1. Please review the Analysis Template.'
    : undefined;
}

function apiVersionOf({ apiVersion = '' }: DatadogMetric): string {
  return apiVersion === '' ? DEFAULT_API_VERSION : apiVersion;
}

/** What people know the question by: the query, or the formula over several, or the only one of several. */
function questionOf({ query = '', queries = {}, formula = '' }: DatadogMetric): string {
  if (query !== '') return query;
  return formula === '' ? (Object.values(queries)[0] ?? '') : formula;
}

function judged(reference: Reference, metric: Metric, value: number): Reading {
  const { phase, error } = evaluateResult(value, metric, reference);
  return error === undefined ? { phase, value: formatGoFloatPlain(value) } : { error };
}

/** No data is a nil result, which conditions can ask for: `default(result, 0)`. */
function judgedNothing(reference: Reference, metric: Metric, value: string): Reading {
  const { phase, error } = evaluateResult(null, metric, reference);
  return error === undefined ? { phase, value } : { error };
}

/** Source: parseResponseV1: the last point of the first series. */
function judgeV1(reference: Reference, metric: Metric, body: Json): Reading {
  const series = items(member(body, 'series'));
  const points = items(member(series[0], 'pointlist'));
  if (points.length === 0) {
    const shown = series.map((one): Json => ({ pointlist: member(one, 'pointlist') ?? null }));
    return judgedNothing(reference, metric, goJsonOf(isJsonArray(member(body, 'series')) ? shown : null));
  }
  const point = items(points.at(-1));
  const value = point[1];
  if (point.length !== 2) return { error: 'Datapoint does not have 2 values' };
  return judged(reference, metric, typeof value === 'number' ? value : 0);
}

/** Source: parseResponseV2: the first value of the first column. */
function judgeV2(reference: Reference, metric: Metric, body: Json): Reading {
  const data = member(body, 'data');
  const errors = textOf(member(data, 'errors'));
  if (errors !== '') return { error: `There were errors in your query: ${errors}` };
  const columns = member(member(data, 'attributes'), 'columns');
  const first = items(member(items(columns)[0], 'values'))[0];
  if (typeof first === 'number') return judged(reference, metric, first);
  const values = items(columns).map((column): Json => ({ Values: member(column, 'values') ?? null }));
  const only = values.length === 1 ? (member(values[0], 'values') ?? null) : undefined;
  return judgedNothing(
    reference,
    metric,
    goJsonOf(only ?? (values.length === 1 ? null : { Columns: columns === undefined ? null : values })),
  );
}

/** A body as Datadog has them, made of plain values: the newest point of a series, or a column. */
function bodyOf(answer: Exclude<Answer, { readonly kind: 'error' }>, isV1: boolean): Json {
  if (answer.kind === 'json') return answer.value;
  const values = answer.kind === 'vector' ? answer.values : answer.kind === 'scalar' ? [answer.value] : [];
  if (isV1) return { series: values.length === 0 ? [] : [{ pointlist: values.map((value): Json => [0, value]) }] };
  return { data: { attributes: { columns: [{ values }] } } };
}

/** Source: metricproviders/datadog/datadog.go Run. */
export function datadogBackend(context: ProviderContext, datadog: DatadogMetric): InstantBackend {
  const isV1 = apiVersionOf(datadog) === 'v1';
  const { interval = '' } = datadog;
  return {
    type: 'Datadog',
    read: (metric) => {
      const { error } = readGoDuration(interval === '' ? DEFAULT_INTERVAL : interval);
      if (error !== undefined) return { error };
      const answer = ask(context, { provider: 'datadog', metric: metric.name, query: questionOf(datadog) });
      if (answer.kind === 'error') return { error: answer.message };
      const body = bodyOf(answer, isV1);
      return isV1 ? judgeV1(context.reference, metric, body) : judgeV2(context.reference, metric, body);
    },
  };
}
