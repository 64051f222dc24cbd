import { isFullyPromoted } from '../../api/rollouts/conditions.ts';
import { POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import type { CanaryStrategy, Rollout } from '../../api/shape/rollout.ts';
import { replicaSetsOf } from '../../timeline/facts/rollouts.ts';
import type { ObjectRef } from '../../timeline/timeline.ts';
import { trafficCost } from '../costs.ts';
import { type FindingRule, type FindingRun, perRollout } from '../finding.ts';

export const servicesWithoutRouter: FindingRule = {
  id: 'finding.services.noRouter',
  title: 'Stable and canary Services without a traffic router',
  statement:
    'With stableService and canaryService and no trafficRouting the controller points each Service at one version, but nothing splits the requests between them: the stable Service selects only the stable pods, which shrink with each step, and callers of it never meet the canary.',
  template:
    '{name} sends no request to the canary: nothing routes between {stable} and {canary}, and {stable} had only {least} of {replicas} pods',
  severity: 'trap',
  source:
    'rollout/service.go reconcileStableAndCanaryService, utils/replicaset/canary.go CalculateReplicaCountsForBasicCanary',
  upstream: 'argoproj/argo-rollouts#1760',
  example: {
    inputs: { name: 'shop', stable: 'shop-stable', canary: 'shop-canary', least: 2, replicas: 4 },
    text: 'shop sends no request to the canary: nothing routes between shop-stable and shop-canary, and shop-stable had only 2 of 4 pods',
  },
  absorbs: ['finding.traffic.outage', 'finding.traffic.errors', 'finding.canary.noTraffic'],
  find: perRollout(({ instants, object, endMs }, run) => {
    const shrunk = instants.filter(
      ({ rollout }) => isSplit(rollout) && stableShare(run, rollout, object, 0) !== undefined,
    );
    const [first] = shrunk;
    const { canary } = first?.rollout.spec.strategy ?? {};
    if (first === undefined || canary === undefined) return [];
    const replicas = first.rollout.spec.replicas ?? 1;
    const sizes = shrunk.flatMap(({ rollout, atMs }) => stableShare(run, rollout, object, atMs) ?? []);
    const least = Math.min(...sizes);
    if (least >= replicas) return [];
    const to = instants.find(({ atMs, rollout }) => atMs > first.atMs && isFullyPromoted(rollout))?.atMs ?? endMs;
    const inputs = {
      name: object.name,
      stable: canary.stableService ?? '',
      canary: canary.canaryService ?? '',
      least,
      replicas,
    };
    return [
      {
        atMs: first.atMs,
        lastSeq: first.lastSeq,
        field: 'spec.strategy.canary.stableService',
        inputs,
        cost: trafficCost(run, object, first.atMs, to),
        fix: {
          text: 'add trafficRouting, or remove both Services from the strategy and call one that selects both versions',
          set: [
            { object, path: 'spec.strategy.canary.stableService', value: null },
            { object, path: 'spec.strategy.canary.canaryService', value: null },
          ],
        },
      },
    ];
  }),
};

/** Whether both Services are named, nothing routes, and an update is under way. */
function isSplit(rollout: Rollout): boolean {
  const { canary } = rollout.spec.strategy;
  if (canary === undefined || isRouted(canary) || isFullyPromoted(rollout)) return false;
  const { stableService = '', canaryService = '' } = canary;
  return stableService !== '' && canaryService !== '' && rollout.status.stableRS !== undefined;
}

/** Whether a trafficRouting names at least one router. */
export function isRouted({ trafficRouting }: CanaryStrategy): boolean {
  const { managedRoutes: _managedRoutes, maxTrafficWeight: _maxTrafficWeight, ...routers } = trafficRouting ?? {};
  return Object.values(routers).some((router) => router !== undefined);
}

/** Ready pods of the stable version at an instant; undefined while it has none at all. */
function stableShare(
  run: FindingRun,
  rollout: Rollout,
  { namespace, name }: ObjectRef,
  atMs: number,
): number | undefined {
  if (atMs === 0) return 0;
  const sets = replicaSetsOf(run.at(atMs), { namespace, name });
  return (
    sets.find((set) => set.metadata.labels?.[POD_TEMPLATE_HASH_LABEL] === rollout.status.stableRS)?.spec.replicas ?? 0
  );
}
