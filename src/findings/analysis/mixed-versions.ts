import { trafficCost } from '../costs.ts';
import type { FindingRule } from '../finding.ts';
import { measuredMetrics } from './measured.ts';
import { percent, worseVersion } from './version-errors.ts';

export const mixedVersions: FindingRule = {
  id: 'finding.analysis.mixedVersions',
  title: 'A query mixes the new version with the old one',
  statement:
    'A query that selects the series of both versions measures their average by traffic: behind a weight of 10 % a version that fails every third request looks like 3 %.',
  template:
    'metric {metric} passed {version}, which failed {share} of its requests: its query adds the series of both versions together',
  severity: 'harm',
  source: 'metricproviders/prometheus/prometheus.go processResponse',
  upstream: 'argoproj/argo-rollouts#3802',
  example: {
    inputs: { metric: 'errors', version: 'repo/shop:v2', share: '30 %' },
    text: 'metric errors passed repo/shop:v2, which failed 30 % of its requests: its query adds the series of both versions together',
  },
  absorbs: ['finding.traffic.errors'],
  find: (run) =>
    measuredMetrics(run).flatMap(({ spec, result, atMs, lastSeq, object, field, rollout, podTemplateHash }) => {
      const reads = result?.reads ?? [];
      if (result?.phase !== 'Successful' || rollout === undefined || podTemplateHash === undefined) return [];
      const isMixed = reads.some(({ versions }) => versions.length > 1);
      const bad = isMixed ? worseVersion(run, podTemplateHash, atMs) : undefined;
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
          fix: { text: 'select the new version alone: pass its hash with valueFrom.podTemplateHashValue: Latest' },
        },
      ];
    }),
};
