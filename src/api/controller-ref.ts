import { apiVersionOf, type KubeObject, type Resource } from './resources.ts';
import type { ObjectMeta, OwnerReference } from './shape/meta.ts';

/** The owner reference of what an object controls. Source: k8s.io/apimachinery/pkg/apis/meta/v1/controller_ref.go NewControllerRef. */
export function newControllerRef(resource: Resource<KubeObject>, { name = '', uid = '' }: ObjectMeta): OwnerReference {
  return {
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    name,
    uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}
