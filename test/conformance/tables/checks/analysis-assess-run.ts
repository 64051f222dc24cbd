import { canonical } from '../../../../src/api/canonical.ts';
import { analysisRun, analysisRunStatus } from '../../../../src/api/shape/analysis.ts';
import { assessRun } from '../../../../src/controllers/analysis/assess-run.ts';
import { dryRunMetrics } from '../../../../src/controllers/analysis/metric-rules.ts';
import { isTerminating } from '../../../../src/controllers/analysis/results.ts';
import { jsonOf, shaped, TABLE_NOW_MS } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'analysis-assess-run',
  compute: (input) => {
    const run = shaped(analysisRun, input['run']);
    const metrics = run.spec.metrics ?? [];
    const { byMetric, error } = dryRunMetrics(run.spec.dryRun ?? [], metrics);
    if (error !== undefined) return { error };
    const dryRun = new Set(byMetric.keys());
    const { phase, message, status, events } = assessRun(run, metrics, dryRun, TABLE_NOW_MS);
    return {
      phase,
      message,
      status: canonical(analysisRunStatus, jsonOf(status)),
      events: events.map(({ type, reason, message: text }) => `${type} ${reason} ${text}`),
      terminating: isTerminating(run),
    };
  },
};
