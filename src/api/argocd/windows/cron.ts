import { daysInMonth, utcFields } from './utc-calendar.ts';

/** What each field of a schedule allows. */
export interface Schedule {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** Whether days and weekdays must both fit: one of them is a star. Else one of the two is enough. */
  readonly both: boolean;
}

interface FieldRange {
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const FIELDS = {
  minutes: { least: 0, most: 59, names: [] },
  hours: { least: 0, most: 23, names: [] },
  days: { least: 1, most: 31, names: [] },
  months: { least: 1, most: 12, names: MONTHS },
  weekdays: { least: 0, most: 6, names: WEEKDAYS },
} satisfies Record<string, FieldRange>;

/**
 * A schedule of five fields: minute, hour, day of the month, month, day of the week. `0 22 * * 1-5` is ten in the evening on working days. Undefined
 * for a text that is none.
 *
 * Source: github.com/robfig/cron/v3 parser.go Parse, getField, getRange
 */
export function parseCron(text: string): Schedule | undefined {
  const [minute, hour, day, month, weekday, ...more] = text.trim().split(/\s+/);
  if (minute === undefined || hour === undefined || day === undefined) return undefined;
  if (month === undefined || weekday === undefined || more.length > 0) return undefined;
  const minutes = parseField(minute, FIELDS.minutes);
  const hours = parseField(hour, FIELDS.hours);
  const days = parseField(day, FIELDS.days);
  const months = parseField(month, FIELDS.months);
  const weekdays = parseField(weekday, FIELDS.weekdays);
  if (minutes === undefined || hours === undefined || days === undefined) return undefined;
  if (months === undefined || weekdays === undefined) return undefined;
  return { minutes, hours, days, months, weekdays, both: isStar(day) || isStar(weekday) };
}

function isStar(field: string): boolean {
  return field.split(',').some((part) => /^[*?](\/1)?$/.test(part));
}

function parseField(text: string, range: FieldRange): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const found = parsePart(part, range);
    if (found === undefined) return undefined;
    for (let value = found.from; value <= found.to; value += found.step) values.add(value);
  }
  return values;
}

/** `5`, `5-10`, `*`, `*` or `5-10` with `/2`; `5/15` goes to the end of the range. */
function parsePart(part: string, range: FieldRange): { from: number; to: number; step: number } | undefined {
  const [span = '', stepText, ...more] = part.split('/');
  const step = stepText === undefined ? 1 : /^\d+$/.test(stepText) ? Number(stepText) : 0;
  if (more.length > 0 || step < 1) return undefined;
  if (span === '*' || span === '?') return { from: range.least, to: range.most, step };
  const [fromText = '', toText, ...others] = span.split('-');
  const from = parseValue(fromText, range);
  const to = toText === undefined ? (stepText === undefined ? from : range.most) : parseValue(toText, range);
  if (from === undefined || to === undefined || others.length > 0) return undefined;
  return from < range.least || to > range.most || from > to ? undefined : { from, to, step };
}

function parseValue(text: string, { least, names }: FieldRange): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) return named + least;
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

const MINUTE_MS = 60_000;
/** A date that is not within five years is none. Source: github.com/robfig/cron/v3 spec.go Next */
const LAST_YEARS = 5;

/**
 * The first instant after a time that the schedule allows; undefined if there is none within five years. Of `0 22 * * *` after 22:00:00 it is the
 * next day's.
 */
export function nextTime(schedule: Schedule, afterMs: number): number | undefined {
  let timeMs = (Math.floor(afterMs / MINUTE_MS) + 1) * MINUTE_MS;
  const lastYear = utcFields(timeMs).year + LAST_YEARS;
  for (;;) {
    const { year, month, day, weekday, hour, minute } = utcFields(timeMs);
    if (year > lastYear) return undefined;
    if (!schedule.months.has(month)) {
      timeMs += ((daysInMonth(year, month) - day) * 24 + 24 - hour) * 60 * MINUTE_MS - minute * MINUTE_MS;
    } else if (!dayFits(schedule, day, weekday)) {
      timeMs += (24 - hour) * 60 * MINUTE_MS - minute * MINUTE_MS;
    } else if (!schedule.hours.has(hour)) {
      timeMs += (60 - minute) * MINUTE_MS;
    } else if (!schedule.minutes.has(minute)) {
      timeMs += MINUTE_MS;
    } else {
      return timeMs;
    }
  }
}

function dayFits({ days, weekdays, both }: Schedule, day: number, weekday: number): boolean {
  return both ? days.has(day) && weekdays.has(weekday) : days.has(day) || weekdays.has(weekday);
}
