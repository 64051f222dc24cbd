import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { samplePoisson } from '../../src/kernel/poisson.ts';
import { streams } from '../../src/kernel/streams.ts';
import { expectedArrivals } from '../../src/traffic/arrivals.ts';
import { splitByWeight } from '../../src/traffic/split.ts';
import { StickyShares } from '../../src/traffic/sticky.ts';
import { expectedReach, Reach } from '../../src/traffic/users.ts';
import type { ArrivalsSpec } from '../../src/world/traffic.ts';
import { chiSquare, standardErrors } from '../kernel/statistics.ts';

const HOUR = 3_600_000;

describe('expected arrivals', () => {
  it.each<[string, ArrivalsSpec, number, number, number]>([
    ['constant', { kind: 'constant', perSecond: 7 }, 500, 2500, 14],
    ['ramp, all of it', { kind: 'ramp', from: 0, to: 10, startMs: 1000, durationMs: 10_000 }, 0, 12_000, 60],
    ['ramp, before', { kind: 'ramp', from: 4, to: 10, startMs: 1000, durationMs: 10_000 }, 0, 1000, 4],
    [
      'steps',
      {
        kind: 'steps',
        steps: [
          { fromMs: 1000, perSecond: 2 },
          { fromMs: 3000, perSecond: 5 },
        ],
      },
      0,
      5000,
      14,
    ],
    ['burst', { kind: 'burst', base: 1, peak: 11, startMs: 2000, durationMs: 1000, everyMs: 10_000 }, 0, 20_000, 40],
    ['daily, a flat hour', { kind: 'daily', perSecond: new Array<number>(24).fill(2), startOfDayMs: 0 }, 0, HOUR, 7200],
    ['daily, rising', { kind: 'daily', perSecond: [0, 10, 10], startOfDayMs: 0 }, 0, 8 * HOUR, 5 * 8 * 3600],
  ])('%s', (_name, arrivals, fromMs, toMs, expected) => {
    expect(expectedArrivals(arrivals, fromMs, toMs)).toBeCloseTo(expected, 6);
  });

  const rate = fc.integer({ min: 0, max: 1000 });
  const time = fc.integer({ min: 0, max: 3 * HOUR });
  const anyArrivals: fc.Arbitrary<ArrivalsSpec> = fc.oneof(
    fc.record({ kind: fc.constant('constant' as const), perSecond: rate }),
    fc.record({ kind: fc.constant('ramp' as const), from: rate, to: rate, startMs: time, durationMs: time }),
    fc.record({
      kind: fc.constant('daily' as const),
      perSecond: fc.array(rate, { minLength: 2, maxLength: 24 }),
      startOfDayMs: time,
    }),
    fc.record({ kind: fc.constant('burst' as const), base: rate, peak: rate, startMs: time, durationMs: time }),
  );

  test.prop([anyArrivals, time, time, time])('of two windows are those of both together', (arrivals, a, b, c) => {
    const [from = 0, middle = 0, to = 0] = [a, b, c].sort((x, y) => x - y);
    const whole = expectedArrivals(arrivals, from, to);
    const parts = expectedArrivals(arrivals, from, middle) + expectedArrivals(arrivals, middle, to);
    expect(Math.abs(whole - parts)).toBeLessThan(1e-6 * (1 + whole));
  });
});

describe('draws', () => {
  it('counts are Poisson: mean and variance are the expectation', () => {
    const stream = streams(3).stream('arrivals');
    const draws = Array.from({ length: 4000 }, () => samplePoisson(200, stream));
    expect(standardErrors(draws, 200, Math.sqrt(200))).toBeLessThan(3.7);
    const variance = draws.reduce((sum, n) => sum + (n - 200) * (n - 200), 0) / draws.length;
    expect(Math.abs(variance / 200 - 1)).toBeLessThan(0.1);
  });

  it('are split in proportion to weights', () => {
    const stream = streams(5).stream('split');
    const weights = [80, 15, 5, 0];
    const totals = [0, 0, 0, 0];
    for (let n = 0; n < 2000; n += 1) {
      splitByWeight(50, weights, stream).forEach((count, way) => (totals[way] = (totals[way] ?? 0) + count));
    }
    expect(totals[3]).toBe(0);
    expect(chiSquare(totals.slice(0, 3), [80_000, 15_000, 5000]).withinConfidence).toBe(true);
  });

  test.prop([fc.integer({ min: 0, max: 1e9 }), fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1 })])(
    'a split loses nothing unless no way is open',
    (total, weights) => {
      const counts = splitByWeight(total, weights, streams(1).stream('any'));
      const open = weights.some((weight) => weight > 0);
      expect(counts.reduce((sum, n) => sum + n, 0)).toBe(open ? total : 0);
    },
  );
});

describe('people', () => {
  it('met by a version are as many as the visiting model says', () => {
    const users = 5000;
    const runs = Array.from({ length: 60 }, (_, seed) => {
      const reach = new Reach(users);
      const stream = streams(seed).stream('users');
      for (let window = 0; window < 40; window += 1) reach.add(100, stream);
      return reach.reached;
    });
    const share = expectedReach(4000, users);
    expect(share).toBeCloseTo(1 - Math.exp(4000 * Math.log1p(-1 / users)), 12);
    // The exact variance of the number of distinct people is below the binomial one.
    expect(standardErrors(runs, users * share, Math.sqrt(users * share * (1 - share)))).toBeLessThan(3.7);
  });
});

describe('callers who stay', () => {
  it('go over to new weights as their stays end', () => {
    const sticky = new StickyShares(60_000);
    const ways = (canary: number) => [
      { key: 'stable', weight: 100 - canary, alive: true },
      { key: 'canary', weight: canary, alive: true },
    ];
    expect(sticky.advance(1000, ways(0))).toEqual([1, 0]);
    for (let second = 0; second < 60; second += 1) sticky.advance(1000, ways(50));
    expect(sticky.advance(0, ways(50))[1]).toBeCloseTo(0.5 * (1 - Math.exp(-1)), 9);
  });

  it('leave at once who has nobody left to answer', () => {
    const sticky = new StickyShares(60_000);
    sticky.advance(1000, [{ key: 'a', weight: 1, alive: true }]);
    expect(
      sticky.advance(0, [
        { key: 'a', weight: 0, alive: false },
        { key: 'b', weight: 1, alive: true },
      ]),
    ).toEqual([0, 1]);
  });
});
