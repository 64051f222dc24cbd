import type { Json, JsonObject } from '../../../../src/api/json.ts';
import { evalCondition, evaluateResult, fromJson, type Value } from '../../../../src/expr/index.ts';
import { orError, valueOfKind } from '../expr-values.ts';
import { textOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

function resultOf(input: JsonObject): Value {
  const type = input['resultType'];
  return type === undefined ? fromJson(input['result']) : valueOfKind(textOf(type), input['result']);
}

function conditionText(value: Json | undefined): string {
  return value === undefined || value === null ? '' : textOf(value);
}

export const check: TableCheck = {
  table: 'evaluate-conditions',
  compute: (input) => {
    const value = resultOf(input);
    if (input['condition'] !== undefined) {
      return orError(() => ({ value: evalCondition(value, textOf(input['condition'])) }));
    }
    const conditions = {
      successCondition: conditionText(input['successCondition']),
      failureCondition: conditionText(input['failureCondition']),
    };
    const answer = orError(() => ({ phase: evaluateResult(value, conditions) }));
    return 'error' in answer ? { ...answer, phase: 'Error' } : answer;
  },
};
