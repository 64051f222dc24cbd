import { formatSpan } from '../../text/durations.ts';
import { lastSeqAt } from '../../timeline/instants.ts';
import type { ObjectRef } from '../../timeline/timeline.ts';
import type { TrafficFlow } from '../../timeline/traffic.ts';
import { trafficCost } from '../costs.ts';
import type { FindingRule, FindingRun } from '../finding.ts';
import { outagesOf } from './outages.ts';

/** Part of the requests of a window that find no pod: less is news that has not spread yet. */
const OUTAGE_SHARE = 0.2;

/** A moment without a pod is what each replaced pod costs; people notice longer ones. */
const OUTAGE_MS = 3000;

export const outage: FindingRule = {
  id: 'finding.traffic.outage',
  title: 'Requests find no pod',
  statement: 'Callers reach a Service or a router that has no ready pod behind it: every such request fails at once.',
  template: '{flow}: {unrouted} of {requests} requests found no pod from {from} to {to}',
  severity: 'harm',
  source:
    'k8s.io/kubernetes/pkg/proxy/iptables/proxier.go syncProxyRules (a Service without endpoints rejects connections)',
  example: {
    inputs: { flow: 'web', unrouted: 788, requests: 800, from: '2m0s', to: '2m40s' },
    text: 'web: 788 of 800 requests found no pod from 2m0s to 2m40s',
  },
  find: (run) =>
    outagesOf(run, OUTAGE_SHARE).flatMap((found) => {
      const { flow, fromMs, toMs, unrouted, requests, failed, isLasting } = found;
      if (toMs - fromMs < OUTAGE_MS) return [];
      const to = isLasting ? 'the end' : formatSpan(toMs);
      const inputs = { flow: flow.name, unrouted, requests, from: formatSpan(fromMs), to };
      const object = workloadOf(run, flow);
      const lastSeq = lastSeqAt(run.timeline, fromMs);
      return [
        {
          atMs: fromMs,
          lastSeq,
          object,
          inputs,
          cost: { ...trafficCost(run, object, fromMs, toMs), failedRequests: failed },
        },
      ];
    }),
};

/** The rollout, Deployment or Service that a flow calls. */
function workloadOf(run: FindingRun, { to, namespace }: TrafficFlow): ObjectRef {
  const name = 'service' in to ? to.service : to.rollout;
  const kind = 'service' in to ? 'Service' : 'Rollout';
  const history = run.rollouts.find(({ object }) => object.namespace === namespace && object.name === name);
  return history?.object ?? { apiVersion: kind === 'Service' ? 'v1' : 'argoproj.io/v1alpha1', kind, namespace, name };
}
