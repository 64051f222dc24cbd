import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/api/json.ts';
import { isNotFound } from '../../src/api/errors.ts';
import { routerWorld, type RouterWorld } from './router-world.ts';

function errorOf(act: () => void): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

// Source: rollout/trafficrouting/smi/smi.go.
describe('SMI', () => {
  const smi = (version?: 'v1alpha1' | 'v1alpha2' | 'v1alpha3', routing: JsonObject = {}): RouterWorld =>
    routerWorld({ routing: { smi: routing }, settings: version === undefined ? {} : { trafficSplitVersion: version } });

  it.each([
    [
      'v1alpha1',
      [
        { service: 'canary', weight: '0' },
        { service: 'stable', weight: '100' },
      ],
    ],
    [
      'v1alpha2',
      [
        { service: 'canary', weight: 0 },
        { service: 'stable', weight: 100 },
      ],
    ],
    ['v1alpha3', [{ service: 'canary' }, { service: 'stable', weight: 100 }]],
  ] as const)('writes weights as %s has them', (version, backends) => {
    const world = smi(version);
    world.router().setWeight(0, []);
    expect(world.spec(`split.smi-spec.io/${version}`, 'TrafficSplit', 'shop')).toEqual({ service: 'stable', backends });
    expect(world.events).toEqual(['TrafficSplitCreated TrafficSplit `shop` created']);
  });

  it('gives what is left to stable', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100 }),
        fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 3 }),
        (weight, others) => {
          const world = smi('v1alpha2', { rootService: 'root', trafficSplitName: 'split' });
          const additional = others.map((each, index) => ({ weight: each, serviceName: `exp-${index}` }));
          world.router().setWeight(weight, additional);
          const spec = world.spec('split.smi-spec.io/v1alpha2', 'TrafficSplit', 'split');
          const stable = 100 - weight - others.reduce((sum, each) => sum + each, 0);
          expect(spec).toEqual({
            service: 'root',
            backends: [
              { service: 'canary', weight },
              ...additional.map(({ serviceName, weight: each }) => ({ service: serviceName, weight: each })),
              { service: 'stable', weight: stable },
            ],
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('leaves a TrafficSplit of others alone', () => {
    const world = smi();
    world.apply({
      apiVersion: 'split.smi-spec.io/v1alpha1',
      kind: 'TrafficSplit',
      metadata: { name: 'shop' },
      spec: {},
    });
    expect(() => world.router().setWeight(1, [])).toThrow('Rollout does not own TrafficSplit `shop`');
  });
});

// Source: rollout/trafficrouting/traefik/traefik.go.
describe('Traefik', () => {
  const traefik = (): RouterWorld => routerWorld({ routing: { traefik: { weightedTraefikServiceName: 'wrr' } } });
  const service = (apiVersion: string, spec: JsonObject): JsonObject => ({
    apiVersion,
    kind: 'TraefikService',
    metadata: { name: 'wrr' },
    spec,
  });

  it('finds the object under the newer group too, where people write it', () => {
    const world = traefik();
    const services = [
      { name: 'stable', port: 80 },
      { name: 'canary', port: 80 },
      { name: 'else', weight: 3 },
    ];
    world.apply(service('traefik.io/v1alpha1', { weighted: { services, sticky: {} } }));
    world.router().setWeight(35, []);
    expect(world.spec('traefik.io/v1alpha1', 'TraefikService', 'wrr')).toEqual({
      weighted: {
        services: [
          { name: 'stable', port: 80, weight: 65 },
          { name: 'canary', port: 80, weight: 35 },
          { name: 'else', weight: 3 },
        ],
        sticky: {},
      },
    });
  });

  it('fails in the words of the reference', () => {
    const world = traefik();
    const error = errorOf(() => world.router().setWeight(1, []));
    expect(error).toMatchObject({ message: 'traefikservices.traefik.containo.us "wrr" not found' });
    expect(isNotFound(error)).toBe(true);
    const messages: readonly (readonly [JsonObject, string])[] = [
      [{}, 'spec.weighted.services was not found in traefik service manifest'],
      [{ weighted: { services: [] } }, 'traefik canary service was not found'],
      [{ weighted: { services: [{ name: 'canary' }] } }, 'traefik stable service was not found'],
      [{ weighted: { services: [{}] } }, 'name field was not found in service'],
      [{ weighted: { services: [1] } }, 'Failed type assertion setting weight for traefik service'],
      [
        { weighted: { services: 'x' } },
        '.spec.weighted.services accessor error: x is of the type string, expected []interface{}',
      ],
      [
        { weighted: [] },
        '.spec.weighted.services accessor error: [] is of the type []interface {}, expected map[string]interface{}',
      ],
    ];
    for (const [spec, message] of messages) {
      const one = traefik();
      one.apply(service('traefik.containo.us/v1alpha1', spec));
      expect(() => one.router().setWeight(1, []), message).toThrow(message);
    }
  });
});

// Source: rollout/trafficrouting/ambassador/ambassador.go.
describe('Ambassador', () => {
  const ambassador = (...mappings: readonly string[]): RouterWorld =>
    routerWorld({ routing: { ambassador: { mappings } } });
  const mapping = (name: string, spec: JsonObject = {}): JsonObject => ({
    apiVersion: 'getambassador.io/v2',
    kind: 'Mapping',
    metadata: { name, labels: { a: 'b' } },
    spec: { prefix: '/', service: 'http://stable:80', ...spec },
  });
  const find = ({ api }: RouterWorld, name: string): unknown =>
    api.find(api.resourceFor('getambassador.io/v2', 'Mapping'), 'store', name);

  it('keeps a canary Mapping only while the weight is above 0', () => {
    const world = ambassador('web');
    world.apply(mapping('web'));
    world.router().setWeight(0, []);
    expect(find(world, 'web-canary')).toBeUndefined();
    world.router().setWeight(25, []);
    expect(find(world, 'web-canary')).toMatchObject({
      metadata: { name: 'web-canary', namespace: 'store' },
      spec: { prefix: '/', service: 'http://canary:80', weight: 25 },
    });
    expect(find(world, 'web-canary')).not.toHaveProperty(['metadata', 'labels']);
    world.router().setWeight(50, []);
    expect(find(world, 'web-canary')).toMatchObject({ spec: { weight: 50 } });
    world.router().setWeight(0, []);
    expect(find(world, 'web-canary')).toBeUndefined();
    expect(world.events).toEqual(
      [0, 25, 50, 0].map((weight) => `CanaryMappingWeightUpdate Set canary mapping weight to ${weight}`),
    );
  });

  it('tells of every Mapping that fails', () => {
    const world = ambassador('a', 'b', 'c');
    world.apply(mapping('b', { weight: 5 }));
    world.apply(mapping('c'));
    expect(() => world.router().setWeight(1, [])).toThrow(
      '2 errors found: [mappings.getambassador.io "a" not found][Ambassador mapping "b" can not define weight]',
    );
    expect(find(world, 'c-canary')).toBeDefined();
    expect(world.events.slice(1)).toEqual([
      '!AmbassadorMappingNotFound Ambassador mapping "a" not found',
      '!AmbassadorMappingConfigError Ambassador mapping "b" can not define weight',
    ]);
  });

  it('shortens long names', () => {
    const name = 'm'.repeat(250);
    const world = ambassador(name);
    world.apply(mapping(name));
    world.router().setWeight(1, []);
    expect(find(world, `${'m'.repeat(246)}-canary`)).toBeDefined();
  });
});

// Source: rollout/trafficrouting/appmesh/appmesh.go.
describe('App Mesh', () => {
  const target = (name: string, weight: unknown, namespace?: string): JsonObject => ({
    virtualNodeRef: { name, ...(namespace === undefined ? {} : { namespace }) },
    weight: typeof weight === 'number' ? weight : undefined,
  });
  const route = (name: string, targets: readonly JsonObject[]): JsonObject => ({
    name,
    httpRoute: { action: { weightedTargets: targets } },
  });
  function appMesh(routes: readonly JsonObject[], named?: readonly string[]): RouterWorld {
    const world = routerWorld({
      routing: {
        appMesh: {
          virtualService: { name: 'vs', routes: named },
          virtualNodeGroup: { canaryVirtualNodeRef: { name: 'cn' }, stableVirtualNodeRef: { name: 'sn' } },
        },
      },
    });
    const make = (kind: string, name: string, spec: JsonObject): void =>
      world.apply({ apiVersion: 'appmesh.k8s.aws/v1beta2', kind, metadata: { name }, spec });
    make('VirtualService', 'vs', { provider: { virtualRouter: { virtualRouterRef: { name: 'vr' } } } });
    make('VirtualRouter', 'vr', { routes });
    make('VirtualNode', 'cn', { podSelector: { matchLabels: { app: 'shop' } } });
    make('VirtualNode', 'sn', {});
    return world;
  }
  const routesOf = (world: RouterWorld): unknown => world.spec('appmesh.k8s.aws/v1beta2', 'VirtualRouter', 'vr');
  const hashOf = (world: RouterWorld, name: string): unknown =>
    world.spec('appmesh.k8s.aws/v1beta2', 'VirtualNode', name);

  it('weighs the nodes of the named routes, in the rollout’s namespace', () => {
    const others = [target('cn', 9, 'elsewhere'), target('else', 1)];
    const world = appMesh(
      [route('a', [target('cn', 0), target('sn', 100, 'store'), ...others]), route('b', [target('cn', 0)])],
      ['a'],
    );
    world.router().setWeight(30, []);
    expect(routesOf(world)).toEqual({
      routes: [route('a', [target('cn', 30), target('sn', 70, 'store'), ...others]), route('b', [target('cn', 0)])],
    });
  });

  it('tells the nodes apart even if both sides have one hash', () => {
    const world = appMesh([]);
    world.router().updateHash('one', 'one', []);
    expect(hashOf(world, 'sn')).toEqual({ podSelector: { matchLabels: { 'rollouts-pod-template-hash': 'one' } } });
    expect(hashOf(world, 'cn')).toEqual({
      podSelector: { matchLabels: { app: 'shop', 'rollouts-pod-template-hash': 'canary-hash' } },
    });
    world.router().updateHash('two', '', []);
    expect(hashOf(world, 'sn')).toMatchObject({
      podSelector: { matchLabels: { 'rollouts-pod-template-hash': 'stable-hash' } },
    });
    expect(hashOf(world, 'cn')).toMatchObject({
      podSelector: { matchLabels: { 'rollouts-pod-template-hash': 'two' } },
    });
  });

  it('says what is not well formed', () => {
    const messages: readonly (readonly [JsonObject, string])[] = [
      [{ httpRoute: {} }, 'spec.routes[0].name: Invalid value: "vr": not well-formed'],
      [{ name: 'a', udpRoute: {} }, 'spec.routes[0]: Invalid value: "vr": not well-formed'],
      [
        { name: 'a', tcpRoute: {} },
        'spec.routes[0].tcpRoute.action.weightedTargets: Invalid value: "vr": not well-formed',
      ],
      [
        route('a', [target('cn', undefined)]),
        'spec.routes[0].httpRoute.action.weightedTargets[0].weight: Invalid value: "vr": not well-formed',
      ],
    ];
    for (const [one, message] of messages) {
      expect(() => appMesh([one]).router().setWeight(1, []), message).toThrow(message);
    }
  });

  it('names what is missing only in the event', () => {
    const world = routerWorld({ routing: { appMesh: { virtualService: { name: 'vs' } } } });
    const error = errorOf(() => world.router().setWeight(1, []));
    expect(error).toMatchObject({ message: 'Virtual-service is missing' });
    expect(isNotFound(error)).toBe(false);
    expect(world.events).toEqual(['!VirtualServiceNotFound VirtualService `vs` not found in namespace `store`']);
  });
});
