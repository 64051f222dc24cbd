import { formatTime } from '../../times.ts';

export interface UtcFields {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

const DAY_MS = 86_400_000;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 4;

/** The calendar fields of an instant in UTC. 1767225600000 is 2026-01-01 00:00, a Thursday. */
export function utcFields(epochMs: number): UtcFields {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = formatTime(epochMs).split(/[-T:]/, 5).map(Number);
  const weekday = (Math.floor(epochMs / DAY_MS) + FIRST_WEEKDAY) % 7;
  return { year, month, day, weekday, hour, minute };
}

export function daysInMonth(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 31);
}
