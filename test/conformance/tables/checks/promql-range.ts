import { promQL } from '../../../../src/metrics/promql/promql.ts';
import { numberOf, textOf } from '../inputs.ts';
import { answer, equalAnswers, storeOf } from './promql-rows.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'promql-range',
  compute: (input, file) =>
    answer(
      () =>
        promQL(textOf(input['query'])).range(storeOf(file, textOf(input['load'])), {
          startMs: numberOf(input['start']) * 1000,
          endMs: numberOf(input['end']) * 1000,
          stepMs: numberOf(input['step']) * 1000,
        }),
      false,
    ),
  equal: equalAnswers,
};
