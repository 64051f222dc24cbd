import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleBinomial } from '../../src/kernel/binomial.ts';
import type { Distribution } from '../../src/kernel/distributions.ts';
import { sample } from '../../src/kernel/distributions.ts';
import { samplePoisson } from '../../src/kernel/poisson.ts';
import { streams } from '../../src/kernel/streams.ts';
import { chiSquare, standardErrors } from './statistics.ts';
import { evenly } from '../evenly.ts';

const N = 100_000;
/** Means and variances may be five standard errors off (one in 1.7 million by chance; the seed is fixed anyway). */
const FIVE = 5;

function draws(distribution: Distribution, n = N): number[] {
  const stream = streams(1).stream(JSON.stringify(distribution));
  return Array.from({ length: n }, () => sample(distribution, stream));
}

/** Draws sorted into ten cells that are equally likely under the distribution function. */
function cells(values: readonly number[], distributionFunction: (x: number) => number): number[] {
  const counts = new Array<number>(10).fill(0);
  for (const x of values) counts[Math.min(9, Math.floor(distributionFunction(x) * 10))]! += 1;
  return counts;
}

const even = new Array<number>(10).fill(N / 10);

/** The standard normal distribution function, to 1e-7 (Abramowitz and Stegun 7.1.26). */
function normalFunction(z: number): number {
  const t = 1 / (1 + 0.3275911 * (Math.abs(z) / Math.SQRT2));
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const erf = 1 - poly * Math.exp((-z * z) / 2);
  return z < 0 ? (1 - erf) / 2 : (1 + erf) / 2;
}

describe('sample', () => {
  it('constant and uniform', () => {
    expect(draws({ kind: 'constant', value: 7 }, 3)).toEqual([7, 7, 7]);
    const values = draws({ kind: 'uniform', min: 10, max: 30 });
    expect(standardErrors(values, 20, 20 / Math.sqrt(12))).toBeLessThan(FIVE);
    expect(values.every((x) => x >= 10 && x < 30)).toBe(true);
  });

  it.each([
    [{ kind: 'exponential', mean: 5 } as const, (x: number) => 1 - Math.exp(-x / 5)],
    [{ kind: 'weibull', scale: 3, shape: 1.7 } as const, (x: number) => 1 - Math.exp(-((x / 3) ** 1.7))],
    [{ kind: 'log-normal', median: 4, sigma: 0.5 } as const, (x: number) => normalFunction(Math.log(x / 4) / 0.5)],
  ])('%j follows its distribution function (chi-square, 99.99 %%)', (distribution, distributionFunction) => {
    expect(chiSquare(cells(draws(distribution), distributionFunction), even).withinConfidence).toBe(true);
  });

  it.each([
    [-1, 2],
    [-0.3, 0.4],
    [-8, 8],
    [0, 3],
    [1, 1.2],
    [2.5, 9],
    [-4, -1],
  ])('a normal cut to [%d, %d] follows its distribution function (chi-square, 99.99 %%)', (min, max) => {
    const low = normalFunction(min);
    const mass = normalFunction(max) - low;
    const values = draws({
      kind: 'truncated-normal',
      mean: 100,
      standardDeviation: 10,
      min: 100 + 10 * min,
      max: 100 + 10 * max,
    });
    const inOrder = cells(values, (x) => (normalFunction((x - 100) / 10) - low) / mass);
    expect(chiSquare(inOrder, even).withinConfidence).toBe(true);
  });

  it('a normal cut far out in its tail is neither slow nor outside', () => {
    const values = draws({ kind: 'truncated-normal', mean: 0, standardDeviation: 1, min: 30, max: 40 }, 1000);
    expect(values.every((x) => x >= 30 && x < 31)).toBe(true);
  });

  it('empirical values come in proportion to their weights, never with weight 0', () => {
    const values = [
      { value: 10, weight: 1 },
      { value: 20, weight: 0 },
      { value: 30, weight: 3 },
      { value: 40, weight: 6 },
    ];
    const drawn = draws({ kind: 'empirical', values });
    const counts = values.map(({ value }) => drawn.filter((x) => x === value).length);
    expect(chiSquare(counts, [N / 10, 0, (3 * N) / 10, (6 * N) / 10]).withinConfidence).toBe(true);
    expect(counts[1]).toBe(0);
  });

  it('every valid specification gives finite numbers within its bounds', () => {
    const size = evenly(1e-3, 1e6);
    fc.assert(
      fc.property(size, size, size, fc.integer(), (a, b, c, seed) => {
        const stream = streams(seed).stream();
        const [min, max] = a < b ? [a, b] : [b, a];
        const uniform = sample({ kind: 'uniform', min, max }, stream);
        const normal = sample({ kind: 'truncated-normal', mean: c, standardDeviation: a, min, max }, stream);
        expect(uniform >= min && uniform <= max && normal >= min && normal <= max).toBe(true);
        expect(sample({ kind: 'exponential', mean: a }, stream)).toBeGreaterThanOrEqual(0);
        expect(sample({ kind: 'weibull', scale: a, shape: 0.5 + b }, stream)).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(sample({ kind: 'log-normal', median: a, sigma: b / 1e5 }, stream))).toBe(true);
      }),
    );
  });

  it('names the parameter that makes no sense', () => {
    const stream = streams(1).stream();
    expect(() => sample({ kind: 'exponential', mean: 0 }, stream)).toThrow('mean (=0) should be positive and finite');
    expect(() => sample({ kind: 'uniform', min: 2, max: 1 }, stream)).toThrow('min (=2) should not exceed max (=1)');
    expect(() => sample({ kind: 'log-normal', median: 1, sigma: -1 }, stream)).toThrow('sigma (=-1)');
    expect(() => sample({ kind: 'weibull', scale: 1, shape: NaN }, stream)).toThrow('shape (=NaN)');
    expect(() => sample({ kind: 'empirical', values: [] }, stream)).toThrow('values should have a positive weight');
    expect(() => sample({ kind: 'truncated-normal', mean: 0, standardDeviation: -1, min: 0, max: 1 }, stream)).toThrow(
      'standardDeviation (=-1)',
    );
  });
});

/** Probabilities of 0, 1, … computed by the ratios of neighbours, from the mode outwards. */
function masses(count: number, mode: number, ratio: (k: number) => number): number[] {
  const p = new Array<number>(count).fill(0);
  p[mode] = 1;
  for (let k = mode + 1; k < count; k++) p[k] = p[k - 1]! * ratio(k);
  for (let k = mode; k > 0; k--) p[k - 1] = p[k]! / ratio(k);
  const total = p.reduce((sum, x) => sum + x, 0);
  return p.map((x) => x / total);
}

function histogram(size: number, draw: () => number): number[] {
  const counts = new Array<number>(size).fill(0);
  for (let i = 0; i < N; i++) counts[draw()]! += 1;
  return counts;
}

describe('samplePoisson', () => {
  it.each([0.1, 3, 9.99, 10, 25, 150])('mean %d: chi-square, 99.99 %%', (mean) => {
    const stream = streams(1).stream('poisson', String(mean));
    const size = Math.ceil(mean + 12 * Math.sqrt(mean) + 20);
    const p = masses(size, Math.floor(mean), (k) => mean / k);
    const counts = histogram(size, () => samplePoisson(mean, stream));
    expect(
      chiSquare(
        counts,
        p.map((x) => x * N),
      ).withinConfidence,
    ).toBe(true);
  });

  it.each([1e4, 1e9, 1e15])('mean %d: mean and variance within five standard errors', (mean) => {
    const stream = streams(1).stream('poisson', String(mean));
    const offsets = Array.from({ length: N }, () => samplePoisson(mean, stream) - mean);
    expect(standardErrors(offsets, 0, Math.sqrt(mean))).toBeLessThan(FIVE);
    expect(
      standardErrors(
        offsets.map((x) => x * x),
        mean,
        Math.SQRT2 * mean,
      ),
    ).toBeLessThan(FIVE);
  });

  it('knows its bounds', () => {
    const stream = streams(1).stream();
    expect(samplePoisson(0, stream)).toBe(0);
    expect(() => samplePoisson(-1, stream)).toThrow('mean (=-1) should be from 0 to 2^52');
  });
});

describe('sampleBinomial', () => {
  it.each([
    [10, 0.3],
    [30, 0.33],
    [40, 0.5],
    [100, 0.05],
    [500, 0.97],
    [1000, 0.2],
  ])('%d trials of %d: chi-square, 99.99 %%', (n, p) => {
    const stream = streams(1).stream('binomial', `${n} ${p}`);
    const expected = masses(n + 1, Math.floor((n + 1) * p), (k) => (((n - k + 1) / k) * p) / (1 - p));
    const counts = histogram(n + 1, () => sampleBinomial(n, p, stream));
    expect(
      chiSquare(
        counts,
        expected.map((x) => x * N),
      ).withinConfidence,
    ).toBe(true);
  });

  it.each([
    [1e6, 0.2],
    [1e9, 1e-9],
    [1e12, 0.7],
  ])('%d trials of %d: mean and variance within five standard errors', (n, p) => {
    const stream = streams(1).stream('binomial', `${n} ${p}`);
    const offsets = Array.from({ length: N }, () => sampleBinomial(n, p, stream) - n * p);
    const variance = n * p * (1 - p);
    expect(standardErrors(offsets, 0, Math.sqrt(variance))).toBeLessThan(FIVE);
    const spread = variance < 10 ? Math.sqrt(2 * variance ** 2 + variance) : Math.SQRT2 * variance;
    expect(
      standardErrors(
        offsets.map((x) => x * x),
        variance,
        spread,
      ),
    ).toBeLessThan(FIVE);
  });

  it('stays within 0 and the number of trials, and knows certain outcomes', () => {
    const stream = streams(1).stream('bounds');
    fc.assert(
      fc.property(fc.nat(1e6), evenly(0, 1), (n, p) => {
        const k = sampleBinomial(n, p, stream);
        expect(Number.isInteger(k) && k >= 0 && k <= n).toBe(true);
      }),
    );
    expect([sampleBinomial(5, 0, stream), sampleBinomial(5, 1, stream), sampleBinomial(0, 0.5, stream)]).toEqual([
      0, 5, 0,
    ]);
    expect(() => sampleBinomial(1.5, 0.5, stream)).toThrow('trials (=1.5)');
    expect(() => sampleBinomial(1, 1.5, stream)).toThrow('probability (=1.5) should be from 0 to 1');
  });
});
