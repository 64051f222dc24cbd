import { quote } from './quote.ts';
import { toText } from './utf8.ts';

const MAX_INT64 = (1n << 63n) - 1n;
const MIN_INT64 = -(1n << 63n);

function failure(call: string, text: string, reason: string): string {
  return `strconv.${call}: parsing ${quote(toText(text))}: ${reason}`;
}

/**
 * Reads a whole number of 64 bits; a text instead says what is wrong. Base 0 takes the base from a prefix, and allows `_`.
 *
 * Source: Go package strconv, ParseInt and Atoi
 */
export function parseInt64(text: string, base: 0 | 10, call = 'ParseInt'): bigint | string {
  const form = base === 10 ? /^[+-]?[0-9]+$/ : /^[+-]?(?:0[xX](?:_?[0-9a-fA-F])+|[0-9]+)$/;
  if (!form.test(text)) return failure(call, text, 'invalid syntax');
  const negative = text.startsWith('-');
  const magnitude = BigInt(text.replace(/^[+-]/, '').replaceAll('_', ''));
  const value = negative ? -magnitude : magnitude;
  return value > MAX_INT64 || value < MIN_INT64 ? failure(call, text, 'value out of range') : value;
}

/** `_` may stand between digits. Source: Go package strconv, underscoreOK */
const STRAY_UNDERSCORE = /(?:^|[^0-9])_|_(?:$|[^0-9])/;
const STRAY_IN_HEXADECIMAL = /(?:^|[^0-9a-fA-FxX])_|_(?:$|[^0-9a-fA-F])/;

function withoutUnderscores(text: string): string {
  const stray = /^[+-]?0[xX]/.test(text) ? STRAY_IN_HEXADECIMAL : STRAY_UNDERSCORE;
  return stray.test(text) ? text : text.replaceAll('_', '');
}

const DECIMAL = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const HEXADECIMAL = /^([+-]?)0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?[pP]([+-]?[0-9]+)$/;
const SPECIAL: ReadonlyMap<string, number> = new Map([
  ['inf', Infinity],
  ['infinity', Infinity],
]);

/**
 * Reads a float; a text instead says what is wrong.
 *
 * Source: Go package strconv, ParseFloat
 */
export function parseFloat64(text: string): number | string {
  const special = specialFloat(text);
  if (special !== undefined) return special;
  const digits = withoutUnderscores(text);
  const hexadecimal = HEXADECIMAL.exec(digits);
  const decimal = DECIMAL.test(digits) ? Number(digits) : undefined;
  const value = hexadecimal === null ? decimal : hexadecimalFloat(hexadecimal);
  if (value === undefined) return failure('ParseFloat', text, 'invalid syntax');
  return Number.isFinite(value) ? value : failure('ParseFloat', text, 'value out of range');
}

function specialFloat(text: string): number | undefined {
  const lower = text.toLowerCase();
  if (lower === 'nan') return NaN;
  const infinity = SPECIAL.get(lower.replace(/^[+-]/, ''));
  return infinity !== undefined && lower.startsWith('-') ? -infinity : infinity;
}

/** The mantissa is a whole number times a power of two; both are exact but for very long mantissas. */
function hexadecimalFloat(match: RegExpExecArray): number | undefined {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole + fraction === '') return undefined;
  let value = Number(BigInt(`0x${whole}${fraction}`));
  let power = Math.max(-5000, Math.min(5000, Number(exponent))) - 4 * fraction.length;
  for (; power > 0 && Number.isFinite(value) && value !== 0; power -= 1) value *= 2;
  for (; power < 0 && value !== 0; power += 1) value /= 2;
  return sign === '-' ? -value : value;
}
