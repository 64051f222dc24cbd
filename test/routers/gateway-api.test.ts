import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/api/json.ts';
import { routerWorld, type RouterWorld, type RouterWorldOptions } from './router-world.ts';

const V1 = 'gateway.networking.k8s.io/v1';
const V1ALPHA2 = 'gateway.networking.k8s.io/v1alpha2';
const LABEL = 'rollouts.argoproj.io/gatewayapi-canary';
const ref = (name: string, weight?: number): JsonObject => ({
  name,
  port: 80,
  ...(weight === undefined ? {} : { weight }),
});
const rule = (weight: number, more: JsonObject = {}): JsonObject => ({
  ...more,
  backendRefs: [ref('stable', 100 - weight), ref('canary', weight)],
});

function gateway(config: JsonObject, options: Partial<RouterWorldOptions> = {}): RouterWorld {
  return routerWorld({ routing: { plugins: { 'argoproj-labs/gatewayAPI': config } }, ...options });
}

function apply(
  world: RouterWorld,
  kind: string,
  name: string,
  rules: readonly JsonObject[],
  labels: JsonObject = {},
): void {
  const apiVersion = kind === 'TCPRoute' || kind === 'TLSRoute' ? V1ALPHA2 : V1;
  world.apply({ apiVersion, kind, metadata: { name, labels }, spec: { hostnames: ['x'], rules } });
}

const labelsOf = ({ api }: RouterWorld, name: string): unknown =>
  api.get(api.resourceFor(V1, 'HTTPRoute'), 'store', name).metadata.labels;

// Source: rollouts-plugin-trafficrouter-gatewayapi v0.9.0 pkg/plugin.
describe('Gateway API', () => {
  it('weighs both sides in every rule of every kind of route, and marks the route meanwhile', () => {
    const world = gateway({
      httpRoute: 'h',
      httpRoutes: [{ name: 'h2' }],
      grpcRoute: 'g',
      tcpRoutes: [{ name: 't' }],
      tlsRoute: 's',
    });
    for (const [kind, name] of [
      ['HTTPRoute', 'h'],
      ['HTTPRoute', 'h2'],
      ['GRPCRoute', 'g'],
      ['TCPRoute', 't'],
      ['TLSRoute', 's'],
    ] as const) {
      apply(world, kind, name, [rule(0, { name: 'a' }), rule(0), { filters: [] }]);
    }
    world.router().setWeight(25, []);
    const rules = [rule(25, { name: 'a' }), rule(25), { filters: [] }];
    for (const [kind, name] of [
      ['HTTPRoute', 'h'],
      ['HTTPRoute', 'h2'],
      ['GRPCRoute', 'g'],
    ] as const) {
      expect(world.spec(V1, kind, name)).toEqual({ hostnames: ['x'], rules });
    }
    expect(world.spec(V1ALPHA2, 'TCPRoute', 't')).toEqual({ hostnames: ['x'], rules });
    expect(world.spec(V1ALPHA2, 'TLSRoute', 's')).toEqual({ hostnames: ['x'], rules });
    expect(labelsOf(world, 'h')).toEqual({ [LABEL]: 'in-progress' });
    world.router().setWeight(0, []);
    expect(labelsOf(world, 'h')).toBeUndefined();
    expect(world.router().verifyWeight(25, [])).toBe(true);
  });

  it('finds routes by their labels, in its own namespace or another', () => {
    const world = gateway({ httpRouteSelector: { matchLabels: { app: 'shop' } }, disableInProgressLabel: true });
    apply(world, 'HTTPRoute', 'one', [rule(0)], { app: 'shop' });
    apply(world, 'HTTPRoute', 'two', [rule(0)], { app: 'else' });
    world.router().setWeight(10, []);
    expect(world.spec(V1, 'HTTPRoute', 'one')).toMatchObject({ rules: [rule(10)] });
    expect(world.spec(V1, 'HTTPRoute', 'two')).toMatchObject({ rules: [rule(0)] });
    expect(labelsOf(world, 'one')).toEqual({ app: 'shop' });
  });

  it('puts a rule for headers beside each rule that leads to both sides, and keeps its weights', () => {
    const world = gateway({ httpRoute: 'h' }, { managedRoutes: ['beta'] });
    const path = { path: { type: 'PathPrefix', value: '/' } };
    apply(world, 'HTTPRoute', 'h', [rule(0, { matches: [path], filters: [{ type: 'X' }] }), rule(0)]);
    const match = [{ headerName: 'X-A', headerValue: { prefix: 'p' } }];
    world.router().setHeaderRoute({ name: 'beta', match });
    world.router().setHeaderRoute({ name: 'beta', match });
    world.router().setWeight(30, []);
    const headers = [{ type: 'RegularExpression', name: 'X-A', value: 'p.*' }];
    const backendRefs = [{ group: '', kind: 'Service', name: 'canary', port: 80 }];
    const plain = [rule(30, { matches: [path], filters: [{ type: 'X' }] }), rule(30)];
    expect(world.spec(V1, 'HTTPRoute', 'h')).toEqual({
      hostnames: ['x'],
      rules: [
        ...plain,
        { name: 'beta', matches: [{ ...path, headers }], filters: [{ type: 'X' }], backendRefs },
        { name: 'beta-1', matches: [{ headers }], backendRefs },
      ],
    });
    world.router().removeManagedRoutes();
    expect(world.spec(V1, 'HTTPRoute', 'h')).toEqual({ hostnames: ['x'], rules: plain });
  });

  it('adds the Services of a running experiment, and takes them away after it', () => {
    const world = gateway({ httpRoute: 'h' }, { status: { canary: { currentExperiment: 'e' } } });
    apply(world, 'HTTPRoute', 'h', [rule(0)]);
    world.apply({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'exp' },
      spec: { ports: [{ port: 9 }, { name: 'http', port: 82 }] },
    });
    world.router().setWeight(20, [
      { weight: 5, serviceName: 'exp' },
      { weight: 5, serviceName: 'gone' },
    ]);
    const added = { name: 'exp', namespace: 'store', port: 82, weight: 5 };
    expect(world.spec(V1, 'HTTPRoute', 'h')).toMatchObject({
      rules: [{ backendRefs: [ref('stable', 90), ref('canary', 20), added] }],
    });
    const weights = { canary: { weight: 20 }, stable: { weight: 75 }, additional: [{ weight: 5, serviceName: 'exp' }] };
    const after = gateway({ httpRoute: 'h' }, { status: { canary: { weights } } });
    apply(after, 'HTTPRoute', 'h', [{ backendRefs: [ref('stable', 90), ref('canary', 20), added, ref('other', 1)] }]);
    after.router().setWeight(20, []);
    expect(after.spec(V1, 'HTTPRoute', 'h')).toMatchObject({
      rules: [{ backendRefs: [ref('stable', 100), ref('canary', 0), ref('other', 1)] }],
    });
  });

  it('fails in the words of plugin and controller', () => {
    const failing = (config: JsonObject, message: string, rules?: readonly JsonObject[]): void => {
      const world = gateway(config);
      if (rules !== undefined) apply(world, 'HTTPRoute', 'h', rules);
      expect(() => world.router().setWeight(1, []), message).toThrow(`failed to set weight via plugin: ${message}`);
    };
    failing({}, 'No routes configured.');
    failing({ httpRoute: 'h' }, 'httproutes.gateway.networking.k8s.io "h" not found');
    failing({ httpRoute: 'h' }, 'backendRef was not found in httpRoute', [{ backendRefs: [ref('stable')] }]);
    const unknown = routerWorld({ routing: { plugins: { 'acme/edge': {} } } });
    expect(() => unknown.routers()).toThrow(
      'failed to get traffic router plugin acme/edge: unable to start plugin system: unable to find plugin (acme/edge): plugin acme/edge not configured in configmap',
    );
  });
});
