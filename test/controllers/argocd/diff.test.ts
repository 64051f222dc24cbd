import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isJsonObject, type JsonObject } from '../../../src/api/json.ts';
import { MemoryServer } from '../../../src/api/memory-server.ts';
import { applyMergePatch, createThreeWayJsonMergePatch } from '../../../src/api/merge-patch.ts';
import { predictionOf } from '../../../src/controllers/argocd/diff/diff.ts';
import { withLiveValues } from '../../../src/controllers/argocd/diff/respect-ignored.ts';
import {
  type IgnoredPath,
  ignoredPaths,
  parseJqPath,
  parseJsonPointer,
  withoutPaths,
} from '../../../src/controllers/argocd/diff/ignored-paths.ts';
import { isSynced } from '../../../src/controllers/argocd/diff/three-way.ts';
import { unknownFieldPaths } from '../../../src/controllers/argocd/sync/strict-fields.ts';

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

const WIDGET = { apiVersion: 'example.io/v1', kind: 'Widget' };
const LAST = 'kubectl.kubernetes.io/last-applied-configuration';

/** The object as kubectl leaves it: with the manifest in its annotation. */
function applied(manifest: JsonObject, live: JsonObject = manifest): JsonObject {
  return { ...live, metadata: { name: 'x', annotations: { [LAST]: JSON.stringify(manifest) } } };
}

function synced(manifest: JsonObject, live: JsonObject): boolean {
  return isSynced(predictionOf(manifest, live, []));
}

describe('a live object is compared with its manifest', () => {
  // gitops-engine/pkg/diff/diff.go threeWayMergePatch, gitops-engine/pkg/utils/json/json.go RemoveListFields
  test('custom resources: what Git never had is no difference, also in items of lists', () => {
    const spec = (...route: readonly JsonObject[]): JsonObject => ({ ...WIDGET, spec: { http: [{ route }] } });
    const git = spec({ host: 'canary' }, { host: 'stable' });
    expect(synced(git, applied(git, spec({ host: 'canary', weight: 20 }, { host: 'stable', weight: 80 })))).toBe(true);
    const withWeights = spec({ host: 'canary', weight: 0 }, { host: 'stable', weight: 100 });
    const live = spec({ host: 'canary', weight: 20 }, { host: 'stable', weight: 80 });
    expect(synced(withWeights, applied(withWeights, live))).toBe(false);
    expect(synced(git, applied(git, spec({ host: 'canary' }, { host: 'stable' }, { host: 'header' })))).toBe(false);
  });

  test('kinds of Kubernetes: by the keys of their lists, in the order of the manifest', () => {
    const deployment = (...containers: readonly JsonObject[]): JsonObject => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      spec: { template: { spec: { containers } } },
    });
    const [web, proxy] = [{ name: 'web', image: 'shop:v1' }, { name: 'proxy' }];
    const git = deployment(web);
    expect(synced(git, applied(git, deployment(web, proxy)))).toBe(true);
    const both = deployment(web, proxy);
    expect(synced(git, applied(both, both))).toBe(false);
    expect(synced(both, applied(both, deployment(proxy, web)))).toBe(false);
    expect(synced(deployment({ ...web, resources: { requests: { cpu: '0.1' } } }), applied(git))).toBe(false);
    const quantities = deployment({ ...web, resources: { requests: { cpu: '0.1', memory: '1024Mi' } } });
    const canonical = deployment({ ...web, resources: { requests: { cpu: '100m', memory: '1Gi' } } });
    expect(synced(quantities, applied(quantities, canonical))).toBe(true);
  });

  test('a null stands for nothing, but in a map of texts for an empty one', () => {
    const live = { ...WIDGET, metadata: { name: 'x', creationTimestamp: '2026-01-01T00:00:00Z' }, spec: {} };
    expect(synced({ ...WIDGET, metadata: { name: 'x', creationTimestamp: null }, spec: { a: null } }, live)).toBe(true);
    const map = { apiVersion: 'v1', kind: 'ConfigMap', data: { a: null } };
    expect(synced(map, applied(map, { ...map, data: {} }))).toBe(false);
  });

  // gitops-engine/pkg/diff/diff.go NormalizeSecret
  test('a Secret: its stringData is data', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret' };
    const live = { ...secret, type: 'Opaque', data: { a: 'aMOkbGxv' } };
    expect(synced({ ...secret, stringData: { a: 'h\u00e4llo' } }, live)).toBe(true);
    expect(synced({ ...secret, stringData: { a: 'hello' } }, live)).toBe(false);
  });

  test('without a manifest that was applied before, or with one that nobody can read, as if this one had been', () => {
    const git = { ...WIDGET, spec: { a: 1 } };
    expect(synced(git, { ...WIDGET, spec: { a: 1, b: 2 } })).toBe(true);
    const broken = { ...WIDGET, metadata: { annotations: { [LAST]: '{' } }, spec: { a: 1, b: 2 } };
    expect(synced(git, broken)).toBe(true);
  });

  test('a field that the type does not have cannot be compared once it has changed', () => {
    const service = (strange: JsonObject): JsonObject => ({ apiVersion: 'v1', kind: 'Service', spec: { strange } });
    expect(synced(service({ a: 1 }), service({ a: 1 }))).toBe(true);
    expect(() => synced(service({ a: 1 }), service({ a: 2 }))).toThrow(
      'unable to find api field in struct for the json field "strange"',
    );
  });

  test('once it was applied it is Synced, whatever was there before', () => {
    fc.assert(
      fc.property(object, object, object, (last, target, live) => {
        const manifest = { ...WIDGET, spec: target };
        const before = { ...WIDGET, spec: live };
        const patch = createThreeWayJsonMergePatch({ ...WIDGET, spec: last }, manifest, before);
        const after = applyMergePatch(before, patch);
        expect(isJsonObject(after) && synced(manifest, applied(manifest, after))).toBe(true);
      }),
    );
  });

  test('is the manifest where nobody else has written', () => {
    fc.assert(
      fc.property(object, object, (before, target) => {
        const [last, manifest] = [
          { ...WIDGET, spec: before },
          { ...WIDGET, spec: target },
        ];
        const { predicted } = predictionOf(manifest, applied(last), []);
        expect(predicted['spec']).toEqual(target);
      }),
    );
  });
});

describe('with RespectIgnoreDifferences a sync applies live values', () => {
  const path = (text: string): IgnoredPath => parseJqPath(text) ?? { parts: [] };

  // controller/sync.go normalizeTargetResources
  test('of a custom resource the whole list that an ignored path leads into', () => {
    const live = { ...WIDGET, spec: { http: [{ host: 'a', weight: 20 }], name: 'old' } };
    const target = { ...WIDGET, spec: { http: [{ host: 'a', weight: 0 }, { host: 'new' }], name: 'new' } };
    expect(withLiveValues(target, live, [path('.spec.http[].weight')])).toEqual({
      ...WIDGET,
      spec: { http: [{ host: 'a', weight: 20 }], name: 'new' },
    });
    expect(withLiveValues(target, live, [path('.spec.none')])).toEqual(target);
  });

  test('of a kind of Kubernetes item by item', () => {
    const deployment = (image: string, replicas: number): JsonObject => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      spec: { replicas, template: { spec: { containers: [{ name: 'web', image }] } } },
    });
    const ignored = [path('.spec.replicas')];
    expect(withLiveValues(deployment('v2', 1), deployment('v1', 5), ignored)).toEqual(deployment('v2', 5));
  });

  test('and never a status', () => {
    const live = { ...WIDGET, spec: { a: 1 }, status: { phase: 'x' } };
    expect(withLiveValues({ ...WIDGET, spec: { a: 2 } }, live, [path('.spec.a')])).toEqual({
      ...WIDGET,
      spec: { a: 1 },
    });
  });
});

describe('fields that a kind does not have', () => {
  const api = new MemoryServer({ clock: { nowMs: () => 0 } });
  const unknown = (manifest: JsonObject): readonly string[] =>
    unknownFieldPaths(api.resourceFor(String(manifest['apiVersion']), String(manifest['kind'])), manifest);

  test('are known of built-in kinds and of those of Argo', () => {
    const spec = {
      template: { metadata: { name: 'x', labels: {} }, spec: { containers: [{ name: 'a', imagePullpolicy: 'x' }] } },
    };
    expect(unknown({ apiVersion: 'apps/v1', kind: 'StatefulSet', spec })).toEqual([
      'spec.template.spec.containers[0].imagePullpolicy',
    ]);
    expect(unknown({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', spec })).toEqual([
      'spec.template.spec.containers[0].imagePullpolicy',
      'spec.template.metadata.name',
    ]);
    expect(unknown({ ...WIDGET, spec: { anything: 1 } })).toEqual([]);
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
