import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/api/json.ts';
import { goTypeOf } from '../../src/api/kubernetes/go-types.ts';
import type { Shape } from '../../src/api/shape/shape.ts';
import { applyStrategicMergePatch } from '../../src/api/strategic-merge/apply.ts';
import { createThreeWayMergePatch, createTwoWayMergePatch } from '../../src/api/strategic-merge/create.ts';

/** The type of a part of a kind. */
function partOf(apiVersion: string, kind: string, ...path: readonly string[]): Shape<unknown> {
  let shape: Shape<unknown> | undefined = goTypeOf(apiVersion, kind);
  for (const key of path) {
    if (shape?.form === 'list') shape = shape.item;
    shape = shape?.form === 'struct' ? shape.fields[key]?.shape : undefined;
  }
  if (shape === undefined) throw new Error(`no ${path.join('.')} in ${kind}`);
  return shape.form === 'list' ? shape.item : shape;
}

const POD_SPEC = partOf('v1', 'Pod', 'spec');
const META = partOf('v1', 'Pod', 'metadata');
const apply = (target: JsonObject, patch: JsonObject, shape = POD_SPEC): JsonObject =>
  applyStrategicMergePatch(target, patch, shape);

const web = { name: 'web', image: 'web:1', env: [{ name: 'A', value: '1' }] };
const side = { name: 'side', image: 'side:1' };
const pod = { containers: [web, side], tolerations: [{ key: 'a' }], nodeSelector: { disk: 'ssd' } };

const containers = (...items: readonly JsonObject[]): JsonObject => ({ containers: items });

/** Source: k8s.io/apimachinery/pkg/util/strategicpatch/patch.go. */
describe('a strategic merge patch', () => {
  it.each<[string, JsonObject, JsonObject]>([
    [
      'changes one container by its name',
      containers({ name: 'side', image: 'side:2' }),
      containers(web, { name: 'side', image: 'side:2' }),
    ],
    [
      'merges lists within items',
      containers({ name: 'web', env: [{ name: 'B', value: '2' }] }),
      containers({ ...web, env: [{ name: 'B', value: '2' }, ...web.env] }, side),
    ],
    [
      'puts a new container first',
      containers({ name: 'new', image: 'new:1' }),
      containers({ name: 'new', image: 'new:1' }, web, side),
    ],
    ['takes a container away', containers({ name: 'web', $patch: 'delete' }), containers(side)],
    [
      'replaces the list if told so',
      containers({ $patch: 'replace' }, { name: 'only', image: 'only:1' }),
      containers({ name: 'only', image: 'only:1' }),
    ],
    ['replaces lists without a merge key', { tolerations: [{ key: 'b' }] }, { tolerations: [{ key: 'b' }] }],
    ['removes what is null', { nodeSelector: { disk: null } }, { nodeSelector: {} }],
    [
      'replaces an object if told so',
      { nodeSelector: { $patch: 'replace', zone: 'b' } },
      { nodeSelector: { zone: 'b' } },
    ],
    ['empties an object if told so', { nodeSelector: { $patch: 'delete' } }, { nodeSelector: {} }],
    [
      'orders a list if told so',
      { '$setElementOrder/containers': [{ name: 'side' }, { name: 'web' }] },
      containers(side, web),
    ],
  ])('%s', (_what, patch, expected) => {
    expect(apply(pod, patch)).toEqual({ ...pod, ...expected });
  });

  it('keeps only what it says to retain', () => {
    const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } };
    const spec = partOf('apps/v1', 'Deployment', 'spec');
    expect(apply({ strategy }, { strategy: { $retainKeys: ['type'], type: 'Recreate' } }, spec)).toEqual({
      strategy: { type: 'Recreate' },
    });
    expect(() => apply({ strategy }, { strategy: { $retainKeys: [], type: 'Recreate' } }, spec)).toThrow(
      'invalid patch format of retainKeys',
    );
  });

  it('merges texts, and takes them away', () => {
    const target = { finalizers: ['a', 'b'] };
    expect(apply(target, { finalizers: ['b', 'c'] }, META)).toEqual({ finalizers: ['a', 'b', 'c'] });
    expect(apply(target, { '$deleteFromPrimitiveList/finalizers': ['a'] }, META)).toEqual({
      finalizers: ['b'],
    });
  });

  it('knows the ports of a Service from those of a container', () => {
    const service = { ports: [{ port: 80, targetPort: 1 }] };
    expect(apply(service, { ports: [{ port: 80, targetPort: 2 }] }, partOf('v1', 'Service', 'spec'))).toEqual({
      ports: [{ port: 80, targetPort: 2 }],
    });
    const container = { ports: [{ containerPort: 80, name: 'a' }] };
    const type = partOf('v1', 'Pod', 'spec', 'containers');
    expect(apply(container, { ports: [{ containerPort: 80, name: 'b' }] }, type)).toEqual({
      ports: [{ containerPort: 80, name: 'b' }],
    });
  });

  it('does not know fields that the type does not have, unless they stay as they are', () => {
    const live = { containers: [web], strange: { a: '1' } };
    expect(createTwoWayMergePatch(live, live, POD_SPEC)).toEqual({});
    expect(() => createTwoWayMergePatch(live, { ...live, strange: { a: '2' } }, POD_SPEC)).toThrow(
      'unable to find api field in struct for the json field "strange"',
    );
  });

  it('is refused without the key of an item, or with an order that nobody knows', () => {
    expect(() => apply(pod, containers({ image: 'x' }))).toThrow(
      'map: {"image":"x"} does not contain declared merge key: name',
    );
    expect(() => apply(pod, { nodeSelector: { $patch: 'swap' } })).toThrow('unknown patch type: swap');
  });
});

describe('the patch between two objects', () => {
  const item = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), image: fc.constantFrom('x:1', 'x:2') });
  const spec: fc.Arbitrary<JsonObject> = fc.record(
    {
      containers: fc.uniqueArray(item, { selector: ({ name }) => name, maxLength: 4 }),
      tolerations: fc.array(fc.record({ key: fc.constantFrom('a', 'b') }), { maxLength: 2 }),
      nodeSelector: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('1', '2')),
      hostname: fc.constantFrom('a', 'b'),
    },
    { requiredKeys: [] },
  );

  it('makes the one of the other', () => {
    fc.assert(
      fc.property(spec, spec, (before, after) => {
        expect(apply(before, createTwoWayMergePatch(before, after, POD_SPEC))).toEqual(after);
      }),
    );
  });

  // patch.go CreateThreeWayMergePatch: what a manifest has never said belongs to others.
  it('with a manifest applied before leaves alone what others have added', () => {
    const last = containers(web);
    const live = { ...containers(web, side), hostname: 'other' };
    const manifest = containers({ ...web, image: 'web:2' });
    const patch = createThreeWayMergePatch(last, manifest, live, POD_SPEC);
    expect(patch).toEqual({
      '$setElementOrder/containers': [{ name: 'web' }],
      containers: [{ name: 'web', image: 'web:2' }],
    });
    expect(apply(live, patch)).toEqual({ ...containers({ ...web, image: 'web:2' }, side), hostname: 'other' });
    expect(apply(live, createThreeWayMergePatch(last, containers(side), live, POD_SPEC))).toEqual({
      ...containers(side),
      hostname: 'other',
    });
  });

  it('says the fields that stay where only one of several may be there', () => {
    const type = partOf('apps/v1', 'Deployment', 'spec');
    const rolling = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } };
    const patch = createThreeWayMergePatch({}, { strategy: { type: 'Recreate' } }, rolling, type);
    expect(patch).toEqual({ strategy: { $retainKeys: ['type'], type: 'Recreate' } });
    expect(apply(rolling, patch, type)).toEqual({ strategy: { type: 'Recreate' } });
  });

  it('is empty between equal objects', () => {
    fc.assert(
      fc.property(spec, (object) => {
        expect(createThreeWayMergePatch(object, object, object, POD_SPEC)).toEqual({});
      }),
    );
  });
});
