import type { Json } from '../../api/json.ts';
import type { Metric, WebMetric } from '../../api/shape/analysis.ts';
import type { Reference } from '../../api/reference.ts';
import { evaluateResult } from '../evaluate-result.ts';
import { documentValue } from '../go-values.ts';
import { findResults, JsonPathError, JsonPathPanic } from '../jsonpath/evaluate.ts';
import { JsonPathSyntaxError, type Template } from '../jsonpath/nodes.ts';
import { parseJsonPath } from '../jsonpath/parser.ts';
import { goJsonOf, type GoValue, INVALID } from '../jsonpath/values.ts';
import type { Answer } from '../source.ts';
import { ask, type ProviderContext } from './context.ts';
import type { InstantBackend, Reading } from './instant.ts';

const DEFAULT_PATH = '{$}';
/** encoding/json refuses deeper documents. */
const MAX_DEPTH = 10_000;

export type TemplateResult =
  | { readonly template: Template; readonly error?: undefined }
  | { readonly error: string; readonly template?: undefined };

/** Source: metricproviders/webmetric/webmetric.go NewWebMetricJsonParser. */
export function webTemplate(web: WebMetric): TemplateResult {
  try {
    return { template: parseJsonPath(web.jsonPath === undefined || web.jsonPath === '' ? DEFAULT_PATH : web.jsonPath) };
  } catch (error) {
    if (error instanceof JsonPathSyntaxError) return { error: error.message };
    throw error;
  }
}

/** What stops the provider before it asks anything. Source: metricproviders/webmetric/webmetric.go NewWebMetricHttpClient. */
export function webError({ authentication }: WebMetric): string | undefined {
  const { tokenUrl = '', clientId = '', clientSecret = '' } = authentication.oauth2;
  const incomplete = tokenUrl !== '' && (clientId === '' || clientSecret === '');
  return incomplete ? 'missing mandatory parameter in metric for OAuth2 setup' : undefined;
}

/** Whether Go reads a document that JavaScript has read: no number too large for a float64, not too deep. */
function isReadable(value: Json, depth = 0): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= MAX_DEPTH) return false;
  return Object.values(value).every((item: Json | undefined) => item === undefined || isReadable(item, depth + 1));
}

function parse(body: string): Json | undefined {
  try {
    const value: Json = JSON.parse(body);
    return isReadable(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What a body comes to, with the value also where judging it failed. */
export interface WebVerdict {
  readonly phase: string;
  readonly value: string;
  readonly error?: string;
}

/**
 * What a body comes to. One that is no JSON is a success with itself as value, whatever the conditions say.
 * Source: metricproviders/webmetric/webmetric.go parseResponse.
 */
export function judgeWebBody(reference: Reference, metric: Metric, template: Template, body: string): WebVerdict {
  const document = parse(body);
  return document === undefined
    ? { phase: 'Successful', value: body }
    : judgeWebDocument(reference, metric, template, document);
}

function judgeWebDocument(reference: Reference, metric: Metric, template: Template, document: GoValue): WebVerdict {
  let first: GoValue | undefined;
  try {
    first = findResults(template, document).find((values) => values.length > 0)?.[0];
  } catch (error) {
    if (error instanceof JsonPathPanic) return crash(error.message);
    if (!(error instanceof JsonPathError)) throw error;
    return { phase: 'Error', value: '', error: `Could not find JSONPath in body: ${error.message}` };
  }
  if (first === undefined) return { phase: 'Error', value: '', error: 'result of web metric produced no value' };
  if (first === INVALID) return crash('reflect: call of reflect.Value.Interface on zero Value');
  return { ...evaluateResult(documentValue(first), metric, reference), value: goJsonOf(first) };
}

/** The reference's process ends here. */
function crash(message: string): WebVerdict {
  return { phase: 'Error', value: '', error: `panic: ${message}` };
}

function bodyOf(answer: Exclude<Answer, { readonly kind: 'error' }>): string {
  switch (answer.kind) {
    case 'json':
      return JSON.stringify(answer.value);
    case 'scalar':
      return JSON.stringify(answer.value);
    case 'string':
      return answer.value;
    case 'vector':
      return JSON.stringify(answer.values.length === 1 ? answer.values[0] : answer.values);
    case 'matrix':
      return JSON.stringify(answer.series);
  }
}

function requestError({ method = '', body = '', jsonBody }: WebMetric): string | undefined {
  if (body !== '' && jsonBody !== undefined) {
    return 'use either Body or JSONBody; both cannot exists for WebMetric payload';
  }
  const isGet = method === '' || method === 'GET';
  return isGet && (body !== '' || jsonBody !== undefined)
    ? 'Body/JSONBody can only be used with POST or PUT WebMetric Method types'
    : undefined;
}

/** Source: metricproviders/webmetric/webmetric.go. */
export function webBackend(context: ProviderContext, web: WebMetric, template: Template): InstantBackend {
  return {
    type: 'WebMetric',
    read: (metric): Reading => {
      const wrong = requestError(web);
      if (wrong !== undefined) return { error: wrong };
      const answer = ask(context, { provider: 'web', metric: metric.name, query: web.url });
      if (answer.kind === 'error') return { error: answer.message };
      const { phase, value, error } = judgeWebBody(context.reference, metric, template, bodyOf(answer));
      if (error === undefined) return { phase, value };
      if (error.startsWith('panic: ')) {
        context.finding(
          `Metric ${metric.name}: the body is null, and the controller of a real cluster crashes there (${error}).`,
        );
      }
      return { error };
    },
  };
}
