import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/api/json.ts';
import { getReferencedResources } from '../../../src/controllers/rollouts/referenced-resources.ts';
import { routerWorld, type RouterWorld, type RouterWorldOptions } from '../../routers/router-world.ts';

const SERVICES = ['stable', 'canary'].map((name) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: {},
}));

function world(routing: JsonObject, options: Partial<RouterWorldOptions> = {}): RouterWorld {
  const made = routerWorld({ routing, ...options });
  for (const service of SERVICES) made.apply(service);
  return made;
}

const lookUp = ({ env, rollout }: RouterWorld): unknown => getReferencedResources(env, rollout);
const ROUTING = 'spec.strategy.canary.trafficRouting';

// Source: rollout/controller.go getRolloutReferencedResources.
describe('objects that a rollout names', () => {
  it.each<readonly [string, JsonObject, string]>([
    [
      'nginx',
      { nginx: { stableIngress: 'a' } },
      `${ROUTING}.nginx.stableIngress: Invalid value: "a": ingresses.networking.k8s.io "a" not found`,
    ],
    [
      'nginx, several',
      { nginx: { stableIngresses: ['a', 'b'] } },
      `${ROUTING}.nginx.StableIngresses: Invalid value: ["a","b"]: ingresses.networking.k8s.io "a" not found`,
    ],
    [
      'nginx, none',
      { nginx: {} },
      `${ROUTING}.nginx: Internal error: Either StableIngress or StableIngresses must be configured. Neither are configured.`,
    ],
    [
      'alb before nginx',
      { alb: { ingress: 'a', servicePort: 1 }, nginx: { stableIngress: 'b' } },
      `${ROUTING}.alb.ingress: Invalid value: "a": ingresses.networking.k8s.io "a" not found`,
    ],
    [
      'istio',
      { istio: { virtualServices: [{ name: 'v.other' }] } },
      `${ROUTING}.istio.virtualServices.name: Invalid value: "v": virtualservices.networking.istio.io "v" not found`,
    ],
    [
      'istio, none',
      { istio: {} },
      `${ROUTING}.istio: Internal error: either VirtualService or VirtualServices must be configured`,
    ],
    [
      'ambassador',
      { ambassador: { mappings: ['m'] } },
      `${ROUTING}.ambassador.mappings: Invalid value: "m": mappings.getambassador.io "m" not found`,
    ],
    [
      'ambassador, none',
      { ambassador: { mappings: [] } },
      `${ROUTING}.ambassador.mappings: Invalid value: null: must provide at least one mapping`,
    ],
    [
      'app mesh',
      { appMesh: { virtualService: { name: 'v' } } },
      `${ROUTING}.appmesh.virtualService: Invalid value: "v.store": virtualservices.appmesh.k8s.aws "v" not found`,
    ],
    [
      'app mesh, none',
      { appMesh: {} },
      `${ROUTING}.appmesh.virtualService: Invalid value: null: must provide virtual-service`,
    ],
  ])('%s', (_name, routing, message) => {
    expect(() => lookUp(world(routing))).toThrow(message);
  });

  it('tells of an App Mesh VirtualService without a router in other words', () => {
    const made = world({ appMesh: { virtualService: { name: 'v' } } });
    made.apply({ apiVersion: 'appmesh.k8s.aws/v1beta2', kind: 'VirtualService', metadata: { name: 'v' }, spec: {} });
    expect(() => lookUp(made)).toThrow('Virtual-service is not associated with virtual-router');
  });

  it('asks for Services first, then for templates, also those that templates name', () => {
    const steps = [
      { setWeight: 1 },
      { analysis: { templates: [{ templateName: 'outer' }], args: [{ name: 'x', value: '1' }] } },
    ];
    const options = { canary: { steps } };
    const made = routerWorld({ routing: { smi: {} }, ...options });
    expect(() => lookUp(made)).toThrow(
      'spec.strategy.canary.stableService: Invalid value: "stable": service "stable" not found',
    );
    for (const service of SERVICES) made.apply(service);
    expect(() => lookUp(made)).toThrow(
      `spec.strategy.canary.steps[1].analysis.templates: Invalid value: "outer": AnalysisTemplate 'outer' not found`,
    );
    const template = (kind: string, name: string, templates: readonly JsonObject[]): JsonObject => ({
      apiVersion: 'argoproj.io/v1alpha1',
      kind,
      metadata: { name },
      spec: { metrics: [], templates },
    });
    made.apply(template('AnalysisTemplate', 'outer', [{ templateName: 'inner', clusterScope: true }]));
    expect(() => lookUp(made)).toThrow(
      `spec.templates: Invalid value: "inner": ClusterAnalysisTemplate 'inner' not found`,
    );
    made.apply(template('ClusterAnalysisTemplate', 'inner', []));
    expect(lookUp(made)).toMatchObject({
      services: [{ type: 'StableService' }, { type: 'CanaryService' }],
      analyses: [
        {
          type: 'InlineAnalysis',
          stepIndex: 1,
          templates: [{ metadata: { name: 'outer' } }],
          clusterTemplates: [{ metadata: { name: 'inner' } }],
          args: [{ name: 'x', value: '1' }],
        },
      ],
    });
  });
});
