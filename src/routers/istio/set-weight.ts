import type { Json, JsonObject } from '../../api/json.ts';
import type { Rollout, WeightDestination } from '../../api/shape/rollout.ts';
import type { IstioDestinationRule, IstioVirtualService } from '../../api/shape/traffic-routing.ts';
import { stableAndCanaryServices } from '../../api/rollouts/traffic.ts';
import { withNested } from '../unstructured.ts';
import { httpRouteIndexesToPatch, tcpRouteIndexesToPatch, tlsRouteIndexesToPatch } from './routes-to-patch.ts';
import {
  type HttpRoute,
  type Protocol,
  rawRoutes,
  readHttpRoutes,
  readTcpRoutes,
  readTlsRoutes,
  type RouteDestination,
} from './routes.ts';
import { validateHttpRoutes, validateTcpRoutes, validateTlsRoutes } from './validate-routes.ts';
import { destinationPatches, patchRoute, type Sides } from './weights.ts';

/** The routes of one protocol, and the positions of those that carry weights. */
interface WeightedRoutes {
  readonly protocol: Protocol;
  readonly raw: readonly Json[];
  readonly routes: readonly { readonly route?: readonly RouteDestination[] | undefined }[];
  readonly indexes: readonly number[];
}

/** Names of mirror routes that rollouts manage: they carry weights too. */
function managedMirrors(rollout: Rollout, routes: readonly HttpRoute[]): readonly string[] {
  const managed = rollout.spec.strategy.canary?.trafficRouting?.managedRoutes ?? [];
  return routes.flatMap(({ name = '', mirror }) =>
    mirror === undefined ? [] : managed.filter((route) => route.name === name).map(() => name),
  );
}

/** Reads and checks the routes of a VirtualService. */
function weightedRoutes(rollout: Rollout, reference: IstioVirtualService, fields: JsonObject): WeightedRoutes[] {
  const { routes: names = [], tlsRoutes = [], tcpRoutes = [] } = reference;
  const result: WeightedRoutes[] = [];
  const http = rawRoutes(fields, 'http');
  if (http !== undefined) {
    const routes = readHttpRoutes(http);
    validateHttpRoutes(rollout, names, routes);
    const all = [...names, ...managedMirrors(rollout, routes)];
    result.push({ protocol: 'http', raw: http, routes, indexes: httpRouteIndexesToPatch(all, routes) });
  }
  const tls = rawRoutes(fields, 'tls');
  if (tls !== undefined) {
    const routes = readTlsRoutes(tls);
    validateTlsRoutes(rollout, tlsRoutes, routes);
    result.push({ protocol: 'tls', raw: tls, routes, indexes: tlsRouteIndexesToPatch(tlsRoutes, routes) });
  }
  const tcp = rawRoutes(fields, 'tcp');
  if (tcp !== undefined) {
    const routes = readTcpRoutes(tcp);
    validateTcpRoutes(rollout, tcpRoutes, routes);
    result.push({ protocol: 'tcp', raw: tcp, routes, indexes: tcpRouteIndexesToPatch(tcpRoutes, routes) });
  }
  return result;
}

/**
 * The VirtualService with a canary weight in its routes; undefined if nothing changes. Throws if the routes are not as
 * the rollout says.
 * Source: rollout/trafficrouting/istio/istio.go reconcileVirtualService, generateVirtualServicePatches.
 */
export function withWeights(
  rollout: Rollout,
  subsets: IstioDestinationRule | undefined,
  reference: IstioVirtualService,
  fields: JsonObject,
  desiredWeight: number,
  additional: readonly WeightDestination[],
): JsonObject | undefined {
  const sides: Sides = { services: stableAndCanaryServices(rollout, false), subsets };
  let changed: JsonObject | undefined;
  for (const { protocol, raw, routes, indexes } of weightedRoutes(rollout, reference, fields)) {
    const written = [...raw];
    for (const index of indexes) {
      const patches = destinationPatches(routes[index]?.route ?? [], desiredWeight, sides, additional);
      if (patches.length === 0) continue;
      written[index] = patchRoute(written[index], patches);
      changed = withNested(changed ?? fields, [...written], 'spec', protocol);
    }
  }
  return changed;
}
