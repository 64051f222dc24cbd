import { parseTime } from '../../api/times.ts';
import { formatSpan } from '../../text/durations.ts';
import { trafficCost } from '../costs.ts';
import type { FindingRule } from '../finding.ts';
import { limitOf, measuredMetrics } from './measured.ts';
import { worseVersion } from './version-errors.ts';

export const lateAbort: FindingRule = {
  id: 'finding.analysis.late',
  title: 'A bad version is aborted later than the first failed measurement',
  statement:
    'failureLimit is the number of failed measurements that an analysis allows. Each of them costs an interval in which users stay on the bad version; a limit guards against a single measurement that fails by chance.',
  template: 'metric {metric} failed first at {first}, but failureLimit {limit} let {version} go on until {until}',
  severity: 'trap',
  source: 'analysis/analysis.go assessMetricFailureInconclusiveOrError',
  example: {
    inputs: { metric: 'errors', first: '11m15s', limit: 2, version: 'repo/shop:v2', until: '13m15s' },
    text: 'metric errors failed first at 11m15s, but failureLimit 2 let repo/shop:v2 go on until 13m15s',
  },
  find: (run) =>
    measuredMetrics(run).flatMap(({ spec, result, atMs, lastSeq, object, field, rollout, podTemplateHash }) => {
      const first = result?.measurements.find(({ phase }) => phase === 'Failed');
      const limit = limitOf(spec.failureLimit);
      if (result?.phase !== 'Failed' || result.dryRun || rollout === undefined || podTemplateHash === undefined)
        return [];
      if (limit < 1 || first?.finishedAt === undefined) return [];
      const bad = worseVersion(run, podTemplateHash, atMs);
      const firstMs = (parseTime(first.finishedAt) ?? 0) - (parseTime(run.timeline.header.epoch) ?? 0);
      const fromMs = Math.max(0, Math.round(firstMs / 1000) * 1000);
      const cost = trafficCost(run, rollout, fromMs, atMs);
      if (bad === undefined || (cost.failedRequests ?? 0) === 0) return [];
      const inputs = {
        metric: spec.name,
        first: formatSpan(fromMs),
        limit,
        version: bad.image,
        until: formatSpan(atMs),
      };
      const path = `${field}.failureLimit`;
      const fix = { text: `lower failureLimit of metric ${spec.name} to 0`, set: [{ object, path, value: 0 }] };
      return [{ atMs, lastSeq, object, field: path, inputs, evidence: [lastSeq], cost, fix }];
    }),
};
