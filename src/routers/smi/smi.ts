import type { Rollout } from '../../api/shape/rollout.ts';
import type { SmiTrafficRouting } from '../../api/shape/traffic-routing.ts';
import { defineRouter, type RouterRules, type RouterSeries } from '../definition.ts';
import { objectsIn, specOf, weightedServices } from '../fields.ts';
import { everything, type TrafficWorld } from '../route-table.ts';
import { SmiRouter, TRAFFIC_SPLIT, trafficSplitName } from './write.ts';

/** Backends of a TrafficSplit. */
function readRules(world: TrafficWorld, rollout: Rollout, config: SmiTrafficRouting): RouterRules | undefined {
  const { namespace = '' } = rollout.metadata;
  const name = trafficSplitName(rollout, config);
  const spec = specOf(world, TRAFFIC_SPLIT, namespace, name);
  if (spec === undefined) return undefined;
  const destinations = weightedServices(namespace, objectsIn(spec, 'backends'), 'service', 0);
  return { object: name, rules: [{ matches: everything, destinations }] };
}

/** Linkerd's proxy metrics, for the mesh behind a TrafficSplit. Source: linkerd.io/2/reference/proxy-metrics. */
const LINKERD_SERIES: RouterSeries = {
  labels: ({ namespace, service, revision }) => ({ namespace, direction: 'inbound', dst_service: service, revision }),
  requests: {
    name: 'response_total',
    labels: (code) => ({ classification: code.startsWith('5') ? 'failure' : 'success', status_code: code }),
  },
  latency: { name: 'response_latency_ms', unitMs: 1 },
};

export const smi = defineRouter<SmiTrafficRouting>({
  name: 'smi',
  label: 'SMI',
  kinds: [TRAFFIC_SPLIT],
  features: { experimentWeights: true },
  references: [{ kind: 'Service', path: ['smi', 'rootService'] }],
  series: LINKERD_SERIES,
  config: (routing) => routing.smi,
  needsServices: () => true,
  write: (context, config) => [new SmiRouter(context, config)],
  read: readRules,
});
