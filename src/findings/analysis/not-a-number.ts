import type { FindingRule } from '../finding.ts';
import { measuredMetrics } from './measured.ts';

export const notANumber: FindingRule = {
  id: 'finding.analysis.nan',
  title: 'A metric is not a number where there was no traffic',
  statement:
    'A ratio is 0/0 while nobody sends requests. Every comparison with NaN is false: a success condition fails, a failure condition does not, and without the other condition that decides.',
  template: 'metric {metric} gave NaN in {count} of {all} measurements, which counted as {phase}',
  severity: 'trap',
  source: 'utils/evaluate/evaluate.go EvalCondition, metricproviders/prometheus/prometheus.go',
  example: {
    inputs: { metric: 'errors', count: 2, all: 3, phase: 'Failed' },
    text: 'metric errors gave NaN in 2 of 3 measurements, which counted as Failed',
  },
  find: (run) =>
    measuredMetrics(run).flatMap(({ spec, result, atMs, lastSeq, object, field }) => {
      const measurements = result?.measurements ?? [];
      const empty = measurements.filter(({ value = '' }) => value.includes('NaN'));
      const phase = empty.at(-1)?.phase ?? '';
      const hasDecided = phase === result?.phase && result.phase !== 'Successful';
      const isAll = empty.length === measurements.length;
      if (result === undefined || result.dryRun || empty.length === 0 || !(hasDecided || isAll)) return [];
      return [
        {
          atMs,
          lastSeq,
          object,
          field,
          inputs: { metric: spec.name, count: empty.length, all: measurements.length, phase },
          evidence: [lastSeq],
          fix: { text: 'let the condition handle it: isNaN(result[0]) || result[0] …' },
        },
      ];
    }),
};
