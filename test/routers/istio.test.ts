import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNotFound } from '../../src/api/errors.ts';
import type { Json, JsonObject } from '../../src/api/json.ts';
import { destinationPatches, patchRoute } from '../../src/routers/istio/weights.ts';
import { replicaSetOf } from '../controllers/rollouts/decide/objects.ts';
import { routerWorld, type RouterWorld, type RouterWorldOptions } from './router-world.ts';

const V1 = 'networking.istio.io/v1';
const to = (host: string, weight?: number, more: JsonObject = {}): JsonObject => ({
  destination: { host, ...more },
  ...(weight === undefined ? {} : { weight }),
});
const BOTH: readonly JsonObject[] = [to('stable', 100), to('canary', 0)];

function istio(
  spec: JsonObject,
  virtualService: JsonObject = {},
  options: Partial<RouterWorldOptions> = {},
): RouterWorld {
  const world = routerWorld({ routing: { istio: { virtualService: { name: 'vs', ...virtualService } } }, ...options });
  world.apply({ apiVersion: V1, kind: 'VirtualService', metadata: { name: 'vs' }, spec });
  return world;
}

const httpOf = (world: RouterWorld): unknown => world.spec(V1, 'VirtualService', 'vs');

// Source: rollout/trafficrouting/istio/istio.go.
describe('Istio: weights', () => {
  const sides = { services: { stable: 'stable', canary: 'canary' }, subsets: undefined };
  const patched = (
    weight: number,
    additional: readonly { weight: number; serviceName: string }[],
    route: readonly JsonObject[] = BOTH,
  ): Json => {
    const typed = route.map((item) => ({
      destination: Object(item['destination']),
      weight: Number(item['weight'] ?? 0),
    }));
    return patchRoute({ route }, destinationPatches(typed, weight, sides, additional))['route'] ?? null;
  };

  it('add up to 100 while experiments take no more than stable has', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100 }),
        fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 3 }),
        (weight, others) => {
          const additional = others.map((each, index) => ({ weight: each, serviceName: `exp-${index}` }));
          const left = 100 - weight - others.reduce((sum, each) => sum + each, 0);
          const expected = [to('stable', Math.max(0, left)), to('canary', weight)];
          // A destination of weight 0 is not added.
          for (const { weight: each, serviceName } of additional)
            if (each > 0) expected.push({ ...to(serviceName), weight: each });
          expect(patched(weight, additional)).toEqual(expected);
        },
      ),
    );
  });

  it('leaves one of two experiment destinations behind with weight 0, as positions shift', () => {
    const route = [to('stable', 60), to('canary', 20), to('exp-0', 10), to('exp-1', 10)];
    const once = [to('stable', 80), to('canary', 20), to('exp-1', 10), { ...to('exp-1'), weight: 0 }];
    expect(patched(20, [], route)).toEqual(once);
    expect(patched(20, [], once)).toEqual([to('stable', 80), to('canary', 20), { ...to('exp-1'), weight: 0 }]);
  });

  it('go into the one unnamed route, the named ones, and TLS and TCP routes by port', () => {
    const spec = {
      http: [
        { name: 'a', route: BOTH },
        { name: 'b', route: [to('else', 100)] },
      ],
      tls: [
        { match: [{ port: 443, sniHosts: ['x', 'y'] }], route: BOTH },
        { match: [{ port: 444, sniHosts: ['x'] }], route: BOTH },
      ],
      tcp: [
        { match: [{ port: 1 }, { port: 2 }], route: BOTH },
        { match: [{ port: 2 }], route: BOTH },
      ],
    };
    const names = { routes: ['a'], tlsRoutes: [{ port: 443, sniHosts: ['y', 'x'] }], tcpRoutes: [{ port: 2 }] };
    const world = istio(spec, names);
    world.router().setWeight(40, []);
    const weighted = [to('stable', 60), to('canary', 40)];
    expect(httpOf(world)).toEqual({
      http: [{ name: 'a', route: weighted }, spec.http[1]],
      tls: [{ ...spec.tls[0], route: weighted }, spec.tls[1]],
      tcp: [spec.tcp[0], { ...spec.tcp[1], route: weighted }],
    });
    expect(world.events).toEqual(["Updated VirtualService VirtualService `vs` set to desiredWeight '40'"]);
    world.router().setWeight(40, []);
    expect(world.events).toHaveLength(1);
  });

  it('need routes as the rollout says', () => {
    const failing = (spec: JsonObject, virtualService: JsonObject, message: string): void => {
      expect(() => istio(spec, virtualService).router().setWeight(1, []), message).toThrow(message);
    };
    failing(
      { http: [{ route: BOTH }] },
      { routes: ['gone'] },
      "HTTP Route 'gone' is not found in the defined Virtual Service.",
    );
    failing({ http: [{ route: [to('stable')] }] }, {}, "Canary Service 'canary' not found in route");
    failing({ http: [{ route: [to('canary')] }] }, {}, "Stable Service 'stable' not found in route");
    failing(
      { tls: [{ route: BOTH }] },
      { tlsRoutes: [{ port: 1 }] },
      'No matching TLS routes found in the defined Virtual Service.',
    );
    failing(
      { tcp: [{ route: BOTH }, { route: BOTH }] },
      {},
      'spec.tcp[] should be set in VirtualService and it must have exactly one route',
    );
    const missing = routerWorld({ routing: { istio: { virtualService: { name: 'vs.other' } } } });
    expect(() => missing.router().setWeight(1, [])).toThrow('virtualservices.networking.istio.io "vs" not found');
    expect(missing.events).toEqual(['!VirtualServiceNotFound VirtualService `vs` not found']);
  });
});

describe('Istio: managed routes', () => {
  const options = { managedRoutes: ['second', 'first'] };
  const match = [{ headerName: 'X', headerValue: { prefix: 'p' } }];

  it('stand first, in the order of managedRoutes, and take port and host of the canary', () => {
    const main = { name: 'main', route: [to('stable', 100, { port: { number: 81 } }), to('canary', 0)] };
    const world = istio({ http: [main] }, { routes: ['main'] }, options);
    world.router().setHeaderRoute({ name: 'first', match });
    world.router().setMirrorRoute({ name: 'second', match: [{ method: { exact: 'GET' } }], percentage: 35 });
    expect(httpOf(world)).toEqual({
      http: [
        {
          name: 'second',
          match: [{ method: { exact: 'GET' } }],
          route: [to('stable', 100, { port: { number: 81 } }), to('canary')],
          mirror: { host: 'canary', port: { number: 81 } },
          mirrorPercentage: { value: 35 },
        },
        {
          name: 'first',
          match: [{ headers: { X: { prefix: 'p' } } }],
          route: [{ weight: 100, destination: { host: 'canary', port: { number: 81 } } }],
        },
        main,
      ],
    });
    world.router().setWeight(10, []);
    expect(httpOf(world)).toMatchObject({
      http: [
        { route: [{ weight: 90 }, { weight: 10 }] },
        { route: [{ weight: 100 }] },
        { route: [{ weight: 90 }, { weight: 10 }] },
      ],
    });
    world.router().setHeaderRoute({ name: 'first' });
    expect(httpOf(world)).toMatchObject({ http: [{ name: 'second' }, { name: 'main' }] });
    world.router().removeManagedRoutes();
    expect(httpOf(world)).toMatchObject({ http: [{ name: 'main' }] });
    expect(world.events.at(-1)).toBe('Updated VirtualService VirtualService `vs` removed all managed routes.');
  });

  it('multiply routes without a name', () => {
    const world = istio({ http: [{ route: BOTH }, { route: [to('x')] }] }, {}, options);
    world.router().setHeaderRoute({ name: 'first', match });
    const { http } = Object(httpOf(world));
    expect(http).toHaveLength(1 + 2 * 2);
  });

  it('leave null behind if there was nothing else, and then hinder every further write', () => {
    const tls = [{ route: BOTH }];
    const world = istio({ http: [{ name: 'first', route: BOTH }], tls }, {}, options);
    world.router().removeManagedRoutes();
    expect(httpOf(world)).toEqual({ http: null, tls });
    const accessor = '.spec.http accessor error: <nil> is of the type <nil>, expected []interface{}';
    expect(() => world.router().removeManagedRoutes()).toThrow(
      `[RemoveManagedRoutes] failed to get http routes from virtual service: ${accessor}`,
    );
    expect(() => world.router().setWeight(5, [])).toThrow(
      `[SetWeight] failed to order routes: [orderRoutes] failed to get virtual service http routes: ${accessor}`,
    );
    expect(() => world.router().setHeaderRoute({ name: 'first', match })).toThrow(
      `[SetHeaderRoute] failed to reconcile header routes: [reconcileVirtualServiceHeaderRoutes] failed to remove http route from virtual service: [removeRoute] failed to get http routes from virtual service: ${accessor}`,
    );
  });

  it('keep the kind of an error: what is not found is not tried again', () => {
    const world = routerWorld({ routing: { istio: { virtualService: { name: 'vs' } } }, ...options });
    let thrown: unknown;
    try {
      world.router().removeManagedRoutes();
    } catch (error) {
      thrown = error;
    }
    expect(isNotFound(thrown)).toBe(true);
    expect(thrown).toMatchObject({
      message:
        '[RemoveManagedRoutes] failed to get virtual service: virtualservices.networking.istio.io "vs" not found',
    });
  });
});

describe('Istio: DestinationRule', () => {
  const destinationRule = { name: 'dr', canarySubsetName: 'canary', stableSubsetName: 'stable' };
  const canary = { stableService: '', canaryService: '' };
  function subsets(spec: JsonObject, more: Partial<RouterWorldOptions> = {}): RouterWorld {
    const world = routerWorld({
      canary,
      routing: { istio: { virtualService: { name: 'vs' }, destinationRule } },
      ...more,
    });
    world.apply({ apiVersion: V1, kind: 'DestinationRule', metadata: { name: 'dr' }, spec });
    return world;
  }
  const hash = (value: string, labels: JsonObject = {}): JsonObject => ({
    ...labels,
    'rollouts-pod-template-hash': value,
  });

  it('gets hashes, loses subsets of others, and gains those of experiments in the order of names', () => {
    const world = subsets({
      host: 'shop',
      subsets: [{ name: 'other', labels: { a: 'b' } }, { name: 'stable', labels: { app: 'shop' } }, { name: 'canary' }],
    });
    const additional = ['z', 'a'].map((name) => ({ weight: 1, serviceName: `exp-${name}`, podTemplateHash: name }));
    world.router().updateHash('new', 'old', additional);
    expect(world.spec(V1, 'DestinationRule', 'dr')).toEqual({
      host: 'shop',
      subsets: [
        { name: 'stable', labels: hash('old', { app: 'shop' }) },
        { name: 'canary', labels: hash('new') },
        { name: 'exp-a', labels: hash('a') },
        { name: 'exp-z', labels: hash('z') },
      ],
    });
    const expected = 'UpdatedDestinationRule DestinationRule dr subset updated (canary: new, stable: old)';
    expect(world.events).toEqual([expected]);
    world.router().updateHash('new', 'old', additional);
    expect(world.events).toEqual([expected]);
  });

  it('with more than labels in a subset tells of a change each time, and writes none', () => {
    const world = subsets({
      host: 'shop',
      subsets: [
        { name: 'stable', trafficPolicy: { tls: null } },
        { name: 'canary', labels: {} },
      ],
    });
    world.router().updateHash('new', 'old', []);
    const { writes } = world.api;
    world.router().updateHash('new', 'old', []);
    expect(world.api.writes).toBe(writes);
    expect(world.events).toHaveLength(2);
    expect(world.spec(V1, 'DestinationRule', 'dr')).toMatchObject({ subsets: [{ trafficPolicy: {} }, {}] });
  });

  it('waits for every pod of a side that gets traffic by a subset', () => {
    const world = subsets({ host: 'shop', subsets: [] });
    const update =
      (...sets: readonly ReturnType<typeof replicaSetOf>[]) =>
      (): void =>
        world.router(sets).updateHash('new', 'old', []);
    const message = 'delaying destination rule switch: ReplicaSet shop-new not fully available';
    expect(update(replicaSetOf('new', 2, 1), replicaSetOf('old', 4))).toThrow(message);
    expect(update(replicaSetOf('third', 2, 1), replicaSetOf('old', 4))).not.toThrow();
    expect(update(replicaSetOf('new', 0, 0), replicaSetOf('old', 4))).not.toThrow();
    const aborted = subsets({ host: 'shop', subsets: [] }, { status: { abort: true } });
    expect(() => aborted.router([replicaSetOf('new', 2, 1)]).updateHash('new', 'old', [])).not.toThrow();
  });
});
