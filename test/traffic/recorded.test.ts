import { describe, expect, it } from 'vitest';
import { RecordingError, recordedArrivals, recordedLatencies } from '../../src/traffic/recorded.ts';

function lineOf(read: () => unknown): number | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof RecordingError) return error.line;
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

  it('are refused where they are wrong', () => {
    expect(lineOf(() => recordedArrivals('0,1\n5;2'))).toBe(2);
    expect(lineOf(() => recordedArrivals('0,1\n\n0,2'))).toBe(3);
    expect(lineOf(() => recordedArrivals('0,-1'))).toBe(1);
    expect(lineOf(() => recordedLatencies('10,0'))).toBe(1);
    expect(lineOf(() => recordedLatencies('10,1,3\n-1,1'))).toBe(2);
  });
});
