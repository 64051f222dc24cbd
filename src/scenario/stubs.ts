import { head, labelLines, type StubRequest, type WriteStub } from '../routers/stub.ts';
import type { Reference } from './reference-paths.ts';

const service: WriteStub = (request) => [
  ...head('v1', request),
  'spec:',
  '  selector:',
  ...labelLines(request.labels, 4),
  '  ports:',
  '    - port: 80',
  '      targetPort: 8080',
];

const deployment: WriteStub = (request) => [
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
];

const analysisTemplate: WriteStub = (request) => [
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

const secret: WriteStub = (request) => [
  ...head('v1', request),
  'stringData:',
  ...request.keys.map((key) => `  ${key}: VALUE`),
];

const WRITERS: ReadonlyMap<string, WriteStub> = new Map(
  Object.entries<WriteStub>({
    Service: service,
    Deployment: deployment,
    AnalysisTemplate: analysisTemplate,
    ClusterAnalysisTemplate: analysisTemplate,
    Secret: secret,
  }),
);

/**
 * A manifest to paste for an object that something names and nobody gave: the least that makes a rollout work. Without a newline at the end.
 */
export function stubManifest({ kind, stub }: Reference, request: StubRequest): string {
  const write = stub ?? WRITERS.get(kind);
  return (write?.(request) ?? head('API_VERSION', request)).join('\n');
}
