import type { Time } from '../values/value.ts';
import { civilFromDays, daysFromCivil } from '../../kernel/calendar.ts';
import { type CivilTime, daysInMonth, MONTHS, nanosOf, WEEKDAYS } from './calendar.ts';
import { layoutParts } from './layout.ts';
import { quoteTime } from './quote-time.ts';

/** What has been read of a time; -1 is what no element gave. */
interface Parsed {
  year: number;
  month: number;
  day: number;
  yearDay: number;
  hour: number;
  minute: number;
  second: number;
  nanosecond: number;
  afternoon: boolean | undefined;
  offsetSeconds: number | undefined;
  zone: string;
}

/** What an element did with the text: what is left of it, or what is wrong. */
type Step = { readonly rest: string; readonly outOfRange?: string } | undefined;

/**
 * An instant written in a layout, or what is wrong with the text. Without a zone it is in UTC.
 *
 * Source: Go package time, Parse
 */
export function parseTime(layout: string, value: string): Time | string {
  const parsed: Parsed = {
    ...{ year: 0, month: -1, day: -1, yearDay: -1, hour: 0, minute: 0, second: 0, nanosecond: 0 },
    ...{ afternoon: undefined, offsetSeconds: undefined, zone: '' },
  };
  const place = `parsing time ${quoteTime(value)}`;
  const cannot = (rest: string, element: string): string =>
    `${place} as ${quoteTime(layout)}: cannot parse ${quoteTime(rest)} as ${quoteTime(element)}`;
  let rest = value;
  const parts = layoutParts(layout);
  for (const [index, { element, text }] of parts.entries()) {
    if (!rest.startsWith(text)) return cannot(rest, text);
    rest = rest.slice(text.length);
    if (element === undefined) continue;
    const step = readElement(element, rest, parsed);
    const hasFraction = /^[.,]/.test(parts[index + 1]?.element ?? '');
    if (step === undefined) return cannot(rest, element);
    if (step.outOfRange !== undefined) return `${place}: ${step.outOfRange} out of range`;
    rest = NUMBERS.get(element)?.field === 'second' && !hasFraction ? fractionBehind(step.rest, parsed) : step.rest;
  }
  if (rest !== '') return `${place}: extra text: ${quoteTime(rest)}`;
  return complete(parsed, place);
}

function complete(parsed: Parsed, place: string): Time | string {
  let { hour, month, day } = parsed;
  if (parsed.afternoon === true && hour < 12) hour += 12;
  else if (parsed.afternoon === false && hour === 12) hour = 0;
  if (parsed.yearDay >= 0) {
    const days = daysFromCivil(parsed.year, 1, 1) + parsed.yearDay - 1;
    const date = civilFromDays(days);
    if (parsed.yearDay < 1 || date.year !== parsed.year) return `${place}: day-of-year out of range`;
    if (month >= 0 && month !== date.month) return `${place}: day-of-year does not match month`;
    if (day >= 0 && day !== date.day) return `${place}: day-of-year does not match day`;
    ({ month, day } = date);
  }
  if (month < 0) month = 1;
  if (day < 0) day = 1;
  if (day < 1 || day > daysInMonth(parsed.year, month)) return `${place}: day out of range`;
  const { year, minute, second, nanosecond } = parsed;
  const civil: CivilTime = { year, month, day, hour, minute, second, nanosecond };
  const offsetSeconds = parsed.offsetSeconds ?? 0;
  const zone = offsetSeconds === 0 && (parsed.zone === '' || parsed.zone === 'UTC') ? 'UTC' : parsed.zone;
  return { tag: 'time', nanos: nanosOf(civil, offsetSeconds), offsetSeconds, zone };
}

/** Digits at the start: exactly `width` of them, or one or two when it is 0. */
function digits(text: string, width: number): { readonly value: number; readonly rest: string } | undefined {
  const [found] = (width === 0 ? /^[0-9]{1,2}/ : new RegExp(`^[0-9]{${width}}`)).exec(text) ?? [];
  return found === undefined ? undefined : { value: Number(found), rest: text.slice(found.length) };
}

function name(names: readonly string[], text: string, length?: number): { index: number; rest: string } | undefined {
  const index = names.findIndex((candidate) => {
    const wanted = candidate.slice(0, length);
    return text.slice(0, wanted.length).toLowerCase() === wanted.toLowerCase();
  });
  if (index < 0) return undefined;
  return { index, rest: text.slice(length ?? names[index]?.length ?? 0) };
}

type Field = 'year' | 'month' | 'day' | 'yearDay' | 'hour' | 'minute' | 'second';

/** Elements that are a number in a range. */
const NUMBERS: ReadonlyMap<string, { field: Field; width: number; min: number; max: number; what: string }> = new Map([
  ['2006', { field: 'year', width: 4, min: 0, max: 9999, what: 'year' }],
  ['1', { field: 'month', width: 0, min: 1, max: 12, what: 'month' }],
  ['01', { field: 'month', width: 2, min: 1, max: 12, what: 'month' }],
  ['2', { field: 'day', width: 0, min: 0, max: 99, what: 'day' }],
  ['02', { field: 'day', width: 2, min: 0, max: 99, what: 'day' }],
  ['_2', { field: 'day', width: 0, min: 0, max: 99, what: 'day' }],
  ['002', { field: 'yearDay', width: 3, min: 0, max: 999, what: 'day-of-year' }],
  ['__2', { field: 'yearDay', width: 3, min: 0, max: 999, what: 'day-of-year' }],
  ['15', { field: 'hour', width: 0, min: 0, max: 23, what: 'hour' }],
  ['3', { field: 'hour', width: 0, min: 0, max: 12, what: 'hour' }],
  ['03', { field: 'hour', width: 2, min: 0, max: 12, what: 'hour' }],
  ['4', { field: 'minute', width: 0, min: 0, max: 59, what: 'minute' }],
  ['04', { field: 'minute', width: 2, min: 0, max: 59, what: 'minute' }],
  ['5', { field: 'second', width: 0, min: 0, max: 59, what: 'second' }],
  ['05', { field: 'second', width: 2, min: 0, max: 59, what: 'second' }],
]);

function readElement(element: string, given: string, parsed: Parsed): Step {
  const number = NUMBERS.get(element);
  if (number !== undefined) {
    const text = element.startsWith('_') ? given.replace(/^ {1,2}/, '') : given;
    const read = digits(text, element === '__2' ? 0 : number.width);
    if (read === undefined) return undefined;
    if (read.value < number.min || read.value > number.max) return { rest: given, outOfRange: number.what };
    parsed[number.field] = read.value;
    return { rest: read.rest };
  }
  switch (element) {
    case '06': {
      const read = digits(given, 2);
      if (read === undefined) return undefined;
      parsed.year = read.value + (read.value >= 69 ? 1900 : 2000);
      return read;
    }
    case 'January':
    case 'Jan': {
      const read = name(MONTHS, given, element === 'Jan' ? 3 : undefined);
      if (read !== undefined) parsed.month = read.index + 1;
      return read;
    }
    case 'Monday':
    case 'Mon':
      return name(WEEKDAYS, given, element === 'Mon' ? 3 : undefined);
    case 'PM':
    case 'pm': {
      const read = name([element === 'PM' ? 'AM' : 'am', element], given);
      if (
        read === undefined ||
        given.slice(0, 2) !== (read.index === 0 ? element.replace(/p/i, (p) => (p === 'P' ? 'A' : 'a')) : element)
      )
        return undefined;
      parsed.afternoon = read.index === 1;
      return read;
    }
    case 'MST':
      return readZoneName(given, parsed);
    default:
      return /^[.,]/.test(element) ? readFraction(element, given, parsed) : readOffset(element, given, parsed);
  }
}

/** A fraction behind the seconds is read even where the layout has none. */
function fractionBehind(rest: string, parsed: Parsed): string {
  const [fraction] = /^[.,][0-9]+/.exec(rest) ?? [];
  if (fraction === undefined) return rest;
  parsed.nanosecond = Number(fraction.slice(1, 10).padEnd(9, '0'));
  return rest.slice(fraction.length);
}

function readFraction(element: string, given: string, parsed: Parsed): Step {
  const exact = element[1] === '0';
  const [fraction] = (exact ? new RegExp(`^[.,][0-9]{${element.length - 1}}`) : /^[.,][0-9]{1,9}/).exec(given) ?? [];
  if (fraction === undefined) return exact ? undefined : { rest: given };
  parsed.nanosecond = Number(fraction.slice(1).padEnd(9, '0'));
  return { rest: given.slice(fraction.length) };
}

function readZoneName(given: string, parsed: Parsed): Step {
  const [zone] = /^(?:UTC|GMT[+-][0-9]{1,2}|[A-Z]{3,5})/.exec(given) ?? [];
  if (zone === undefined) return undefined;
  parsed.zone = zone;
  return { rest: given.slice(zone.length) };
}

function readOffset(element: string, given: string, parsed: Parsed): Step {
  if (element.startsWith('Z') && given.startsWith('Z')) {
    parsed.offsetSeconds = 0;
    parsed.zone = 'UTC';
    return { rest: given.slice(1) };
  }
  const colon = element.includes(':') ? ':' : '';
  const pairs = Math.floor(element.replace(/[^0-9]/g, '').length / 2);
  const form = new RegExp(
    `^([+-])([0-9]{2})${pairs > 1 ? `${colon}([0-9]{2})` : ''}${pairs > 2 ? `${colon}([0-9]{2})` : ''}`,
  );
  const match = form.exec(given);
  if (match === null) return undefined;
  const [all, sign, hours, minutes = '0', seconds = '0'] = match;
  if (Number(hours) > 24) return { rest: given, outOfRange: 'time zone offset hour' };
  if (Number(minutes) > 60) return { rest: given, outOfRange: 'time zone offset minute' };
  if (Number(seconds) > 60) return { rest: given, outOfRange: 'time zone offset second' };
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  parsed.offsetSeconds = sign === '-' ? -size : size;
  return { rest: given.slice(all.length) };
}
