import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { parseSeriesLabels, parseValues, SeriesNotationError } from '../../../src/metrics/promql/series-notation.ts';

// Source: promql/parser/parse_test.go testSeries, in its notation.
describe('values of scripted series', () => {
  it.each([
    ['', []],
    ['1 2.5 -3', [1, 2.5, -3]],
    ['0.99x2', [0.99, 0.99, 0.99]],
    ['1+2x3', [1, 3, 5, 7]],
    ['-2-1x2', [-2, -3, -4]],
    ['_ _x2', ['gap', 'gap', 'gap']],
    ['1 stale 2', [1, 'stale', 2]],
    ['Inf -inf NaN', [Infinity, -Infinity, NaN]],
    ['1e3 .5', [1000, 0.5]],
  ])('%j', (text, expected) => {
    expect(parseValues(text)).toEqual(expected);
  });

  it.each([
    ['1 x5', 2],
    ['1+2', 0],
    ['stalex2', 0],
    ['1  2,5', 3],
  ])('%j is refused where it is wrong', (text, offset) => {
    let thrown: unknown;
    try {
      parseValues(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(SeriesNotationError);
    expect(thrown).toMatchObject({ offset });
  });

  test.prop([fc.integer({ min: -99, max: 99 }), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 20 })])(
    'a+bxn has n + 1 values',
    (first, step, times) => {
      const values = parseValues(`${first}+${step}x${times}`);
      expect(values).toEqual(Array.from({ length: times + 1 }, (_, index) => first + index * step));
    },
  );
});

describe('the labels of a series', () => {
  it('are those that the text names', () => {
    expect(parseSeriesLabels('up{job="api", instance="a:80"}').toString()).toBe(
      '{__name__="up", instance="a:80", job="api"}',
    );
  });

  it.each(['up{job=~"a"}', 'sum(up)'])('%s names no series', (text) => {
    expect(() => parseSeriesLabels(text)).toThrow('is no series');
  });
});
