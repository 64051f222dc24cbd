import { own } from '../text/own.ts';
import { ApiError } from './errors.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { groupResource, type KubeObject, type Resource } from './resources.ts';

/** The fields of an object, whatever its kind. */
export function fieldsOf(object: KubeObject): JsonObject {
  return isJsonObject(object) ? object : {};
}

/** The object with the status of another. */
export function withStatusOf(object: KubeObject, other: KubeObject): JsonObject {
  const fields = fieldsOf(object);
  const status = fieldsOf(other)['status'];
  return fields['status'] === status ? fields : { ...fields, status };
}

/**
 * What a write of the status leaves of an object: its status, and its annotations where the kind lets them through.
 * Source: pkg/registry/apps/deployment/strategy.go deploymentStatusStrategy.PrepareForUpdate.
 */
export function withStatusWrite(resource: Resource<KubeObject>, current: KubeObject, written: KubeObject): JsonObject {
  const fields = withStatusOf(current, written);
  if (resource.statusWritesAnnotations !== true) return fields;
  return { ...fields, metadata: { ...current.metadata, annotations: written.metadata.annotations } };
}

/**
 * Whether anything that generations count differs: every field but metadata, and but status where it is a subresource. For states that
 * share what is equal.
 */
export function bodyChanged(resource: Resource<KubeObject>, before: KubeObject, after: KubeObject): boolean {
  const left = fieldsOf(before);
  const right = fieldsOf(after);
  const counts = (key: string): boolean => key !== 'metadata' && !(key === 'status' && resource.statusSubresource);
  for (const key of Object.keys(right)) if (counts(key) && own(left, key) !== right[key]) return true;
  for (const key of Object.keys(left))
    if (counts(key) && own(right, key) === undefined && left[key] !== undefined) return true;
  return false;
}

export function notFound(resource: Resource<KubeObject>, name: string): ApiError {
  return new ApiError('NotFound', `${groupResource(resource)} "${name}" not found`);
}

export function alreadyExists(resource: Resource<KubeObject>, name: string): ApiError {
  return new ApiError('AlreadyExists', `${groupResource(resource)} "${name}" already exists`);
}

/** The answer to a write that starts from a state which is no longer the stored one. */
export function conflict(resource: Resource<KubeObject>, name: string): ApiError {
  return new ApiError(
    'Conflict',
    `Operation cannot be fulfilled on ${groupResource(resource)} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
  );
}

/** The answer to a request for a subresource that the kind has not. */
export function noSuchSubresource(): ApiError {
  return new ApiError('NotFound', 'the server could not find the requested resource');
}
