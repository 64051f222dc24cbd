import { isJsonObject, type Json, type JsonObject } from '../../../../api/json.ts';
import type { ManagedRoutes } from '../../../../api/shape/traffic-routing.ts';
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

/**
 * Managed routes first, in the order of managedRoutes, then all others. Routes are put in place by name, so that
 * several without a name are each written as often as there are such. Source: orderRoutes,
 * getOrderedVirtualServiceRoutes.
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
  return withNested(virtualService, placed, 'spec', 'http');
}

/** Source: removeRoute. */
export function removeRoute(virtualService: JsonObject, routes: readonly Json[], name: string): JsonObject {
  const kept = routes.filter((route) => (nameOf(route) ?? '') !== name);
  return withNested(virtualService, kept, 'spec', 'http');
}
