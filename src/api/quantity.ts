/**
 * Kubernetes quantities (`500m`, `1.5Gi`, `2e3`) by exact integer arithmetic.
 * Source: k8s.io/apimachinery/pkg/api/resource/quantity.go.
 */
import { INT64_MAX, INT64_MIN, power10, wrapInt64 } from './int64.ts';
import { parseQuantityParts, type QuantityParts } from './quantity-parts.ts';

export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** `unscaled · 10^exponent`. */
export interface Quantity {
  readonly unscaled: bigint;
  readonly exponent: number;
  readonly format: QuantityFormat;
  /** The text as written, if the reference keeps it because it takes it for canonical. */
  readonly written?: string;
  /** Held as a 64-bit number, else as a decimal of any size: they overflow differently. */
  readonly small: boolean;
}

/** Thrown for a text that is no quantity; the message is that of Kubernetes. */
export class QuantityError extends Error {}

const FORMAT_MESSAGE = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const NUMERIC_MESSAGE = 'unable to parse numeric part of quantity';
const DECIMAL_SUFFIXES: ReadonlyMap<string, number> = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);
const BINARY_SUFFIXES: ReadonlyMap<string, number> = new Map([
  ['Ki', 10],
  ['Mi', 20],
  ['Gi', 30],
  ['Ti', 40],
  ['Pi', 50],
  ['Ei', 60],
]);
const SUFFIX_OF_EXPONENT: ReadonlyMap<number, string> = new Map(
  [...DECIMAL_SUFFIXES].map(([suffix, exponent]) => [exponent, suffix]),
);
const NANO_EXPONENT = -9;
/** Decimal digits that surely fit into 64 bits. */
const SAFE_DIGITS = 18;
/** As SAFE_DIGITS, where a binary suffix takes some of them. */
const SAFE_BINARY_DIGITS = 15;
const NANO = power10(9);
/** Decimals beyond this power of ten would not fit into memory. */
const MAX_EXPONENT = 10_000;
const INT32_LIMIT = 1n << 31n;

interface Suffix {
  readonly format: QuantityFormat;
  readonly exponent: number;
}

function readSuffix(text: string): Suffix | undefined {
  const decimal = DECIMAL_SUFFIXES.get(text);
  if (decimal !== undefined) return { format: 'DecimalSI', exponent: decimal };
  const binary = BINARY_SUFFIXES.get(text);
  if (binary !== undefined) return { format: 'BinarySI', exponent: binary };
  if (!/^[eE][+-]?\d+$/.test(text)) return undefined;
  const exponent = BigInt(text.slice(text.charAt(1) === '+' ? 2 : 1));
  if (exponent < -INT32_LIMIT || exponent >= INT32_LIMIT) return undefined;
  return { format: 'DecimalExponent', exponent: Number(exponent) };
}

/** Reads a quantity. Throws QuantityError. Example: `1.5Gi` is 1610612736, `0.1n` counts as `1n`. */
export function parseQuantity(text: string): Quantity {
  const parts = parseQuantityParts(text);
  if (parts === undefined) throw new QuantityError(FORMAT_MESSAGE);
  const suffix = readSuffix(parts.suffix);
  if (suffix === undefined) throw new QuantityError("unable to parse quantity's suffix");
  return smallQuantity(text, parts, suffix) ?? decimalQuantity(parts, suffix);
}

/** The quantity as a 64-bit number, if there is room for its digits. */
function smallQuantity(text: string, parts: QuantityParts, suffix: Suffix): Quantity | undefined {
  const { whole, fraction } = parts;
  const binary = suffix.format === 'BinarySI';
  let room = SAFE_DIGITS - whole.length - fraction.length;
  if (binary) {
    if (fraction !== '') return undefined;
    room = SAFE_BINARY_DIGITS - whole.length - Math.trunc((suffix.exponent * 3) / 10) - 1;
  }
  const exponent = (binary ? 0 : suffix.exponent) - fraction.length;
  if (room < 0 || exponent < NANO_EXPONENT) return undefined;
  const digits = whole + fraction;
  const value = BigInt(digits);
  const size = binary ? value << BigInt(suffix.exponent) : value;
  if (size > INT64_MAX) return undefined;
  const keepsText = binary
    ? (value & 7n) !== 0n
    : exponent % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
  return {
    unscaled: parts.negative ? -size : size,
    exponent,
    format: suffix.format,
    small: true,
    ...(keepsText ? { written: text } : {}),
  };
}

/** The quantity as a decimal of any size: whole billionths, rounded away from zero. */
function decimalQuantity(parts: QuantityParts, suffix: Suffix): Quantity {
  const binary = suffix.format === 'BinarySI';
  if (!parts.hasDigits || (!binary && suffix.exponent > MAX_EXPONENT)) throw new QuantityError(NUMERIC_MESSAGE);
  const digits = BigInt(parts.whole + parts.fraction) << BigInt(binary ? suffix.exponent : 0);
  const exponent = (binary ? 0 : suffix.exponent) - parts.fraction.length;
  if (digits === 0n) return { unscaled: 0n, exponent: 0, format: suffix.format, small: false };
  const size = inNanos(digits, exponent);
  const sign = parts.negative ? -1n : 1n;
  if (binary && size > INT64_MAX * NANO) {
    return { unscaled: sign * INT64_MAX, exponent: 0, format: suffix.format, small: false };
  }
  const format = binary && size < NANO ? 'DecimalSI' : suffix.format;
  return { unscaled: sign * size, exponent: NANO_EXPONENT, format, small: false };
}

function inNanos(digits: bigint, exponent: number): bigint {
  const shift = exponent - NANO_EXPONENT;
  if (shift >= 0) return digits * power10(shift);
  // Beyond its own length in digits any number rounds up to one billionth.
  return -shift > String(digits).length ? 1n : ceilDivide(digits, power10(-shift));
}

function ceilDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor === 0n ? quotient : quotient + 1n;
}

function factorOut(value: bigint, base: bigint): { readonly value: bigint; readonly times: number } {
  let rest = value;
  let times = 0;
  while (rest % base === 0n) {
    rest /= base;
    times += 1;
  }
  return { value: rest, times };
}

function decimalText(quantity: Quantity, format: QuantityFormat): string {
  const factored = factorOut(quantity.unscaled, 10n);
  let exponent = quantity.exponent + factored.times;
  const excess = ((exponent % 3) + 3) % 3;
  exponent -= excess;
  const mantissa = factored.value * power10(excess);
  if (format === 'DecimalExponent') return exponent === 0 ? String(mantissa) : `${mantissa}e${exponent}`;
  return `${mantissa}${SUFFIX_OF_EXPONENT.get(exponent) ?? ''}`;
}

/** The text that the API stores: `1024Mi` is `1Gi`, `0.5` is `500m`, `0.1Gi` is `107374182400m`. Source: CanonicalizeBytes. */
export function formatQuantity(quantity: Quantity): string {
  if (quantity.written !== undefined) return quantity.written;
  const { unscaled, exponent, format } = quantity;
  if (unscaled === 0n) return '0';
  if (format !== 'BinarySI') return decimalText(quantity, format);
  const divisor = power10(-exponent);
  const size = unscaled < 0n ? -unscaled : unscaled;
  if (size < 1024n * divisor || size % divisor !== 0n) return decimalText(quantity, 'DecimalSI');
  const { value, times } = factorOut(unscaled / divisor, 1024n);
  return `${value}${['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'][times] ?? ''}`;
}

const canonicalTexts = new Map<string, string>();
const CACHE_LIMIT = 10_000;

/** The canonical text of a quantity's text. Throws QuantityError. */
export function canonicalQuantity(text: string): string {
  const known = canonicalTexts.get(text);
  if (known !== undefined) return known;
  const result = formatQuantity(parseQuantity(text));
  if (canonicalTexts.size < CACHE_LIMIT) canonicalTexts.set(text, result);
  return result;
}

/** Go turns a power of ten into a 64-bit number through a float: what does not fit becomes the smallest one (amd64). */
function power10AsInt64(exponent: number): bigint {
  return exponent <= 18 ? power10(exponent) : INT64_MIN;
}

/** The value in units of 10^scale, rounded up, in 64 bits that overflow silently. Source: Quantity.ScaledValue. */
function scaledValue(quantity: Quantity, scale: number): bigint {
  const { unscaled, exponent, small } = quantity;
  if (unscaled === 0n) return 0n;
  const shift = exponent - scale;
  if (shift < 0) return wrapInt64(roundUp(unscaled, power10(-shift), small));
  const product = unscaled * power10AsInt64(shift);
  // A 64-bit number that grows out of its bits is given up as 0; a decimal wraps around.
  if (small) return shift <= 18 && product === wrapInt64(product) ? product : 0n;
  return wrapInt64(product);
}

/** A 64-bit number is rounded away from zero; a decimal is cut and raised by one. */
function roundUp(value: bigint, divisor: bigint, small: boolean): bigint {
  // Negative decimals are cut to 64 bits before they are divided.
  const unscaled = value < 0n ? wrapInt64(value) : value;
  const quotient = unscaled / divisor;
  if (unscaled % divisor === 0n) return quotient;
  return small && unscaled < 0n ? quotient - 1n : quotient + 1n;
}

/** Whole units, rounded up: `1.5` is 2. */
export function quantityValue(quantity: Quantity): bigint {
  return scaledValue(quantity, 0);
}

/** Thousandths, rounded up: `0.1n` is 1. */
export function quantityMilliValue(quantity: Quantity): bigint {
  return scaledValue(quantity, -3);
}

function signOf(value: bigint): -1 | 0 | 1 {
  return value < 0n ? -1 : value > 0n ? 1 : 0;
}

/** Digits before the decimal point (negative: zeros after it) of the value's size. */
function magnitude(quantity: Quantity): number {
  const digits = String(quantity.unscaled).length - (quantity.unscaled < 0n ? 1 : 0);
  return digits + quantity.exponent;
}

/** -1, 0 or 1 as `a` is less than, equal to or greater than `b`. Source: Quantity.Cmp. */
export function compareQuantities(a: Quantity, b: Quantity): -1 | 0 | 1 {
  const sign = signOf(a.unscaled);
  if (sign !== signOf(b.unscaled)) return signOf(BigInt(sign - signOf(b.unscaled)));
  if (sign === 0) return 0;
  const larger = magnitude(a) - magnitude(b);
  if (larger !== 0) return larger > 0 === sign > 0 ? 1 : -1;
  const low = Math.min(a.exponent, b.exponent);
  return signOf(a.unscaled * power10(a.exponent - low) - b.unscaled * power10(b.exponent - low));
}
