import { describe, expect, test } from 'vitest';
import { streams } from '../../src/kernel/streams.ts';
import { estimate, proportion } from '../../src/study/confidence.ts';

describe('a mean with its confidence', () => {
  test('is that of Student for few values', () => {
    expect(estimate([1, 2, 3])).toEqual({ mean: 2, low: expect.closeTo(-0.484, 3), high: expect.closeTo(4.484, 3) });
    expect(estimate([5])).toEqual({ mean: 5, low: -Infinity, high: Infinity });
    expect(estimate([])).toBeUndefined();
  });

  test.each([2, 5, 30, 35, 130])('holds the true mean in 95 of 100 cases, for %d values', (n) => {
    const stream = streams(1).stream('test', String(n));
    let held = 0;
    for (let round = 0; round < 2000; round += 1) {
      // Sums of uniform numbers are nearly normal.
      const values = Array.from({ length: n }, () => {
        let sum = 0;
        for (let part = 0; part < 12; part += 1) sum += stream.uniform();
        return sum;
      });
      const { low = NaN, high = NaN } = estimate(values) ?? {};
      if (low <= 6 && 6 <= high) held += 1;
    }
    expect(held / 2000).toBeGreaterThan(0.93);
    expect(held / 2000).toBeLessThan(0.97);
  });
});

test('a proportion keeps its word at both ends', () => {
  expect(proportion(20, 20)).toEqual({ mean: 1, low: expect.closeTo(0.839, 3), high: 1 });
  expect(proportion(0, 20)).toEqual({ mean: 0, low: 0, high: expect.closeTo(0.161, 3) });
  expect(proportion(10, 20)).toMatchObject({ low: expect.closeTo(0.299, 3), high: expect.closeTo(0.701, 3) });
});
