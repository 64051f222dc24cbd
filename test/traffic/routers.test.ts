import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/api/json.ts';
import type { RequestKind } from '../../src/routers/route-table.ts';
import { routesOf } from '../../src/traffic/routes-of.ts';
import { FLOW, TestWorld } from './world.ts';

const GET: RequestKind = { method: 'GET', path: '/', headers: {} };
const BETA: RequestKind = { ...GET, headers: { 'X-Ring': 'beta' } };

/** Where a request goes, in percent. */
function ways(world: TestWorld, request: RequestKind): Readonly<Record<string, number>> {
  const rule = routesOf(world.api, FLOW)?.rules.find(({ matches }) => matches(request));
  const total = rule?.destinations.reduce((sum, { weight }) => sum + weight, 0) ?? 0;
  return Object.fromEntries(
    (rule?.destinations ?? []).map(({ target, weight }) => [
      `${target.service ?? ''}${target.labels === undefined ? '' : JSON.stringify(target.labels)}`,
      Math.round((weight / total) * 100),
    ]),
  );
}

const SERVICES = { stableService: 'stable', canaryService: 'canary' };

function world(trafficRouting: JsonObject, ...objects: readonly JsonObject[]): TestWorld {
  const result = new TestWorld();
  result.rollout({ ...SERVICES, trafficRouting });
  objects.forEach((object) => result.create(object));
  return result;
}

const http = (service: string) => ({
  paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: service, port: { number: 80 } } } }],
});

describe('without a router', () => {
  it('callers use the Service that the strategy names, or the first that takes the pods', () => {
    const named = new TestWorld();
    named.rollout(SERVICES);
    expect(ways(named, GET)).toEqual({ stable: 100 });
    const bare = new TestWorld();
    bare.rollout({});
    bare.service('other', { app: 'other' });
    bare.service('web', { app: 'demo' });
    expect(ways(bare, GET)).toEqual({ web: 100 });
    expect(routesOf(new TestWorld().api, FLOW)).toBeUndefined();
  });
});

describe('the objects of routers', () => {
  it('Istio: weights, routes by header, mirrors, subsets', () => {
    const route = (stable: number) => [
      { destination: { host: 'stable' }, weight: stable },
      { destination: { host: 'canary.default.svc.cluster.local' }, weight: 100 - stable },
    ];
    const istio = world(
      { istio: { virtualService: { name: 'vs' } } },
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: { name: 'vs' },
        spec: {
          http: [
            {
              name: 'ring',
              match: [{ headers: { 'x-ring': { exact: 'beta' } } }],
              route: [{ destination: { host: 'canary' }, weight: 100 }],
            },
            {
              name: 'shadow',
              match: [{ uri: { prefix: '/items' } }],
              mirror: { host: 'canary' },
              mirrorPercentage: { value: 35 },
              route: route(100),
            },
            { name: 'primary', route: route(80) },
          ],
        },
      },
    );
    expect(ways(istio, GET)).toEqual({ stable: 80, canary: 20 });
    expect(ways(istio, BETA)).toEqual({ canary: 100 });
    const shadow = routesOf(istio.api, FLOW)?.rules.find(({ matches }) => matches({ ...GET, path: '/items/1' }));
    expect(shadow?.mirror).toEqual({ target: { namespace: 'default', service: 'canary' }, share: 0.35 });
  });

  it('Istio: subsets of one host take their labels from the DestinationRule', () => {
    const subset = (name: string) => ({
      destination: { host: 'demo', subset: name },
      weight: name === 'stable' ? 90 : 10,
    });
    const istio = world(
      { istio: { virtualServices: [{ name: 'vs' }] } },
      {
        apiVersion: 'networking.istio.io/v1beta1',
        kind: 'VirtualService',
        metadata: { name: 'vs' },
        spec: { http: [{ route: [subset('stable'), subset('canary')] }] },
      },
      {
        apiVersion: 'networking.istio.io/v1beta1',
        kind: 'DestinationRule',
        metadata: { name: 'dr' },
        spec: {
          host: 'demo',
          subsets: ['stable', 'canary'].map((name) => ({ name, labels: { 'rollouts-pod-template-hash': name } })),
        },
      },
    );
    expect(ways(istio, GET)).toEqual({
      'demo{"rollouts-pod-template-hash":"stable"}': 90,
      'demo{"rollouts-pod-template-hash":"canary"}': 10,
    });
  });

  it('NGINX: the canary Ingress by weight and by header', () => {
    const ingress = (name: string, service: string, annotations: JsonObject): JsonObject => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name, annotations },
      spec: { rules: [{ host: 'shop.test', http: http(service) }] },
    });
    const prefix = 'nginx.ingress.kubernetes.io';
    const nginx = world(
      { nginx: { stableIngress: 'public' } },
      ingress('public', 'stable', {}),
      ingress('demo-public-canary', 'canary', {
        [`${prefix}/canary`]: 'true',
        [`${prefix}/canary-weight`]: '25',
        [`${prefix}/canary-by-header`]: 'X-Ring',
        [`${prefix}/canary-by-header-value`]: 'beta',
      }),
    );
    expect(ways(nginx, GET)).toEqual({ canary: 25, stable: 75 });
    expect(ways(nginx, BETA)).toEqual({ canary: 100 });
    expect(ways(nginx, { ...GET, headers: { 'x-ring': 'other' } })).toEqual({ canary: 25, stable: 75 });
  });

  it('ALB: the action annotation, and conditions by header', () => {
    const group = (name: string, weight: number) => ({ ServiceName: name, ServicePort: '80', Weight: weight });
    const action = (...groups: readonly JsonObject[]) =>
      JSON.stringify({ Type: 'forward', ForwardConfig: { TargetGroups: groups } });
    const use = (service: string) => ({
      path: '/',
      pathType: 'Prefix',
      backend: { service: { name: service, port: { name: 'use-annotation' } } },
    });
    const alb = world(
      { alb: { ingress: 'edge', servicePort: 80 } },
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: {
          name: 'edge',
          annotations: {
            'alb.ingress.kubernetes.io/actions.stable': action(group('canary', 5), group('stable', 95)),
            'alb.ingress.kubernetes.io/actions.ring': action(group('canary', 100)),
            'alb.ingress.kubernetes.io/conditions.ring': JSON.stringify([
              { field: 'http-header', httpHeaderConfig: { httpHeaderName: 'X-Ring', values: ['be*'] } },
            ]),
          },
        },
        spec: { rules: [{ http: { paths: [use('ring'), use('stable')] } }] },
      },
    );
    expect(ways(alb, GET)).toEqual({ canary: 5, stable: 95 });
    expect(ways(alb, BETA)).toEqual({ canary: 100 });
  });

  it('SMI, Traefik: weights of Services, also as texts', () => {
    const smi = world(
      { smi: {} },
      {
        apiVersion: 'split.smi-spec.io/v1alpha1',
        kind: 'TrafficSplit',
        metadata: { name: 'demo' },
        spec: {
          service: 'stable',
          backends: [
            { service: 'canary', weight: '30' },
            { service: 'stable', weight: '70' },
          ],
        },
      },
    );
    expect(ways(smi, GET)).toEqual({ canary: 30, stable: 70 });
    const traefik = world(
      { traefik: { weightedTraefikServiceName: 'wrr' } },
      {
        apiVersion: 'traefik.io/v1alpha1',
        kind: 'TraefikService',
        metadata: { name: 'wrr' },
        spec: {
          weighted: {
            services: [
              { name: 'stable', weight: 60 },
              { name: 'canary', weight: 40 },
            ],
          },
        },
      },
    );
    expect(ways(traefik, GET)).toEqual({ stable: 60, canary: 40 });
  });

  it('APISIX: weights, and a route by header beside', () => {
    const rule = (name: string, priority: number, backends: readonly JsonObject[], exprs?: readonly JsonObject[]) => ({
      name,
      priority,
      backends,
      match: { hosts: ['shop.test'], paths: ['/'], ...(exprs === undefined ? {} : { exprs }) },
    });
    const apisix = world(
      { apisix: { route: { name: 'main' } } },
      {
        apiVersion: 'apisix.apache.org/v2',
        kind: 'ApisixRoute',
        metadata: { name: 'main' },
        spec: {
          http: [
            rule('main', 1, [
              { serviceName: 'stable', weight: 90 },
              { serviceName: 'canary', weight: 10 },
            ]),
          ],
        },
      },
      {
        apiVersion: 'apisix.apache.org/v2',
        kind: 'ApisixRoute',
        metadata: { name: 'ring' },
        spec: {
          http: [
            rule(
              'main',
              2,
              [{ serviceName: 'canary', weight: 100 }],
              [{ subject: { scope: 'Header', name: 'X-Ring' }, op: 'RegexMatch', value: '^be.*' }],
            ),
          ],
        },
      },
    );
    expect(ways(apisix, GET)).toEqual({ stable: 90, canary: 10 });
    expect(ways(apisix, BETA)).toEqual({ canary: 100 });
  });

  it('Ambassador: the weight of the canary Mapping', () => {
    const mapping = (name: string, service: string, weight?: number): JsonObject => ({
      apiVersion: 'getambassador.io/v2',
      kind: 'Mapping',
      metadata: { name },
      spec: { prefix: '/', service: `http://${service}:80`, ...(weight === undefined ? {} : { weight }) },
    });
    const edge = world(
      { ambassador: { mappings: ['map'] } },
      mapping('map', 'stable'),
      mapping('map-canary', 'canary', 20),
    );
    expect(ways(edge, GET)).toEqual({ stable: 80, canary: 20 });
  });

  it('App Mesh: weighted targets, whose nodes pick pods by label', () => {
    const node = (name: string): JsonObject => ({
      apiVersion: 'appmesh.k8s.aws/v1beta2',
      kind: 'VirtualNode',
      metadata: { name },
      spec: { podSelector: { matchLabels: { 'rollouts-pod-template-hash': name } } },
    });
    const mesh = world(
      { appMesh: { virtualService: { name: 'svc' } } },
      {
        apiVersion: 'appmesh.k8s.aws/v1beta2',
        kind: 'VirtualService',
        metadata: { name: 'svc' },
        spec: { provider: { virtualRouter: { virtualRouterRef: { name: 'router' } } } },
      },
      {
        apiVersion: 'appmesh.k8s.aws/v1beta2',
        kind: 'VirtualRouter',
        metadata: { name: 'router' },
        spec: {
          routes: [
            {
              name: 'main',
              httpRoute: {
                action: {
                  weightedTargets: [
                    { virtualNodeRef: { name: 'new' }, weight: 15 },
                    { virtualNodeRef: { name: 'old' }, weight: 85 },
                  ],
                },
                match: { prefix: '/' },
              },
            },
          ],
        },
      },
      node('new'),
      node('old'),
    );
    expect(ways(mesh, GET)).toEqual({
      '{"rollouts-pod-template-hash":"new"}': 15,
      '{"rollouts-pod-template-hash":"old"}': 85,
    });
  });

  it('Gateway API: weights, and a rule by header before them', () => {
    const gateway = world(
      { plugins: { 'argoproj-labs/gatewayAPI': { httpRoute: 'route', namespace: 'default' } } },
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: { name: 'route' },
        spec: {
          rules: [
            {
              backendRefs: [
                { name: 'stable', weight: 70 },
                { name: 'canary', weight: 30 },
              ],
            },
            {
              matches: [{ path: { type: 'PathPrefix', value: '/' }, headers: [{ name: 'x-ring', value: 'beta' }] }],
              backendRefs: [{ name: 'canary' }],
            },
          ],
        },
      },
    );
    expect(ways(gateway, GET)).toEqual({ stable: 70, canary: 30 });
    expect(ways(gateway, BETA)).toEqual({ canary: 100 });
  });

  it('a router whose object is missing leads nowhere', () => {
    expect(routesOf(world({ istio: { virtualService: { name: 'vs' } } }).api, FLOW)).toBeUndefined();
  });
});
