import { canonical } from '../../api/canonical.ts';
import { ReconcileError } from '../../api/errors.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import type { Reference } from '../../api/reference.ts';
import { stringMatch } from '../../api/shape/canary-steps.ts';
import {
  type Infer,
  int,
  kept,
  list,
  type ListShape,
  map,
  number,
  omit,
  pointer,
  struct,
  text,
} from '../../api/shape/shape.ts';
import type { CustomKind } from '../custom-objects.ts';

/** Source: utils/defaults/defaults.go DefaultIstioVersion. */
const ISTIO_VERSIONS: CustomKind['apiVersions'] = [
  'networking.istio.io/v1alpha3',
  'networking.istio.io/v1beta1',
  'networking.istio.io/v1',
];
export const ISTIO_VIRTUAL_SERVICE: CustomKind = { kind: 'VirtualService', apiVersions: ISTIO_VERSIONS };
export const ISTIO_DESTINATION_RULE: CustomKind = { kind: 'DestinationRule', apiVersions: ISTIO_VERSIONS };

/**
 * The parts of an Istio VirtualService that the reference reads. Source: rollout/trafficrouting/istio/istio_types.go.
 */
const destination = struct({
  host: omit(text),
  subset: omit(text),
  port: pointer(struct({ number: omit(int) })),
});

const routeDestination = struct({
  destination: kept(destination),
  weight: omit(int),
});
export type RouteDestination = Infer<typeof routeDestination>;

const httpRoute = struct({
  name: omit(text),
  match: omit(
    list(struct({ method: pointer(stringMatch), uri: pointer(stringMatch), headers: omit(map(stringMatch)) })),
  ),
  route: omit(list(routeDestination)),
  mirror: pointer(destination),
  mirrorPercentage: pointer(struct({ value: omit(number) })),
});
export type HttpRoute = Infer<typeof httpRoute>;

const l4Match = {
  destinationSubnets: omit(list(text)),
  port: omit(int),
  sourceLabels: omit(map(text)),
  gateways: omit(list(text)),
  sourceNamespace: omit(text),
};

const tlsRoute = struct({
  match: omit(list(struct({ sniHosts: omit(list(text)), ...l4Match }))),
  route: omit(list(routeDestination)),
});
export type TlsRoute = Infer<typeof tlsRoute>;

const tcpRoute = struct({
  match: omit(list(struct(l4Match))),
  route: omit(list(routeDestination)),
});
export type TcpRoute = Infer<typeof tcpRoute>;

const HTTP_ROUTES = list(httpRoute);
const TLS_ROUTES = list(tlsRoute);
const TCP_ROUTES = list(tcpRoute);

export type Protocol = 'http' | 'tls' | 'tcp';

/**
 * The routes of a protocol as written; undefined if there is no list of them. Source: GetHttpRoutesI, GetTlsRoutesI,
 * GetTcpRoutesI.
 */
export function rawRoutes(virtualService: JsonObject, protocol: Protocol): readonly Json[] | undefined {
  const { spec } = virtualService;
  const routes = isJsonObject(spec) ? spec[protocol] : undefined;
  return isJsonArray(routes) ? routes : undefined;
}

/** What went through the canonical form of a shape has it. */
function hasShape<T>(_shape: ListShape<T>, value: unknown): value is T {
  return isJsonArray(value);
}

function read<T>(shape: ListShape<T>, routes: readonly Json[]): T {
  const value: unknown = canonical(shape, routes);
  if (!hasShape(shape, value)) throw new ReconcileError('the routes are no list');
  return value;
}

/**
 * Typed routes; throws an ApiError if a field has the wrong type. Source: GetHttpRoutes, GetTlsRoutes, GetTcpRoutes.
 */
export const readHttpRoutes = (routes: readonly Json[]): readonly HttpRoute[] => read(HTTP_ROUTES, routes);
export const readTlsRoutes = (routes: readonly Json[]): readonly TlsRoute[] => read(TLS_ROUTES, routes);
export const readTcpRoutes = (routes: readonly Json[]): readonly TcpRoute[] => read(TCP_ROUTES, routes);

/** A Service's name without its namespace and domain; empty if the host begins with a dot. Source: getHost. */
export function hostOf({ destination: { host = '' } }: RouteDestination): string {
  const dot = host.indexOf('.');
  return dot < 0 ? host : host.slice(0, dot);
}

/**
 * Namespace (empty for the rollout's own) and name of `name` or `name.namespace`. Later versions take what follows the last period for the
 * namespace, and also read `name.namespace.cluster.local`. Source: utils/istio/istio.go GetVirtualServiceNamespaceName.
 */
export function virtualServiceNamespaceName(
  reference: Reference,
  text: string,
): { readonly namespace: string; readonly name: string } {
  if (!reference.has('virtual-service-names-with-dots')) {
    const [name = '', namespace = ''] = text.split('.');
    return { namespace, name };
  }
  const whole = text.endsWith('.cluster.local') ? text.slice(0, -'.cluster.local'.length) : text;
  const dot = whole.lastIndexOf('.');
  return dot < 0 ? { namespace: '', name: whole } : { namespace: whole.slice(dot + 1), name: whole.slice(0, dot) };
}
