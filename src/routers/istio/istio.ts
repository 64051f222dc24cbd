import type { IstioTrafficRouting } from '../../api/shape/traffic-routing.ts';
import { getCustom } from '../custom-objects.ts';
import { defineRouter, type RouterSeries } from '../definition.ts';
import { getReferenced, namespaceOf, refuse } from '../referenced.ts';
import { head, labelLines, routingPart, routingText, type StubRequest, type WriteStub } from '../stub.ts';
import { readRules } from './read.ts';
import { ISTIO_DESTINATION_RULE, ISTIO_VIRTUAL_SERVICE, virtualServiceNamespaceName } from './routes.ts';
import { namedVirtualServices, referencedVirtualService, validateVirtualServicesConfig } from './validate.ts';
import { IstioRouter } from './write.ts';

/** Routes lead to two Services, or to two subsets of one. */
const virtualService: WriteStub = (request) => {
  const subsets = routingPart(request, ['istio', 'destinationRule']) !== undefined;
  const route = routingText(request, ['istio', 'virtualService', 'routes', 0], 'primary');
  const [stable, canary] = subsets
    ? [
        `{host: ${request.service}, subset: ${stableSubset(request)}}`,
        `{host: ${request.service}, subset: ${canarySubset(request)}}`,
      ]
    : [`{host: ${request.service}}`, `{host: ${request.canaryService}}`];
  return [
    ...head('networking.istio.io/v1', request),
    'spec:',
    `  hosts: [${request.service}]`,
    '  http:',
    `    - name: ${route}`,
    '      route:',
    `        - destination: ${stable}`,
    '          weight: 100',
    `        - destination: ${canary}`,
    '          weight: 0',
  ];
};

const stableSubset = (request: StubRequest): string =>
  routingText(request, ['istio', 'destinationRule', 'stableSubsetName'], 'stable');
const canarySubset = (request: StubRequest): string =>
  routingText(request, ['istio', 'destinationRule', 'canarySubsetName'], 'canary');

const destinationRule: WriteStub = (request) => [
  ...head('networking.istio.io/v1', request),
  'spec:',
  `  host: ${request.service}`,
  '  subsets:',
  ...[stableSubset(request), canarySubset(request)].flatMap((subset) => [
    `    - name: ${subset}`,
    '      labels:',
    ...labelLines(request.labels, 8),
  ]),
];

/** Istio's standard metrics, as the caller's proxy reports them. Source: istio.io/latest/docs/reference/config/metrics. */
const SERIES: RouterSeries = {
  labels: ({ caller, object, namespace, service, revision }) => ({
    reporter: 'source',
    source_workload: caller,
    destination_service: `${service}.${namespace}.svc.cluster.local`,
    destination_service_name: service,
    destination_service_namespace: namespace,
    destination_workload: object,
    destination_workload_namespace: namespace,
    destination_version: revision,
    destination_canonical_revision: revision,
    request_protocol: 'http',
  }),
  requests: { name: 'istio_requests_total', labels: (code) => ({ response_code: code }) },
  latency: { name: 'istio_request_duration_milliseconds', unitMs: 1 },
};

const NAMED = {
  kind: 'VirtualService',
  group: 'networking.istio.io',
  required: true,
  namespace: 'in-name',
  stub: virtualService,
} as const;

export const istio = defineRouter<IstioTrafficRouting>({
  name: 'istio',
  label: 'Istio',
  kinds: [ISTIO_VIRTUAL_SERVICE, ISTIO_DESTINATION_RULE],
  features: { headerRoutes: 'any', mirrorRoutes: true, experimentWeights: true, pingPong: true },
  references: [
    { ...NAMED, path: ['istio', 'virtualService', 'name'] },
    { ...NAMED, path: ['istio', 'virtualServices', '*', 'name'] },
    { kind: 'DestinationRule', path: ['istio', 'destinationRule', 'name'], stub: destinationRule },
  ],
  series: SERIES,
  config: (routing) => routing.istio,
  needsServices: (config, { pingPong }) => pingPong === undefined && config.destinationRule === undefined,
  write: (context, config) => [new IstioRouter(context, config)],
  read: (world, { metadata: { namespace = '' } }, config) => readRules(world, namespace, config),
  // Source: rollout/trafficrouting/istio/controller.go GetReferencedVirtualServices.
  lookUp: (api, rollout, _config, reference) => {
    refuse(validateVirtualServicesConfig(rollout));
    const { field, references } = namedVirtualServices(rollout);
    return references.map((named) => {
      const { namespace, name } = virtualServiceNamespaceName(reference, named.name);
      const get = () => getCustom(api, ISTIO_VIRTUAL_SERVICE, namespace || namespaceOf(rollout), name);
      return referencedVirtualService(getReferenced(field, name, get).object, reference);
    });
  },
});
