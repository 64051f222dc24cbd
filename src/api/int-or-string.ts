/** Values that may be a number or text. Source: k8s.io/apimachinery/pkg/util/intstr. */
import { goQuote } from './go-quote.ts';
import { fitsInt64, INT64_MAX, INT64_MIN, parseInteger } from './int64.ts';

export type IntOrString = number | string;

/** A scaled count, or what Kubernetes says of text that is none. */
export type ScaledValueResult =
  { readonly value: number; readonly error?: undefined } | { readonly error: string; readonly value?: undefined };

interface Integer {
  /** As far as Go reads it: 0 for no number, the nearest one when out of range. Beyond 2^53 the last digits are lost here. */
  readonly value: number;
  readonly error?: string;
}

/** Source: Go strconv.Atoi. */
function atoi(text: string): Integer {
  const error = (reason: string): string => `strconv.Atoi: parsing ${goQuote(text)}: ${reason}`;
  const exact = parseInteger(text);
  if (exact === undefined) return { value: 0, error: error('invalid syntax') };
  if (!fitsInt64(exact))
    return { value: Number(exact > 0n ? INT64_MAX : INT64_MIN), error: error('value out of range') };
  return { value: Number(exact) };
}

/** The number; text that is no plain integer counts as 0. Source: IntOrString.IntValue. */
export function intValue(value: IntOrString): number {
  return typeof value === 'number' ? value : atoi(value).value;
}

function percentage(written: string, digits: string, total: number, roundUp: boolean): ScaledValueResult {
  const percent = atoi(digits);
  if (percent.error !== undefined) {
    return { error: `invalid value for IntOrString: invalid value ${goQuote(written)}: ${percent.error}` };
  }
  const exact = (percent.value * total) / 100;
  // Adding 0 turns -0 into 0.
  return { value: (roundUp ? Math.ceil(exact) : Math.floor(exact)) + 0 };
}

/**
 * A count, or a percentage of `total`, rounded up or down. Any text counts as a percentage, with or without its sign, and percent signs
 * are ignored wherever they stand: `"25"`, `"25%"` and `"2%5"` are all 25 percent.
 * Source: GetValueFromIntOrPercent (deprecated, lenient). Example: `"25%"` of 5 is 2 rounded up, 1 rounded down.
 */
export function readLenientScaledValue(value: IntOrString, total: number, roundUp: boolean): ScaledValueResult {
  if (typeof value === 'number') return { value };
  return percentage(value, value.replaceAll('%', ''), total, roundUp);
}

/** Like `readLenientScaledValue`, but text must end in a percent sign. Source: GetScaledValueFromIntOrPercent. */
export function readStrictScaledValue(value: IntOrString, total: number, roundUp: boolean): ScaledValueResult {
  if (typeof value === 'number') return { value };
  if (!value.endsWith('%')) {
    return { error: 'invalid value for IntOrString: invalid type: string is not a percentage' };
  }
  return percentage(value, value.slice(0, -1), total, roundUp);
}

/** The value of `readLenientScaledValue`, undefined if the text is no number. */
export function lenientScaledValue(value: IntOrString, total: number, roundUp: boolean): number | undefined {
  return readLenientScaledValue(value, total, roundUp).value;
}

/** The value as text. Source: IntOrString.String. */
export function intOrStringText(value: IntOrString): string {
  return String(value);
}
