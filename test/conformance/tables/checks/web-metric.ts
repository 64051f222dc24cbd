import { Reference } from '../../../../src/api/reference.ts';
import { metric } from '../../../../src/api/shape/analysis.ts';
import { judgeWebBody, webTemplate } from '../../../../src/metrics/providers/web.ts';
import { shaped, textOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'web-metric',
  compute: (input) => {
    const one = shaped(metric, input['metric']);
    const { web } = one.provider;
    if (web === undefined) throw new Error('no web metric');
    const { template, error } = webTemplate(web);
    if (error !== undefined) return { phase: '', value: '', error };
    return { ...judgeWebBody(new Reference(), one, template, textOf(input['body'])) };
  },
};
