/** Values that may be a number or text. Source: k8s.io/apimachinery/pkg/util/intstr. */
export type IntOrString = number | string;

const INTEGER = /^[+-]?\d+$/;

/** The number; text that is no plain integer counts as 0. Source: IntOrString.IntValue. */
export function intValue(value: IntOrString): number {
  if (typeof value === 'number') return value;
  return INTEGER.test(value) ? Number(value) + 0 : 0;
}

/**
 * A count, or a percentage of `total`, rounded up or down. Any text counts as a percentage, with or without its sign, and percent signs
 * are ignored wherever they stand: `"25"`, `"25%"` and `"2%5"` are all 25 percent. Undefined if the text is no number.
 * Source: GetValueFromIntOrPercent (deprecated, lenient). Example: `"25%"` of 5 is 2 rounded up, 1 rounded down.
 */
export function lenientScaledValue(value: IntOrString, total: number, roundUp: boolean): number | undefined {
  if (typeof value === 'number') return value;
  const digits = value.replaceAll('%', '');
  if (!INTEGER.test(digits)) return undefined;
  return percentOf(Number(digits), total, roundUp);
}

/** Like `lenientScaledValue`, but text must end in a percent sign. Source: GetScaledValueFromIntOrPercent. */
export function strictScaledValue(value: IntOrString, total: number, roundUp: boolean): number | undefined {
  if (typeof value === 'number') return value;
  if (!value.endsWith('%') || !INTEGER.test(value.slice(0, -1))) return undefined;
  return percentOf(Number(value.slice(0, -1)), total, roundUp);
}

function percentOf(percent: number, total: number, roundUp: boolean): number {
  const exact = (percent * total) / 100;
  return (roundUp ? Math.ceil(exact) : Math.floor(exact)) + 0;
}

/** The value as text. Source: IntOrString.String. */
export function intOrStringText(value: IntOrString): string {
  return String(value);
}
