import { Reference } from '../../../../src/api/reference.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  adjustReplicaWithinLimits,
  approximateWeightedCanaryStableReplicaCounts,
  calculateReplicaCountsForBasicCanary,
} from '../../../../src/controllers/rollouts/decide/canary-counts.ts';
import { calculateReplicaCountsForTrafficRoutedCanary } from '../../../../src/controllers/rollouts/decide/canary-counts-routed.ts';
import { maxSurge, maxUnavailable } from '../../../../src/controllers/rollouts/decide/fenceposts.ts';
import { canaryRollout, replicaSetOf } from './objects.ts';

const replicas = fc.integer({ min: 0, max: 200 });
const weight = fc.integer({ min: 0, max: 100 });
const fence = fc.oneof(
  fc.integer({ min: 0, max: 20 }),
  fc.integer({ min: 0, max: 100 }).map((percent) => `${percent}%`),
);
const fences = fc.tuple(fence, fence);

describe('approximateWeightedCanaryStableReplicaCounts', () => {
  it('shares all pods, or one more with surge, and neither side goes below zero', () => {
    fc.assert(
      fc.property(replicas, weight, fc.integer({ min: 0, max: 3 }), (pods, share, surge) => {
        const { canary, stable } = approximateWeightedCanaryStableReplicaCounts(pods, share, 100, surge);
        expect(canary).toBeGreaterThanOrEqual(0);
        expect(stable).toBeGreaterThanOrEqual(0);
        expect([0, surge > 0 && pods > 0 ? 1 : 0]).toContain(canary + stable - pods);
      }),
    );
  });

  it('gives all or nothing at the ends', () => {
    fc.assert(
      fc.property(replicas, fc.integer({ min: 0, max: 3 }), (pods, surge) => {
        expect(approximateWeightedCanaryStableReplicaCounts(pods, 0, 100, surge)).toEqual({ canary: 0, stable: pods });
        expect(approximateWeightedCanaryStableReplicaCounts(pods, 100, 100, surge)).toEqual({
          canary: pods,
          stable: 0,
        });
      }),
    );
  });

  it('never gives fewer canary pods for more weight', () => {
    fc.assert(
      fc.property(replicas, weight, weight, (pods, a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        const count = (share: number): number =>
          approximateWeightedCanaryStableReplicaCounts(pods, share, 100, 1).canary;
        expect(count(less)).toBeLessThanOrEqual(count(more));
      }),
    );
  });
});

describe('calculateReplicaCountsForBasicCanary', () => {
  const setting = fc.record({
    pods: fc.integer({ min: 1, max: 60 }),
    share: weight,
    fences,
    canary: replicas,
    stable: replicas,
  });

  it('stays within spec.replicas + maxSurge once it is within', () => {
    fc.assert(
      fc.property(setting, ({ pods, share, fences: [surge, unavailable], canary, stable }) => {
        const rollout = canaryRollout(pods, {
          maxSurge: surge,
          maxUnavailable: unavailable,
          steps: [{ setWeight: share }],
        });
        const limit = pods + maxSurge(rollout);
        fc.pre(canary + stable <= limit);
        const next = calculateReplicaCountsForBasicCanary(
          new Reference(),
          rollout,
          replicaSetOf('new', canary),
          replicaSetOf('old', stable),
          [],
        );
        expect(next.canary).toBeGreaterThanOrEqual(0);
        expect(next.stable).toBeGreaterThanOrEqual(0);
        expect(next.canary + next.stable).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('keeps spec.replicas - maxUnavailable of the pods that were available', () => {
    fc.assert(
      fc.property(setting, ({ pods, share, fences: [surge, unavailable], canary, stable }) => {
        const rollout = canaryRollout(pods, {
          maxSurge: surge,
          maxUnavailable: unavailable,
          steps: [{ setWeight: share }],
        });
        const least = pods - maxUnavailable(rollout);
        const next = calculateReplicaCountsForBasicCanary(
          new Reference(),
          rollout,
          replicaSetOf('new', canary),
          replicaSetOf('old', stable),
          [],
        );
        const left = Math.min(canary, next.canary) + Math.min(stable, next.stable);
        expect(left).toBeGreaterThanOrEqual(Math.min(least, canary + stable));
      }),
    );
  });

  it('comes to the share of the weight when every pod becomes available', () => {
    fc.assert(
      fc.property(setting, ({ pods, share, fences: [surge, unavailable] }) => {
        const rollout = canaryRollout(pods, {
          maxSurge: surge,
          maxUnavailable: unavailable,
          steps: [{ setWeight: share }],
        });
        let now = { canary: 0, stable: pods };
        for (let pass = 0; pass < 4 * pods + 4; pass += 1) {
          now = calculateReplicaCountsForBasicCanary(
            new Reference(),
            rollout,
            replicaSetOf('new', now.canary),
            replicaSetOf('old', now.stable),
            [],
          );
        }
        expect(now).toEqual(approximateWeightedCanaryStableReplicaCounts(pods, share, 100, maxSurge(rollout)));
      }),
    );
  });

  it('takes nothing away while an older ReplicaSet has pods', () => {
    fc.assert(
      fc.property(setting, ({ pods, share, canary, stable }) => {
        const rollout = canaryRollout(pods, { steps: [{ setWeight: share }] });
        const next = calculateReplicaCountsForBasicCanary(
          new Reference(),
          rollout,
          replicaSetOf('new', canary),
          replicaSetOf('old', stable),
          [replicaSetOf('older', 1)],
        );
        expect(next.canary).toBeGreaterThanOrEqual(canary);
        expect(next.stable).toBeGreaterThanOrEqual(stable);
      }),
    );
  });

  it('gives the worked example of its description', () => {
    const rollout = canaryRollout(5, { steps: [{ setWeight: 20 }] });
    const next = calculateReplicaCountsForBasicCanary(
      new Reference(),
      rollout,
      replicaSetOf('new', 0),
      replicaSetOf('old', 5),
      [],
    );
    expect(next).toEqual({ canary: 1, stable: 4 });
  });
});

describe('adjustReplicaWithinLimits', () => {
  it('cuts the other side first, but not below what must be available', () => {
    const counts = { drain: 4, adjust: 3 };
    const adjusted = adjustReplicaWithinLimits({ size: 4, available: 4 }, { size: 3, available: 3 }, counts, 6, 5);
    expect(adjusted).toEqual({ drain: 4, adjust: 2 });
  });
});

describe('calculateReplicaCountsForTrafficRoutedCanary', () => {
  it('rounds the canary up and keeps stable whole', () => {
    fc.assert(
      fc.property(replicas, weight, (pods, share) => {
        const rollout = canaryRollout(pods, { steps: [{ setWeight: share }], trafficRouting: { smi: {} } });
        const next = calculateReplicaCountsForTrafficRoutedCanary(
          new Reference(),
          rollout,
          replicaSetOf('new', 0),
          replicaSetOf('old', pods),
          undefined,
        );
        expect(next).toEqual({ canary: Math.ceil((pods * share) / 100), stable: pods });
      }),
    );
  });

  it('with dynamicStableScale never has fewer pods than the traffic of either side needs', () => {
    fc.assert(
      fc.property(replicas, weight, weight, (pods, share, current) => {
        const rollout = canaryRollout(pods, {
          steps: [{ setWeight: share }],
          trafficRouting: { smi: {} },
          dynamicStableScale: true,
        });
        const weights = { canary: { weight: current }, stable: { weight: 100 - current } };
        const { canary, stable } = calculateReplicaCountsForTrafficRoutedCanary(
          new Reference(),
          rollout,
          replicaSetOf('new', pods),
          replicaSetOf('old', pods),
          weights,
        );
        expect(canary).toBeGreaterThanOrEqual((pods * share) / 100);
        expect(stable).toBeGreaterThanOrEqual((pods * Math.max(100 - share, 100 - current)) / 100);
      }),
    );
  });
});
