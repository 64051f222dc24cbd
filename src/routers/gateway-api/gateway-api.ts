import { ReconcileError } from '../../api/errors.ts';
import { isJsonObject, type Json } from '../../api/json.ts';
import { defineRouter, type ReferencePath } from '../definition.ts';
import { ENVOY_SERIES } from '../envoy.ts';
import { head } from '../stub.ts';
import { GATEWAY_API_PLUGIN, ROUTE_KINDS, type RouteKind } from './config.ts';
import { readRules } from './read.ts';
import { GatewayApiRouter } from './write.ts';

/** Names of plugins, with the configuration that each one reads itself. */
type Plugins = Readonly<Record<string, Json>>;

/**
 * The error of a controller to which nobody gave the plugin. Source: rollout/trafficrouting/plugin/client/client.go,
 * utils/plugin/plugin.go.
 */
function unknownPlugin(name: string): ReconcileError {
  return new ReconcileError(
    `failed to get traffic router plugin ${name}: unable to start plugin system: unable to find plugin (${name}): plugin ${name} not configured in configmap`,
  );
}

const CONFIG = ['plugins', GATEWAY_API_PLUGIN];

function referencesTo({ kind, field, stubVersion }: RouteKind): readonly ReferencePath[] {
  return [
    [...CONFIG, field],
    [...CONFIG, `${field}s`, '*', 'name'],
  ].map((path) => ({
    kind,
    path,
    namespace: [...CONFIG, 'namespace'],
    stub: (request) => [
      ...head(`gateway.networking.k8s.io/${stubVersion}`, request),
      'spec:',
      '  parentRefs: [{name: gateway}]',
      '  rules:',
      '    - backendRefs:',
      `        - {name: ${request.service}, port: 80}`,
      `        - {name: ${request.canaryService}, port: 80}`,
    ],
  }));
}

/** The plugin that a rehearsal has; another one is as for a controller that does not know it. */
export const gatewayApi = defineRouter<Plugins>({
  name: 'gateway-api',
  kinds: ROUTE_KINDS,
  features: { headerRoutes: 'any', experimentWeights: true, maxTrafficWeight: true },
  references: ROUTE_KINDS.flatMap(referencesTo),
  series: ENVOY_SERIES,
  config: ({ plugins }) => (plugins === undefined || Object.keys(plugins).length === 0 ? undefined : plugins),
  needsServices: () => false,
  write: (context, plugins) =>
    Object.entries(plugins).map(([name, config]) => {
      if (name !== GATEWAY_API_PLUGIN) throw unknownPlugin(name);
      return new GatewayApiRouter(context, config);
    }),
  read: (world, { metadata: { namespace = '' } }, plugins) => {
    const config = plugins[GATEWAY_API_PLUGIN];
    return isJsonObject(config) ? readRules(world, namespace, config) : undefined;
  },
});
