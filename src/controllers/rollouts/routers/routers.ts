import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import { IstioRouter } from './istio/istio.ts';
import { NginxRouter } from './nginx.ts';
import type { RouterContext, RouterEnv, TrafficRouter } from './router.ts';
import { SmiRouter } from './smi.ts';

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
  if (routing.smi !== undefined) routers.push(new SmiRouter(context, routing.smi));
  return routers;
}
