import { ReconcileError } from '../../api/errors.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import { fieldsOf } from '../../api/object-form.ts';
import type { KubeObject } from '../../api/resources.ts';
import type { ReferencedObject } from '../definition.ts';
import { getRouteRule, type RouteRule } from './objects.ts';
import { type FieldError, invalid } from '../../api/field-error.ts';

const WEIGHTED_TARGETS = 2;

/** Source: ValidateAppMeshResource. */
function validateAppMeshResource(object: KubeObject): FieldError[] {
  const { kind = '' } = object;
  if (kind !== 'VirtualRouter') {
    return [invalid('kind', kind, `Expected object kind to be VirtualRouter but is ${kind}`)];
  }
  const { name = '' } = object.metadata;
  const { spec } = fieldsOf(object);
  const routes = isJsonObject(spec) ? spec['routes'] : undefined;
  if (!isJsonArray(routes) || routes.length === 0) {
    return [invalid('spec.routes', name, `No routes defined for AppMesh virtual-router ${name}`)];
  }
  for (const [index, route] of routes.entries()) {
    const error = validateRoute(route, name, index);
    if (error !== undefined) return [error];
  }
  return [];
}

/** Each route splits traffic between two nodes. Source: ValidateAppMeshVirtualRouter. */
function validateRoute(route: Json, router: string, index: number): FieldError | undefined {
  const field = `spec.routes[${index}]`;
  const about = `AppMesh virtual-router ${router}`;
  if (!isJsonObject(route)) return invalid(field, router, `Invalid route was found for ${about} at index ${index}`);
  const name = typeof route['name'] === 'string' ? route['name'] : '%!s(<nil>)';
  const found = ruleOf(route);
  if (typeof found === 'string') {
    return invalid(field, router, `Error getting route details for ${about} and route ${name}. Error: ${found}`);
  }
  const { action } = found.rule;
  const targets = isJsonObject(action) ? action['weightedTargets'] : undefined;
  const at = `${field}.${found.type}.action.weightedTargets`;
  if (!isJsonArray(targets)) return invalid(at, router, `Invalid route action found for ${about} and route ${name}`);
  if (targets.length === WEIGHTED_TARGETS) return undefined;
  const detail = `Invalid number of weightedTargets (${targets.length}) for ${about} and route ${name}, expected 2`;
  return invalid(at, router, detail);
}

/** The rule of a route, or why it has none. */
function ruleOf(route: JsonObject): RouteRule | string {
  try {
    return getRouteRule(route);
  } catch (error) {
    if (error instanceof ReconcileError) return error.message;
    throw error;
  }
}

export const referencedVirtualRouter = (object: KubeObject): ReferencedObject => ({
  object,
  validate: () => validateAppMeshResource(object),
});
