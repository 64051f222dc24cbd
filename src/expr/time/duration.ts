import { quoteTime } from './quote-time.ts';

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);

const LIMIT = 1n << 63n;

/**
 * Nanoseconds of a text such as `1h30m`, or what is wrong with it.
 *
 * Source: Go package time, ParseDuration
 */
export function parseDuration(text: string): bigint | string {
  const invalid = `time: invalid duration ${quoteTime(text)}`;
  const negative = text.startsWith('-');
  let rest = text.replace(/^[+-]/, '');
  if (rest === '0') return 0n;
  if (rest === '') return invalid;
  let total = 0n;
  while (rest !== '') {
    const number = /^(\d*)(?:\.(\d*))?/.exec(rest);
    const [all = '', whole = '', fraction = ''] = number ?? [];
    if (whole === '' && fraction === '') return invalid;
    rest = rest.slice(all.length);
    const [unitText = ''] = /^[^.\d]*/.exec(rest) ?? [];
    if (unitText === '') return `time: missing unit in duration ${quoteTime(text)}`;
    rest = rest.slice(unitText.length);
    const unit = UNITS.get(unitText);
    if (unit === undefined) return `time: unknown unit ${quoteTime(unitText)} in duration ${quoteTime(text)}`;
    total += BigInt(whole === '' ? 0 : whole) * unit + fractionOf(fraction, unit);
    if (total > LIMIT) return invalid;
  }
  if (negative) return -total;
  return total === LIMIT ? invalid : total;
}

function fractionOf(digits: string, unit: bigint): bigint {
  if (digits === '') return 0n;
  const kept = digits.slice(0, 18);
  return (BigInt(kept) * unit) / BigInt(`1${'0'.repeat(kept.length)}`);
}

/**
 * A duration as Go writes it: `1h30m0s`, `1.5s`, `100ms`, `0s`.
 *
 * Source: Go package time, Duration.String
 */
export function formatDuration(nanos: bigint): string {
  const sign = nanos < 0n ? '-' : '';
  const size = nanos < 0n ? -nanos : nanos;
  if (size === 0n) return '0s';
  if (size < 1_000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${withFraction(size, 3)}µs`;
  if (size < 1_000_000_000n) return `${sign}${withFraction(size, 6)}ms`;
  const seconds = withFraction(size % 60_000_000_000n, 9);
  const minutes = size / 60_000_000_000n;
  if (minutes === 0n) return `${sign}${seconds}s`;
  const hours = minutes / 60n;
  return hours === 0n ? `${sign}${minutes}m${seconds}s` : `${sign}${hours}h${minutes % 60n}m${seconds}s`;
}

/** A count of the smaller unit as a decimal number of the larger, 10^digits times as large. */
function withFraction(value: bigint, digits: number): string {
  const scale = BigInt(`1${'0'.repeat(digits)}`);
  const fraction = String(value % scale)
    .padStart(digits, '0')
    .replace(/0+$/, '');
  return fraction === '' ? String(value / scale) : `${value / scale}.${fraction}`;
}
