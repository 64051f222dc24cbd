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

/** A schedule, or what is wrong with its text, in the words of the reference. */
export type CronResult =
  | { readonly schedule: Schedule; readonly error?: undefined }
  | { readonly error: string; readonly schedule?: undefined };

/** A part of a schedule that cannot be read. */
class CronError extends Error {}

/**
 * Reads a schedule of five fields: minute, hour, day of the month, month, day of the week. `0 22 * * 1-5` is 22:00 on working days.
 *
 * Source: github.com/robfig/cron/v3 parser.go Parse, normalizeFields
 */
export function parseCron(text: string): CronResult {
  if (text === '') return { error: 'empty spec string' };
  if (text.startsWith('@')) return { error: `parser does not accept descriptors: ${text}` };
  const fields = text.split(/\s+/).filter((field) => field !== '');
  const [minute, hour, day, month, weekday] = fields;
  if (fields.length !== 5 || minute === undefined || hour === undefined || day === undefined) return countError(fields);
  if (month === undefined || weekday === undefined) return countError(fields);
  try {
    const schedule = {
      minutes: parseField(minute, FIELDS.minutes),
      hours: parseField(hour, FIELDS.hours),
      days: parseField(day, FIELDS.days),
      months: parseField(month, FIELDS.months),
      weekdays: parseField(weekday, FIELDS.weekdays),
      both: isStar(day) || isStar(weekday),
    };
    return { schedule };
  } catch (error) {
    if (error instanceof CronError) return { error: error.message };
    throw error;
  }
}

function countError(fields: readonly string[]): CronResult {
  return { error: `expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]` };
}

/** A star with a step above 1 restricts its field. Source: parser.go getRange, starBit */
function isStar(field: string): boolean {
  return field.split(',').some((part) => /^[*?](-[^/]*)?(\/[+]?0*1)?$/.test(part));
}

/** Source: parser.go getField; a field of commas alone allows nothing. */
function parseField(text: string, range: FieldRange): ReadonlySet<number> {
  const values = new Set<number>();
  for (const part of text.split(',').filter((expression) => expression !== '')) {
    const { from, to, step } = parsePart(part, range);
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return values;
}

/** `5`, `5-10`, `*`, `*` or `5-10` with `/2`; `5/15` goes to the end of the range. Source: parser.go getRange */
function parsePart(part: string, range: FieldRange): { from: number; to: number; step: number } {
  const [span = '', stepText, ...more] = part.split('/');
  const [fromText = '', toText, ...others] = span.split('-');
  const star = fromText === '*' || fromText === '?';
  const from = star ? range.least : parseValue(fromText, range);
  if (!star && others.length > 0) throw new CronError(`too many hyphens: ${part}`);
  let to = star ? range.most : toText === undefined ? from : parseValue(toText, range);
  if (more.length > 0) throw new CronError(`too many slashes: ${part}`);
  const step = stepText === undefined ? 1 : parseInteger(stepText);
  if (stepText !== undefined && toText === undefined) to = range.most;
  const { least, most } = range;
  if (from < least) throw new CronError(`beginning of range (${from}) below minimum (${least}): ${part}`);
  if (to > most) throw new CronError(`end of range (${to}) above maximum (${most}): ${part}`);
  if (from > to) throw new CronError(`beginning of range (${from}) beyond end of range (${to}): ${part}`);
  if (step === 0) throw new CronError(`step of range should be a positive number: ${part}`);
  return { from, to, step };
}

function parseValue(text: string, { least, names }: FieldRange): number {
  const named = names.indexOf(text.toLowerCase());
  return named >= 0 ? named + least : parseInteger(text);
}

/** Source: parser.go mustParseInt; Go strconv.Atoi. A minus never gets here: it separates the ends of a range. */
function parseInteger(text: string): number {
  const value = /^\+?\d+$/.test(text) ? Number(text) : undefined;
  if (value !== undefined && Number.isSafeInteger(value)) return value;
  const why = value === undefined ? 'invalid syntax' : 'value out of range';
  throw new CronError(`failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: ${why}`);
}

const MINUTE_MS = 60_000;
/** Beyond these years no time is looked for. Source: github.com/robfig/cron/v3 spec.go Next */
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
