import { isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import type { ManagedRoutes } from '../../api/shape/traffic-routing.ts';
import { rawRoutes } from './routes.ts';
import { withNested } from '../unstructured.ts';

/** The name of a route as written; undefined if it has none. */
function nameOf(route: Json): string | undefined {
  const name = isJsonObject(route) ? route['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
}

export interface SplitRoutes {
  readonly managed: readonly Json[];
  readonly others: readonly Json[];
}

/** Routes that are named in managedRoutes, and all others. Source: splitManagedRoutesAndNonManagedRoutes. */
export function splitManagedRoutes(managedRoutes: readonly ManagedRoutes[], routes: readonly Json[]): SplitRoutes {
  const names = new Set(managedRoutes.map(({ name }) => name));
  const isManaged = (route: Json): boolean => names.has(nameOf(route) ?? '');
  return { managed: routes.filter(isManaged), others: routes.filter((route) => !isManaged(route)) };
}

/** The HTTP routes, put into a VirtualService; without any the field is null, as Go writes an empty list that was never made. */
export function withHttpRoutes(virtualService: JsonObject, routes: readonly Json[]): JsonObject {
  return withNested(virtualService, routes.length === 0 ? null : routes, 'spec', 'http');
}

/**
 * Managed routes first, in the order of managedRoutes, then all others. Routes are put in place by name, so that
 * several without a name are each written as often as there are such.
 * Source: orderRoutes, getOrderedVirtualServiceRoutes.
 */
export function orderRoutes(
  virtualService: JsonObject,
  managedRoutes: readonly ManagedRoutes[] | undefined,
): JsonObject {
  const routes = rawRoutes(virtualService, 'http');
  if (routes === undefined || managedRoutes === undefined) return virtualService;
  const { managed, others } = splitManagedRoutes(managedRoutes, routes);
  const sorted = managedRoutes.flatMap(({ name }) => managed.filter((route) => nameOf(route) === name));
  const placed = [...sorted, ...others].flatMap((wanted) =>
    routes.filter((route) => (nameOf(route) ?? '') === (nameOf(wanted) ?? '')),
  );
  return withHttpRoutes(virtualService, placed);
}

/** All routes but one. Source: removeRoute. */
export function withoutNamed(routes: readonly Json[], name: string): readonly Json[] {
  return routes.filter((route) => (nameOf(route) ?? '') !== name);
}
