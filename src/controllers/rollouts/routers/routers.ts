import { ReconcileError } from '../../../api/errors.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import { GATEWAY_API_PLUGIN } from '../../../world/routing.ts';
import { AlbRouter } from './alb.ts';
import { AmbassadorRouter } from './ambassador.ts';
import { ApisixRouter } from './apisix.ts';
import { AppMeshRouter } from './app-mesh.ts';
import { GatewayApiRouter } from './gateway/gateway-api.ts';
import { IstioRouter } from './istio/istio.ts';
import { NginxRouter } from './nginx.ts';
import { panicked } from './reconcile-errors.ts';
import type { RouterContext, RouterEnv, TrafficRouter } from './router.ts';
import { SmiRouter } from './smi.ts';
import { TraefikRouter } from './traefik.ts';

/**
 * The routers that a rollout uses, in the order in which they are reconciled. `allRSs`: the rollout's ReplicaSets.
 * Source: rollout/trafficrouting.go NewTrafficRoutingReconciler.
 */
export function newRouters(env: RouterEnv, rollout: Rollout, allRSs: readonly ReplicaSet[]): readonly TrafficRouter[] {
  const routing = rollout.spec.strategy.canary?.trafficRouting;
  if (routing === undefined) return [];
  const context: RouterContext = { env, rollout, allRSs };
  const routers: TrafficRouter[] = [];
  if (routing.istio !== undefined) routers.push(new IstioRouter(context, routing.istio));
  if (routing.nginx !== undefined) routers.push(new NginxRouter(context, routing.nginx));
  if (routing.alb !== undefined) routers.push(new AlbRouter(context, routing.alb));
  if (routing.smi !== undefined) routers.push(new SmiRouter(context, routing.smi));
  if (routing.ambassador !== undefined) routers.push(new AmbassadorRouter(context, routing.ambassador));
  if (routing.appMesh !== undefined) routers.push(new AppMeshRouter(context, routing.appMesh));
  if (routing.traefik !== undefined) routers.push(new TraefikRouter(context, routing.traefik));
  if (routing.apisix !== undefined) {
    if (routing.apisix.route === undefined) throw panicked();
    routers.push(new ApisixRouter(context, routing.apisix.route));
  }
  for (const [name, config] of Object.entries(routing.plugins ?? {})) {
    if (name !== GATEWAY_API_PLUGIN) throw unknownPlugin(name);
    routers.push(new GatewayApiRouter(context, config));
  }
  return routers;
}

/**
 * The error of a controller to which nobody gave the plugin. Source: rollout/trafficrouting/plugin/client/client.go,
 * utils/plugin/plugin.go.
 */
function unknownPlugin(name: string): ReconcileError {
  return new ReconcileError(
    `failed to get traffic router plugin ${name}: unable to start plugin system: unable to find plugin (${name}): plugin ${name} not configured in configmap`,
  );
}
