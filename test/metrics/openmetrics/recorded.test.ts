import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOpenMetrics } from '../../../src/metrics/openmetrics/read.ts';
import { countedArrivals, countedLatencies } from '../../../src/metrics/openmetrics/recorded.ts';
import { expectedArrivals } from '../../../src/traffic/arrivals.ts';
import { RecordingError } from '../../../src/traffic/recorded.ts';

const steps = (...pairs: readonly (readonly [number, number])[]): unknown => ({
  kind: 'steps',
  steps: pairs.map(([fromMs, perSecond]) => ({ fromMs, perSecond })),
});

function mistakeOf(read: () => unknown): string {
  try {
    read();
    return 'none';
  } catch (error) {
    if (error instanceof RecordingError) return `${error.mistake.line}: ${error.mistake.message}`;
    throw error;
  }
}

describe('text files of metrics', () => {
  it('have seconds if they are OpenMetrics, else milliseconds', () => {
    expect(readOpenMetrics('a_total 1 12.5 # {id="x"} 1\n# EOF\n').map(({ timeMs }) => timeMs)).toEqual([12_500]);
    expect(readOpenMetrics('a_total 1 12500\n').map(({ timeMs }) => timeMs)).toEqual([12_500]);
    expect(readOpenMetrics('a_total 1\n').map(({ timeMs }) => timeMs)).toEqual([undefined]);
  });

  it('may have spaces, quotes and braces in labels', () => {
    const [sample] = readOpenMetrics('  a {path="/}\\" 1", le="+Inf",} 2e3 5\n');
    expect(sample?.labels.toString()).toBe('{__name__="a", le="+Inf", path="/}\\" 1"}');
    expect(sample?.value).toBe(2000);
  });
});

describe('a recorded counter', () => {
  it('holds the rate between two samples, counted from the first; a fall is a new beginning', () => {
    expect(countedArrivals('a 100 5000\na 160 20000\na 30 35000\n', 'a')).toEqual(steps([0, 4], [15_000, 2]));
  });

  it('is added to others that are selected, as long as they last', () => {
    const text = 'a{v="1"} 0 0\na{v="1"} 10 10000\na{v="2"} 0 5000\na{v="2"} 40 15000\na{w="3"} 9 0\nb 1 0\n';
    expect(countedArrivals(text, 'a{w=""}')).toEqual(steps([0, 1], [5000, 5], [10_000, 4]));
    expect(countedArrivals(text, 'a{v="2"}')).toEqual(steps([0, 4]));
  });

  it('sends as many requests as it counted', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { minLength: 1, maxLength: 30 }), (increases) => {
        let count = 7;
        const lines = increases.map((increase, index) => `a_total ${(count += increase)} ${(index + 1) * 15}`);
        const arrivals = countedArrivals(`a_total 7 0\n${lines.join('\n')}\n# EOF\n`, 'a_total');
        increases.forEach((increase, index) => {
          expect(expectedArrivals(arrivals, index * 15_000, (index + 1) * 15_000)).toBeCloseTo(increase, 6);
        });
      }),
    );
  });

  it.each([
    ['a 1 0\n', '1: one sample of a counter is no rate'],
    ['a 1 5\na 2 5\n', '2: the times of the recording do not go up here'],
    ['a 1\na 2 5\n', '1: this sample has no timestamp'],
    ['a 1 0\na NaN 5\n', '2: this is no value of a counter'],
    ['a 1 0\na{b} 1 0\n', '2: this sample of the recording cannot be read'],
  ])('is refused where it is wrong: %j', (text, mistake) => {
    expect(mistakeOf(() => countedArrivals(text, 'a'))).toBe(mistake);
  });
});

describe('a recorded histogram', () => {
  const buckets = (name: string, ...values: readonly [string, number][]): string =>
    values.map(([le, value]) => `${name}_bucket{le="${le}"} ${value}\n`).join('');

  it('weighs upper bounds by the increments of the last samples', () => {
    const older = buckets('d_seconds', ['0.1', 1], ['0.5', 1], ['+Inf', 1]);
    const newer = buckets('d_seconds', ['0.1', 6], ['0.5', 9], ['+Inf', 10]);
    expect(countedLatencies(`${older}${newer}`, 'd_seconds')).toEqual({
      kind: 'empirical',
      values: [
        { value: 100, weight: 6 },
        { value: 500, weight: 4 },
      ],
    });
  });

  it('has bounds in the unit of its name', () => {
    const text = buckets('d_milliseconds', ['25', 3], ['+Inf', 3]);
    expect(countedLatencies(text, 'd_milliseconds')).toEqual({ kind: 'empirical', values: [{ value: 25, weight: 3 }] });
  });

  it.each([
    [buckets('d', ['1', 5], ['2', 4]), '2: the buckets of this histogram do not go up here'],
    [buckets('d', ['1', 0], ['+Inf', 0]), '1: this histogram tells no latency'],
    [buckets('d', ['+Inf', 4]), '1: this histogram tells no latency'],
    [buckets('d', ['many', 4]), '1: this bucket has no upper bound'],
  ])('is refused where it is wrong: %j', (text, mistake) => {
    expect(mistakeOf(() => countedLatencies(text, 'd'))).toBe(mistake);
  });
});
