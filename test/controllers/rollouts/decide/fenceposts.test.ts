import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxSurge, maxUnavailable, resolveFenceposts } from '../../../../src/controllers/rollouts/decide/fenceposts.ts';
import { canaryRollout } from './objects.ts';

const percent = fc.integer({ min: 0, max: 100 });
const fence = fc.oneof(
  fc.integer({ min: 0, max: 50 }),
  percent.map((share) => `${share}%`),
);

describe('fenceposts', () => {
  it('always let an update move', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fence, fence, (replicas, surge, unavailable) => {
        const rollout = canaryRollout(replicas, { maxSurge: surge, maxUnavailable: unavailable });
        expect(maxSurge(rollout) + maxUnavailable(rollout)).toBeGreaterThan(0);
        expect(maxSurge(rollout)).toBeGreaterThanOrEqual(0);
        expect(maxUnavailable(rollout)).toBeLessThanOrEqual(replicas);
      }),
    );
  });

  it('round surge up and unavailability down', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), percent, (replicas, share) => {
        const posts = resolveFenceposts(`${share}%`, `${share}%`, replicas);
        const exact = (replicas * share) / 100;
        expect(posts).toEqual({
          surge: Math.ceil(exact),
          unavailable: share === 0 ? 1 : Math.floor(exact),
        });
      }),
    );
  });

  it('give the worked example: a quarter of 5', () => {
    expect(resolveFenceposts('25%', '25%', 5)).toEqual({ surge: 2, unavailable: 1 });
  });

  it('are 0 when either is malformed', () => {
    const rollout = canaryRollout(5, { maxSurge: 'few', maxUnavailable: 1 });
    expect([maxSurge(rollout), maxUnavailable(rollout)]).toEqual([0, 0]);
  });
});
