import { analysisRun } from '../../../../src/api/shape/analysis.ts';
import { parseTime } from '../../../../src/api/times.ts';
import { isTtlExceeded } from '../../../../src/controllers/analysis/ttl.ts';
import { shaped, textOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'analysis-ttl',
  compute: (input) => ({
    exceeded: isTtlExceeded(shaped(analysisRun, input['run']), parseTime(textOf(input['now'])) ?? 0),
  }),
};
