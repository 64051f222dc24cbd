import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import { labelSelectorAsSelector } from '../../api/selector.ts';
import type { ApiServer } from '../../api/server.ts';
import { canonical } from '../../api/canonical.ts';
import { labelSelector, type LabelSelector } from '../../api/shape/meta.ts';
import { type CustomKind, customResources } from '../custom-objects.ts';

/** Name of the plugin in spec.strategy.canary.trafficRouting.plugins. */
export const GATEWAY_API_PLUGIN = 'argoproj-labs/gatewayAPI';

/** A kind of route of the Gateway API, and what the plugin does with it. */
export interface RouteKind extends CustomKind {
  /** Field of the configuration that names one route; its plural names several. */
  readonly field: 'httpRoute' | 'grpcRoute' | 'tcpRoute' | 'tlsRoute';
  /** Whether routes by header can be put into it. */
  readonly headers: boolean;
  /** The version of the API in which a stub is written. */
  readonly stubVersion: string;
  readonly backendNotFound: string;
}

export const ROUTE_KINDS: readonly RouteKind[] = [
  {
    kind: 'HTTPRoute',
    apiVersions: ['gateway.networking.k8s.io/v1', 'gateway.networking.k8s.io/v1beta1'],
    field: 'httpRoute',
    headers: true,
    stubVersion: 'v1',
    backendNotFound: 'backendRef was not found in httpRoute',
  },
  {
    kind: 'GRPCRoute',
    apiVersions: ['gateway.networking.k8s.io/v1', 'gateway.networking.k8s.io/v1alpha2'],
    field: 'grpcRoute',
    headers: true,
    stubVersion: 'v1',
    backendNotFound: 'backendRef was not found in grpcRoute',
  },
  {
    kind: 'TCPRoute',
    apiVersions: ['gateway.networking.k8s.io/v1alpha2'],
    field: 'tcpRoute',
    headers: false,
    stubVersion: 'v1alpha2',
    backendNotFound: 'backendRef list was not found in tcpRoute',
  },
  {
    kind: 'TLSRoute',
    apiVersions: [
      'gateway.networking.k8s.io/v1alpha2',
      'gateway.networking.k8s.io/v1alpha3',
      'gateway.networking.k8s.io/v1',
    ],
    field: 'tlsRoute',
    headers: false,
    stubVersion: 'v1alpha2',
    backendNotFound: 'backendRef list was not found in tlsRoute',
  },
];

/** A route that the plugin writes. */
export interface ConfiguredRoute {
  readonly kind: RouteKind;
  readonly name: string;
  /** Whether routes by header are put into it. */
  readonly useHeaderRoutes: boolean;
}

export interface GatewayConfig {
  readonly namespace: string;
  readonly routes: readonly ConfiguredRoute[];
  /** The label on a route while the canary gets traffic; undefined for none. */
  readonly inProgressLabel: { readonly key: string; readonly value: string } | undefined;
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** What went through the canonical form of the shape has it. */
function isLabelSelector(value: Json): value is LabelSelector & JsonObject {
  return isJsonObject(value);
}

function selectedNames(api: ApiServer, kind: RouteKind, namespace: string, value: Json | undefined): readonly string[] {
  if (!isJsonObject(value)) return [];
  const selector = canonical(labelSelector, value);
  if (!isLabelSelector(selector)) return [];
  const matches = labelSelectorAsSelector(selector);
  return customResources(api, kind).flatMap((resource) =>
    api.list(resource, namespace, matches).map(({ metadata }) => metadata.name ?? ''),
  );
}

/**
 * Routes listed, then the one named alone, then those found by labels; only the one named alone always takes header
 * routes.
 */
function routesOf(api: ApiServer, kind: RouteKind, namespace: string, config: JsonObject): readonly ConfiguredRoute[] {
  const listed = config[`${kind.field}s`];
  const single = text(config[kind.field]);
  return [
    ...(isJsonArray(listed) ? listed.filter(isJsonObject) : []).map((item) => ({
      kind,
      name: text(item['name']),
      useHeaderRoutes: item['useHeaderRoutes'] === true,
    })),
    ...(single === '' ? [] : [{ kind, name: single, useHeaderRoutes: true }]),
    ...selectedNames(api, kind, namespace, config[`${kind.field}Selector`]).map((name) => ({
      kind,
      name,
      useHeaderRoutes: false,
    })),
  ];
}

/** Source: rollouts-plugin-trafficrouter-gatewayapi v0.9.0 pkg/plugin/plugin.go getGatewayAPIConfigWithDiscovery. */
export function readGatewayConfig(api: ApiServer, value: Json, rolloutNamespace: string): GatewayConfig {
  const config = isJsonObject(value) ? value : {};
  const namespace = text(config['namespace']) || rolloutNamespace;
  const label = {
    key: text(config['inProgressLabelKey']) || 'rollouts.argoproj.io/gatewayapi-canary',
    value: text(config['inProgressLabelValue']) || 'in-progress',
  };
  return {
    namespace,
    routes: ROUTE_KINDS.flatMap((kind) => routesOf(api, kind, namespace, config)),
    inProgressLabel: config['disableInProgressLabel'] === true ? undefined : label,
  };
}
