import { formatGoFloat, formatGoFloatPlain } from '../../api/go-float.ts';
import type { JsonObject } from '../../api/json.ts';
import type { Labels } from '../series/labels.ts';
import { PromQLExecutionError, PromQLParseError } from './errors.ts';
import type { Points } from './evaluation.ts';
import type { InstantResult } from './promql.ts';

/** Answers as the HTTP API of Prometheus gives them. Source: web/api/v1/api.go, web/api/v1/json_codec.go. */

/** A sample's value as text. Source: util/jsonutil/marshal.go MarshalFloat. Examples: 1000000 is `1000000`, 0.0000001 is `1e-07`. */
export function sampleText(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-6 || size >= 1e21) ? formatGoFloat(value) : formatGoFloatPlain(value);
}

function pair(timeMs: number, value: string): [number, string] {
  return [timeMs / 1000, value];
}

function metricOf(labels: Labels): JsonObject {
  return Object.fromEntries(labels.entries());
}

function streamOf({ labels, times, values }: Points): JsonObject {
  return {
    metric: metricOf(labels),
    values: times.map((timeMs, index) => pair(timeMs, sampleText(values[index] ?? NaN))),
  };
}

function dataOf(result: InstantResult, atMs: number): JsonObject {
  switch (result.type) {
    case 'scalar':
      return { resultType: 'scalar', result: pair(atMs, sampleText(result.value)) };
    case 'string':
      return { resultType: 'string', result: pair(atMs, result.value) };
    case 'vector':
      return {
        resultType: 'vector',
        result: result.samples.map(({ labels, value }) => ({
          metric: metricOf(labels),
          value: pair(atMs, sampleText(value)),
        })),
      };
    case 'matrix':
      return { resultType: 'matrix', result: result.series.map(streamOf) };
  }
}

/** The body of an answer; `atMs` is when an instant query was asked. */
export function apiAnswer(result: InstantResult, atMs: number): JsonObject {
  const { warnings, infos } = result;
  return {
    status: 'success',
    data: dataOf(result, atMs),
    ...(warnings.length === 0 ? {} : { warnings: [...warnings] }),
    ...(infos.length === 0 ? {} : { infos: [...infos] }),
  };
}

/** The body of a refusal; undefined for an error that is none. */
export function apiRefusal(error: unknown): (JsonObject & { readonly error: string }) | undefined {
  if (error instanceof PromQLParseError) {
    return { status: 'error', errorType: 'bad_data', error: `invalid parameter "query": ${error.message}` };
  }
  return error instanceof PromQLExecutionError
    ? { status: 'error', errorType: 'execution', error: error.message }
    : undefined;
}
