import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { formatGoFixed, formatGoFloat, formatGoFloatPlain } from '../../src/api/go-float.ts';
import { evenly } from '../evenly.ts';

describe('numbers as Go writes them', () => {
  it.each([
    [1_500_000, '1.5e+06'],
    [100_000, '100000'],
    [999_999, '999999'],
    [1_234_567, '1.234567e+06'],
    [1e20, '1e+20'],
    [0.0001, '0.0001'],
    [0.000012, '1.2e-05'],
    [-2.5, '-2.5'],
    [0, '0'],
    [-0, '-0'],
    [NaN, 'NaN'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
  ])('%d by %%v is %s', (value, text) => {
    expect(formatGoFloat(value)).toBe(text);
  });

  it.each([
    [1e21, '1000000000000000000000'],
    [1e-7, '0.0000001'],
    [0.95, '0.95'],
    [-0, '-0'],
    [123456789.125, '123456789.125'],
    [5e-324, `0.${'0'.repeat(323)}5`],
  ])('%d without exponent is %s', (value, text) => {
    expect(formatGoFloatPlain(value)).toBe(text);
  });

  it.each([
    [0.125, 2, '0.12'],
    [0.375, 2, '0.38'],
    [2.675, 2, '2.67'],
    [1e22, 2, '10000000000000000000000.00'],
    [-0.001, 2, '-0.00'],
    [2.5, 0, '2'],
    [10, 6, '10.000000'],
  ])('%d with %d digits is %s: ties of the exact value go to the even digit', (value, digits, text) => {
    expect(formatGoFixed(value, digits)).toBe(text);
  });

  test.prop([fc.double({ noNaN: true, noDefaultInfinity: true })])('are read back as they were', (value) => {
    expect(Number(formatGoFloat(value))).toBe(value);
    expect(Number(formatGoFloatPlain(value))).toBe(value);
  });

  test.prop([evenly(-1e15, 1e15)])('are at most half a digit off when fixed', (value) => {
    expect(Math.abs(Number(formatGoFixed(value, 2)) - value)).toBeLessThanOrEqual(0.005 + Math.abs(value) * 1e-15);
  });
});
