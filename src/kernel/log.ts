import { binaryExponent, significand } from './float-bits.ts';

/*
 * Logarithms from + - * / and the bits of a number alone, so that every engine computes the same last bit. (The
 * built-in one differs between V8, SpiderMonkey and their versions.) The method and the constants are those of fdlibm: with
 * x = 2^k (1 + f) and s = f / (2 + f), ln(1 + f) = f - f²/2 + s (f²/2 + R), R a minimax polynomial in s².
 */

export const LN2_HIGH = 6.9314718036912381649e-1;
export const LN2_LOW = 1.90821492927058770002e-10;
const LOG2_E = 1.4426950408889634;
const LOG10_E = 0.4342944819032518;
const SQRT_HALF = 0.7071067811865476;

const R1 = 6.66666666666673513e-1;
const R2 = 3.999999999940941908e-1;
const R3 = 2.857142874366239149e-1;
const R4 = 2.222219843214978396e-1;
const R5 = 1.818357216161805012e-1;
const R6 = 1.531383769920937332e-1;
const R7 = 1.479819860511658591e-1;

/** Natural logarithm, less than one unit in the last place off. log(0) is -Infinity, of a negative number NaN. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  let k = binaryExponent(x);
  let m = significand(x);
  if (m < SQRT_HALF) {
    m *= 2;
    k -= 1;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const s2 = s * s;
  const s4 = s2 * s2;
  const odd = s2 * (R1 + s4 * (R3 + s4 * (R5 + s4 * R7)));
  const even = s4 * (R2 + s4 * (R4 + s4 * R6));
  const halfSquare = 0.5 * f * f;
  return k * LN2_HIGH - (halfSquare - (s * (halfSquare + odd + even) + k * LN2_LOW) - f);
}

/** ln(1 + x) without losing the digits of a small x. */
export function log1p(x: number): number {
  const y = 1 + x;
  if (y === 1) return x;
  return y === Infinity ? y : (log(y) * x) / (y - 1);
}

/** Binary logarithm; exact for powers of two. By the formula of Go's math.Log2, which loses digits near 1. */
export function log2(x: number): number {
  if (!(x > 0) || x === Infinity) return log(x);
  const k = binaryExponent(x);
  const m = significand(x);
  return m === 0.5 ? k - 1 : log(m) * LOG2_E + k;
}

/** Decimal logarithm. By the formula of Go's math.Log10. */
export function log10(x: number): number {
  return log(x) * LOG10_E;
}
