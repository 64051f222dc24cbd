import { formatDuration } from '../time/duration.ts';
import { MONTHS, WEEKDAYS } from '../time/calendar.ts';
import { formatTimeDefault } from '../time/format-time.ts';
import { DURATION, MONTH, sameType, WEEKDAY } from '../types/types.ts';
import { toBytes, toText } from './utf8.ts';
import { type Dict, type List, type Sized, sortedEntries, type Value } from './value.ts';

/** The shortest digits of a float that give it back, and the place of the point: 0.d × 10^exponent. */
function decimalOf(value: number): { readonly negative: boolean; readonly digits: string; readonly exponent: number } {
  const [mantissa = '', exponent = '0'] = Math.abs(value).toExponential().split('e');
  return {
    negative: value < 0 || Object.is(value, -0),
    digits: mantissa.replace('.', ''),
    exponent: Number(exponent),
  };
}

/**
 * A float as Go's `%v` writes it: the shortest digits, with an exponent where that is below -4 or
 * above 5: 100000 is itself, a million `1e+06`.
 *
 * Source: Go packages fmt and strconv, format g with the shortest precision
 */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const { negative, digits, exponent } = decimalOf(value);
  const sign = negative ? '-' : '';
  if (value !== 0 && (exponent < -4 || exponent > 5)) return sign + withExponent(digits, exponent, 2);
  return sign + plainDecimal(digits, exponent);
}

/** `d.ddde+XX` with at least so many digits of the exponent. */
function withExponent(digits: string, exponent: number, exponentDigits: number): string {
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  const power = String(Math.abs(exponent)).padStart(exponentDigits, '0');
  return `${digits[0] ?? '0'}${fraction}e${exponent < 0 ? '-' : '+'}${power}`;
}

/** The digits with the point in its place, without an exponent. */
function plainDecimal(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** A float as JSON has it. Source: Go package encoding/json, floatEncoder */
export function formatJsonFloat(value: number): string {
  const { negative, digits, exponent } = decimalOf(value);
  const sign = negative ? '-' : '';
  if (value !== 0 && (exponent < -6 || exponent >= 21)) {
    return sign + withExponent(digits, exponent, exponent < 0 ? 1 : 2);
  }
  return sign + plainDecimal(digits, exponent);
}

/**
 * A value as Go's `%v` writes it, in bytes: `[1 two <nil>]`, `map[a:1]`.
 *
 * Source: Go package fmt
 */
export function formatValue(value: Value): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return formatFloat(value);
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      break;
  }
  if (value === null) return '<nil>';
  switch (value.tag) {
    case 'sized':
      return formatSized(value);
    case 'list':
      return formatList(value);
    case 'dict':
      return formatDict(value);
    case 'fields':
      return `{${Object.values(value.fields).map(formatValue).join(' ')}}`;
    case 'func':
      return '0x0';
    case 'time':
      return formatTimeDefault(value);
  }
}

/** A value in an error message. */
export function showValue(value: Value): string {
  return toText(formatValue(value));
}

export function formatSized({ type, value }: Sized): string {
  if (sameType(type, DURATION)) return toBytes(formatDuration(value));
  if (sameType(type, MONTH)) return MONTHS[Number(value) - 1] ?? `%!Month(${value})`;
  if (sameType(type, WEEKDAY)) return WEEKDAYS[Number(value)] ?? `%!Weekday(${value})`;
  return String(value);
}

function formatList(list: List): string {
  const parts: string[] = [];
  for (let index = 0; index < list.length; index += 1) parts.push(formatValue(list.at(index)));
  return `[${parts.join(' ')}]`;
}

function formatDict(dict: Dict): string {
  const parts = sortedEntries(dict).map(({ key, value }) => `${formatValue(key)}:${formatValue(value)}`);
  return `map[${parts.join(' ')}]`;
}
