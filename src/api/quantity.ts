/**
 * Kubernetes quantities (`500m`, `1.5Gi`, `2e3`), exact to a billionth.
 * Source: k8s.io/apimachinery/pkg/api/resource/quantity.go ParseQuantity, CanonicalizeBytes.
 */

export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

export interface Quantity {
  /** The value in billionths, rounded away from zero. */
  readonly nano: bigint;
  readonly format: QuantityFormat;
}

const NANO = 1_000_000_000n;
const DECIMAL_EXPONENTS: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const BINARY_EXPONENTS: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const SHAPE = /^([+-]?)(\d*)(?:\.(\d*))?(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d+)?$/;
/** The largest magnitude that the reference keeps; anything beyond is capped. */
const MAX_NANO = (2n ** 63n - 1n) * NANO;

function divideAwayFromZero(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  if (dividend % divisor === 0n) return quotient;
  return dividend < 0n ? quotient - 1n : quotient + 1n;
}

/** Reads a quantity; undefined if the text is none. Example: `0.1Gi` is 107374182.4, `1.5` is 1500m. */
export function parseQuantity(text: string): Quantity | undefined {
  const match = SHAPE.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', suffix = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  const scaled = { numerator: digits * NANO, denominator: 10n ** BigInt(fraction.length) };
  let format: QuantityFormat = 'DecimalSI';
  const binary = BINARY_EXPONENTS[suffix];
  if (binary !== undefined) {
    format = 'BinarySI';
    scaled.numerator *= 2n ** BigInt(binary);
  } else {
    let exponent = DECIMAL_EXPONENTS[suffix];
    if (exponent === undefined) {
      format = 'DecimalExponent';
      exponent = Number(suffix.slice(1));
      if (exponent > 1000 || exponent < -1000) return undefined;
    }
    if (exponent >= 0) scaled.numerator *= 10n ** BigInt(exponent);
    else scaled.denominator *= 10n ** BigInt(-exponent);
  }
  const nano = divideAwayFromZero(scaled.numerator, scaled.denominator);
  const capped = nano > MAX_NANO ? MAX_NANO : nano < -MAX_NANO ? -MAX_NANO : nano;
  return { nano: capped, format };
}

/** Removes factors of `base` from a mantissa; the reference's canonical form has as few digits as it can. */
function factorOut(mantissa: bigint, base: bigint, limit: number): { mantissa: bigint; times: number } {
  let rest = mantissa;
  let times = 0;
  while (rest !== 0n && rest % base === 0n && times < limit) {
    rest /= base;
    times += 1;
  }
  return { mantissa: rest, times };
}

function formatDecimal(nano: bigint, format: QuantityFormat): string {
  const factored = factorOut(nano, 10n, 60);
  let mantissa = factored.mantissa;
  let exponent = factored.times - 9;
  // The exponent must be a multiple of 3: give digits back to the mantissa. Example: 100m stays 100m, 1e4 is 10k.
  while (((exponent % 3) + 3) % 3 !== 0) {
    mantissa *= 10n;
    exponent -= 1;
  }
  while (exponent > 18) {
    mantissa *= 1000n;
    exponent -= 3;
  }
  if (format === 'DecimalExponent') return exponent === 0 ? String(mantissa) : `${mantissa}e${exponent}`;
  const suffix = Object.entries(DECIMAL_EXPONENTS).find(([, value]) => value === exponent)?.[0] ?? '';
  return `${mantissa}${suffix}`;
}

/** The canonical text, as the API stores it: `1024Mi` is `1Gi`, `0.5` is `500m`, `0.1Gi` is `107374182400m`. */
export function formatQuantity(quantity: Quantity): string {
  const { nano, format } = quantity;
  if (nano === 0n) return '0';
  const small = nano > -1024n * NANO && nano < 1024n * NANO;
  if (format !== 'BinarySI') return formatDecimal(nano, format);
  if (small || nano % NANO !== 0n) return formatDecimal(nano, 'DecimalSI');
  const { mantissa, times } = factorOut(nano / NANO, 1024n, 6);
  return `${mantissa}${['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'][times] ?? ''}`;
}

const canonicalTexts = new Map<string, string>();

/** The canonical text of a quantity's text; undefined if it is none. */
export function canonicalQuantity(text: string): string | undefined {
  const known = canonicalTexts.get(text);
  if (known !== undefined) return known;
  const quantity = parseQuantity(text);
  if (quantity === undefined) return undefined;
  const canonical = formatQuantity(quantity);
  canonicalTexts.set(text, canonical);
  return canonical;
}

function ceilDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor > 0n ? quotient + 1n : quotient;
}

/** Whole units, rounded up: `1.5` is 2. */
export function quantityValue(quantity: Quantity): bigint {
  return ceilDivide(quantity.nano, NANO);
}

/** Thousandths, rounded up: `0.1n` is 1. */
export function quantityMilliValue(quantity: Quantity): bigint {
  return ceilDivide(quantity.nano, 1_000_000n);
}
