import { describe, it } from 'vitest';
import {
  approximateWeightedCanaryStableReplicaCounts,
  calculateReplicaCountsForBasicCanary,
} from '../../../src/controllers/rollouts/decide/canary-counts.ts';
import { calculateReplicaCountsForTrafficRoutedCanary } from '../../../src/controllers/rollouts/decide/canary-counts-routed.ts';
import { maxSurge, maxUnavailable, resolveFenceposts } from '../../../src/controllers/rollouts/decide/fenceposts.ts';
import {
  getMaxSurgeOrDefault,
  getMaxUnavailableOrDefault,
  getReplicasOrDefault,
} from '../../../src/api/rollouts/defaults.ts';
import { expectRows, replicaSetOf, replicaSetsOf, rolloutOf, weightsOf } from './objects.ts';

describe('replica counts of a canary', () => {
  it('table canary-replicas-basic', () => {
    expectRows('canary-replicas-basic', ({ in: row }) => ({
      ...calculateReplicaCountsForBasicCanary(
        rolloutOf(row['rollout']),
        replicaSetOf(row['newRS']),
        replicaSetOf(row['stableRS']),
        replicaSetsOf(row['olderRSs']),
      ),
    }));
  });

  it('table canary-replicas-traffic', () => {
    expectRows('canary-replicas-traffic', ({ in: row }) => ({
      ...calculateReplicaCountsForTrafficRoutedCanary(
        rolloutOf(row['rollout']),
        replicaSetOf(row['newRS']),
        replicaSetOf(row['stableRS']),
        weightsOf(row['weights']),
      ),
    }));
  });

  it('table canary-approximate-counts', () => {
    expectRows('canary-approximate-counts', ({ in: row }) => ({
      ...approximateWeightedCanaryStableReplicaCounts(
        Number(row['specReplicas']),
        Number(row['desiredWeight']),
        Number(row['maxWeight']),
        Number(row['maxSurge']),
      ),
    }));
  });

  it('table fenceposts', () => {
    expectRows('fenceposts', ({ in: row, out }) => {
      const rollout = rolloutOf(row['rollout']);
      const both = { maxSurge: maxSurge(rollout), maxUnavailable: maxUnavailable(rollout) };
      if (out['fenceposts'] === undefined) return both;
      const resolved = resolveFenceposts(
        getMaxSurgeOrDefault(rollout),
        getMaxUnavailableOrDefault(rollout),
        getReplicasOrDefault(rollout.spec.replicas),
      );
      return { ...both, fenceposts: typeof resolved === 'string' ? { error: resolved } : { ...resolved } };
    });
  });
});
