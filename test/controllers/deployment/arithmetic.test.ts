import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../src/api/canonical.ts';
import { isJsonObject } from '../../../src/api/json.ts';
import { DEPLOYMENT_DESIRED_REPLICAS, DEPLOYMENT_MAX_REPLICAS } from '../../../src/api/deployments/names.ts';
import { specReplicas } from '../../../src/api/rollouts/replica-sets.ts';
import { type Deployment, deployment, type ReplicaSet, replicaSet } from '../../../src/api/shape/apps.ts';
import type { StructShape } from '../../../src/api/shape/shape.ts';
import { formatTime } from '../../../src/api/times.ts';
import {
  maxSurge,
  maxUnavailable,
  minAvailable,
  resolveFenceposts,
} from '../../../src/controllers/deployment/fenceposts.ts';
import { newRSNewReplicas } from '../../../src/controllers/deployment/new-replicas.ts';
import { getReplicaSetFraction, proportionalSizes } from '../../../src/controllers/deployment/proportion.ts';
import { scaleSizes } from '../../../src/controllers/deployment/scale.ts';

function isShaped<T>(_shape: StructShape<T>, value: unknown): value is T {
  return isJsonObject(value);
}

function shaped<T>(shape: StructShape<T>, value: Parameters<typeof canonical>[1]): T {
  const result: unknown = canonical(shape, value);
  if (!isShaped(shape, result)) throw new Error('no object');
  return result;
}

type Fence = number | string;

function deploymentOf(replicas: number, surge: Fence, unavailable: Fence): Deployment {
  const rollingUpdate = { maxSurge: surge, maxUnavailable: unavailable };
  return shaped(deployment, { metadata: {}, spec: { replicas, strategy: { type: 'RollingUpdate', rollingUpdate } } });
}

/** ReplicaSets that were sized when the deployment had `before` pods and a surge. */
function family(sizes: readonly number[], before: number, surge: number): readonly ReplicaSet[] {
  return sizes.map((replicas, index) =>
    shaped(replicaSet, {
      metadata: {
        name: `rs-${index}`,
        uid: `rs-${index}`,
        creationTimestamp: formatTime(index * 1000),
        annotations: {
          [DEPLOYMENT_DESIRED_REPLICAS]: String(before),
          [DEPLOYMENT_MAX_REPLICAS]: String(before + surge),
        },
      },
      spec: { replicas },
    }),
  );
}

const fence = fc.oneof(
  fc.integer({ min: 0, max: 50 }),
  fc.integer({ min: 0, max: 100 }).map((share) => `${share}%`),
);

/** Source: pkg/controller/deployment/util/deployment_util.go. */
describe('fenceposts of a Deployment', () => {
  it('always let a rollout move, and never ask for more than all pods', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fence, fence, (replicas, surge, unavailable) => {
        const object = deploymentOf(replicas, surge, unavailable);
        expect(maxSurge(object) + maxUnavailable(object)).toBeGreaterThan(0);
        expect(maxUnavailable(object)).toBeLessThanOrEqual(replicas);
        expect(minAvailable(object)).toBe(replicas - maxUnavailable(object));
      }),
    );
  });

  it('give the worked examples', () => {
    expect(resolveFenceposts('25%', '25%', 6)).toEqual({ surge: 2, unavailable: 1 });
    expect(resolveFenceposts(0, '1%', 2)).toEqual({ surge: 0, unavailable: 1 });
    expect(resolveFenceposts(undefined, undefined, 4)).toEqual({ surge: 0, unavailable: 1 });
  });

  it('refuse text that is no percentage, unlike those of a rollout', () => {
    expect(resolveFenceposts('1', 0, 2)).toEqual({
      error: 'invalid value for IntOrString: invalid type: string is not a percentage',
    });
  });
});

describe('new pods in one step', () => {
  it('fill what maxSurge leaves, up to all', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 20 }),
        sizes,
        (replicas, surge, counts) => {
          const all = family(counts, replicas, surge);
          const newest = all.at(-1);
          if (newest === undefined) throw new Error('no ReplicaSet');
          const result = newRSNewReplicas(deploymentOf(replicas, surge, 1), all, newest);
          if ('error' in result) throw new Error(result.error);
          const total = counts.reduce((sum, count) => sum + count, 0);
          const before = specReplicas(newest);
          if (total >= replicas + surge) expect(result.replicas).toBe(before);
          else if (before <= replicas) {
            expect(result.replicas).toBeLessThanOrEqual(replicas);
            expect(total - before + result.replicas).toBeLessThanOrEqual(replicas + surge);
          }
        },
      ),
    );
  });
});

describe('proportional scaling', () => {
  it('gives or takes exactly the difference, and leaves none below 0', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 0, max: 40 }),
        sizes,
        (replicas, surge, counts) => {
          const before = Math.max(1, counts.reduce((sum, count) => sum + count, 0) - surge);
          const planned = proportionalSizes(deploymentOf(replicas, surge, 1), family(counts, before, surge));
          const after = planned.map((plan) => plan.replicas);
          expect(Math.min(...after)).toBeGreaterThanOrEqual(0);
          expect(after.reduce((sum, count) => sum + count, 0)).toBe(replicas + surge);
        },
      ),
    );
  });

  it('gives the worked examples', () => {
    const object = deploymentOf(15, 3, 2);
    const [large, small] = family([8, 5], 10, 3);
    if (large === undefined || small === undefined) throw new Error('no ReplicaSets');
    expect(getReplicaSetFraction(small, object)).toBe(2);
    expect(proportionalSizes(object, [small, large]).map(({ replicas }) => replicas)).toEqual([11, 7]);
  });

  it('takes all from each when the deployment goes to 0', () => {
    const planned = proportionalSizes(deploymentOf(0, 3, 2), family([8, 5], 10, 3));
    expect(planned.map(({ replicas }) => replicas)).toEqual([0, 0]);
  });

  it('is for RollingUpdate: a Recreate with several ReplicaSets waits', () => {
    const object = deploymentOf(15, 3, 2);
    const recreate = { ...object, spec: { ...object.spec, strategy: { type: 'Recreate' } } };
    const [old, newest] = family([8, 5], 10, 0);
    if (old === undefined) throw new Error('no ReplicaSet');
    expect(scaleSizes(recreate, newest, [old])).toEqual([]);
  });
});
