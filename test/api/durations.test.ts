import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatDurationMs,
  formatGoDuration,
  humanDuration,
  parseDurationMs,
  parseGoDuration,
  pauseDurationSeconds,
} from '../../src/api/durations.ts';
import { formatTime, parseTime } from '../../src/api/times.ts';

describe('Go durations', () => {
  it('are read back as they were written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), (nanos) => {
        expect(parseGoDuration(formatGoDuration(nanos))).toBe(nanos);
      }),
    );
  });

  it('are whole milliseconds for timers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), (ms) => {
        expect(parseDurationMs(formatDurationMs(ms))).toBe(ms);
      }),
    );
    expect(parseDurationMs('1.9999ms')).toBe(1);
    expect(parseDurationMs('soon')).toBeUndefined();
  });

  it('are seconds of a pause, as number or as text', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2_147_483_648, max: 2_147_483_647 }), (seconds) => {
        expect(pauseDurationSeconds(seconds)).toBe(seconds);
        expect(pauseDurationSeconds(String(seconds))).toBe(seconds);
        expect(pauseDurationSeconds(`${seconds}s`)).toBe(seconds);
      }),
    );
  });

  it('are ages of at most three figures and a unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400_000_000_000 }), (ms) => {
        expect(humanDuration(ms)).toMatch(/^(\d{1,3}[smhdy])(\d{1,3}[smhd])?$/);
      }),
    );
  });
});

describe('times', () => {
  it('are read back as they were written, without fractions of a second', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), (epochMs) => {
        const text = formatTime(epochMs);
        expect(text).toBe(`${new Date(Math.floor(epochMs / 1000) * 1000).toISOString().slice(0, 19)}Z`);
        expect(parseTime(text)).toBe(Math.floor(epochMs / 1000) * 1000);
      }),
    );
  });

  it('know offsets, leap years and what is no time', () => {
    expect(parseTime('2024-02-29T23:30:00.25-01:00')).toBe(Date.UTC(2024, 2, 1, 0, 30, 0, 250));
    for (const text of ['2023-02-29T00:00:00Z', '2024-13-01T00:00:00Z', '2024-01-01', '2024-01-01T24:00:00Z', '']) {
      expect(parseTime(text)).toBeUndefined();
    }
  });
});
