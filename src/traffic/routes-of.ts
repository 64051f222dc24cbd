import { ROLLOUT, SERVICE } from '../api/resources.ts';
import { selectorFromSet } from '../api/selector.ts';
import type { Rollout } from '../api/shape/rollout.ts';
import { type RouteTable, straightTo, type TrafficWorld } from '../routers/route-table.ts';
import { routersOf } from '../routers/table.ts';
import type { FlowSpec } from '../world/traffic.ts';

/** The rules that requests of a flow meet, as the objects lie now; undefined if nothing leads to the workload. */
export function routesOf(
  world: TrafficWorld,
  { namespace, to }: Pick<FlowSpec, 'namespace' | 'to'>,
): RouteTable | undefined {
  if ('service' in to) return straightTo(namespace, to.service);
  const rollout = world.find(ROLLOUT, namespace, to.rollout);
  if (rollout === undefined) return undefined;
  const routing = rollout.spec.strategy.canary?.trafficRouting ?? undefined;
  // A trafficRouting without a router that anybody knows routes nothing: its callers use the Service.
  const [router] = routing === undefined ? [] : routersOf(rollout);
  if (router !== undefined) {
    const rules = router.read(world, rollout);
    return rules === undefined ? undefined : { router: router.name, ...rules };
  }
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
