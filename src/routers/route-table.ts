import type { ObjectReader } from '../api/reader.ts';
import type { ApiServer } from '../api/server.ts';

/** The objects of one instant, as they lie in the API server. */
export type TrafficWorld = ObjectReader & Pick<ApiServer, 'resourceFor'>;

/** What routers see of a request. */
export interface RequestKind {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where a rule sends requests: the endpoints of a Service, all or those with further labels, or pods by label. */
export interface Target {
  readonly namespace: string;
  readonly service?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface Destination {
  readonly target: Target;
  /** Relative to the others of its rule. */
  readonly weight: number;
}

/** One rule of a router: what it takes, and where that goes. */
export interface Rule {
  readonly matches: (request: RequestKind) => boolean;
  readonly destinations: readonly Destination[];
  /** A copy of this share of the requests goes there too; nobody waits for its answers. */
  readonly mirror?: { readonly target: Target; readonly share: number };
}

/** The name of what leads to a Service's pods without a traffic router. */
export const KUBE_PROXY = 'kube-proxy';

/** The rules by which requests of a flow are sent; the first that takes a request decides. */
export interface RouteTable {
  /** The router's name, or `kube-proxy`. */
  readonly router: string;
  /** The object that holds the rules: what metrics of the router are labelled with. */
  readonly object: string;
  readonly rules: readonly Rule[];
}

export const everything = (): boolean => true;

/** All requests to one Service. */
export function straightTo(namespace: string, service: string): RouteTable {
  const destinations = [{ target: { namespace, service }, weight: 1 }];
  return { router: KUBE_PROXY, object: service, rules: [{ matches: everything, destinations }] };
}
