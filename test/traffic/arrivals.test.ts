import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { samplePoisson } from '../../src/kernel/poisson.ts';
import { streams } from '../../src/kernel/streams.ts';
import { Arrivals, expectedArrivals } from '../../src/traffic/arrivals.ts';
import { splitByWeight } from '../../src/traffic/split.ts';
import { StickyShares } from '../../src/traffic/sticky.ts';
import { expectedReach, People, sampleReach, sampleUnmarked } from '../../src/traffic/users.ts';
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
      const people = new People(users, streams(seed).stream('users'));
      for (let window = 0; window < 40; window += 1) people.meet('v1', { requests: 100, failed: 0, among: users });
      return people.of('v1').exposed;
    });
    const share = expectedReach(4000, users);
    expect(share).toBeCloseTo(1 - Math.exp(4000 * Math.log1p(-1 / users)), 12);
    // The exact variance of the number of distinct people is below the binomial one.
    expect(standardErrors(runs, users * share, Math.sqrt(users * share * (1 - share)))).toBeLessThan(3.7);
  });

  it.each([
    [40, 30, 50],
    [400, 300, 500],
  ])('of %i requests, %i left of %i: mean and variance of the occupancy problem', (requests, left, population) => {
    const stream = streams(7).stream('users');
    const draws = Array.from({ length: 4000 }, () => sampleReach(requests, left, population, stream));
    const missed = (1 - 1 / population) ** requests;
    const variance =
      left * missed * (1 - missed) + left * (left - 1) * ((1 - 2 / population) ** requests - missed * missed);
    expect(standardErrors(draws, left * (1 - missed), Math.sqrt(variance))).toBeLessThan(3.7);
    const mean = draws.reduce((sum, n) => sum + n, 0) / draws.length;
    const measured = draws.reduce((sum, n) => sum + (n - mean) * (n - mean), 0) / draws.length;
    expect(Math.abs(measured / variance - 1)).toBeLessThan(0.12);
  });

  it.each([20, 200])('of %i people drawn, as many are unmarked as their share', (drawn) => {
    const stream = streams(9).stream('users');
    const draws = Array.from({ length: 2000 }, () => sampleUnmarked(drawn, 300, 700, stream));
    expect(standardErrors(draws, drawn * 0.7, Math.sqrt(drawn * 0.21))).toBeLessThan(3.7);
  });

  const window = fc.record({
    v1: fc.integer({ min: 0, max: 300 }),
    v1Failed: fc.integer({ min: 0, max: 300 }),
    v2: fc.integer({ min: 0, max: 30 }),
    lost: fc.integer({ min: 0, max: 80 }),
  });
  test.prop([fc.integer({ min: 1, max: 1000 }), fc.array(window, { maxLength: 8 }), fc.integer()])(
    'counts are possible ones',
    (users, windows, seed) => {
      const people = new People(users, streams(seed).stream('users'));
      const sent = { v1: 0, v1Failed: 0, v2: 0, lost: 0 };
      for (const { v1, v1Failed, v2, lost } of windows) {
        people.meet('v1', { requests: v1 + v1Failed, failed: v1Failed, among: users });
        people.meet('v2', { requests: v2, failed: v2, among: users });
        people.lose(lost);
        sent.v1 += v1 + v1Failed;
        sent.v1Failed += v1Failed;
        sent.v2 += v2;
        sent.lost += lost;
      }
      const [v1, v2] = [people.of('v1'), people.of('v2')];
      expect(v1.hurt).toBeLessThanOrEqual(Math.min(v1.exposed, sent.v1Failed));
      expect(v1.exposed).toBeLessThanOrEqual(Math.min(users, sent.v1));
      expect(v2.hurt).toBe(v2.exposed);
      expect(people.hurt).toBeGreaterThanOrEqual(Math.max(v1.hurt, v2.hurt));
      expect(people.hurt).toBeLessThanOrEqual(Math.min(users, v1.hurt + v2.hurt + sent.lost));
      expect(people.hurt > 0).toBe(sent.v1Failed + sent.v2 + sent.lost > 0);
    },
  );
});

describe('a Poisson process in parts', () => {
  const curve = { kind: 'ramp', from: 10, to: 50, startMs: 3000, durationMs: 20_000 } as const;
  const cuts = [0, 100, 4000, 14_999, 15_000, 22_500, 60_000, 61_000];

  it('has the counts of its cells, however it is cut', () => {
    const drawn = (times: readonly number[]): number => {
      const arrivals = new Arrivals(curve, 15_000, streams(4), 'web');
      return times.slice(1).reduce((sum, toMs, index) => sum + arrivals.draw(times[index] ?? 0, toMs), 0);
    };
    expect(drawn([0, 60_000])).toBe(drawn(cuts.slice(0, -1)));
    expect(drawn([0, 60_000])).toBe(drawn([0, 15_000, 30_000, 45_000, 60_000]));
  });

  it('has the expectation of each part', () => {
    const counts = cuts.slice(1).map(() => [] as number[]);
    for (let seed = 0; seed < 400; seed += 1) {
      const arrivals = new Arrivals(curve, 15_000, streams(seed), 'web');
      cuts.slice(1).forEach((toMs, index) => counts[index]?.push(arrivals.draw(cuts[index] ?? 0, toMs)));
    }
    counts.forEach((draws, index) => {
      const mean = expectedArrivals(curve, cuts[index] ?? 0, cuts[index + 1] ?? 0);
      expect(standardErrors(draws, mean, Math.sqrt(mean))).toBeLessThan(3.7);
    });
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
