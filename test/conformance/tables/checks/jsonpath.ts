import { isJsonArray, type Json, type JsonObject } from '../../../../src/api/json.ts';
import { findResults, JsonPathError, JsonPathPanic } from '../../../../src/metrics/jsonpath/evaluate.ts';
import { JsonPathSyntaxError, type Template } from '../../../../src/metrics/jsonpath/nodes.ts';
import { parseJsonPath } from '../../../../src/metrics/jsonpath/parser.ts';
import { printResults } from '../../../metrics/jsonpath/print.ts';
import { goJsonOf } from '../../../../src/metrics/jsonpath/values.ts';
import { objectOf, textOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

function parse(path: string): Template | { readonly error: string; readonly stage: string } {
  try {
    return parseJsonPath(path === '' ? '{$}' : path);
  } catch (error) {
    if (error instanceof JsonPathSyntaxError) return { error: error.message, stage: 'parse' };
    throw error;
  }
}

const byJson = (values: readonly Json[]): readonly Json[] =>
  [...values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

function run(input: JsonObject, unordered: boolean): Json {
  const template = parse(textOf(input['path']));
  if ('error' in template) return { ...template };
  try {
    const results = findResults(template, input['document'] ?? null);
    const plain: Json = JSON.parse(`[${results.map((values) => goJsonOf(values)).join(',')}]`);
    if (unordered) {
      const lists = isJsonArray(plain) ? plain : [];
      return { unordered, results: lists.map((list) => byJson(isJsonArray(list) ? list : [])) };
    }
    return { results: plain, printed: printResults(results) };
  } catch (error) {
    if (error instanceof JsonPathError) return { error: error.message, stage: 'execute' };
    if (error instanceof JsonPathPanic) return { panic: error.message };
    throw error;
  }
}

export const check: TableCheck = {
  table: 'jsonpath',
  compute: (input, _file, row) => run(input, objectOf(row.out)['unordered'] === true),
};
