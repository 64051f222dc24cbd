/** Go's 64-bit integers, and powers of ten of any size. */
export const INT64_MAX = (1n << 63n) - 1n;
export const INT64_MIN = -(1n << 63n);

/** A number of any size cut to its lowest 64 bits, as Go's arithmetic overflows. */
export function wrapInt64(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

export function fitsInt64(value: bigint): boolean {
  return value >= INT64_MIN && value <= INT64_MAX;
}

const SIGNED_DIGITS = /^[+-]?\d+$/;

/** Digits with an optional sign, of any size; undefined for any other text. */
export function parseInteger(text: string): bigint | undefined {
  if (!SIGNED_DIGITS.test(text)) return undefined;
  return BigInt(text.startsWith('+') ? text.slice(1) : text);
}

/** Ten to a whole power that is not negative. */
export function power10(exponent: number): bigint {
  return BigInt(`1${'0'.repeat(exponent)}`);
}
