import { readGoDuration } from '../../api/durations.ts';
import { isJsonArray, type Json } from '../../api/json.ts';
import type { CloudWatchMetric, CloudWatchMetricDataQuery, Metric } from '../../api/shape/analysis.ts';
import { parseTime } from '../../api/times.ts';
import { FLOAT_SLICE, type GoType, recordOf, sliceOf, STRING, TIME } from '../../expr/types/types.ts';
import { floats, text } from '../../expr/values/convert.ts';
import { listOf, type Value } from '../../expr/values/value.ts';
import type { Reference } from '../../api/reference.ts';
import { evaluateResult } from '../evaluate-result.ts';
import { printGo } from '../jsonpath/values.ts';
import type { Answer } from '../source.ts';
import { ask, type ProviderContext } from './context.ts';
import type { InstantBackend, Reading } from './instant.ts';
import { items, member, numbersOf, textOf } from './json-access.ts';

/** Source: github.com/aws/aws-sdk-go-v2/service/cloudwatch/types MetricDataResult. */
const MESSAGE: GoType = recordOf('types.MessageData', { Code: STRING, Value: STRING });
/** A text of a type of its own: no text of a condition is equal to one. */
const STATUS_CODE: GoType = { kind: 'string', text: 'types.StatusCode', named: true };
const RESULT: GoType = recordOf('types.MetricDataResult', {
  Id: STRING,
  Label: STRING,
  Messages: sliceOf(MESSAGE),
  StatusCode: STATUS_CODE,
  Timestamps: sliceOf(TIME),
  Values: FLOAT_SLICE,
});

interface DataResult {
  readonly id: string;
  readonly label: string;
  readonly statusCode: string;
  readonly timestamps: readonly Json[];
  readonly values: readonly number[];
}

interface Output {
  readonly results: readonly DataResult[];
  readonly messages: number;
}

/** What an answer without such a list has in its place. */
function nilList(elem: GoType): Value {
  return { ...listOf(sliceOf(elem), []), isNil: true };
}

function timeValue(value: Json): Value {
  const nanos = typeof value === 'string' ? parseTime(value) : typeof value === 'number' ? value * 1000 : undefined;
  return { tag: 'time', nanos: BigInt(Math.round(nanos ?? 0)) * 1_000_000n, offsetSeconds: 0, zone: 'UTC' };
}

function resultValue({ id, label, statusCode, timestamps, values }: DataResult): Value {
  const statusValue: Value = { tag: 'fields', type: STATUS_CODE, fields: { text: text(statusCode) } };
  const fields = {
    Id: text(id),
    Label: text(label),
    Messages: nilList(MESSAGE),
    StatusCode: statusValue,
    Timestamps: timestamps.length === 0 ? nilList(TIME) : listOf(sliceOf(TIME), timestamps.map(timeValue)),
    Values: floats(values),
  };
  return { tag: 'fields', type: RESULT, fields };
}

function resultOf(value: Json): DataResult {
  return {
    id: textOf(member(value, 'Id')),
    label: textOf(member(value, 'Label')),
    statusCode: textOf(member(value, 'StatusCode')) || 'Complete',
    timestamps: items(member(value, 'Timestamps')),
    values: numbersOf(member(value, 'Values')),
  };
}

/** The first query that gives data: what plain values are the result of. */
function askedOf(queries: readonly CloudWatchMetricDataQuery[]): CloudWatchMetricDataQuery | undefined {
  return queries.find(({ returnData = true }) => returnData) ?? queries[0];
}

function outputOf(
  answer: Exclude<Answer, { readonly kind: 'error' }>,
  asked: CloudWatchMetricDataQuery | undefined,
): Output {
  if (answer.kind === 'json') {
    const results = isJsonArray(answer.value) ? answer.value : items(member(answer.value, 'MetricDataResults'));
    return { results: results.map(resultOf), messages: items(member(answer.value, 'Messages')).length };
  }
  const one = (values: readonly number[]): DataResult => ({
    id: asked?.id ?? '',
    label: asked?.label ?? '',
    statusCode: 'Complete',
    timestamps: [],
    values,
  });
  switch (answer.kind) {
    case 'scalar':
      return { results: [one([answer.value])], messages: 0 };
    case 'vector':
      return { results: [one(answer.values)], messages: 0 };
    case 'matrix':
      return { results: answer.series.map(one), messages: 0 };
    case 'string':
      return { results: [], messages: 0 };
  }
}

/** The messages as Go prints pointers: by addresses, which mean nothing. */
function messagesText(count: number): string {
  const message = '{Code:<address> Value:<address> noSmithyDocumentSerde:{}}';
  return `[${Array.from({ length: count }, () => message).join(' ')}]`;
}

function judgeOutput(reference: Reference, metric: Metric, { results, messages }: Output): Reading {
  const value = printGo(results.map(({ values }) => values));
  const metadata = messages === 0 ? {} : { metadata: { messages: messagesText(messages) } };
  const { phase, error } = evaluateResult(listOf(sliceOf(RESULT), results.map(resultValue)), metric, reference);
  return error === undefined ? { phase, value, ...metadata } : { error, value, ...metadata };
}

/** Source: metricproviders/cloudwatch/cloudwatch.go Run. */
export function cloudWatchBackend(context: ProviderContext, cloudWatch: CloudWatchMetric): InstantBackend {
  const { interval = '', metricDataQueries } = cloudWatch;
  const asked = askedOf(metricDataQueries ?? []);
  return {
    type: 'CloudWatch',
    read: (metric) => {
      const { error } = readGoDuration(interval === '' ? '5m' : interval);
      if (error !== undefined) return { error };
      const query = asked?.expression ?? asked?.metricStat?.metric.metricName ?? asked?.id ?? '';
      const answer = ask(context, { provider: 'cloudWatch', metric: metric.name, query });
      return answer.kind === 'error'
        ? { error: answer.message }
        : judgeOutput(context.reference, metric, outputOf(answer, asked));
    },
  };
}
