import { apiVersionOf, type KubeObject, type Resource } from '../api/resources.ts';
import type { ObjectRef } from './timeline.ts';

/** Names an object; objects of a cluster-scoped kind have the empty namespace, others `default` when they say none. */
export function refOf(resource: Resource<KubeObject>, object: KubeObject): ObjectRef {
  return {
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    namespace: resource.namespaced ? (object.metadata.namespace ?? 'default') : '',
    name: object.metadata.name ?? '',
  };
}

/** `group/kind`: versions of a kind are one. */
export function kindKey(resource: Pick<Resource<KubeObject>, 'group' | 'kind'>): string {
  return `${resource.group}/${resource.kind}`;
}
