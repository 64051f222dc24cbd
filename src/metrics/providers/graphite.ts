import { formatGoFixed } from '../../api/go-float.ts';
import { isJsonArray, isJsonObject, type Json } from '../../api/json.ts';
import type { GraphiteMetric, Metric } from '../../api/shape/analysis.ts';
import { floats } from '../../expr/values/convert.ts';
import { parseFloat64 } from '../../expr/values/parse-number.ts';
import { toBytes, toText } from '../../expr/values/utf8.ts';
import type { Reference } from '../../api/reference.ts';
import { evaluateResult } from '../evaluate-result.ts';
import { goJsonOf, printGo } from '../jsonpath/values.ts';
import type { Answer } from '../source.ts';
import { ask, type ProviderContext } from './context.ts';
import type { InstantBackend, Reading } from './instant.ts';
import { items, member } from './json-access.ts';

/** The values of points, undefined where there is none; or what is wrong with them. */
type Points =
  | { readonly values: readonly (number | undefined)[]; readonly error?: undefined }
  | { readonly error: string; readonly values?: undefined };

/** A value and its time; both may be text. Source: metricproviders/graphite/api.go dataPoint.UnmarshalJSON. */
function pointOf(point: Json): { readonly value?: number | undefined; readonly error?: string } {
  const pair = items(point);
  const [value, time] = pair;
  if (!isJsonArray(point) && point !== null) {
    const kind = isJsonObject(point) ? 'object' : typeof point === 'boolean' ? 'bool' : typeof point;
    return {
      error: `json: cannot unmarshal ${kind} into Go struct field graphiteTargetResp.datapoints of type []interface {}`,
    };
  }
  if (pair.length !== 2) return { error: `error unmarshaling data point: ${printGo(pair)}` };
  const number = typeof value === 'string' ? parseFloat64(toBytes(value)) : value;
  if (typeof number === 'string') return { error: toText(number) };
  if (typeof value === 'object' && value !== null) return { error: `error unmarshaling value: ${printGo(value)}` };
  if (typeof value === 'boolean') return { error: `error unmarshaling value: ${String(value)}` };
  if (typeof time === 'string' && !/^[+-]?\d+$/.test(time)) {
    return { error: `strconv.ParseInt: parsing ${goJsonOf(time)}: invalid syntax` };
  }
  if (typeof time === 'boolean' || (typeof time === 'object' && time !== null)) {
    return { error: `error unmarshaling timestamp: ${printGo(value ?? null)}` };
  }
  return { value: typeof number === 'number' ? number : undefined };
}

/** Only the first target counts. Source: metricproviders/graphite/api.go Query. */
function readBody(body: Json): Points {
  const values: (number | undefined)[] = [];
  for (const [index, target] of items(body).entries()) {
    for (const point of items(member(target, 'datapoints'))) {
      const { value, error } = pointOf(point);
      if (error !== undefined) return { error };
      if (index === 0) values.push(value);
    }
  }
  return { values };
}

function pointsOf(answer: Exclude<Answer, { readonly kind: 'error' }>): Points {
  switch (answer.kind) {
    case 'json':
      return readBody(answer.value);
    case 'scalar':
      return { values: [answer.value] };
    case 'vector':
      return { values: answer.values };
    case 'matrix':
      return { values: answer.series[0] ?? [] };
    case 'string':
      return { values: [] };
  }
}

/** Points without a value are passed over. Source: metricproviders/graphite/graphite.go processResponse. */
function judgePoints(reference: Reference, metric: Metric, points: readonly (number | undefined)[]): Reading {
  const values = points.filter((value) => value !== undefined);
  const value = `[${values.map((one) => formatGoFixed(one, 6)).join(',')}]`;
  const { phase, error } = evaluateResult(floats(values), metric, reference);
  return error === undefined ? { phase, value } : { error, value };
}

/** What stops the provider before it asks anything. Source: metricproviders/graphite/graphite.go NewAPIClient. */
export function graphiteError({ address = '' }: GraphiteMetric): string | undefined {
  // Go's url.Parse takes nearly everything; a colon before any scheme is what people get wrong.
  const isUrl = address !== '' && !address.startsWith(':');
  return isUrl ? undefined : `Graphite address ${address} is not a valid URL`;
}

/** Source: metricproviders/graphite/graphite.go Run. */
export function graphiteBackend(context: ProviderContext, graphite: GraphiteMetric): InstantBackend {
  const { query = '' } = graphite;
  return {
    type: 'Graphite',
    read: (metric) => {
      const answer = ask(context, { provider: 'graphite', metric: metric.name, query });
      if (answer.kind === 'error') return { error: answer.message };
      const { values, error } = pointsOf(answer);
      if (error !== undefined) return { error };
      return values.length === 0 ? { error: 'no values found' } : judgePoints(context.reference, metric, values);
    },
  };
}
