/** Manifests to paste for objects that a Rollout names and nobody gave: the least that makes the rollout work. */
export interface StubRequest {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** Labels of the rollout's pods. */
  readonly labels: Readonly<Record<string, string>>;
  /** The Service that a route sends everything to at first. */
  readonly service: string;
  readonly canaryService: string;
  readonly containers: readonly { readonly name: string; readonly image: string }[];
}

type Write = (request: StubRequest) => readonly string[];

const WRITERS: Readonly<Record<string, Write>> = {
  Service: (request) => [
    ...head('v1', request),
    'spec:',
    '  selector:',
    ...labelLines(request.labels, 4),
    '  ports:',
    '    - port: 80',
    '      targetPort: 8080',
  ],
  Ingress: (request) => [
    ...head('networking.k8s.io/v1', request),
    'spec:',
    '  rules:',
    '    - http:',
    '        paths:',
    '          - path: /',
    '            pathType: Prefix',
    '            backend:',
    `              service: {name: ${request.service}, port: {number: 80}}`,
  ],
  VirtualService: (request) => [
    ...head('networking.istio.io/v1', request),
    'spec:',
    `  hosts: [${request.service}]`,
    '  http:',
    '    - name: primary',
    '      route:',
    `        - destination: {host: ${request.service}}`,
    '          weight: 100',
    `        - destination: {host: ${request.canaryService}}`,
    '          weight: 0',
  ],
  DestinationRule: (request) => [
    ...head('networking.istio.io/v1', request),
    'spec:',
    `  host: ${request.service}`,
    '  subsets:',
    '    - name: stable',
    '      labels:',
    ...labelLines(request.labels, 8),
    '    - name: canary',
    '      labels:',
    ...labelLines(request.labels, 8),
  ],
  Mapping: (request) => [
    ...head('getambassador.io/v2', request),
    'spec:',
    '  prefix: /',
    `  service: ${request.service}:80`,
  ],
  TraefikService: (request) => [
    ...head('traefik.io/v1alpha1', request),
    'spec:',
    '  weighted:',
    '    services:',
    `      - {name: ${request.service}, port: 80}`,
    `      - {name: ${request.canaryService}, port: 80}`,
  ],
  AnalysisTemplate: (request) => analysis(request),
  ClusterAnalysisTemplate: (request) => analysis(request),
  Deployment: (request) => [
    ...head('apps/v1', request),
    'spec:',
    '  replicas: 0',
    '  selector:',
    '    matchLabels:',
    ...labelLines(request.labels, 6),
    '  template:',
    '    metadata:',
    '      labels:',
    ...labelLines(request.labels, 8),
    '    spec:',
    '      containers:',
    ...request.containers.map(({ name, image }) => `        - {name: ${name}, image: "${image}"}`),
  ],
};

function head(apiVersion: string, request: StubRequest): readonly string[] {
  return [`apiVersion: ${apiVersion}`, `kind: ${request.kind}`, ...metadata(request)];
}

function metadata({ name, namespace }: StubRequest): readonly string[] {
  return namespace === '' || namespace === 'default'
    ? ['metadata:', `  name: ${name}`]
    : ['metadata:', `  name: ${name}`, `  namespace: ${namespace}`];
}

function labelLines(labels: Readonly<Record<string, string>>, indent: number): readonly string[] {
  return Object.entries(labels).map(
    ([key, value]) => `${' '.repeat(indent)}${key}: ${/^[A-Za-z][\w.-]*$/.test(value) ? value : JSON.stringify(value)}`,
  );
}

function analysis(request: StubRequest): readonly string[] {
  return [
    ...head('argoproj.io/v1alpha1', request),
    'spec:',
    '  metrics:',
    '    - name: success-rate',
    '      count: 1',
    '      successCondition: result[0] >= 0.95',
    '      provider:',
    '        prometheus:',
    '          address: http://prometheus:9090',
    '          query: sum(rate(requests_total{code!~"5.."}[1m])) / sum(rate(requests_total[1m]))',
  ];
}

/** The manifest to paste, without a newline at the end. */
export function stubManifest(request: StubRequest): string {
  const write = WRITERS[request.kind] ?? ((other: StubRequest) => head('API_VERSION', other));
  return write(request).join('\n');
}
