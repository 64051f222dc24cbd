import { expect, test } from 'vitest';
import { MemoryServer } from '../../../src/api/memory-server.ts';
import { REPLICA_SET } from '../../../src/api/resources.ts';
import type { ReplicaSet } from '../../../src/api/shape/apps.ts';
import { ReplicaSetIndex } from '../../../src/controllers/rollouts/replica-set-index.ts';

const server = new MemoryServer({ clock: { nowMs: () => 0 }, freeze: true });

function replicaSet(name: string, ownerUid?: string, namespace = 'default'): ReplicaSet {
  const owner = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    name: 'r',
    uid: ownerUid ?? '',
    controller: true,
  };
  return {
    metadata: { name, namespace, ...(ownerUid === undefined ? {} : { ownerReferences: [owner] }) },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'web', image: 'shop', resources: {} }] },
      },
    },
    status: { replicas: 0 },
  };
}

test('finds what an owner or nobody controls, in the order of names, as it is now', () => {
  server.create(REPLICA_SET, replicaSet('c', 'one'));
  const index = new ReplicaSetIndex(server);
  server.create(REPLICA_SET, replicaSet('b', 'two'));
  server.create(REPLICA_SET, replicaSet('a', 'one'));
  server.create(REPLICA_SET, replicaSet('bb'));
  server.create(REPLICA_SET, replicaSet('x', 'one', 'other'));
  const names = (namespace: string, uid: string): unknown =>
    index.ownedOrFree(namespace, uid).map((set) => set.metadata.name);
  expect(names('default', 'one')).toEqual(['a', 'bb', 'c']);
  expect(names('default', 'two')).toEqual(['b', 'bb']);
  expect(names('other', 'one')).toEqual(['x']);
  server.patch(REPLICA_SET, 'default', 'a', { metadata: { ownerReferences: null } });
  server.delete(REPLICA_SET, 'default', 'c');
  expect(names('default', 'one')).toEqual(['a', 'bb']);
  expect(names('default', 'two')).toEqual(['a', 'b', 'bb']);
  server.patch(REPLICA_SET, 'default', 'b', { spec: { replicas: 3 } });
  expect(index.ownedOrFree('default', 'two').map((set) => set.spec.replicas)).toEqual([1, 3, 1]);
});
