import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/api/json.ts';
import { routerWorld, type RouterWorld } from './router-world.ts';

const V2 = 'apisix.apache.org/v2';
const backend = (serviceName: string, weight?: number): JsonObject => ({
  serviceName,
  ...(weight === undefined ? {} : { weight }),
});
const rule = (name: string, more: JsonObject = {}): JsonObject => ({
  name,
  backends: [backend('stable'), backend('canary')],
  ...more,
});

function apisix(http: readonly JsonObject[] | string | undefined, rules?: readonly string[]): RouterWorld {
  const world = routerWorld({
    routing: { apisix: { route: { name: 'web', rules } } },
    managedRoutes: ['beta', 'gone'],
  });
  const spec = http === undefined ? {} : { http };
  world.apply({ apiVersion: V2, kind: 'ApisixRoute', metadata: { name: 'web', labels: { a: 'b' } }, spec });
  return world;
}

const specOf = (world: RouterWorld, name: string): unknown => world.spec(V2, 'ApisixRoute', name);
const find = ({ api }: RouterWorld, name: string): unknown =>
  api.find(api.resourceFor(V2, 'ApisixRoute'), 'store', name);

// Source: rollout/trafficrouting/apisix/apisix.go.
describe('APISIX', () => {
  const match = [
    { headerName: 'A', headerValue: { exact: '1' } },
    { headerName: 'B', headerValue: { prefix: 'p' } },
    { headerName: 'C', headerValue: { regex: 'r' } },
  ];

  it('weighs the rule that is named as the route, or those that are listed', () => {
    const world = apisix([rule('other'), rule('web')]);
    world.router().setWeight(15, []);
    const weighted = [backend('stable', 85), backend('canary', 15)];
    expect(specOf(world, 'web')).toEqual({ http: [rule('other'), rule('web', { backends: weighted })] });
    const listed = apisix([rule('x'), rule('y')], ['y', 'x']);
    listed.router().setWeight(15, []);
    expect(specOf(listed, 'web')).toMatchObject({ http: [{ backends: weighted }, { backends: weighted }] });
  });

  it('makes a header route of its own, goes on changing it, and deletes it', () => {
    const world = apisix([rule('web', { priority: 3, match: { hosts: ['h'] } })]);
    world.router().setHeaderRoute({ name: 'beta', match });
    const exprs = [
      { subject: { scope: 'Header', name: 'A' }, op: 'Equal', value: '1' },
      { subject: { scope: 'Header', name: 'B' }, op: 'RegexMatch', value: '^p.*' },
      { subject: { scope: 'Header', name: 'C' }, op: 'RegexMatch', value: 'r' },
    ];
    const made = { name: 'web', backends: [backend('canary', 100)], priority: 4 };
    expect(specOf(world, 'beta')).toEqual({ http: [{ ...made, match: { hosts: ['h'], exprs } }] });
    expect(find(world, 'beta')).toMatchObject({
      metadata: { labels: { a: 'b' }, ownerReferences: [{ uid: world.rollout.metadata.uid, controller: true }] },
    });
    world.router().setHeaderRoute({ name: 'beta', match: match.slice(0, 1) });
    expect(specOf(world, 'beta')).toEqual({ http: [{ ...made, match: { hosts: ['h'], exprs: exprs.slice(0, 1) } }] });
    world.router().setHeaderRoute({ name: 'beta' });
    expect(find(world, 'beta')).toBeUndefined();
    world.router().setHeaderRoute({ name: 'beta', match });
    world.router().removeManagedRoutes();
    expect(find(world, 'beta')).toBeUndefined();
  });

  it('leaves routes of others alone', () => {
    const world = apisix([rule('web')]);
    world.apply({ apiVersion: V2, kind: 'ApisixRoute', metadata: { name: 'beta' }, spec: {} });
    expect(() => world.router().setHeaderRoute({ name: 'beta', match })).toThrow(
      'duplicate ApisixRoute [beta] already exists',
    );
    world.router().removeManagedRoutes();
    expect(find(world, 'beta')).toBeDefined();
  });

  it('fails in the words of the reference', () => {
    const failing = (http: readonly JsonObject[] | undefined, message: string): void => {
      expect(() => apisix(http).router().setWeight(1, []), message).toThrow(message);
    };
    failing(undefined, 'spec.http was not found in Apisix Route manifest');
    failing([], 'Apisix http route rule web not found');
    failing([{}], 'Apisix http route rule name field not found');
    failing([{ name: 1 }], 'Failed type assertion for Apisix http route rule name');
    failing([{ name: 'web' }], 'Apisix http route backends not found');
    failing([{ name: 'web', backends: [{}] }], 'serviceName field was not found in backend');
    failing([{ name: 'web', backends: [backend('canary')] }], 'apisix route stable backend was not found');
  });
});
