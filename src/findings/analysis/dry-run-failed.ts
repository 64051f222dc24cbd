import type { FindingRule } from '../finding.ts';
import { measuredMetrics, wasPromoted } from './measured.ts';

export const dryRunFailed: FindingRule = {
  id: 'finding.analysis.dryRun',
  title: 'A metric that failed was a dry run',
  statement: 'Metrics of a dry run are measured and reported, but never decide the analysis.',
  template: 'metric {metric} {phase}, but it is a dry run: the version was promoted all the same',
  severity: 'trap',
  source: 'analysis/analysis.go assessRunStatus',
  example: {
    inputs: { metric: 'errors', phase: 'Failed' },
    text: 'metric errors Failed, but it is a dry run: the version was promoted all the same',
  },
  absorbs: ['finding.traffic.errors'],
  find: (run) =>
    measuredMetrics(run).flatMap(({ spec, result, atMs, lastSeq, object, field, rollout, podTemplateHash }) => {
      if (result?.dryRun !== true || (result.phase !== 'Failed' && result.phase !== 'Error')) return [];
      if (rollout === undefined || !wasPromoted(run, rollout, podTemplateHash)) return [];
      const inputs = { metric: spec.name, phase: result.phase };
      return [
        { atMs, lastSeq, object, field, inputs, evidence: [lastSeq], fix: { text: 'remove the metric from dryRun' } },
      ];
    }),
};
