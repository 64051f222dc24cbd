import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedArrivals } from '../../src/traffic/arrivals.ts';
import { RecordingError, recordedArrivals, recordedLatencies } from '../../src/traffic/recorded.ts';

function lineOf(read: () => unknown): number | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof RecordingError) return error.mistake.line;
    throw error;
  }
}

describe('recordings of a real service', () => {
  it('set arrivals', () => {
    expect(recordedArrivals('seconds,rps\n0, 10\n\n60.5,20.25\r\n')).toEqual({
      kind: 'steps',
      steps: [
        { fromMs: 0, perSecond: 10 },
        { fromMs: 60_500, perSecond: 20.25 },
      ],
    });
  });

  it('set latencies', () => {
    expect(recordedLatencies('12,3\n250,1')).toEqual({
      kind: 'empirical',
      values: [
        { value: 12, weight: 3 },
        { value: 250, weight: 1 },
      ],
    });
  });

  it('expect in each second what the recording says of it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 50 }), (rates) => {
        const arrivals = recordedArrivals(rates.map((rate, second) => `${second},${rate}`).join('\n'));
        const counts = rates.map((_rate, second) => expectedArrivals(arrivals, second * 1000, (second + 1) * 1000));
        expect(counts).toEqual(rates);
      }),
    );
  });

  it.each([
    ['0,1\n5;2', 2],
    ['0;1\n5;2', 1],
    ['0,1\n\n0,2', 3],
    ['0,1\n0.0001,2', 2],
    ['0,-1', 1],
    ['-5,1', 1],
    ['0,0x10', 1],
    ['seconds,rps\n', 1],
    ['', 1],
  ])('of arrivals are refused where they are wrong: %j', (csv, line) => {
    expect(lineOf(() => recordedArrivals(csv))).toBe(line);
  });

  it.each([
    ['10,0', 1],
    ['10,1,3\n-1,1', 1],
    ['ms,n\n-1,1', 2],
  ])('of latencies are refused where they are wrong: %j', (csv, line) => {
    expect(lineOf(() => recordedLatencies(csv))).toBe(line);
  });
});
