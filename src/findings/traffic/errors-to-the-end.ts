import { formatSpan } from '../../text/durations.ts';
import { lastSeqAt } from '../../timeline/instants.ts';
import type { TrafficSample } from '../../timeline/traffic.ts';
import { percent } from '../analysis/version-errors.ts';
import { samplesOf, trafficCost } from '../costs.ts';
import type { FindingRule } from '../finding.ts';

/** How long before the end errors are looked at. */
const TAIL_MS = 60_000;

/** The share of errors that counts where a flow has no objective. */
const DEFAULT_ALLOWED = 0.01;

export const errorsToTheEnd: FindingRule = {
  id: 'finding.traffic.errors',
  title: 'Users are hurt when the run ends',
  statement:
    'The share of failed requests is above what the objective allows (1 % without one) in the last minute of the run, and nothing is under way that would end it.',
  template: '{flow}: {share} of the requests fail at the end of the run, since {since}{who}',
  severity: 'harm',
  source: 'traffic/tally.ts Tally (the accounting of the traffic; no rule of the reference)',
  example: {
    inputs: { flow: 'web', share: '8.7 %', since: '2m4s', who: ': repo/shop:v2 answers half of them' },
    text: 'web: 8.7 % of the requests fail at the end of the run, since 2m4s: repo/shop:v2 answers half of them',
  },
  find: (run) =>
    (run.timeline.header.traffic?.flows ?? []).flatMap((flow) => {
      const { timeline, endMs } = run;
      const samples = samplesOf(timeline, flow);
      const allowed = flow.objective === undefined ? DEFAULT_ALLOWED : 1 - flow.objective;
      const tail = samples.filter(({ toMs }) => toMs > endMs - TAIL_MS);
      const requests = tail.reduce((sum, sample) => sum + sample.requests, 0);
      const errors = tail.reduce((sum, sample) => sum + sample.errors, 0);
      const last = tail.at(-1);
      if (last === undefined || requests === 0 || errors <= allowed * requests || errors < MANY_ERRORS) return [];
      if (last.errors <= allowed * last.requests) return [];
      const sinceMs = beganMs(samples, allowed);
      const name = 'service' in flow.to ? flow.to.service : flow.to.rollout;
      const history = run.rollouts.find(({ object }) => object.namespace === flow.namespace && object.name === name);
      const object = history?.object ?? { apiVersion: 'v1', kind: 'Service', namespace: flow.namespace, name };
      const worst = last.versions.toSorted((a, b) => b.errors - a.errors)[0];
      const who = worst === undefined || worst.errors === 0 ? '' : `, most of them ${worst.image}'s`;
      const inputs = { flow: flow.name, share: percent(errors / requests), since: formatSpan(sinceMs), who };
      const cost = trafficCost(run, object, sinceMs, endMs);
      return [{ atMs: sinceMs, lastSeq: lastSeqAt(timeline, sinceMs), object, inputs, cost }];
    }),
};

/** A few errors in a minute are chance. */
const MANY_ERRORS = 10;

/** The beginning of the last stretch in which the windows exceed what is allowed, gaps of ten seconds left aside. */
function beganMs(samples: readonly TrafficSample[], allowed: number): number {
  let since = samples.at(-1)?.fromMs ?? 0;
  for (const { fromMs, errors, requests } of samples.toReversed()) {
    if (errors > allowed * requests) since = fromMs;
    else if (since - fromMs > 10_000) break;
  }
  return since;
}
