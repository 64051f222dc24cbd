import { formatSpan } from '../../text/durations.ts';
import type { FindingRule } from '../finding.ts';
import { measuredMetrics } from './measured.ts';

export const windowTooShort: FindingRule = {
  id: 'finding.analysis.window',
  title: 'The window of a rate holds less than two scrapes',
  statement:
    'rate() and increase() need two samples within their window: a window shorter than two scrape intervals gives no answer, or one now and then.',
  template: 'metric {metric} takes a rate over {window}, but Prometheus scrapes each {scrape}',
  severity: 'trap',
  source: 'prometheus: promql/functions.go extrapolatedRate',
  example: {
    inputs: { metric: 'errors', window: '20s', scrape: '15s' },
    text: 'metric errors takes a rate over 20s, but Prometheus scrapes each 15s',
  },
  absorbs: ['finding.analysis.noSeries', 'finding.analysis.errors'],
  find: (run) =>
    measuredMetrics(run).flatMap(({ spec, result, atMs, lastSeq, object, field }) => {
      const read = result?.reads?.find(({ windowMs, scrapeMs }) => windowMs !== undefined && windowMs < 2 * scrapeMs);
      if (read?.windowMs === undefined || result?.dryRun === true) return [];
      const inputs = { metric: spec.name, window: formatSpan(read.windowMs), scrape: formatSpan(read.scrapeMs) };
      const fix = { text: `use a window of at least ${formatSpan(4 * read.scrapeMs)}` };
      return [{ atMs, lastSeq, object, field: `${field}.provider.prometheus.query`, inputs, evidence: [lastSeq], fix }];
    }),
};
