import { evaluateResult } from '../../../../src/expr/index.ts';
import { orError, valueOfKind } from '../expr-values.ts';
import { objectOf, textOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'metric-status',
  compute: (input) => {
    const result = objectOf(input['result']);
    const value = valueOfKind(textOf(result['kind']), result['value']);
    const conditions = {
      successCondition: textOf(input['successCondition']),
      failureCondition: textOf(input['failureCondition']),
    };
    const answer = orError(() => ({ phase: evaluateResult(value, conditions) }));
    return 'error' in answer ? { ...answer, phase: 'Error' } : answer;
  },
};
