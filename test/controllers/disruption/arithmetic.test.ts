import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../src/api/shape/core.ts';
import type { PodDisruptionBudget, PodDisruptionBudgetSpec } from '../../../src/api/shape/policy.ts';
import { formatTime } from '../../../src/api/times.ts';
import { awaitedDeletions, budgetStatus, countHealthyPods } from '../../../src/controllers/disruption/budget-status.ts';
import { expectedPods } from '../../../src/controllers/disruption/expected-pods.ts';

const NOW_MS = 1_767_225_600_000;

/** Source: pkg/controller/disruption/disruption.go getExpectedPodCount. */
describe('pods that a budget expects', () => {
  it.each<[string, PodDisruptionBudgetSpec, number, number, number, number]>([
    ['maxUnavailable 30 % of 7', { maxUnavailable: '30%' }, 7, 7, 7, 4],
    ['maxUnavailable 1 of 7, of which 5 exist', { maxUnavailable: 1 }, 5, 7, 7, 6],
    ['maxUnavailable beyond all', { maxUnavailable: 9 }, 7, 7, 7, 0],
    ['minAvailable 50 % of 7', { minAvailable: '50%' }, 5, 7, 7, 4],
    ['minAvailable 5 counts the pods that exist', { minAvailable: 5 }, 3, 7, 3, 5],
    ['maxUnavailable goes before minAvailable', { maxUnavailable: 0, minAvailable: 1 }, 7, 7, 7, 7],
    ['neither', {}, 7, 7, 0, 0],
  ])('%s', (_what, spec, pods, wanted, expected, desiredHealthy) => {
    expect(expectedPods(spec, pods, () => wanted)).toEqual({ expected, desiredHealthy });
  });

  it('are unknown for text that is no percentage', () => {
    expect(expectedPods({ minAvailable: 'half' }, 7, () => 7)).toEqual({
      error: 'invalid value for IntOrString: invalid type: string is not a percentage',
    });
  });

  it('never have to be more healthy than there should be, in percent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 100 }), (wanted, percent) => {
        for (const spec of [{ minAvailable: `${percent}%` }, { maxUnavailable: `${percent}%` }]) {
          const result = expectedPods(spec, wanted, () => wanted);
          if ('error' in result) throw new Error(result.error);
          expect(result.desiredHealthy).toBeGreaterThanOrEqual(0);
          expect(result.desiredHealthy).toBeLessThanOrEqual(wanted);
        }
      }),
    );
  });
});

function podOf(name: string, ready: boolean, leaving = false): Pod {
  const condition = { type: 'Ready', status: ready ? 'True' : 'False', lastProbeTime: null, lastTransitionTime: null };
  return {
    metadata: { name, deletionTimestamp: leaving ? formatTime(NOW_MS) : undefined },
    spec: { containers: null },
    status: { phase: 'Running', conditions: [condition] },
  };
}

/** Source: disruption.go buildDisruptedPodMap, countHealthyPods. */
describe('evicted pods that are still there', () => {
  const pods = [podOf('a', true), podOf('b', true), podOf('c', false), podOf('d', true, true)];
  const disrupted = { a: formatTime(NOW_MS - 60_000), b: formatTime(NOW_MS - 121_000), x: formatTime(NOW_MS) };

  it('are awaited for two minutes, then told of', () => {
    const { pods: awaited, overdue, recheckMs } = awaitedDeletions(pods, disrupted, NOW_MS);
    expect(awaited).toEqual({ a: formatTime(NOW_MS - 60_000) });
    expect(overdue.map(({ metadata }) => metadata.name)).toEqual(['b']);
    expect(recheckMs).toBe(NOW_MS + 60_000);
  });

  it('do not count as healthy meanwhile', () => {
    expect(countHealthyPods(pods, {}, NOW_MS)).toBe(2);
    expect(countHealthyPods(pods, { a: formatTime(NOW_MS - 60_000) }, NOW_MS)).toBe(1);
  });
});

/** Source: disruption.go updatePdbStatus. */
describe('the status of a budget', () => {
  const none = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
  const budget: PodDisruptionBudget = { metadata: { generation: 2 }, spec: {}, status: none };

  it.each([
    [7, 5, 4, 1],
    [7, 4, 4, 0],
    [7, 2, 4, 0],
    [0, 5, 0, 0],
  ])('of %i pods %i are healthy and %i have to be: %i may go', (expected, healthy, desiredHealthy, allowed) => {
    const status = budgetStatus(budget, { expected, desiredHealthy }, healthy, {}, NOW_MS);
    expect(status).toMatchObject({ disruptionsAllowed: allowed, observedGeneration: 2 });
    expect(status.conditions?.[0]).toMatchObject(
      allowed > 0 ? { status: 'True', reason: 'SufficientPods' } : { status: 'False', reason: 'InsufficientPods' },
    );
  });

  it('stays the same object while nothing changes', () => {
    const status = budgetStatus(budget, { expected: 7, desiredHealthy: 4 }, 5, {}, NOW_MS);
    expect(budgetStatus({ ...budget, status }, { expected: 7, desiredHealthy: 4 }, 5, {}, NOW_MS + 5000)).toBe(status);
  });
});
