import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/api/json.ts';
import { MemoryServer } from '../../src/api/memory-server.ts';
import { DEPLOYMENT } from '../../src/api/resources.ts';
import { patchObject } from '../../src/simulation/patch-object.ts';
import { TestClock } from '../api/test-clock.ts';

function server(): MemoryServer {
  const api = new MemoryServer({ clock: new TestClock(0), freeze: true });
  const spec = {
    selector: { matchLabels: { app: 'shop' } },
    template: {
      spec: {
        containers: [
          { name: 'shop', image: 'shop:1' },
          { name: 'side', image: 'side:1' },
        ],
      },
    },
  };
  for (const [apiVersion, kind] of [
    ['apps/v1', 'Deployment'],
    ['argoproj.io/v1alpha1', 'Rollout'],
  ] as const) {
    const object = api.decode({ apiVersion, kind, metadata: { name: 'shop' }, spec });
    api.create(api.resourceFor(apiVersion, kind), object);
  }
  return api;
}

const patch = (api: MemoryServer, type: 'strategic' | 'json' | undefined, merge: Json, kind = 'Deployment'): void => {
  const apiVersion = kind === 'Rollout' ? 'argoproj.io/v1alpha1' : 'apps/v1';
  const target = { apiVersion, kind, name: 'shop', namespace: 'default' };
  patchObject(api, { do: 'patch', ...target, merge, ...(type === undefined ? {} : { type }) });
};

/** Source: k8s.io/apiserver/pkg/endpoints/handlers/patch.go. */
describe('kubectl patch', () => {
  const containers = [{ name: 'side', image: 'side:2' }];
  const change = { spec: { template: { spec: { containers } } } };

  it('replaces lists, unless it is strategic', () => {
    const api = server();
    patch(api, 'strategic', change);
    const images = (): readonly (string | undefined)[] =>
      (api.get(DEPLOYMENT, 'default', 'shop').spec.template.spec.containers ?? []).map(({ image }) => image);
    expect(images()).toEqual(['shop:1', 'side:2']);
    expect(api.get(DEPLOYMENT, 'default', 'shop').metadata.generation).toBe(2);
    patch(api, undefined, change);
    expect(images()).toEqual(['side:2']);
  });

  it('goes operation by operation, if it is JSON', () => {
    const api = server();
    patch(api, 'json', [
      { op: 'add', path: '/spec/paused', value: true },
      { op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'shop:2' },
    ]);
    const { spec } = api.get(DEPLOYMENT, 'default', 'shop');
    expect(spec.paused).toBe(true);
    expect(spec.template.spec.containers?.[0]?.image).toBe('shop:2');
  });

  it('knows no merge keys of custom resources', () => {
    expect(() => patch(server(), 'strategic', change, 'Rollout')).toThrow(
      'the body of the request was in an unknown format',
    );
  });

  it('takes an object', () => {
    expect(() => patch(server(), undefined, [])).toThrow('a JSON object was expected');
  });
});
