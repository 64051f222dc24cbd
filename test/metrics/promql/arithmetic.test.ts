import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { bucketFraction, bucketQuantile } from '../../../src/metrics/promql/buckets.ts';
import { formatGoFloat, formatGoFloatPlain } from '../../../src/api/go-float.ts';
import { formatSignificant } from '../../../src/metrics/promql/go-float.ts';
import { compensatedMean, compensatedSum } from '../../../src/metrics/promql/kahan.ts';
import { quantile } from '../../../src/metrics/promql/quantile.ts';
import { extrapolated } from '../../../src/metrics/promql/rates.ts';
import * as portable from '../../../src/metrics/promql/trigonometry.ts';
import { evenly } from '../../evenly.ts';

describe('numbers as Go writes them', () => {
  it.each([
    [1e6, '1e+06', '1000000'],
    [123456, '123456', '123456'],
    [1709210096, '1.709210096e+09', '1709210096'],
    [0.0001, '0.0001', '0.0001'],
    [0.00001, '1e-05', '0.00001'],
    [-0, '-0', '-0'],
    [1e21, '1e+21', '1000000000000000000000'],
    [-Infinity, '-Inf', '-Inf'],
  ])('%d', (value, short, plain) => {
    expect(formatGoFloat(value)).toBe(short);
    expect(formatGoFloatPlain(value)).toBe(plain);
  });

  it('keeps two significant digits', () => {
    expect([0.6, 50, 123, 0.000012, 0].map((value) => formatSignificant(value, 2))).toEqual([
      '0.6',
      '50',
      '1.2e+02',
      '1.2e-05',
      '0',
    ]);
  });

  test.prop([fc.double({ noNaN: true, noDefaultInfinity: true })])('both forms give the number back', (value) => {
    expect(Number(formatGoFloat(value))).toBe(value);
    expect(Number(formatGoFloatPlain(value))).toBe(value);
  });
});

describe('sums', () => {
  it('keeps what rounding takes away', () => {
    expect(compensatedSum([1e16, 1, 1, -1e16])).toBe(2);
  });

  it('takes the mean of numbers whose sum overflows', () => {
    expect(compensatedMean([1e308, 1e308, 1e308])).toBeCloseTo(1e308, -295);
    expect(compensatedMean([Infinity, 1])).toBe(Infinity);
  });

  test.prop([fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1 })])(
    'whole numbers add up exactly',
    (values) => {
      const total = values.reduce((sum, value) => sum + value, 0);
      expect(compensatedSum(values)).toBe(total + 0);
      expect(compensatedMean(values)).toBeCloseTo(total / values.length, 9);
    },
  );
});

const window = (values: readonly number[], everyMs: number, rangeMs: number) => ({
  times: values.map((_, index) => index * everyMs + everyMs),
  values,
  startMs: 0,
  endMs: rangeMs,
  rangeSeconds: rangeMs / 1000,
  stepMs: rangeMs,
});

describe('extrapolation', () => {
  test.prop([fc.integer({ min: 3, max: 60 }), fc.integer({ min: 1, max: 1000 })])(
    'a counter that grows evenly from far above zero has its own slope as rate',
    (samples, perSample) => {
      const values = Array.from({ length: samples }, (_, index) => 1_000_000 + index * perSample);
      const rate = extrapolated(window(values, 1000, samples * 1000), true, true);
      expect(rate).toBeCloseTo(perSample, 9);
    },
  );

  it('guesses the growth up to both edges, and at a reset adds what was lost', () => {
    const given = { times: [15_000, 30_000, 45_000], startMs: 0, endMs: 60_000, rangeSeconds: 60, stepMs: 60_000 };
    expect(extrapolated({ ...given, values: [10, 20, 30] }, true, false)).toBe(40);
    expect(extrapolated({ ...given, values: [110, 120, 5] }, true, false)).toBe(15 * 2);
    expect(extrapolated({ ...given, values: [30, 20, 10] }, false, false)).toBe(-40);
    expect(extrapolated({ ...given, times: [15_000], values: [1] }, true, true)).toBeUndefined();
  });
});

const bucketsOf = (counts: readonly number[]) => {
  let count = 0;
  return counts.map((n, index) => {
    count += n;
    return { upperBound: index === counts.length - 1 ? Infinity : (index + 1) / 10, count };
  });
};

describe('classic histograms', () => {
  const counts = fc
    .array(fc.integer({ min: 0, max: 50 }), { minLength: 2, maxLength: 12 })
    .filter((c) => c.some((n) => n > 0));

  test.prop([counts, evenly(0, 1), evenly(0, 1)])('quantiles grow with q and stay within the bounds', (given, a, b) => {
    const buckets = bucketsOf(given);
    const [low, high] = [Math.min(a, b), Math.max(a, b)].map((q) => bucketQuantile(q, buckets).value);
    if (low === undefined || high === undefined || Number.isNaN(low)) return;
    expect(low).toBeLessThanOrEqual(high);
    expect(high).toBeLessThanOrEqual((given.length - 1) / 10);
  });

  test.prop([counts, evenly(0.01, 0.99)])(
    'the share of observations below a quantile within finite buckets is that quantile',
    (given, q) => {
      const buckets = bucketsOf([...given.map((n) => n + 1), 0]);
      const { value } = bucketQuantile(q, buckets);
      expect(bucketFraction(-Infinity, value, buckets)).toBeCloseTo(q, 9);
    },
  );

  it('interpolates within the bucket', () => {
    const buckets = [
      { upperBound: 1, count: 10 },
      { upperBound: 2, count: 30 },
      { upperBound: Infinity, count: 40 },
    ];
    expect(bucketQuantile(0.5, buckets).value).toBe(1.5);
    expect(bucketQuantile(0.9, buckets).value).toBe(2);
  });
});

describe('quantiles of values', () => {
  test.prop([fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 })])(
    '0 and 1 are the extremes',
    (values) => {
      expect(quantile(0, values)).toBe(Math.min(...values));
      expect(quantile(1, values)).toBe(Math.max(...values));
    },
  );
});

describe('trigonometry without the engine', () => {
  const angle = evenly(-1e4, 1e4);
  const close = (got: number, expected: number): void => {
    expect(Math.abs(got - expected)).toBeLessThanOrEqual(4e-15 * Math.max(1, Math.abs(expected)));
  };

  test.prop([angle])('sin, cos and atan agree with the engine', (x) => {
    close(portable.sin(x), Math.sin(x));
    close(portable.cos(x), Math.cos(x));
    close(portable.atan(x), Math.atan(x));
  });

  test.prop([evenly(-1.5, 1.5)])('tan agrees', (x) => {
    close(portable.tan(x), Math.tan(x));
  });

  test.prop([evenly(-1, 1)])('asin, acos and atanh agree', (x) => {
    close(portable.asin(x), Math.asin(x));
    close(portable.acos(x), Math.acos(x));
    if (Math.abs(x) < 0.9) close(portable.atanh(x), Math.atanh(x));
  });

  test.prop([evenly(-700, 700)])('hyperbolic functions agree', (x) => {
    close(portable.sinh(x) / Math.sinh(x === 0 ? 1 : x), x === 0 ? 0 : 1);
    close(portable.cosh(x) / Math.cosh(x), 1);
    close(portable.tanh(x), Math.tanh(x));
    close(portable.asinh(x), Math.asinh(x));
    if (x >= 1) close(portable.acosh(x), Math.acosh(x));
  });

  const coordinate = fc.oneof(
    fc.constant(0),
    fc.integer({ min: -1000, max: 1000 }).map((n) => n / 7),
  );

  test.prop([coordinate, coordinate])('atan2 agrees, signs of zero included', (y, x) => {
    close(portable.atan2(y, x), Math.atan2(y, x));
    expect(portable.atan2(-0, -1)).toBe(-Math.PI);
    expect(portable.atan2(0, -1)).toBe(Math.PI);
    expect(Object.is(portable.atan2(-0, 1), -0)).toBe(true);
  });
});
