/** How Go writes numbers of type float64. Source: Go strconv.FormatFloat. */
import { power10 } from './int64.ts';

/** The shortest digits that give the number back, and the power of ten of a point before them: 0.0125 is `125` and -1. */
interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly point: number;
}

function decimalOf(value: number): Decimal {
  const negative = value < 0 || Object.is(value, -0);
  const [mantissa = '', exponent = '0'] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  return { negative, digits: digits === '0' ? '' : digits, point: digits === '0' ? 0 : Number(exponent) + 1 };
}

function special(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return undefined;
  return value > 0 ? '+Inf' : '-Inf';
}

function plain({ negative, digits, point }: Decimal): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  const fraction = point > 0 ? digits.slice(point) : digits === '' ? '' : '0'.repeat(-point) + digits;
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Format 'f' with as many digits as needed: `0.0000001`, `1000000000000000000000`, `+Inf`. */
export function formatGoFloatPlain(value: number): string {
  return special(value) ?? plain(decimalOf(value));
}

/**
 * Format 'g' with as many digits as needed, which is `%v`: with an exponent where it is below -4 or above 5.
 * Examples: 1500000 is `1.5e+06`, 100000 is `100000`, 0.00001 is `1e-05`.
 */
export function formatGoFloat(value: number): string {
  const name = special(value);
  if (name !== undefined) return name;
  const decimal = decimalOf(value);
  const exponent = decimal.digits === '' ? 0 : decimal.point - 1;
  if (exponent >= -4 && exponent < 6) return plain(decimal);
  const { negative, digits } = decimal;
  const mantissa = digits.length > 1 ? `${digits.slice(0, 1)}.${digits.slice(1)}` : digits;
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return `${negative ? '-' : ''}${mantissa}e${exponent < 0 ? '-' : '+'}${size}`;
}

/** The exact value as a fraction of two whole numbers; the lower one is a power of two. */
function exactFraction(value: number): { readonly numerator: bigint; readonly denominator: bigint } {
  let denominator = 1n;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return { numerator: BigInt(scaled), denominator };
}

/**
 * Format 'f' with a number of digits after the point, the exact value rounded half to even, as `%.2f` has it.
 * Example: 0.125 with 2 digits is `0.12`.
 */
export function formatGoFixed(value: number, digits: number): string {
  const name = special(value);
  if (name !== undefined) return name;
  const { numerator, denominator } = exactFraction(Math.abs(value));
  const scaled = numerator * power10(digits);
  const below = scaled / denominator;
  const twice = 2n * (scaled % denominator);
  const up = twice > denominator || (twice === denominator && below % 2n === 1n);
  const text = String(up ? below + 1n : below).padStart(digits + 1, '0');
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
