import { newControllerRef } from '../../api/controller-ref.ts';
import { apiVersionOf, POD, REPLICA_SET } from '../../api/resources.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Pod } from '../../api/shape/core.ts';
import type { OwnerReference } from '../../api/shape/meta.ts';

const owners = new Map<string, readonly OwnerReference[]>();
/** Bounds the memory of the cache. */
const CACHE_LIMIT = 10_000;

/** Pods of one ReplicaSet share the value of their owner references. */
function ownersOf(replicaSet: ReplicaSet): readonly OwnerReference[] {
  const { name = '', uid = '' } = replicaSet.metadata;
  const key = `${name} ${uid}`;
  let references = owners.get(key);
  if (references === undefined) {
    references = [newControllerRef(REPLICA_SET, replicaSet.metadata)];
    if (owners.size >= CACHE_LIMIT) owners.clear();
    owners.set(key, references);
  }
  return references;
}

/** What a ReplicaSet makes of its template. Source: pkg/controller/controller_utils.go GetPodFromTemplate. */
export function newPod(replicaSet: ReplicaSet, name: string): Pod {
  const { template } = replicaSet.spec;
  return {
    apiVersion: apiVersionOf(POD),
    kind: POD.kind,
    metadata: {
      name,
      namespace: replicaSet.metadata.namespace,
      labels: template.metadata.labels,
      annotations: template.metadata.annotations,
      finalizers: template.metadata.finalizers,
      ownerReferences: ownersOf(replicaSet),
    },
    spec: template.spec,
    status: {},
  };
}
