import { civilFromDays, daysFromCivil } from '../../kernel/calendar.ts';

export const MONTHS: readonly string[] = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];
export const WEEKDAYS: readonly string[] = [
  ...['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
];

export const NANOS_PER_SECOND = 1_000_000_000n;
const SECONDS_PER_DAY = 86_400n;

/** A date and time of day as a clock on the wall shows it. */
export interface CivilTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
}

/** Division that rounds towards the past, for instants before 1970. */
export function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

export function daysInMonth(year: number, month: number): number {
  const next = month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1);
  return next - daysFromCivil(year, month, 1);
}

/** What a clock shows at an instant, at an offset to UTC. */
export function civilOf(nanos: bigint, offsetSeconds: number): CivilTime {
  const seconds = floorDivide(nanos, NANOS_PER_SECOND) + BigInt(offsetSeconds);
  const days = floorDivide(seconds, SECONDS_PER_DAY);
  const secondOfDay = Number(seconds - days * SECONDS_PER_DAY);
  return {
    ...civilFromDays(Number(days)),
    hour: Math.floor(secondOfDay / 3600),
    minute: Math.floor((secondOfDay % 3600) / 60),
    second: secondOfDay % 60,
    nanosecond: Number(nanos - floorDivide(nanos, NANOS_PER_SECOND) * NANOS_PER_SECOND),
  };
}

/** The instant at which a clock at an offset to UTC shows this. */
export function nanosOf(civil: CivilTime, offsetSeconds: number): bigint {
  const days = BigInt(daysFromCivil(civil.year, civil.month, civil.day));
  const secondOfDay = BigInt(civil.hour * 3600 + civil.minute * 60 + civil.second - offsetSeconds);
  return (days * SECONDS_PER_DAY + secondOfDay) * NANOS_PER_SECOND + BigInt(civil.nanosecond);
}

/** 0 is Sunday. */
export function weekdayOf(civil: CivilTime): number {
  const days = daysFromCivil(civil.year, civil.month, civil.day);
  return (((days + 4) % 7) + 7) % 7;
}

/** 1 is the first of January. */
export function yearDayOf(civil: CivilTime): number {
  return daysFromCivil(civil.year, civil.month, civil.day) - daysFromCivil(civil.year, 1, 1) + 1;
}
