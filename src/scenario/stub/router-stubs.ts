import { head, labelLines, routingPart, routingText, type StubRequest, type WriteStub } from './request.ts';

/** An ALB's Ingress leads to an action that its controller finds in annotations. */
const ingress: WriteStub = (request) => {
  const isAlb = routingPart(request, ['alb']) !== undefined;
  const service = isAlb ? routingText(request, ['alb', 'rootService'], request.service) : request.service;
  const port = isAlb ? 'name: use-annotation' : 'number: 80';
  return [
    ...head('networking.k8s.io/v1', request),
    'spec:',
    `  ingressClassName: ${isAlb ? 'alb' : 'nginx'}`,
    '  rules:',
    '    - http:',
    '        paths:',
    '          - path: /',
    '            pathType: Prefix',
    '            backend:',
    `              service: {name: ${service}, port: {${port}}}`,
  ];
};

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

const mapping: WriteStub = (request) => [
  ...head('getambassador.io/v2', request),
  'spec:',
  '  prefix: /',
  `  service: ${request.service}:80`,
];

const traefikService: WriteStub = (request) => [
  ...head('traefik.io/v1alpha1', request),
  'spec:',
  '  weighted:',
  '    services:',
  `      - {name: ${request.service}, port: 80}`,
  `      - {name: ${request.canaryService}, port: 80}`,
];

const apisixRoute: WriteStub = (request) => [
  ...head('apisix.apache.org/v2', request),
  'spec:',
  '  http:',
  `    - name: ${routingText(request, ['apisix', 'route', 'rules', 0], 'primary')}`,
  '      match: {paths: [/*]}',
  '      backends:',
  `        - {serviceName: ${request.service}, servicePort: 80, weight: 100}`,
  `        - {serviceName: ${request.canaryService}, servicePort: 80, weight: 0}`,
];

/** A VirtualService of App Mesh is carried out by a VirtualRouter. */
const appMesh: WriteStub = (request) => {
  const node = (side: string): string =>
    routingText(request, ['appMesh', 'virtualNodeGroup', `${side}VirtualNodeRef`, 'name'], `${side}-node`);
  return [
    ...head('appmesh.k8s.aws/v1beta2', request),
    'spec:',
    '  provider:',
    '    virtualRouter:',
    `      virtualRouterRef: {name: ${request.reference.name}}`,
    '---',
    ...head('appmesh.k8s.aws/v1beta2', request, 'VirtualRouter'),
    'spec:',
    '  listeners: [{portMapping: {port: 80, protocol: http}}]',
    '  routes:',
    `    - name: ${routingText(request, ['appMesh', 'virtualService', 'routes', 0], 'primary')}`,
    '      httpRoute:',
    '        match: {prefix: /}',
    '        action:',
    '          weightedTargets:',
    `            - {virtualNodeRef: {name: ${node('canary')}}, weight: 0}`,
    `            - {virtualNodeRef: {name: ${node('stable')}}, weight: 100}`,
  ];
};

const virtualNode: WriteStub = (request) => [
  ...head('appmesh.k8s.aws/v1beta2', request),
  'spec:',
  '  podSelector:',
  '    matchLabels:',
  ...labelLines(request.labels, 6),
  '  listeners: [{portMapping: {port: 80, protocol: http}}]',
];

const gatewayRoute =
  (version: string): WriteStub =>
  (request) => [
    ...head(`gateway.networking.k8s.io/${version}`, request),
    'spec:',
    '  parentRefs: [{name: gateway}]',
    '  rules:',
    '    - backendRefs:',
    `        - {name: ${request.service}, port: 80}`,
    `        - {name: ${request.canaryService}, port: 80}`,
  ];

/** Objects of traffic routers, by kind; with the group where several groups have a kind of that name. */
export const ROUTER_STUBS: Readonly<Record<string, WriteStub>> = {
  Ingress: ingress,
  'networking.istio.io/VirtualService': virtualService,
  DestinationRule: destinationRule,
  Mapping: mapping,
  TraefikService: traefikService,
  ApisixRoute: apisixRoute,
  'appmesh.k8s.aws/VirtualService': appMesh,
  VirtualNode: virtualNode,
  HTTPRoute: gatewayRoute('v1'),
  GRPCRoute: gatewayRoute('v1'),
  TCPRoute: gatewayRoute('v1alpha2'),
  TLSRoute: gatewayRoute('v1alpha2'),
};
