import { describe, expect, it } from 'vitest';
import { type Distribution, sample } from '../../src/kernel/distributions.ts';
import { streams } from '../../src/kernel/streams.ts';
import { distributionCdf, distributionMean } from '../../src/traffic/latency-distribution.ts';
import { latencyProfile, type PodLoad } from '../../src/traffic/latency.ts';
import { normalCdf } from '../../src/traffic/normal-cdf.ts';
import { DEFAULT_BUCKETS_MS } from '../../src/world/traffic.ts';

const DISTRIBUTIONS: readonly Distribution[] = [
  { kind: 'constant', value: 30 },
  { kind: 'uniform', min: 10, max: 50 },
  { kind: 'exponential', mean: 40 },
  { kind: 'truncated-normal', mean: 30, standardDeviation: 20, min: 0, max: 60 },
  { kind: 'log-normal', median: 35, sigma: 0.6 },
  { kind: 'weibull', scale: 40, shape: 1.7 },
  {
    kind: 'empirical',
    values: [
      { value: 10, weight: 3 },
      { value: 90, weight: 1 },
    ],
  },
];

const DRAWS = 20_000;

describe('distributions of latency', () => {
  it.each(DISTRIBUTIONS)('$kind: the distribution function and the mean are those of the draws', (distribution) => {
    const stream = streams(7).stream('latency', distribution.kind);
    const draws = Array.from({ length: DRAWS }, () => sample(distribution, stream)).sort((a, b) => a - b);
    // Kolmogorov and Smirnov: 2.2 / sqrt(n) is exceeded once in some ten thousand times.
    for (const [index, draw] of draws.entries()) {
      if (index % 50 !== 0 || draw === draws[index + 1]) continue;
      expect(Math.abs(distributionCdf(distribution, draw) - (index + 1) / DRAWS)).toBeLessThan(2.2 / Math.sqrt(DRAWS));
    }
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / DRAWS;
    expect(Math.abs(mean / distributionMean(distribution) - 1)).toBeLessThan(0.03);
  });

  // Abramowitz and Stegun, table 26.1.
  it('the normal distribution function', () => {
    expect(normalCdf(0)).toBeCloseTo(0.5, 15);
    expect(normalCdf(1)).toBeCloseTo(0.841344746068543, 14);
    expect(normalCdf(-2)).toBeCloseTo(0.022750131948179, 14);
    expect(normalCdf(-5) / 2.866515718791939e-7).toBeCloseTo(1, 10);
  });
});

const LOAD: PodLoad = {
  latency: { kind: 'exponential', mean: 100 },
  capacity: { concurrency: 1, queue: 10_000 },
  latencyFactor: 1,
  addedLatencyMs: 0,
  perSecond: 7,
  timeoutMs: 1000,
};

describe('the latency of a pod', () => {
  it('in M/M/1 is exponential with the mean 1 / (service rate - arrivals)', () => {
    const { buckets, meanMs, late } = latencyProfile(LOAD, DEFAULT_BUCKETS_MS);
    expect(meanMs).toBeCloseTo(1000 / (10 - 7), 6);
    let below = 0;
    DEFAULT_BUCKETS_MS.forEach((bound, index) => {
      below += buckets[index] ?? 0;
      expect(Math.abs(below - (1 - Math.exp((-(10 - 7) * bound) / 1000)))).toBeLessThan(0.012);
    });
    expect(Math.abs(late - Math.exp(-3))).toBeLessThan(0.012);
  });

  it('is that of service alone where any number is taken at once', () => {
    const { buckets, queue } = latencyProfile({ ...LOAD, capacity: undefined, perSecond: 1e6 }, [100]);
    expect(buckets).toEqual([1 - Math.exp(-1), Math.exp(-1)].map((share) => expect.closeTo(share, 12)));
    expect(queue.utilisation).toBe(0);
  });

  it('is shifted and stretched', () => {
    const slow = { ...LOAD, capacity: undefined, latency: { kind: 'constant', value: 20 } as const };
    expect(latencyProfile({ ...slow, latencyFactor: 3, addedLatencyMs: 50 }, [109, 110]).buckets).toEqual([0, 1, 0]);
  });
});
