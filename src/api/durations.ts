/** Go durations, in whole nanoseconds. Source: Go time.ParseDuration, time.Duration.String; k8s.io/apimachinery/pkg/util/duration. */
import { INT64_MAX, power10 } from './int64.ts';

const UNIT_NANOS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['\u00b5s', 1_000n],
  ['\u03bcs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);
const encoder = new TextEncoder();
const LIMIT = INT64_MAX + 1n;
/** Beyond this a fraction's further digits are not read. */
const FRACTION_LIMIT = INT64_MAX / 10n;

/** Nanoseconds of a Go duration, or what Go says of a text that is none. */
export type GoDurationResult =
  { readonly nanos: bigint; readonly error?: undefined } | { readonly error: string; readonly nanos?: undefined };

/**
 * Reads a Go duration such as `1h30m`, `-1.5s` or `0`. Source: Go time.ParseDuration.
 * Example: `1d` is the error `time: unknown unit "d" in duration "1d"`.
 */
export function readGoDuration(text: string): GoDurationResult {
  const invalid = { error: `time: invalid duration ${quoteBytes(text)}` };
  const negative = text.startsWith('-');
  let rest = negative || text.startsWith('+') ? text.slice(1) : text;
  if (rest === '0') return { nanos: 0n };
  if (rest === '') return invalid;
  let total = 0n;
  while (rest !== '') {
    const [number = '', whole = '', fraction = ''] = /^(\d*)(?:\.(\d*))?/.exec(rest) ?? [];
    if (whole === '' && fraction === '') return invalid;
    rest = rest.slice(number.length);
    const unitText = /^[^.\d]*/.exec(rest)?.[0] ?? '';
    if (unitText === '') return { error: `time: missing unit in duration ${quoteBytes(text)}` };
    const unit = UNIT_NANOS.get(unitText);
    if (unit === undefined) {
      return { error: `time: unknown unit ${quoteBytes(unitText)} in duration ${quoteBytes(text)}` };
    }
    rest = rest.slice(unitText.length);
    total += BigInt(whole === '' ? '0' : whole) * unit + fractionNanos(fraction, unit);
    if (total > LIMIT) return invalid;
  }
  if (negative) return { nanos: -total };
  return total === LIMIT ? invalid : { nanos: total };
}

/** Go scales the fraction by floating point and cuts it: the last nanosecond may differ from the exact one. */
function fractionNanos(fraction: string, unit: bigint): bigint {
  let digits = 0n;
  let scale = 1;
  for (const character of fraction) {
    if (digits > FRACTION_LIMIT) break;
    const next = digits * 10n + BigInt(character);
    if (next > LIMIT) break;
    digits = next;
    scale *= 10;
  }
  return BigInt(Math.trunc(Number(digits) * (Number(unit) / scale)));
}

/** A text in quotes, every byte that is not plain ASCII spelt in hex. Source: Go time.quote. */
function quoteBytes(text: string): string {
  let result = '';
  for (const byte of encoder.encode(text)) {
    const character = String.fromCharCode(byte);
    if (byte >= 0x80 || byte < 0x20) result += `\\x${byte.toString(16).padStart(2, '0')}`;
    else result += character === '"' || character === '\\' ? `\\${character}` : character;
  }
  return `"${result}"`;
}

/** Nanoseconds of a Go duration such as `1h30m`, or undefined if the text is none. */
export function parseGoDuration(text: string): bigint | undefined {
  return readGoDuration(text).nanos;
}

/** Whole milliseconds of a Go duration (cut toward zero), or undefined. */
export function parseDurationMs(text: string): number | undefined {
  const nanos = parseGoDuration(text);
  return nanos === undefined ? undefined : Number(nanos / 1_000_000n);
}

/** `1h30m0s`, `1.5s`, `300ms`: Go's Duration.String. */
export function formatGoDuration(nanos: bigint): string {
  if (nanos === 0n) return '0s';
  const sign = nanos < 0n ? '-' : '';
  const size = nanos < 0n ? -nanos : nanos;
  if (size < 1_000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${decimal(size, 3)}\u00b5s`;
  if (size < 1_000_000_000n) return `${sign}${decimal(size, 6)}ms`;
  const minutes = size / 60_000_000_000n;
  const seconds = `${decimal(size % 60_000_000_000n, 9)}s`;
  if (minutes === 0n) return `${sign}${seconds}`;
  const hours = minutes / 60n;
  return hours === 0n ? `${sign}${minutes}m${seconds}` : `${sign}${hours}h${minutes % 60n}m${seconds}`;
}

/** A value divided by 10^digits, without needless zeros. */
function decimal(value: bigint, digits: number): string {
  const scale = power10(digits);
  const fraction = String(value % scale)
    .padStart(digits, '0')
    .replace(/0+$/, '');
  return fraction === '' ? String(value / scale) : `${value / scale}.${fraction}`;
}

/** `2m` for 120,000 ms. */
export function formatDurationMs(ms: number): string {
  return formatGoDuration(BigInt(ms) * 1_000_000n);
}

const INT32_MIN = -2_147_483_648;
const INT32_MAX = 2_147_483_647;

/**
 * Seconds of `pause.duration`: a whole number of seconds, also as text; else a Go duration cut to seconds; -1 for anything else.
 * Source: pkg/apis/rollouts/v1alpha1/types.go RolloutPause.DurationSeconds. Example: `"10"` is 10, `1500ms` is 1, `soon` is -1.
 */
export function pauseDurationSeconds(duration: number | string | undefined): number {
  if (duration === undefined) return 0;
  if (typeof duration === 'number') return duration;
  if (/^[+-]?\d+$/.test(duration)) {
    const seconds = Number(duration);
    if (seconds >= INT32_MIN && seconds <= INT32_MAX) return seconds + 0;
  }
  const nanos = parseGoDuration(duration);
  if (nanos === undefined) return -1;
  const seconds = Number(nanos / 1_000_000_000n);
  // Go leaves a float64 beyond int32 to the platform; amd64 gives the smallest int32.
  return seconds > INT32_MAX || seconds < INT32_MIN ? INT32_MIN : seconds;
}

/**
 * An age as kubectl shows it: `0s`, `119s`, `2m5s`, `3h`, `2d3h`. Source: k8s.io/apimachinery/pkg/util/duration HumanDuration.
 */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 60 * 2) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m${seconds % 60}s`;
  if (minutes < 60 * 3) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return minutes % 60 === 0 ? `${hours}h` : `${hours}h${minutes % 60}m`;
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 24 * 8) return hours % 24 === 0 ? `${days}d` : `${days}d${hours % 24}h`;
  if (hours < 24 * 365 * 2) return `${days}d`;
  const years = Math.floor(hours / (24 * 365));
  const yearDays = days % 365;
  if (hours < 24 * 365 * 8) return yearDays === 0 ? `${years}y` : `${years}y${yearDays}d`;
  return `${years}y`;
}

/** The age in its largest unit only. Source: k8s.io/apimachinery/pkg/util/duration ShortHumanDuration. */
export function shortHumanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}h`;
  return hours < 24 * 365 ? `${Math.floor(hours / 24)}d` : `${Math.floor(hours / 24 / 365)}y`;
}
