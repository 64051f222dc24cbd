import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isJsonObject, type JsonObject } from '../../../src/api/json.ts';
import {
  ignoredPaths,
  parseJqPath,
  parseJsonPointer,
  withoutPaths,
} from '../../../src/controllers/argocd/diff/ignored-paths.ts';
import { listMergeOf, predictLive } from '../../../src/controllers/argocd/diff/three-way.ts';

/** Small objects in which keys meet. */
const object: fc.Arbitrary<JsonObject> = fc
  .letrec<{ value: JsonObject | number | readonly number[] }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.nat(2),
      fc.array(fc.nat(2), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3 }),
    ),
  }))
  .value.map((value) => (isJsonObject(value) ? value : { a: value }));

describe('what applying a manifest makes of an object', () => {
  // Worked example of the doc comment; k8s.io/kubectl/pkg/cmd/apply.
  test('is what it says, without what it said before, with what others wrote', () => {
    expect(predictLive({ a: 1, b: 2 }, { a: 1, c: 3 }, { a: 5, b: 2, d: 4 }, 'whole')).toEqual({ a: 1, c: 3, d: 4 });
  });

  test('merges containers of a Deployment by name, and replaces those of a Rollout', () => {
    const target = { containers: [{ name: 'web', image: 'shop:v2' }] };
    const live = { containers: [{ name: 'web', image: 'shop:v1', imagePullPolicy: 'Always' }, { name: 'proxy' }] };
    expect(predictLive({}, target, live, 'by key')).toEqual({
      containers: [{ name: 'web', image: 'shop:v2', imagePullPolicy: 'Always' }, { name: 'proxy' }],
    });
    expect(predictLive({}, target, live, 'whole')).toEqual(target);
    expect([listMergeOf('apps'), listMergeOf('argoproj.io'), listMergeOf('rbac.authorization.k8s.io')]).toEqual([
      'by key',
      'whole',
      'by key',
    ]);
  });

  test('takes a null for nothing', () => {
    const live = { metadata: { name: 'shop', creationTimestamp: '2026-01-01T00:00:00Z' } };
    expect(predictLive({}, { metadata: { name: 'shop', creationTimestamp: null } }, live, 'whole')).toBe(live);
  });

  test('drops a container that only the manifest before had; their order is no difference', () => {
    const last = { containers: [{ name: 'web' }, { name: 'old' }] };
    const live = { containers: [{ name: 'old' }, { name: 'web', image: 'x' }] };
    expect(predictLive(last, { containers: [{ name: 'web' }] }, live, 'by key')).toEqual({
      containers: [{ name: 'web', image: 'x' }],
    });
    const both = { containers: [{ name: 'web' }, { name: 'old' }] };
    expect(predictLive(last, both, live, 'by key')).toBe(live);
  });

  test('is the object itself once it was applied', () => {
    fc.assert(
      fc.property(
        object,
        object,
        object,
        fc.constantFrom('by key' as const, 'whole' as const),
        (last, target, live, lists) => {
          const once = predictLive(last, target, live, lists);
          expect(predictLive(target, target, once, lists)).toBe(once);
        },
      ),
    );
  });

  test('is the manifest where nobody else has written', () => {
    fc.assert(
      fc.property(object, object, (before, target) => {
        expect(predictLive(before, target, before, 'whole')).toEqual(target);
      }),
    );
  });
});

describe('ignored differences', () => {
  const live = { spec: { http: [{ route: [{ weight: 5, host: 'a' }, { weight: 95 }] }], replicas: 3, 'a/b': 1 } };

  test.each([
    ['/spec/replicas', { spec: { http: live.spec.http, 'a/b': 1 } }],
    ['/spec/a~1b', { spec: { http: live.spec.http, replicas: 3 } }],
    ['/spec/http/0/route/1/weight', { spec: { ...live.spec, http: [{ route: [{ weight: 5, host: 'a' }, {}] }] } }],
    ['/spec/nothing/there', live],
  ])('by pointer %s', (pointer, expected) => {
    const path = parseJsonPointer(pointer);
    expect(path === undefined ? undefined : withoutPaths(live, [path])).toEqual(expected);
  });

  test.each([
    ['.spec.http[].route[].weight', { spec: { ...live.spec, http: [{ route: [{ host: 'a' }, {}] }] } }],
    ['.spec.http[0].route[0]', { spec: { ...live.spec, http: [{ route: [{ weight: 95 }] }] } }],
    ['.spec["a/b"]', { spec: { http: live.spec.http, replicas: 3 } }],
    ['.spec."a/b"', { spec: { http: live.spec.http, replicas: 3 } }],
    ['.spec.http[]?', { spec: { ...live.spec, http: [] } }],
  ])('by path %s', (expression, expected) => {
    const path = parseJqPath(expression);
    expect(path === undefined ? undefined : withoutPaths(live, [path])).toEqual(expected);
  });

  test.each(['.', 'spec', '.spec.http[] | select(.name == "x")', '.spec | keys', '.[0:2]'])(
    '%s is not modelled',
    (text) => {
      expect(parseJqPath(text)).toBeUndefined();
    },
  );

  // util/argo/normalizers/diff_normalizer.go
  test('concern objects by group and kind, and by name if one is given', () => {
    const of = (rule: { group?: string; kind: string; name?: string }): number => {
      const rules = [{ ...rule, jsonPointers: ['/spec/replicas'] }];
      return ignoredPaths(rules, { group: 'apps', kind: 'Deployment', namespace: 'default', name: 'shop' }).paths
        .length;
    };
    expect(of({ group: 'apps', kind: 'Deployment' })).toBe(1);
    expect(of({ group: '*', kind: '*' })).toBe(1);
    expect(of({ kind: 'Deployment' })).toBe(0);
    expect(of({ group: 'apps', kind: 'Deployment', name: 'cart' })).toBe(0);
  });
});
