import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/api/json.ts';
import { MemoryServer } from '../../src/api/memory-server.ts';
import { SERVICE } from '../../src/api/resources.ts';
import { applyMergePatch } from '../../src/api/merge-patch.ts';
import { Applier, threeWayMergePatch } from '../../src/simulation/apply.ts';

const json = fc.letrec<{ value: JsonObject[string]; object: JsonObject }>((tie) => ({
  value: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('x', 'y'), fc.array(fc.integer()), tie('object')),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3 }),
})).object;

describe('three-way merge', () => {
  it('removes what was applied last and is no more, keeps what others wrote', () => {
    const patch = threeWayMergePatch({ a: 1, b: 2 }, { a: 1, c: 3 }, { a: 5, b: 2, d: 4 });
    expect(patch).toEqual({ a: 1, b: null, c: 3 });
  });

  it('works inside objects and replaces lists whole', () => {
    const patch = threeWayMergePatch(
      { spec: { steps: [1, 2], old: { deep: 1 } } },
      { spec: { steps: [1] } },
      { spec: { steps: [1, 2], old: { deep: 1, other: 2 }, replicas: 5 } },
    );
    expect(patch).toEqual({ spec: { steps: [1], old: null } });
  });

  it('does nothing for a manifest that the object has already', () => {
    expect(threeWayMergePatch({ a: 1 }, { a: 1 }, { a: 1, b: 2 })).toEqual({});
  });

  it('gives every value of the manifest to the object', () => {
    fc.assert(
      fc.property(json, json, json, (original, modified, current) => {
        const after = applyMergePatch(current, threeWayMergePatch(original, modified, current));
        expect(after).toMatchObject(modified);
      }),
    );
  });
});

describe('kubectl apply', () => {
  const manifest = (spec: JsonObject): JsonObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec,
  });

  it('creates, configures, and says when nothing changed', () => {
    const api = new MemoryServer({ clock: { nowMs: () => 0 }, freeze: true });
    const applier = new Applier(api);
    expect(applier.apply(manifest({ selector: { app: 'web', tier: 'a' } }))).toBe('created');
    const version = api.get(SERVICE, 'default', 'web').metadata.resourceVersion;
    expect(applier.apply(manifest({ selector: { app: 'web', tier: 'a' } }))).toBe('unchanged');
    expect(api.get(SERVICE, 'default', 'web').metadata.resourceVersion).toBe(version);
    api.patch(SERVICE, 'default', 'web', { spec: { selector: { hash: '1' } } });
    expect(applier.apply(manifest({ selector: { app: 'web' } }))).toBe('configured');
    expect(api.get(SERVICE, 'default', 'web').spec.selector).toEqual({ app: 'web', hash: '1' });
  });

  it('makes an object anew that somebody deleted', () => {
    const api = new MemoryServer({ clock: { nowMs: () => 0 }, freeze: true });
    const applier = new Applier(api);
    applier.apply(manifest({ selector: { app: 'web' } }));
    api.delete(SERVICE, 'default', 'web');
    expect(applier.apply(manifest({ selector: { app: 'web' } }))).toBe('created');
  });
});
