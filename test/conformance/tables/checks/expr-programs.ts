import { deepEqual } from '../../../../src/api/equality.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../../src/api/json.ts';
import { compile, CONDITION_FUNCTIONS, ExprError, typesOf, type Value } from '../../../../src/expr/index.ts';
import { describeResult } from '../expr-results.ts';
import { valueOfKind } from '../expr-values.ts';
import { objectOf, textOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

function environmentOf(file: JsonObject): ReadonlyMap<string, Value> {
  const names = Object.entries(objectOf(file['env'])).map(([name, described]): readonly [string, Value] => {
    const { kind, value } = objectOf(described);
    const known = CONDITION_FUNCTIONS.get(name);
    return [name, known ?? valueOfKind(textOf(kind), value)];
  });
  return new Map(names);
}

export const check: TableCheck = {
  table: 'expr-programs',
  compute: (input, file) => {
    const env = environmentOf(file);
    try {
      return describeResult(compile(textOf(input['program']), typesOf(env)).run(env));
    } catch (error) {
      if (!(error instanceof ExprError)) throw error;
      return { error: { phase: error.phase, message: error.message, at: `${error.at.line}:${error.at.column}` } };
    }
  },
  equal: (got: Json, { out, marks }) => {
    if (deepEqual(got, out)) return true;
    const numbers = isJsonObject(got) ? [Number(got['value']), Number(objectOf(out)['value'])] : [];
    const [a = NaN, b = NaN] = numbers;
    return marks['approx'] === true && Math.abs(a - b) <= 1e-12 * Math.abs(b);
  },
};
