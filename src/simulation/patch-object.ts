import { ApiError } from '../api/errors.ts';
import { applyJsonPatchOperations } from '../api/json-patch.ts';
import { isJsonObject, type JsonObject } from '../api/json.ts';
import { fieldsOf } from '../api/object-form.ts';
import type { KubeObject, Resource } from '../api/resources.ts';
import type { ApiServer } from '../api/server.ts';
import type { StructShape } from '../api/shape/shape.ts';
import { applyStrategicMergePatch } from '../api/strategic-merge/apply.ts';
import { StrategicMergeError } from '../api/strategic-merge/schema.ts';
import { goTypeOf } from '../api/kubernetes/go-types.ts';
import type { PatchAction } from '../world/actions/patch.ts';

/** Patches an object as `kubectl patch` does, by the patch's type. */
export function patchObject(api: ApiServer, action: PatchAction): void {
  const { apiVersion, kind, name, namespace, merge, type, subresource } = action;
  const resource = api.resourceFor(apiVersion, kind);
  if (type === 'json') {
    replace(api, resource, namespace, name, (object) => applyJsonPatchOperations(object, merge));
    return;
  }
  if (!isJsonObject(merge)) throw new ApiError('BadRequest', 'error decoding patch: a JSON object was expected');
  if (type === 'strategic') {
    const type = goTypeOf(apiVersion, kind);
    if (type === undefined) throw refusedForCustomResources();
    replace(api, resource, namespace, name, (object) => strategicallyMerged(object, merge, type));
    return;
  }
  api.patch(resource, namespace, name, merge, subresource === undefined ? {} : { subresource });
}

function replace(
  api: ApiServer,
  resource: Resource<KubeObject>,
  namespace: string,
  name: string,
  change: (object: JsonObject) => JsonObject,
): void {
  const current = api.get(resource, namespace, name);
  api.update(resource, api.decode(change(fieldsOf(current))));
}

function strategicallyMerged(object: JsonObject, patch: JsonObject, type: StructShape<unknown>): JsonObject {
  try {
    return applyStrategicMergePatch(object, patch, type);
  } catch (error) {
    throw error instanceof StrategicMergeError ? new ApiError('BadRequest', error.message) : error;
  }
}

/** Kinds of CustomResourceDefinitions have no merge keys. Source: k8s.io/apiserver/pkg/endpoints/handlers/patch.go. */
function refusedForCustomResources(): ApiError {
  return new ApiError(
    'BadRequest',
    'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
  );
}
