import type { FindingRule } from '../finding.ts';
import { limitOf, measuredMetrics } from './measured.ts';

export const passedThoughFailed: FindingRule = {
  id: 'finding.analysis.passedFailed',
  title: 'An analysis is Successful although every measurement failed',
  statement:
    'failureLimit is the number of failed measurements that are allowed: with count 1 and failureLimit 1 the only measurement may fail.',
  template:
    'metric {metric} is Successful although {failed} of {count} measurements failed: failureLimit {limit} allows them',
  severity: 'trap',
  source: 'analysis/analysis.go assessMetricStatus, assessMetricFailureInconclusiveOrError',
  upstream: 'argoproj/argo-rollouts#4393',
  example: {
    inputs: { metric: 'smoke', failed: 1, count: 1, limit: 1 },
    text: 'metric smoke is Successful although 1 of 1 measurements failed: failureLimit 1 allows them',
  },
  absorbs: ['finding.traffic.errors'],
  find: (run) =>
    measuredMetrics(run).flatMap(({ spec, result, atMs, lastSeq, object, field }) => {
      const measurements = result?.measurements ?? [];
      const failed = measurements.filter(({ phase }) => phase === 'Failed').length;
      if (result?.phase !== 'Successful' || result.dryRun || failed === 0 || failed < measurements.length) return [];
      const limit = limitOf(spec.failureLimit);
      return [
        {
          atMs,
          lastSeq,
          object,
          field: `${field}.failureLimit`,
          inputs: { metric: spec.name, failed, count: measurements.length, limit },
          evidence: [lastSeq],
          fix: {
            text: `set failureLimit of metric ${spec.name} to ${failed - 1}`,
            set: [{ object, path: `${field}.failureLimit`, value: failed - 1 }],
          },
        },
      ];
    }),
};
