import { ApiError } from './errors.ts';
import { aggregateText, type FieldError } from './field-error.ts';
import type { KubeObject, Resource } from './resources.ts';

/** An object of a resource is of the kind that the resource names. */
export function isOf<T extends KubeObject>(
  object: KubeObject | undefined,
  resource: Resource<KubeObject>,
  kind: Resource<T>,
): object is T {
  return object !== undefined && resource === kind;
}

/** Refuses an object with errors. Source: k8s.io/apimachinery/pkg/api/errors/errors.go NewInvalid. */
export function refuseInvalid(
  { kind, group }: Resource<KubeObject>,
  { metadata }: KubeObject,
  errors: readonly FieldError[],
): void {
  const text = aggregateText(errors);
  if (text === undefined) return;
  throw new ApiError('Invalid', `${kind}.${group} "${metadata.name ?? ''}" is invalid: ${text}`);
}
