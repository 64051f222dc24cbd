import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompleteBehavior, CompleteRules } from '../../../src/controllers/hpa/defaults.ts';
import { type HpaHistory, initialHistory } from '../../../src/controllers/hpa/history.ts';
import {
  normalize,
  normalizeWithBehavior,
  rememberScaling,
  scaleDownLimit,
  scaleUpLimit,
} from '../../../src/controllers/hpa/normalize.ts';

const NOW_MS = 1_000_000;
const WINDOW_MS = 300_000;
const NONE: HpaHistory = { recommendations: [], ups: [], downs: [] };

const rules = (changes: Partial<CompleteRules>): CompleteRules => ({
  stabilizationWindowMs: 0,
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
  ...changes,
});

const wish = (
  current: number,
  desired: number,
  min = 1,
  max = 50,
): { readonly current: number; readonly desired: number; readonly min: number; readonly max: number } => ({
  current,
  desired,
  min,
  max,
});

/** Source: pkg/controller/podautoscaler/horizontal.go normalizeDesiredReplicas, convertDesiredReplicasWithRules. */
describe('without a behaviour', () => {
  it.each([
    ['twice as many at once', wish(3, 10), 6, 'ScaleUpLimit', true],
    ['at least four', wish(1, 10), 4, 'ScaleUpLimit', true],
    ['the most', wish(40, 60), 50, 'TooManyReplicas', true],
    ['the least', wish(4, 1, 2), 2, 'TooFewReplicas', true],
    ['what is asked for', wish(4, 6), 6, 'DesiredWithinRange', false],
  ])('there are %s', (_what, wanted, replicas, reason, limited) => {
    const result = normalize(wanted, NONE, WINDOW_MS, NOW_MS);
    expect(result).toMatchObject({ replicas, scalingLimited: { reason, limited } });
  });

  it('the highest of the last five minutes counts', () => {
    const history = initialHistory(8, NOW_MS - WINDOW_MS);
    expect(normalize(wish(8, 2), history, WINDOW_MS, NOW_MS)).toMatchObject({
      replicas: 8,
      ableToScale: { reason: 'ScaleDownStabilized' },
    });
    expect(normalize(wish(8, 2), history, WINDOW_MS, NOW_MS + 1)).toMatchObject({
      replicas: 2,
      ableToScale: { reason: 'ReadyForNewScale' },
      recommendations: [{ replicas: 2, atMs: NOW_MS + 1 }],
    });
  });
});

/** Source: horizontal.go calculateScaleUpLimitWithScalingRules, calculateScaleDownLimitWithBehaviors. */
describe('policies', () => {
  const both = [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ];

  it.each([
    ['Max', 20, 0],
    ['Min', 14, 6],
    ['Disabled', 10, 10],
  ])('%s: 10 pods may become %i, or %i', (selectPolicy, up, down) => {
    expect(scaleUpLimit(10, NONE, rules({ selectPolicy, policies: both }), NOW_MS)).toBe(up);
    expect(scaleDownLimit(10, NONE, rules({ selectPolicy, policies: both }), NOW_MS)).toBe(down);
  });

  it('round up when pods come, and down when they go', () => {
    const policies = [{ type: 'Percent', value: 10, periodSeconds: 60 }];
    expect(scaleUpLimit(15, NONE, rules({ policies }), NOW_MS)).toBe(17);
    expect(scaleDownLimit(15, NONE, rules({ policies }), NOW_MS)).toBe(13);
  });

  it('count what came and went in their period', () => {
    const policies = [{ type: 'Pods', value: 4, periodSeconds: 60 }];
    const history: HpaHistory = {
      recommendations: [],
      ups: [
        { change: 3, atMs: NOW_MS - 59_000 },
        { change: 9, atMs: NOW_MS - 60_000 },
      ],
      downs: [{ change: 1, atMs: NOW_MS - 10_000 }],
    };
    expect(scaleUpLimit(10, history, rules({ policies }), NOW_MS)).toBe(12);
    expect(scaleDownLimit(10, history, rules({ policies }), NOW_MS)).toBe(4);
  });
});

/** Source: horizontal.go normalizeDesiredReplicasWithBehaviors, stabilizeRecommendationWithBehaviors. */
describe('with a behaviour', () => {
  const behavior = (up: Partial<CompleteRules>, down: Partial<CompleteRules>): CompleteBehavior => ({
    scaleUp: rules({ policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }], ...up }),
    scaleDown: rules({ stabilizationWindowMs: WINDOW_MS, ...down }),
  });

  it('a window of its own holds back pods that come', () => {
    const slow = behavior({ stabilizationWindowMs: 60_000 }, {});
    const history = initialHistory(4, NOW_MS - 59_000);
    expect(normalizeWithBehavior(wish(4, 8), history, slow, NOW_MS)).toMatchObject({
      replicas: 4,
      ableToScale: { reason: 'ScaleUpStabilized' },
    });
    expect(normalizeWithBehavior(wish(4, 8), history, slow, NOW_MS + 1000)).toMatchObject({ replicas: 8 });
  });

  it('policies bound the change', () => {
    const careful = behavior(
      {},
      { stabilizationWindowMs: 0, policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] },
    );
    expect(normalizeWithBehavior(wish(10, 20), NONE, careful, NOW_MS)).toMatchObject({
      replicas: 14,
      scalingLimited: { reason: 'ScaleUpLimit', limited: true },
    });
    expect(normalizeWithBehavior(wish(10, 2), NONE, careful, NOW_MS)).toMatchObject({
      replicas: 9,
      scalingLimited: { reason: 'ScaleDownLimit', limited: true },
    });
    const after = rememberScaling(NONE, careful, 10, 9, NOW_MS);
    expect(normalizeWithBehavior(wish(9, 2), after, careful, NOW_MS + 59_000)).toMatchObject({ replicas: 9 });
    expect(normalizeWithBehavior(wish(9, 2), after, careful, NOW_MS + 60_000)).toMatchObject({ replicas: 8 });
  });

  it('stays within the bounds, and between what there is and what is asked for', () => {
    const size = fc.integer({ min: 1, max: 60 });
    const history = fc.array(fc.record({ replicas: size, atMs: fc.integer({ min: NOW_MS - 400_000, max: NOW_MS }) }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(size, size, history, (current, desired, recommendations) => {
        fc.pre(current <= 50);
        const past = { ...NONE, recommendations };
        const { replicas } = normalizeWithBehavior(wish(current, desired), past, behavior({}, {}), NOW_MS);
        expect(replicas).toBeGreaterThanOrEqual(1);
        expect(replicas).toBeLessThanOrEqual(50);
        if (desired >= current) expect(replicas).toBeGreaterThanOrEqual(current);
        else expect(replicas).toBeLessThanOrEqual(current);
      }),
    );
  });
});

describe('what is remembered of changes', () => {
  it('is nothing without a behaviour', () => {
    expect(rememberScaling(NONE, undefined, 3, 6, NOW_MS)).toBe(NONE);
  });

  it('takes the place of what serves no more', () => {
    const behavior = { scaleUp: rules({}), scaleDown: rules({}) };
    const first = rememberScaling(NONE, behavior, 3, 6, NOW_MS);
    expect(first.ups).toEqual([{ change: 3, atMs: NOW_MS }]);
    expect(rememberScaling(first, behavior, 6, 8, NOW_MS + 15_000).ups).toHaveLength(2);
    expect(rememberScaling(first, behavior, 6, 8, NOW_MS + 15_001).ups).toEqual([{ change: 2, atMs: NOW_MS + 15_001 }]);
  });
});
