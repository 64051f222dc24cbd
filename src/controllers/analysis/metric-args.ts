import { canonical } from '../../api/canonical.ts';
import { goJson } from '../../api/go-json.ts';
import { isJsonObject, type Json } from '../../api/json.ts';
import { type Metric, metric as metricShape } from '../../api/shape/analysis.ts';
import type { Argument } from '../../api/shape/analysis-common.ts';
import { WrongTypeError } from '../../api/wrong-type.ts';
import { resolveQuotedArgs } from './placeholders.ts';

/** A metric, or why it could not be made. */
export type MetricResolution =
  { readonly metric: Metric; readonly error?: undefined } | { readonly error: string; readonly metric?: undefined };

export type MetricsResolution =
  | { readonly metrics: readonly Metric[]; readonly error?: undefined }
  | { readonly error: string; readonly metrics?: undefined };

/** Stands in for a secret where only the shape of the metrics matters. Source: analysis/analysis.go getResolvedMetricsWithoutSecrets. */
const SECRET_STAND_IN = 'temp-for-secret';

/** The escapes of JSON after a backslash; `u` is followed by four hex digits. */
const ESCAPE = /\\(?:(["\\/bfnrt])|u([0-9a-fA-F]{4})|(u)|([^]?))/gu;

/** What Go's decoder says of the first escape in the text that JSON does not have. Source: encoding/json scanner.go stateInStringEsc. */
function escapeError(text: string): string | undefined {
  for (const [, known, hex, short, other] of text.matchAll(ESCAPE)) {
    if (known !== undefined || hex !== undefined) continue;
    if (short !== undefined) return 'invalid character in \\u hexadecimal character escape';
    return `invalid character '${other}' in string escape code`;
  }
  return undefined;
}

function parse(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function isMetric(value: Json): value is Metric & Json {
  return isJsonObject(value);
}

const texts = new WeakMap<Metric, string>();

/** The metric's JSON. Metrics are looked at again and again, and never change. */
function textOf(metric: Metric): string {
  let text = texts.get(metric);
  if (text === undefined) {
    text = goJson(metricShape, isJsonObject(metric) ? metric : {});
    texts.set(metric, text);
  }
  return text;
}

/**
 * The metric with its arguments put in. The search runs over the metric's whole JSON, so a stray `{{` swallows everything up to the next `}}` of
 * another field. Source: utils/analysis/factory.go ResolveMetricArgs.
 */
export function resolveMetricArgs(metric: Metric, args: readonly Argument[]): MetricResolution {
  const written = textOf(metric);
  const { text, error } = resolveQuotedArgs(written, args);
  if (error !== undefined) return { error };
  if (text === written) return { metric };
  const value = parse(text);
  if (value === undefined) return { error: escapeError(text) ?? 'the metric is no JSON with its arguments put in' };
  try {
    const resolved = canonical(metricShape, value);
    return isMetric(resolved) ? { metric: resolved } : { error: 'the metric is no object' };
  } catch (failure) {
    if (failure instanceof WrongTypeError) return { error: failure.message };
    throw failure;
  }
}

/** All metrics with their arguments put in, but for the values of secrets. Source: analysis/analysis.go getResolvedMetricsWithoutSecrets. */
export function resolveMetricsWithoutSecrets(metrics: readonly Metric[], args: readonly Argument[]): MetricsResolution {
  const plain = args.map(({ name, value, valueFrom }): Argument =>
    valueFrom?.secretKeyRef === undefined ? { name, value, valueFrom } : { name, value: SECRET_STAND_IN },
  );
  const resolved: Metric[] = [];
  for (const one of metrics) {
    const { metric, error } = resolveMetricArgs(one, plain);
    if (error !== undefined) return { error };
    resolved.push(metric);
  }
  return { metrics: resolved };
}
