import type { Rollout } from '../../api/shape/rollout.ts';
import type { FindingRule } from '../finding.ts';

export const sharedRouter: FindingRule = {
  id: 'finding.router.shared',
  title: 'Two rollouts write one object of the router',
  statement:
    'Each rollout writes its own weights to the object that its strategy names; two that name one object overwrite each other, and the one that reconciles last wins.',
  template: 'Rollouts {name} and {other} both write {kind} {router}',
  severity: 'trap',
  source: 'rollout/trafficrouting/nginx/nginx.go SetWeight, rollout/trafficrouting/istio/istio.go SetWeight',
  example: {
    inputs: { name: 'shop', other: 'cart', kind: 'VirtualService', router: 'web' },
    text: 'Rollouts shop and cart both write VirtualService web',
  },
  find: (run) =>
    run.rollouts.flatMap((history, index) => {
      const last = history.instants.at(-1);
      const own = last === undefined ? [] : routerObjects(last.rollout);
      return run.rollouts.slice(index + 1).flatMap((other) => {
        const theirs = other.instants.at(-1);
        if (theirs === undefined || other.object.namespace !== history.object.namespace) return [];
        const shared = routerObjects(theirs.rollout).find((one) => own.some((mine) => mine.key === one.key));
        if (shared === undefined) return [];
        const inputs = { name: history.object.name, other: other.object.name, kind: shared.kind, router: shared.name };
        const fix = { text: `give each rollout a ${shared.kind} or a route of its own` };
        return [
          { atMs: 0, lastSeq: 0, object: history.object, field: 'spec.strategy.canary.trafficRouting', inputs, fix },
        ];
      });
    }),
};

interface RouterObject {
  readonly kind: string;
  readonly name: string;
  /** With the route in it, where routers write one route only. */
  readonly key: string;
}

/** The objects, or routes in them, that the routers of a rollout write. */
function routerObjects({ spec }: Rollout): readonly RouterObject[] {
  const { nginx, alb, istio, smi, traefik } = spec.strategy.canary?.trafficRouting ?? {};
  const found: RouterObject[] = [];
  const add = (kind: string, name: string | undefined, route = ''): void => {
    if (name !== undefined && name !== '') found.push({ kind, name, key: `${kind}/${name}/${route}` });
  };
  for (const name of new Set([nginx?.stableIngress, ...(nginx?.stableIngresses ?? [])])) add('Ingress', name, 'nginx');
  for (const name of new Set([alb?.ingress, ...(alb?.ingresses ?? [])]))
    add('Ingress', name, alb?.rootService ?? spec.strategy.canary?.stableService);
  const virtualServices = [
    ...(istio?.virtualService === undefined ? [] : [istio.virtualService]),
    ...(istio?.virtualServices ?? []),
  ];
  for (const { name, routes } of virtualServices) {
    for (const route of routes?.length === 0 || routes === undefined ? [''] : routes)
      add('VirtualService', name, route);
  }
  add('TrafficSplit', smi?.trafficSplitName);
  add('TraefikService', traefik?.weightedTraefikServiceName);
  return found;
}
