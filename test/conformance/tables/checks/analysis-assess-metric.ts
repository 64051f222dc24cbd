import { assessMetric, brokenLimit, effectiveCount } from '../../../../src/controllers/analysis/assess-metric.ts';
import { metricError } from '../../../../src/controllers/analysis/validate-metric.ts';
import { metric, metricResult } from '../../../../src/api/shape/analysis.ts';
import { shaped } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'analysis-assess-metric',
  compute: (input) => {
    const one = shaped(metric, input['metric']);
    const result = shaped(metricResult, input['result']);
    const broken = brokenLimit(one, result);
    return {
      phase: assessMetric(one, result, input['terminating'] === true).phase,
      limit: { phase: broken?.phase ?? '', message: broken?.message ?? '' },
      effectiveCount: effectiveCount(one) ?? null,
      invalid: metricError(one) ?? null,
    };
  },
};
