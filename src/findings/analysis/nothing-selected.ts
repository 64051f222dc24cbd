import type { AnalysisMetric } from '../../timeline/analysis.ts';
import type { FindingRule } from '../finding.ts';
import { measuredMetrics } from './measured.ts';

export const nothingSelected: FindingRule = {
  id: 'finding.analysis.noSeries',
  title: 'A query asks for series that do not exist',
  statement:
    'A selector that matches no series gives an empty answer: the condition fails on it, or the fallback of the query (or vector(0)) answers in its place, and the version is never measured.',
  template: 'metric {metric} never measures the version: {what}',
  severity: 'trap',
  source: 'metricproviders/prometheus/prometheus.go processResponse',
  example: {
    inputs: { metric: 'errors', what: 'no series of http_requests_total has the label role (labels: code, pod)' },
    text: 'metric errors never measures the version: no series of http_requests_total has the label role (labels: code, pod)',
  },
  absorbs: ['finding.analysis.errors', 'finding.traffic.errors'],
  find: (run) =>
    measuredMetrics(run).flatMap(({ spec, result, atMs, lastSeq, object, field }) => {
      const reads = result?.reads ?? [];
      const measurements = result?.measurements ?? [];
      const blind = reads.find(({ series }) => series === 0);
      if (result === undefined || result.dryRun || blind === undefined || measurements.length === 0) return [];
      const isEmpty = measurements.every(({ phase, value = '' }) => phase === 'Error' || value === '[]');
      const isFallback = result.fallback === true && reads.every(({ series }) => series === 0);
      // A class of answers that has not come yet, such as status 5xx, is what a fallback is for; if all selectors of a ratio are blind, it is more than that.
      const isUnknown = reads.length > 1 || blind.missing.some(({ has }) => has.length === 0) || !blind.exists;
      if (!isEmpty && !(isFallback && isUnknown)) return [];
      return [
        {
          atMs,
          lastSeq,
          object,
          field: `${field}.provider.prometheus.query`,
          inputs: { metric: spec.name, what: `${whatOf(blind)}${isFallback ? '; only its fallback answers' : ''}` },
          evidence: [lastSeq],
          fix: { text: 'ask by labels that the series have (rehearse query lists them)' },
        },
      ];
    }),
};

type Read = NonNullable<AnalysisMetric['reads']>[number];

function whatOf({ name, exists, missing, labels, selector }: Read): string {
  if (!exists) return `there is no metric ${name}`;
  const [first] = missing;
  if (first === undefined) return `no series matches ${selector}`;
  const { label, value, has } = first;
  if (has.length === 0) return `no series of ${name} has the label ${label} (it has ${labels.join(', ')})`;
  return `no series of ${name} has ${label}${value} (it has ${has.slice(0, 4).join(', ')})`;
}
