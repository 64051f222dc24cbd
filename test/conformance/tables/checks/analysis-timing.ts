import { Reference } from '../../../../src/api/reference.ts';
import { analysisRun } from '../../../../src/api/shape/analysis.ts';
import { formatPreciseTime, parseTime } from '../../../../src/api/times.ts';
import { generateMetricTasks, nextReconcileMs } from '../../../../src/controllers/analysis/tasks.ts';
import { shaped, textOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'analysis-timing',
  compute: (input) => {
    const run = shaped(analysisRun, input['run']);
    const nowMs = parseTime(textOf(input['now'])) ?? 0;
    const metrics = run.spec.metrics ?? [];
    const next = nextReconcileMs(run, metrics, nowMs);
    return {
      next: next === undefined ? null : formatPreciseTime(next),
      tasks: generateMetricTasks(run, metrics, nowMs, new Reference()).map((task) => ({
        metric: task.metric.name,
        resume: task.incomplete !== undefined,
      })),
    };
  },
};
