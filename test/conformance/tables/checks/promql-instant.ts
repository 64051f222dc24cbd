import { promQL } from '../../../../src/metrics/promql/promql.ts';
import { numberOf, objectOf, textOf } from '../inputs.ts';
import { answer, equalAnswers, storeOf } from './promql-rows.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'promql-instant',
  compute: (input, file, { out }) =>
    answer(
      () =>
        promQL(textOf(input['query'])).instant(
          storeOf(file, textOf(input['load'])),
          numberOf(input['at_seconds']) * 1000,
        ),
      objectOf(out)['ordered'] === true,
    ),
  equal: equalAnswers,
};
