import { isNotFound, ReconcileError, reconcileErrorMessage } from '../api/errors.ts';
import { type FieldError, invalid } from '../api/field-error.ts';
import type { Json } from '../api/json.ts';
import type { Rollout } from '../api/shape/rollout.ts';

export const ROUTING = 'spec.strategy.canary.trafficRouting';

/**
 * Something that a rollout names is not there, or is named in a wrong way: the text is what the InvalidSpec condition
 * says.
 */
export class MissingReferenceError extends Error {}

/** Throws MissingReferenceError for an error of the rollout's own fields. */
export function refuse(error: FieldError | undefined): void {
  if (error !== undefined) throw new MissingReferenceError(error.text);
}

/** Looks an object up; that it is missing is an error of the field that names it. */
export function getReferenced<T>(field: string, value: Json, get: () => T): T {
  try {
    return get();
  } catch (error) {
    if (isNotFound(error)) throw new MissingReferenceError(invalid(field, value, reconcileErrorMessage(error)).text);
    if (error instanceof ReconcileError) throw new MissingReferenceError(error.message);
    throw error;
  }
}

/** Source: rollout/controller.go getRolloutReferencedResources: objects without a namespace are looked for in `default`. */
export const namespaceOf = (rollout: Rollout): string => rollout.metadata.namespace ?? 'default';
