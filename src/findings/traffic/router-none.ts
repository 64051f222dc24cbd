import { isFullyPromoted } from '../../api/rollouts/conditions.ts';
import { type FindingRule, perRollout } from '../finding.ts';
import { nameOf } from '../names.ts';
import { isRouted } from './services-without-router.ts';

export const routerNone: FindingRule = {
  id: 'finding.router.none',
  title: 'trafficRouting names no router',
  statement:
    'With trafficRouting the controller leaves the split of requests to a router and keeps the stable pods at full size. If no router is named (a field that the API server does not know is dropped), nothing splits the requests, and the weights of the steps are never set.',
  template: '{name} has trafficRouting without a router: its steps set weights that nothing carries out',
  severity: 'trap',
  source: 'rollout/trafficrouting.go NewTrafficRoutingReconciler',
  upstream: 'argoproj/argo-rollouts#4569',
  example: {
    inputs: { name: 'shop' },
    text: 'shop has trafficRouting without a router: its steps set weights that nothing carries out',
  },
  absorbs: [
    'finding.traffic.outage',
    'finding.traffic.errors',
    'finding.canary.noTraffic',
    'finding.services.noRouter',
  ],
  find: perRollout(({ instants }) => {
    const found = instants.find(({ rollout }) => {
      const { canary } = rollout.spec.strategy;
      return canary?.trafficRouting !== undefined && !isRouted(canary) && !isFullyPromoted(rollout);
    });
    if (found === undefined) return [];
    const { atMs, lastSeq, rollout } = found;
    const fix = { text: 'name a router: nginx, alb, istio, traefik, …, or a plugin for the Gateway API under plugins' };
    return [{ atMs, lastSeq, field: 'spec.strategy.canary.trafficRouting', inputs: { name: nameOf(rollout) }, fix }];
  }),
};
