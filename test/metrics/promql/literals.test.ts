import { describe, expect, it } from 'vitest';
import { readDuration, readNumber } from '../../../src/metrics/promql/literals.ts';

// Source: Go strconv.ParseInt (base 0), strconv.ParseFloat; prometheus/common model.ParseDuration.
describe('numbers', () => {
  it.each([
    ['0x1f', 31],
    ['017', 15],
    ['08', 8],
    ['1_000', 1000],
    ['.5', 0.5],
    ['1e3', 1000],
    ['9223372036854775808', 9223372036854775808],
    ['inf', Infinity],
    ['NaN', NaN],
  ])('%s', (text, value) => {
    expect(readNumber(text)).toEqual({ value });
  });

  it.each([
    ['0x', 'invalid syntax'],
    ['1_', 'invalid syntax'],
    ['1e999', 'value out of range'],
  ])('%s is refused', (text, why) => {
    expect(readNumber(text)).toEqual({ error: `error parsing number: strconv.ParseFloat: parsing "${text}": ${why}` });
  });
});

describe('durations', () => {
  it.each([
    ['1h30m', 5400],
    ['1y', 365 * 86_400],
    ['1w2d', 9 * 86_400],
    ['15ms', 0.015],
  ])('%s', (text, value) => {
    expect(readDuration(text)).toEqual({ value });
  });

  it.each([
    ['1m1h', 'not a valid duration string: "1m1h"'],
    ['5y1hs', 'unknown unit "hs" in duration "5y1hs"'],
    ['300y', 'duration out of range'],
  ])('%s is refused', (text, error) => {
    expect(readDuration(text)).toEqual({ error });
  });
});
