import { isJsonArray, isJsonObject, type Json } from '../../api/json.ts';
import { parseFloat64 } from '../../expr/values/parse-number.ts';
import { toBytes } from '../../expr/values/utf8.ts';
import { own } from '../../text/own.ts';
import type { Answer } from '../source.ts';

/** A value as Prometheus writes it, always as text; undefined for anything else. */
function sampleOf(pair: Json | undefined): number | undefined {
  const text = isJsonArray(pair) ? pair[1] : undefined;
  const value = typeof text === 'string' ? parseFloat64(toBytes(text)) : undefined;
  return typeof value === 'number' ? value : undefined;
}

/** The value of a series; that of a native histogram is 0, as the client has no number for it. */
function vectorSample(sample: Json): number | undefined {
  const value = member(sample, 'value');
  return value === undefined && member(sample, 'histogram') !== undefined ? 0 : sampleOf(value);
}

function allKnown(values: readonly (number | undefined)[]): readonly number[] | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? known : undefined;
}

function member(value: Json | undefined, key: string): Json | undefined {
  return isJsonObject(value) ? own(value, key) : undefined;
}

function listOf(value: Json | undefined): readonly Json[] {
  return isJsonArray(value) ? value : [];
}

function resultOf(data: Json | undefined, warnings: readonly string[]): Answer | undefined {
  const result = member(data, 'result');
  switch (member(data, 'resultType')) {
    case 'scalar': {
      const value = sampleOf(result);
      return value === undefined ? undefined : { kind: 'scalar', value, warnings };
    }
    case 'vector': {
      const values = allKnown(listOf(result).map(vectorSample));
      return values === undefined ? undefined : { kind: 'vector', values, warnings };
    }
    case 'matrix': {
      const series = listOf(result).map((stream) => allKnown(listOf(member(stream, 'values')).map(sampleOf)));
      const known = series.filter((values) => values !== undefined);
      return known.length === series.length ? { kind: 'matrix', series: known, warnings } : undefined;
    }
    default:
      return undefined;
  }
}

function statusError(status: number): string | undefined {
  if (Math.floor(status / 100) === 2 || status === 400 || status === 422) return undefined;
  if (Math.floor(status / 100) === 4) return `client_error: client error: ${status}`;
  return Math.floor(status / 100) === 5
    ? `server_error: server error: ${status}`
    : `bad_response: bad response code ${status}`;
}

/**
 * What a Prometheus client makes of an answer over HTTP. Source: github.com/prometheus/client_golang/api/prometheus/v1/api.go Do.
 * Example: status 400 with `{status: error, errorType: bad_data, error: x}` is the error `bad_data: x`.
 */
export function readPrometheusBody(status: number, body: Json): Answer {
  const broken = statusError(status);
  if (broken !== undefined) return { kind: 'error', message: broken };
  const isError = status === 400 || status === 422;
  if (member(body, 'status') === 'error') {
    const [type, error] = [member(body, 'errorType'), member(body, 'error')];
    return {
      kind: 'error',
      message: `${typeof type === 'string' ? type : ''}: ${typeof error === 'string' ? error : ''}`,
    };
  }
  if (isError) return { kind: 'error', message: 'bad_response: inconsistent body for response code' };
  const warnings = listOf(member(body, 'warnings')).filter((warning) => typeof warning === 'string');
  return (
    resultOf(member(body, 'data'), warnings) ?? { kind: 'error', message: 'unmarshalerDecoder: unexpected result' }
  );
}
