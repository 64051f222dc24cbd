import { goQuote } from '../../api/go-quote.ts';

/** A number or duration as it is written, or what is wrong with it. */
export type Literal = { readonly value: number } | { readonly error: string };

const LARGEST_INT64 = 9_223_372_036_854_775_807n;

/** Integers of any base: `0x1f`, `0b1`, `017`, `1_000`. Source: Go strconv.ParseInt, base 0. */
function integer(text: string): number | undefined {
  const plain = text.toLowerCase().replace(/_/g, '');
  if (!/^(0x[0-9a-f]+|0b[01]+|0o?[0-7]*|[1-9][0-9]*)$/.test(plain)) return undefined;
  const value = BigInt(/^0[0-7]+$/.test(plain) ? `0o${plain.slice(1)}` : plain);
  return value > LARGEST_INT64 ? undefined : Number(value);
}

/**
 * Source: promql/parser/parse.go number: an integer, else a float as Go's strconv.ParseFloat reads it. Underscores stand between digits; of the places
 * where they may not, the lexer lets only the end pass.
 */
export function readNumber(text: string): Literal {
  const whole = integer(text);
  if (whole !== undefined && !text.endsWith('_')) return { value: whole };
  const lower = text.toLowerCase();
  if (lower === 'inf') return { value: Infinity };
  if (lower === 'nan') return { value: NaN };
  const refused = (why: string): Literal => ({
    error: `error parsing number: strconv.ParseFloat: parsing ${goQuote(text)}: ${why}`,
  });
  const plain = lower.replace(/_(?!$)/g, '');
  if (!/^([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(e[+-]?[0-9]+)?$/.test(plain)) return refused('invalid syntax');
  const value = Number(plain);
  return value === Infinity ? refused('value out of range') : { value };
}

/** Units from the largest to the smallest, which is the order in which they have to stand. */
const UNITS_MS: readonly (readonly [string, number])[] = [
  ['y', 365 * 24 * 3600 * 1000],
  ['w', 7 * 24 * 3600 * 1000],
  ['d', 24 * 3600 * 1000],
  ['h', 3600 * 1000],
  ['m', 60 * 1000],
  ['s', 1000],
  ['ms', 1],
];

const LARGEST_DURATION_MS = Number(LARGEST_INT64 / 1_000_000n);

/** A duration such as `1h30m`, in seconds. Source: github.com/prometheus/common/model/time.go ParseDuration. */
export function readDuration(text: string): Literal {
  const invalid: Literal = { error: `not a valid duration string: ${goQuote(text)}` };
  let ms = 0;
  let lastUnit = -1;
  for (const [part, digits = '', unit = ''] of text.matchAll(/(\d*)(\D*)/g)) {
    if (part === '') break;
    if (digits === '' || unit === '') return invalid;
    const index = UNITS_MS.findIndex(([name]) => name === unit);
    if (index < 0) return { error: `unknown unit ${goQuote(unit)} in duration ${goQuote(text)}` };
    if (index <= lastUnit) return invalid;
    lastUnit = index;
    ms += Number(digits) * (UNITS_MS[index]?.[1] ?? 0);
    if (ms > LARGEST_DURATION_MS) return { error: 'duration out of range' };
  }
  return { value: ms / 1000 };
}

/** Whether seconds do not fit into a Go duration. Source: promql/parser/parse.go durationLiteralOutOfRange. */
export function durationOutOfRange(seconds: number): boolean {
  return Math.abs(seconds) > 9_223_372_036.854775808;
}

/** Seconds as Go keeps a duration: whole nanoseconds. */
export function nanosecondsOf(seconds: number): number {
  return Math.round(seconds * 1e9);
}

/** Source: promql/engine.go durationMilliseconds. */
export function millisecondsOf(nanoseconds: number): number {
  return Math.trunc(nanoseconds / 1e6) + 0;
}

/** Source: Go time.Duration.Seconds. */
export function secondsOf(nanoseconds: number): number {
  const whole = Math.trunc(nanoseconds / 1e9);
  return whole + (nanoseconds - whole * 1e9) / 1e9;
}
