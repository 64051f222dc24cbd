import type { Rollout } from '../api/shape/rollout.ts';
import { alb } from './alb/alb.ts';
import { ambassador } from './ambassador/ambassador.ts';
import { apisix } from './apisix/apisix.ts';
import { appMesh } from './app-mesh/app-mesh.ts';
import type { RouterFeatures, RouterKind } from './definition.ts';
import { gatewayApi } from './gateway-api/gateway-api.ts';
import { istio } from './istio/istio.ts';
import { nginx } from './nginx/nginx.ts';
import type { RouterContext, TrafficRouter } from './router.ts';
import { smi } from './smi/smi.ts';
import { traefik } from './traefik/traefik.ts';

/**
 * Every kind of traffic router, in the order in which those of one rollout are reconciled. Source:
 * rollout/trafficrouting.go NewTrafficRoutingReconciler.
 */
export const ROUTERS: readonly RouterKind[] = [
  istio,
  nginx,
  alb,
  smi,
  ambassador,
  appMesh,
  traefik,
  apisix,
  gatewayApi,
];

/** The order in which the objects of several are looked up. Source: rollout/controller.go getRolloutReferencedResources. */
export const ROUTERS_BY_LOOK_UP: readonly RouterKind[] = [nginx, alb, istio, ambassador, appMesh];

/**
 * Of several the last in this order is the label `traffic_router`. Source: controller/metrics/rollouts.go
 * getStrategyAndTrafficRouter.
 */
export const ROUTERS_BY_LABEL: readonly RouterKind[] = [alb, ambassador, istio, nginx, smi, appMesh];

/** Makes the routers of a rollout for one reconcile, in the order in which they are reconciled. */
export function newRouters(context: RouterContext): readonly TrafficRouter[] {
  return ROUTERS.flatMap(({ write }) => write(context));
}

/** The kinds of routers that a rollout uses. */
export function routersOf(rollout: Rollout): readonly RouterKind[] {
  return ROUTERS.filter((router) => router.isUsedBy(rollout));
}

/** Whether one of the routers that a rollout uses has a feature. */
export function routersSupport(rollout: Rollout, feature: keyof RouterFeatures): boolean {
  return routersOf(rollout).some(({ features }) => features[feature] !== undefined);
}
