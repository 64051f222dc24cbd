/** Go durations, in whole nanoseconds. Source: Go time.ParseDuration, time.Duration.String; k8s.io/apimachinery/pkg/util/duration. */

const UNIT_NANOS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  '\u00b5s': 1_000n,
  '\u03bcs': 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const MAX = 2n ** 63n;
const TERM = /^(\d*)(?:(\.)(\d*))?([^.\d]+)/;

/** Nanoseconds of a Go duration such as `1h30m`, or undefined. */
export function parseGoDuration(text: string): bigint | undefined {
  const negative = text.startsWith('-');
  let rest = negative || text.startsWith('+') ? text.slice(1) : text;
  if (rest === '0') return 0n;
  if (rest === '') return undefined;
  let total = 0n;
  while (rest !== '') {
    const match = TERM.exec(rest);
    if (match === null) return undefined;
    const [all, whole = '', , fraction = '', unitText = ''] = match;
    if (whole === '' && fraction === '') return undefined;
    const unit = UNIT_NANOS[unitText];
    if (unit === undefined) return undefined;
    total += BigInt(whole === '' ? '0' : whole) * unit + fractionNanos(fraction, unit);
    if (total > MAX) return undefined;
    rest = rest.slice(all.length);
  }
  if (negative) return -total;
  return total === MAX ? undefined : total;
}

/** Go keeps the fraction's digits while they fit and cuts the product toward zero. */
function fractionNanos(fraction: string, unit: bigint): bigint {
  if (fraction === '') return 0n;
  return (BigInt(fraction) * unit) / 10n ** BigInt(fraction.length);
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
  const scale = 10n ** BigInt(digits);
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
