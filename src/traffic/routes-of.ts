import { isJsonObject } from '../api/json.ts';
import { ROLLOUT, SERVICE } from '../api/resources.ts';
import { selectorFromSet } from '../api/selector.ts';
import type { Rollout } from '../api/shape/rollout.ts';
import type { RolloutTrafficRouting } from '../api/shape/traffic-routing.ts';
import { GATEWAY_API_PLUGIN } from '../world/routing.ts';
import type { FlowSpec } from '../world/traffic.ts';
import { type RouteTable, straightTo, type TrafficWorld } from './route.ts';
import { albRoutes } from './routers/alb.ts';
import { ambassadorRoutes } from './routers/ambassador.ts';
import { appMeshRoutes } from './routers/app-mesh.ts';
import { gatewayApiRoutes } from './routers/gateway-api.ts';
import { istioRoutes } from './routers/istio.ts';
import { nginxRoutes } from './routers/nginx.ts';
import { apisixRoutes, smiRoutes, traefikRoutes } from './routers/weighted-objects.ts';

/** The rules that requests of a flow meet, as the objects lie now; undefined if nothing leads to the workload. */
export function routesOf(
  world: TrafficWorld,
  { namespace, to }: Pick<FlowSpec, 'namespace' | 'to'>,
): RouteTable | undefined {
  if ('service' in to) return straightTo(namespace, to.service);
  const rollout = world.find(ROLLOUT, namespace, to.rollout);
  if (rollout === undefined) return undefined;
  const routing = rollout.spec.strategy.canary?.trafficRouting;
  if (routing !== undefined && routing !== null) return routedBy(world, rollout, routing);
  const service = serviceOf(world, rollout);
  return service === undefined ? undefined : straightTo(namespace, service);
}

/** The Service that callers of a Rollout without a router use: named by the strategy, else the first whose selector takes its pods. */
function serviceOf(world: TrafficWorld, { metadata: { namespace = '' }, spec }: Rollout): string | undefined {
  const { blueGreen, canary } = spec.strategy;
  const named = blueGreen?.activeService ?? canary?.stableService;
  if (named !== undefined && named !== '') return named;
  const labels = spec.template.metadata.labels;
  const taking = world.list(SERVICE, namespace).find(({ spec: { selector = {} } }) => {
    return Object.keys(selector).length > 0 && selectorFromSet(selector).matches(labels);
  });
  return taking?.metadata.name;
}

function routedBy(world: TrafficWorld, rollout: Rollout, routing: RolloutTrafficRouting): RouteTable | undefined {
  const { namespace = '', name = '' } = rollout.metadata;
  const canary = rollout.spec.strategy.canary;
  const stableService =
    canary?.pingPong?.pingService === undefined ? (canary?.stableService ?? '') : stablePing(rollout);
  const gateway = routing.plugins?.[GATEWAY_API_PLUGIN];
  if (routing.istio) return istioRoutes(world, namespace, routing.istio);
  if (routing.nginx) return nginxRoutes(world, namespace, routing.nginx, stableService);
  if (routing.alb) return albRoutes(world, namespace, routing.alb);
  if (routing.smi) return smiRoutes(world, namespace, routing.smi, name);
  if (routing.ambassador) return ambassadorRoutes(world, namespace, routing.ambassador);
  if (routing.appMesh) return appMeshRoutes(world, namespace, routing.appMesh);
  if (routing.traefik) return traefikRoutes(world, namespace, routing.traefik);
  if (routing.apisix) return apisixRoutes(world, namespace, routing.apisix);
  return isJsonObject(gateway) ? gatewayApiRoutes(world, namespace, gateway) : undefined;
}

/** Which of the ping and pong Services is stable. Source: rollout/trafficrouting/trafficroutingutil.go GetStableAndCanaryServices. */
function stablePing({ spec, status }: Rollout): string {
  const { pingService = '', pongService = '' } = spec.strategy.canary?.pingPong ?? {};
  return status.canary.stablePingPong === 'ping' ? pingService : pongService;
}
