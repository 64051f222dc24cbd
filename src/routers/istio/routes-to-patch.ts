import { ReconcileError } from '../../api/errors.ts';
import type { TcpRoute as TcpRouteName, TlsRoute as TlsRouteName } from '../../api/shape/traffic-routing.ts';
import type { HttpRoute, TcpRoute, TlsRoute } from './routes.ts';

/**
 * Positions of the HTTP routes that carry the weights: those that the rollout names; without names the only route, else
 * the first one without a name, else none. Throws if a named route is missing. Source:
 * rollout/trafficrouting/istio/istio.go getHttpRouteIndexesToPatch.
 */
export function httpRouteIndexesToPatch(names: readonly string[], routes: readonly HttpRoute[]): readonly number[] {
  if (names.length === 0) {
    if (routes.length === 1) return [0];
    const unnamed = routes.findIndex(({ name }) => name === undefined);
    return unnamed < 0 ? [] : [unnamed];
  }
  return names.map((wanted) => {
    const index = routes.findIndex(({ name = '' }) => name === wanted);
    if (index < 0) throw new ReconcileError(`HTTP Route '${wanted}' is not found in the defined Virtual Service.`);
    return index;
  });
}

/**
 * The one port that the matches of a route name (0 for none); undefined if they name several, as such a route is never
 * meant.
 */
function singlePort(matches: readonly { readonly port?: number | undefined }[]): number | undefined {
  const ports = new Set(matches.map(({ port = 0 }) => port));
  if (ports.size > 1) return undefined;
  const [port = 0] = ports;
  return port;
}

/** Source: utils/evaluate/evaluate.go Equal. */
function sameHosts(wanted: readonly string[], found: ReadonlySet<string>): boolean {
  return wanted.length === found.size && [...found].every((host) => wanted.includes(host));
}

function indexesWhere<T>(routes: readonly T[], fits: (route: T) => boolean): readonly number[] {
  return routes.flatMap((route, index) => (fits(route) ? [index] : []));
}

/**
 * TLS routes whose single port and set of SNI hosts are as the rollout says; without names the first. Source:
 * getTlsRouteIndexesToPatch, searchTlsRoute.
 */
export function tlsRouteIndexesToPatch(names: readonly TlsRouteName[], routes: readonly TlsRoute[]): readonly number[] {
  if (names.length === 0) return [0];
  return names.flatMap(({ port = 0, sniHosts = [] }) => {
    const found = indexesWhere(routes, ({ match = [] }) => {
      const hosts = new Set(match.flatMap(({ sniHosts: some = [] }) => some));
      return singlePort(match) === port && sameHosts(sniHosts, hosts);
    });
    if (found.length === 0) throw new ReconcileError('No matching TLS routes found in the defined Virtual Service.');
    return found;
  });
}

/**
 * TCP routes with the single port that the rollout says; without names the first. Source: getTcpRouteIndexesToPatch,
 * searchTcpRoute.
 */
export function tcpRouteIndexesToPatch(names: readonly TcpRouteName[], routes: readonly TcpRoute[]): readonly number[] {
  if (names.length === 0) return [0];
  return names.flatMap(({ port = 0 }) => {
    const found = indexesWhere(routes, ({ match = [] }) => singlePort(match) === port);
    if (found.length === 0) throw new ReconcileError('No matching TCP routes found in the defined Virtual Service.');
    return found;
  });
}
