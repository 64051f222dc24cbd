import { DEPLOYMENT, REPLICA_SET } from '../../../src/api/resources.ts';
import {
  availableReplicas,
  controllerOf,
  getPodTemplateHash,
  specReplicas,
} from '../../../src/api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../../src/api/shape/apps.ts';
import type { Invariant } from './invariant.ts';
import { forEachRollout } from './stable.ts';

type Bound = number | string | undefined;

/** `25%` of 10 pods, rounded up for a surge and down for what may be missing. */
function podsOf(bound: Bound, replicas: number, round: 'up' | 'down'): number {
  if (typeof bound !== 'string') return bound ?? 0;
  const share = Number(bound.replace('%', '')) * replicas;
  return round === 'up' ? Math.ceil(share / 100) : Math.floor(share / 100);
}

/** What may be missing: at least one pod if otherwise none could be replaced. Source: utils/replicaset/replicaset.go MaxUnavailable; deployment/util ResolveFenceposts. */
function mayBeMissing(maxSurge: Bound, maxUnavailable: Bound, replicas: number): number {
  const missing = podsOf(maxUnavailable, replicas, 'down');
  if (missing === 0 && podsOf(maxSurge, replicas, 'up') === 0) return 1;
  return Math.min(missing, replicas);
}

const sum = (sets: readonly ReplicaSet[], count: (set: ReplicaSet) => number): number =>
  sets.reduce((total, set) => total + count(set), 0);

/**
 * While pods behave and nobody changes how many there should be, a rollout that was whole once keeps its floor of available pods.
 * Source: docs/features/canary.md "maxUnavailable", docs/features/bluegreen.md "Sequence of Events".
 */
export const floorsHold: Invariant = {
  name: 'the floor of available pods',
  begin: (traits, report) => {
    const whole = new Set<string>();
    const { podsBehave, replicasFixed, nothingDeleted, onlyImagesChange, noRestarts } = traits;
    const applies = podsBehave && replicasFixed && nothingDeleted && onlyImagesChange && noRestarts;
    const keep = (name: string, available: number, replicas: number, least: number): void => {
      if (available >= replicas) whole.add(name);
      else if (whole.has(name) && available < least)
        report(`${name}: ${available} available pods, at least ${least} of ${replicas} promised`);
    };
    return (moment) => {
      if (!applies) return;
      forEachRollout(moment, ({ metadata, spec, status }, own) => {
        const { canary, blueGreen } = spec.strategy;
        const replicas = spec.replicas ?? 1;
        const name = `Rollout ${metadata.namespace}/${metadata.name}`;
        if (blueGreen !== undefined) {
          const active = own.filter((set) => getPodTemplateHash(set) === status.blueGreen.activeSelector);
          keep(name, sum(active, availableReplicas), replicas, replicas);
          return;
        }
        const { maxSurge = '25%', maxUnavailable = '25%' } = canary ?? {};
        // Its two sides follow the weights alone, each by itself: the canary shrinks with its weight while new pods of stable start.
        // `stableIsKept` holds the stable side to its share of the traffic.
        // Source: utils/replicaset/canary.go CalculateReplicaCountsForTrafficRoutedCanary.
        if (canary?.trafficRouting !== undefined && canary.dynamicStableScale === true) return;
        const missing = mayBeMissing(maxSurge, maxUnavailable, replicas);
        keep(name, sum(own, availableReplicas), replicas, replicas - missing);
        if (canary?.trafficRouting === undefined) {
          const most = replicas + podsOf(maxSurge, replicas, 'up');
          const wanted = sum(own, specReplicas);
          if (wanted > most) report(`${name}: ${wanted} pods wanted, at most ${most} allowed`);
        }
      });
      const replicaSets = moment.objects.list(REPLICA_SET);
      for (const { metadata, spec } of moment.objects.list(DEPLOYMENT)) {
        const { type = 'RollingUpdate', rollingUpdate } = spec.strategy;
        if (type === 'Recreate') continue;
        const replicas = spec.replicas ?? 1;
        const own = replicaSets.filter((set) => controllerOf(set)?.uid === metadata.uid);
        const name = `Deployment ${metadata.namespace}/${metadata.name}`;
        const missing = mayBeMissing(rollingUpdate?.maxSurge, rollingUpdate?.maxUnavailable, replicas);
        keep(name, sum(own, availableReplicas), replicas, replicas - missing);
        const most = replicas + podsOf(rollingUpdate?.maxSurge, replicas, 'up');
        const wanted = sum(own, specReplicas);
        if (wanted > most) report(`${name}: ${wanted} pods wanted, at most ${most} allowed`);
      }
    };
  },
};
