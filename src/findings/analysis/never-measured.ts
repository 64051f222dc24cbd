import { parseTime } from '../../api/times.ts';
import { formatSpan } from '../../text/durations.ts';
import type { FindingRule } from '../finding.ts';
import { measuredMetrics, wasPromoted } from './measured.ts';

export const neverMeasured: FindingRule = {
  id: 'finding.analysis.unmeasured',
  title: 'An analysis never measured anything',
  statement:
    'A background analysis ends when the last step is over, and then counts as Successful, also if its initialDelay or its first interval was not over: the version went out unmeasured.',
  template: 'metric {metric} was never measured: {why}, and the steps were over {took} after the analysis began',
  severity: 'trap',
  source: 'rollout/analysis.go reconcileBackgroundAnalysisRun, analysis/analysis.go generateMetricTasks',
  example: {
    inputs: { metric: 'health', why: 'its initialDelay is 30s', took: '10s' },
    text: 'metric health was never measured: its initialDelay is 30s, and the steps were over 10s after the analysis began',
  },
  absorbs: ['finding.traffic.errors'],
  find: (run) =>
    measuredMetrics(run).flatMap(({ run: analysisRun, spec, result, rollout, podTemplateHash, ...place }) => {
      if ((result?.measurements.length ?? 0) > 0 || rollout === undefined) return [];
      if (analysisRun.status.phase !== 'Successful' || !wasPromoted(run, rollout, podTemplateHash)) return [];
      const delay = spec.initialDelay ?? '';
      const began = parseTime(analysisRun.metadata.creationTimestamp ?? '') ?? 0;
      const epoch = parseTime(run.timeline.header.epoch) ?? 0;
      const took = formatSpan(Math.max(0, Math.round((epoch + place.atMs - began) / 1000) * 1000));
      const why = delay === '' ? 'it was terminated before its first measurement' : `its initialDelay is ${delay}`;
      return [
        {
          atMs: place.atMs,
          lastSeq: place.lastSeq,
          object: place.object,
          field: delay === '' ? place.field : `${place.field}.initialDelay`,
          inputs: { metric: spec.name, why, took },
          evidence: [place.lastSeq],
          fix: {
            text: 'add a pause to the steps that is longer than the initialDelay and the first intervals together',
          },
        },
      ];
    }),
};
