import { NO_LABELS } from '../series/labels.ts';
import type { VectorFunction } from './vector-functions.ts';

const DAY_SECONDS = 86_400;

const INT64_LIMIT = 9_223_372_036_854_775_808;

/** What an amd64 server makes of NaN and of numbers that no int64 holds: 292277026596-12-04T15:30:08Z. */
const NO_INTEGER = { days: 106_751_991_167_300, secondOfDay: 55_808 };

interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The date of a day counted from 1970-01-01 (Howard Hinnant, chrono-Compatible Low-Level Date Algorithms: civil_from_days). */
function civilDate(daysFromEpoch: number): CivilDate {
  const days = daysFromEpoch + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

function daysBeforeMonth(year: number, month: number): number {
  return (DAYS_BEFORE_MONTH[month - 1] ?? NaN) + (month > 2 && isLeapYear(year) ? 1 : 0);
}

/** A part of the date or time of a number of seconds; without an argument, of the time of evaluation. UTC throughout. */
function partOfTime(part: (days: number, secondOfDay: number) => number): VectorFunction {
  const of = (value: number): number => {
    if (!(Math.abs(value) < INT64_LIMIT)) return part(NO_INTEGER.days, NO_INTEGER.secondOfDay);
    const seconds = Math.trunc(value);
    const days = Math.floor(seconds / DAY_SECONDS);
    return part(days, seconds - days * DAY_SECONDS);
  };
  return ({ args, vectors, stepMs }) =>
    args.length === 0
      ? [{ labels: NO_LABELS, value: of(stepMs / 1000) }]
      : (vectors[0] ?? []).map(({ labels, value }) => ({ labels: labels.withoutName(), value: of(value) }));
}

function partOfDate(part: (date: CivilDate) => number): VectorFunction {
  return partOfTime((days) => part(civilDate(days)));
}

/** Source: promql/functions.go dateWrapper and the functions that use it. */
export const TIME_FUNCTIONS: Readonly<Record<string, VectorFunction>> = {
  minute: partOfTime((_days, second) => Math.floor(second / 60) % 60),
  hour: partOfTime((_days, second) => Math.floor(second / 3600)),
  // 1970-01-01 was a Thursday; Sunday is 0.
  day_of_week: partOfTime((days) => (((days + 4) % 7) + 7) % 7),
  day_of_month: partOfDate(({ day }) => day),
  day_of_year: partOfDate(({ year, month, day }) => daysBeforeMonth(year, month) + day),
  days_in_month: partOfDate(({ year, month }) => daysBeforeMonth(year, month + 1) - daysBeforeMonth(year, month)),
  month: partOfDate(({ month }) => month),
  year: partOfDate(({ year }) => year),
};
