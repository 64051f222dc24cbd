import type { FindingRule } from '../finding.ts';
import { measuredMetrics } from './measured.ts';

export const endedInErrors: FindingRule = {
  id: 'finding.analysis.errors',
  title: 'An analysis ended in errors, not in measurements',
  statement:
    'A measurement that cannot be taken or judged is an error; more than consecutiveErrorLimit of them in a row end the analysis and abort the update, whatever the version does.',
  template: 'metric {metric} says nothing of the version: each of its last {count} measurements is an error: {message}',
  severity: 'trap',
  source:
    'analysis/analysis.go assessMetricFailureInconclusiveOrError, metricproviders/prometheus/prometheus.go processResponse',
  example: {
    inputs: { metric: 'errors', count: 5, message: 'reflect: slice index out of range' },
    text: 'metric errors says nothing of the version: each of its last 5 measurements is an error: reflect: slice index out of range',
  },
  find: (run) =>
    measuredMetrics(run).flatMap(({ spec, result, atMs, lastSeq, object, field }) => {
      const measurements = result?.measurements ?? [];
      const last = measurements.at(-1);
      if (result?.phase !== 'Error' || result.dryRun || last?.phase !== 'Error') return [];
      const count = measurements.length - 1 - measurements.findLastIndex(({ phase }) => phase !== 'Error');
      const message = last.message ?? '';
      const isEmpty = message.includes('slice index out of range') || message.includes('index out of range');
      return [
        {
          atMs,
          lastSeq,
          object,
          field: `${field}.provider`,
          inputs: { metric: spec.name, count, message: isEmpty ? 'the answer is empty' : message },
          evidence: [lastSeq],
          ...(isEmpty
            ? { fix: { text: 'let the condition handle an empty answer: len(result) > 0 && result[0] …' } }
            : {}),
        },
      ];
    }),
};
