import { describe, expect, test } from 'vitest';
import { valueAt, withValueAt } from '../../src/api/field-path.ts';
import type { JsonObject } from '../../src/api/json.ts';
import { loadRehearsal } from '../../src/scenario/load-rehearsal.ts';
import { ChangeError, changedWorld } from '../../src/world/change.ts';
import type { World } from '../../src/world/world.ts';
import { diskFiles } from '../scenario/disk-files.ts';

function world(): World {
  const { rehearsal } = loadRehearsal(diskFiles('.'), ['scenarios/getting-started']);
  if (rehearsal === undefined) throw new Error('getting-started does not load');
  return rehearsal.world;
}

describe('a value at a path', () => {
  const object: JsonObject = { spec: { steps: [{ setWeight: 20 }, { pause: {} }], list: [{ name: 'a', value: 1 }] } };

  test.each([
    ['spec.replicas', 3],
    ['spec.steps[0].setWeight', 30],
    ['spec.steps[1].pause.duration', '1m'],
    ['spec.list[name=a].value', 2],
    ['metadata.annotations[a.b/c]', 'd'],
    ['metadata.__proto__', 'own'],
  ])('is set at %s', (path, value) => {
    const changed = withValueAt(object, path, value);
    expect(valueAt(changed, path)).toBe(value);
    // What is not on the way stays the same value.
    if (!path.startsWith('spec.list')) expect(valueAt(changed, 'spec.list')).toBe(valueAt(object, 'spec.list'));
  });

  test('is removed, in a list too', () => {
    expect(withValueAt(object, 'spec.steps[0]', undefined)).toEqual({
      spec: { steps: [{ pause: {} }], list: [{ name: 'a', value: 1 }] },
    });
    expect(withValueAt(object, 'spec.steps', undefined)).toEqual({ spec: { list: [{ name: 'a', value: 1 }] } });
  });

  test.each([
    'spec.steps[2].setWeight',
    'spec.steps.setWeight',
    'spec.list[name=b].value',
    'spec.steps[0].setWeight.x',
  ])('has no place at %s', (path) => {
    expect(withValueAt(object, path, 1)).toBeUndefined();
  });
});

describe('a changed world', () => {
  const rollout = { kind: 'Rollout', name: 'rollouts-demo' };

  test('has a field otherwise, and all else as it was', () => {
    const own = world();
    const changed = changedWorld(own, [{ change: 'field', object: rollout, path: 'spec.replicas', value: 7 }]);
    const at = ({ manifests }: World): unknown =>
      valueAt(manifests.find(({ kind }) => kind === 'Rollout') ?? {}, 'spec.replicas');
    expect(at(changed)).toBe(7);
    expect(at(own)).not.toBe(7);
    expect({ ...changed, manifests: [] }).toEqual({ ...own, manifests: [] });
  });

  test('has the field otherwise also in what the script applies and in Git', () => {
    const manifest: JsonObject = { kind: 'Rollout', metadata: { name: 'rollouts-demo' }, spec: { replicas: 1 } };
    const own: World = {
      ...world(),
      script: [
        { trigger: { atMs: 0 }, action: { do: 'apply', manifest } },
        {
          trigger: { atMs: 1 },
          action: { do: 'commit', repository: 'r', message: '', files: [{ path: 'a.yaml', objects: [manifest] }] },
        },
      ],
      git: [{ name: 'r', url: 'u', message: '', files: [{ path: 'a.yaml', objects: [manifest] }] }],
    };
    const changed = changedWorld(own, [{ change: 'field', object: rollout, path: 'spec.replicas', value: 7 }]);
    expect(JSON.stringify([changed.script, changed.git]).match(/"replicas":7/g)).toHaveLength(3);
  });

  test('has an object more, another in its place, or none', () => {
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'more', namespace: 'default' } };
    const more = changedWorld(world(), [{ change: 'manifest', manifest: service }]);
    expect(more.manifests.at(-1)).toBe(service);
    const other = { ...service, spec: {} };
    expect(changedWorld(more, [{ change: 'manifest', manifest: other }]).manifests).toHaveLength(more.manifests.length);
    const none = changedWorld(more, [{ change: 'remove', object: { kind: 'Service', name: 'more' } }]);
    expect(none.manifests).toHaveLength(more.manifests.length - 1);
  });

  test('cannot have a field of an object that is not there', () => {
    expect(() =>
      changedWorld(world(), [
        { change: 'field', object: { kind: 'Rollout', name: 'other' }, path: 'spec.replicas', value: 7 },
      ]),
    ).toThrow(ChangeError);
  });
});
