import type { TraefikTrafficRouting } from '../../api/shape/traffic-routing.ts';
import { defineRouter, type RouterRules, type RouterSeries } from '../definition.ts';
import { objectAt, objectsIn, specOf, weightedServices } from '../fields.ts';
import { everything, type TrafficWorld } from '../route-table.ts';
import { head, type WriteStub } from '../stub.ts';
import { TRAEFIK_SERVICE, TraefikRouter } from './write.ts';

function readRules(
  world: TrafficWorld,
  namespace: string,
  { weightedTraefikServiceName: name }: TraefikTrafficRouting,
): RouterRules | undefined {
  const spec = specOf(world, TRAEFIK_SERVICE, namespace, name);
  if (spec === undefined) return undefined;
  const destinations = weightedServices(namespace, objectsIn(objectAt(spec, 'weighted'), 'services'), 'name', 1);
  return { object: name, rules: [{ matches: everything, destinations }] };
}

const traefikService: WriteStub = (request) => [
  ...head('traefik.io/v1alpha1', request),
  'spec:',
  '  weighted:',
  '    services:',
  `      - {name: ${request.service}, port: 80}`,
  `      - {name: ${request.canaryService}, port: 80}`,
];

/** Source: doc.traefik.io, observability, metrics. */
const SERIES: RouterSeries = {
  labels: ({ namespace, service }) => ({
    service: `${namespace}-${service}-80@kubernetescrd`,
    method: 'GET',
    protocol: 'http',
  }),
  requests: { name: 'traefik_service_requests_total', labels: (code) => ({ code }) },
  latency: { name: 'traefik_service_request_duration_seconds', unitMs: 1000 },
};

export const traefik = defineRouter<TraefikTrafficRouting>({
  name: 'traefik',
  kinds: [TRAEFIK_SERVICE],
  features: {},
  references: [{ kind: 'TraefikService', path: ['traefik', 'weightedTraefikServiceName'], stub: traefikService }],
  series: SERIES,
  config: (routing) => routing.traefik,
  needsServices: () => true,
  write: (context, config) => [new TraefikRouter(context, config)],
  read: (world, { metadata: { namespace = '' } }, config) => readRules(world, namespace, config),
});
