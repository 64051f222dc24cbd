import { ReconcileError } from '../../api/errors.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import type { TcpRoute as TcpRouteName, TlsRoute as TlsRouteName } from '../../api/shape/traffic-routing.ts';
import { stableAndCanaryServices } from '../../api/rollouts/traffic.ts';
import { panicked } from '../reconcile-errors.ts';
import { httpRouteIndexesToPatch, tcpRouteIndexesToPatch, tlsRouteIndexesToPatch } from './routes-to-patch.ts';
import { hostOf, type HttpRoute, type RouteDestination, type TcpRoute, type TlsRoute } from './routes.ts';

interface Routed {
  readonly route?: readonly RouteDestination[] | undefined;
}

/**
 * Both sides must be among the destinations: as subsets if there is a DestinationRule, else as Services. Source:
 * validateVirtualServiceRouteDestinations.
 */
function validateDestinations(rollout: Rollout, route: Routed | undefined): void {
  if (route === undefined) throw panicked();
  const destinations = route.route ?? [];
  const rule = rollout.spec.strategy.canary?.trafficRouting?.istio?.destinationRule;
  if (rule !== undefined) {
    const hasSubset = (name: string): boolean =>
      name !== '' && destinations.some(({ destination }) => destination.subset === name);
    const missing = (side: string, name: string): ReconcileError =>
      new ReconcileError(`${side} DestinationRule subset '${name}' not found in route`);
    if (!hasSubset(rule.canarySubsetName)) throw missing('Canary', rule.canarySubsetName);
    if (!hasSubset(rule.stableSubsetName)) throw missing('Stable', rule.stableSubsetName);
    return;
  }
  const { canary, stable } = stableAndCanaryServices(rollout, false);
  const hasService = (name: string): boolean => name !== '' && destinations.some((item) => hostOf(item) === name);
  if (!hasService(canary)) throw new ReconcileError(`Canary Service '${canary}' not found in route`);
  if (!hasService(stable)) throw new ReconcileError(`Stable Service '${stable}' not found in route`);
}

function validateEach(rollout: Rollout, routes: readonly Routed[], indexes: readonly number[]): void {
  for (const index of indexes) validateDestinations(rollout, routes[index]);
}

function tooMany(protocol: string, field: string): ReconcileError {
  return new ReconcileError(
    `spec.${protocol}[] should be set in VirtualService and it must have exactly one route when omitting spec.strategy.canary.trafficRouting.istio.virtualService.${field}`,
  );
}

/**
 * Throws what is wrong with the HTTP routes of a VirtualService. Source: rollout/trafficrouting/istio/istio.go
 * ValidateHTTPRoutes.
 */
export function validateHttpRoutes(rollout: Rollout, names: readonly string[], routes: readonly HttpRoute[]): void {
  validateEach(rollout, routes, httpRouteIndexesToPatch(names, routes));
  const managed = rollout.spec.strategy.canary?.trafficRouting?.managedRoutes ?? [];
  const others = routes.filter(({ name = '' }) => !managed.some((route) => route.name === name));
  if (names.length === 0 && others.length > 1) throw tooMany('http', 'routes');
}

/** Source: ValidateTlsRoutes. */
export function validateTlsRoutes(rollout: Rollout, names: readonly TlsRouteName[], routes: readonly TlsRoute[]): void {
  validateEach(rollout, routes, tlsRouteIndexesToPatch(names, routes));
  if (names.length === 0 && routes.length > 1) throw tooMany('tls', 'tlsRoutes');
}

/** Source: ValidateTcpRoutes. */
export function validateTcpRoutes(rollout: Rollout, names: readonly TcpRouteName[], routes: readonly TcpRoute[]): void {
  validateEach(rollout, routes, tcpRouteIndexesToPatch(names, routes));
  if (names.length === 0 && routes.length > 1) throw tooMany('tcp', 'tcpRoutes');
}
