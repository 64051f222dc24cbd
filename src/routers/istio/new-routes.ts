import type { Json, JsonObject } from '../../api/json.ts';
import type { SetHeaderRoute, SetMirrorRoute } from '../../api/shape/canary-steps.ts';
import { panicked, wrapError } from '../reconcile-errors.ts';
import { httpRouteIndexesToPatch } from './routes-to-patch.ts';
import type { HttpRoute, RouteDestination } from './routes.ts';

/** Where header and mirror routes send requests. */
export interface CanaryDestination {
  readonly host: string;
  /** Empty for none. */
  readonly subset: string;
}

/**
 * The destinations of the first route that carries weights; undefined if there is no such route. Source:
 * getVirtualServiceSetWeightRoute.
 */
function weightedDestinations(
  names: readonly string[],
  routes: readonly HttpRoute[],
): readonly RouteDestination[] | undefined {
  const [index] = httpRouteIndexesToPatch(names, routes);
  return index === undefined ? undefined : (routes[index]?.route ?? []);
}

/**
 * The port of the first of those destinations; 0 for none, or if the route cannot be found. Source:
 * getVirtualServiceCanaryPort.
 */
function canaryPort(names: readonly string[], routes: readonly HttpRoute[]): number {
  const known = names.every((name) => routes.some((route) => (route.name ?? '') === name));
  return known ? (weightedDestinations(names, routes)?.[0]?.destination.port?.number ?? 0) : 0;
}

const filled = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

/** A route that sends requests with certain headers to the canary. Source: createHeaderRoute. */
export function createHeaderRoute(
  names: readonly string[],
  routes: readonly HttpRoute[],
  { name = '', match = [] }: SetHeaderRoute,
  { host, subset }: CanaryDestination,
): JsonObject {
  const port = canaryPort(names, routes);
  const matches = match.map(({ headerName, headerValue }): Json => {
    if (headerValue === null) throw panicked();
    return { headers: { [headerName]: { ...headerValue } } };
  });
  const destination = { host, port: port > 0 ? { number: port } : undefined, subset: filled(subset) };
  return { name, match: matches, route: [{ weight: 100, destination }] };
}

/**
 * A route that keeps the weights of the first weighted route as they are, and sends a copy of fitting requests to the
 * canary.
 * Source: createMirrorRoute.
 */
export function createMirrorRoute(
  names: readonly string[],
  routes: readonly HttpRoute[],
  { name, match = [], percentage = 100 }: SetMirrorRoute,
  { host, subset }: CanaryDestination,
): JsonObject {
  const words =
    '[createMirrorRoute] failed to get virtual service http route for keeping non-mirror weights set: [getVirtualServiceSetWeightRoute] failed to get routes that need to be patch when set weight is called';
  const route = wrapError(words, () => weightedDestinations(names, routes));
  const first = route?.[0];
  if (route === undefined || first === undefined) throw panicked();
  const { port } = first.destination;
  return {
    name,
    match: match.map(({ method, path, headers }): Json => ({ method, uri: path, headers })),
    route,
    mirror: { host: filled(host), subset: filled(subset), port },
    mirrorPercentage: { value: percentage },
  };
}
