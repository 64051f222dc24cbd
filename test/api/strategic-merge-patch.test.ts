import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/api/json.ts';
import { applyStrategicMergePatch } from '../../src/api/strategic-merge-patch.ts';

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
    expect(applyStrategicMergePatch(pod, patch)).toEqual({ ...pod, ...expected });
  });

  it('keeps only what it says to retain', () => {
    const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } };
    expect(applyStrategicMergePatch({ strategy }, { strategy: { $retainKeys: ['type'], type: 'Recreate' } })).toEqual({
      strategy: { type: 'Recreate' },
    });
    expect(() => applyStrategicMergePatch({ strategy }, { strategy: { $retainKeys: [], type: 'Recreate' } })).toThrow(
      'invalid patch format of retainKeys',
    );
  });

  it('merges texts, and takes them away', () => {
    const target = { finalizers: ['a', 'b'] };
    expect(applyStrategicMergePatch(target, { finalizers: ['b', 'c'] })).toEqual({ finalizers: ['a', 'b', 'c'] });
    expect(applyStrategicMergePatch(target, { '$deleteFromPrimitiveList/finalizers': ['a'] })).toEqual({
      finalizers: ['b'],
    });
  });

  it('knows the ports of a Service from those of a container', () => {
    const service = { ports: [{ port: 80, targetPort: 1 }] };
    expect(applyStrategicMergePatch(service, { ports: [{ port: 80, targetPort: 2 }] })).toEqual({
      ports: [{ port: 80, targetPort: 2 }],
    });
    const container = { ports: [{ containerPort: 80, name: 'a' }] };
    expect(applyStrategicMergePatch(container, { ports: [{ containerPort: 80, name: 'b' }] })).toEqual({
      ports: [{ containerPort: 80, name: 'b' }],
    });
  });

  it('is refused without the key of an item, or with an order that nobody knows', () => {
    expect(() => applyStrategicMergePatch(pod, containers({ image: 'x' }))).toThrow(
      'map: {"image":"x"} does not contain declared merge key: name',
    );
    expect(() => applyStrategicMergePatch(pod, { nodeSelector: { $patch: 'mend' } })).toThrow(
      'unknown patch type: mend',
    );
  });
});
