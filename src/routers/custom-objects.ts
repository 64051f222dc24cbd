import type { JsonObject } from '../api/json.ts';
import type { Because } from '../api/reason.ts';
import type { ObjectReader } from '../api/reader.ts';
import type { KubeObject, Resource } from '../api/resources.ts';
import type { ApiServer } from '../api/server.ts';
import type { ObjectMeta } from '../api/shape/meta.ts';
import type { Rollout } from '../api/shape/rollout.ts';

/**
 * A kind that a router reads or writes, with the apiVersions under which people write it. The reference asks for the
 * first one (a flag of the controller changes it) and the real API server converts; here an object is found under the
 * version in which it was given.
 */
export interface CustomKind {
  readonly kind: string;
  readonly apiVersions: readonly [string, ...string[]];
}

/** A custom object, and where it is stored. */
export interface CustomObject {
  readonly resource: Resource<KubeObject>;
  readonly object: KubeObject;
}

type Reader = ObjectReader & Pick<ApiServer, 'resourceFor'>;

/** The resources of a kind, the one that the reference asks for first. */
export function customResources(api: Pick<ApiServer, 'resourceFor'>, custom: CustomKind): Resource<KubeObject>[] {
  return custom.apiVersions.map((apiVersion) => api.resourceFor(apiVersion, custom.kind));
}

export function findCustom(api: Reader, custom: CustomKind, namespace: string, name: string): CustomObject | undefined {
  for (const resource of customResources(api, custom)) {
    const object = api.find(resource, namespace, name);
    if (object !== undefined) return { resource, object };
  }
  return undefined;
}

/** The object; throws NotFound. */
export function getCustom(api: ApiServer, custom: CustomKind, namespace: string, name: string): CustomObject {
  const found = findCustom(api, custom, namespace, name);
  if (found !== undefined) return found;
  const resource = api.resourceFor(custom.apiVersions[0], custom.kind);
  return { resource, object: api.get(resource, namespace, name) };
}

/** Writes an object back with other fields. */
export function updateCustom(
  api: ApiServer,
  { resource, object }: CustomObject,
  fields: JsonObject,
  because: readonly Because[],
): void {
  const wanted = { ...fields, metadata: object.metadata };
  api.update(resource, wanted, { because });
}

/**
 * The owner reference of what a rollout makes and alone manages. Source: k8s.io/apimachinery/pkg/apis/meta/v1
 * NewControllerRef.
 */
export function controllerRef(rollout: Rollout): NonNullable<ObjectMeta['ownerReferences']>[number] {
  const { name = '', uid = '' } = rollout.metadata;
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name, uid, controller: true, blockOwnerDeletion: true };
}

/** Source: k8s.io/apimachinery/pkg/apis/meta/v1 IsControlledBy. */
export function isControlledBy(object: KubeObject, rollout: Rollout): boolean {
  const owner = object.metadata.ownerReferences?.find(({ controller }) => controller === true);
  return owner !== undefined && owner.uid === (rollout.metadata.uid ?? '');
}
