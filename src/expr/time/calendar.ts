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

/** Days from 1970-01-01 to a date of the proleptic Gregorian calendar; 2000-03-01 is 11017. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The date of so many days after 1970-01-01. */
export function civilFromDays(days: number): { readonly year: number; readonly month: number; readonly day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
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
