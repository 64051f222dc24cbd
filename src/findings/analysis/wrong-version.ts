import { trafficCost } from '../costs.ts';
import type { FindingRule } from '../finding.ts';
import { measuredMetrics } from './measured.ts';
import { percent, worseVersion } from './version-errors.ts';

export const wrongVersion: FindingRule = {
  id: 'finding.analysis.wrongVersion',
  title: 'A query measures the old version',
  statement:
    'All series that the query selects belong to the stable version: whatever the new version does, the answer is the same.',
  template:
    'metric {metric} passed {version}, which failed {share} of its requests: its query selects only the other version',
  severity: 'harm',
  source: 'rollout/analysis.go, utils/analysis/factory.go BuildArgumentsForRolloutAnalysisRun',
  example: {
    inputs: { metric: 'errors', version: 'repo/shop:v2', share: '30 %' },
    text: 'metric errors passed repo/shop:v2, which failed 30 % of its requests: its query selects only the other version',
  },
  absorbs: ['finding.traffic.errors'],
  find: (run) =>
    measuredMetrics(run).flatMap(({ spec, result, atMs, lastSeq, object, field, rollout, podTemplateHash }) => {
      const versions = (result?.reads ?? []).flatMap((read) => read.versions);
      if (result?.phase !== 'Successful' || rollout === undefined || podTemplateHash === undefined) return [];
      const isOther = versions.length > 0 && !versions.includes(podTemplateHash);
      const bad = isOther ? worseVersion(run, podTemplateHash, atMs) : undefined;
      if (bad === undefined) return [];
      return [
        {
          atMs,
          lastSeq,
          object,
          field: `${field}.provider.prometheus.query`,
          inputs: { metric: spec.name, version: bad.image, share: percent(bad.share) },
          evidence: [lastSeq],
          cost: trafficCost(run, rollout, atMs - 1, run.endMs),
          fix: { text: 'select the new version: pass its hash with valueFrom.podTemplateHashValue: Latest' },
        },
      ];
    }),
};
