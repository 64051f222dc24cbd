import { evalCondition } from '../../../../src/expr/index.ts';
import { orError, valueOfKind } from '../expr-values.ts';
import { objectOf, textOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'condition-language',
  compute: (input) => {
    const result = objectOf(input['result']);
    const value = valueOfKind(textOf(result['kind']), result['value']);
    return orError(() => ({ value: evalCondition(value, textOf(input['condition'])) }));
  },
};
