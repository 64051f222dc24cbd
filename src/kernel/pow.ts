import { exp } from './exp.ts';
import { binaryExponent, scaleByPowerOfTwo, significand } from './float-bits.ts';
import { log } from './log.ts';

const TWO_63 = 9_223_372_036_854_775_808;

/**
 * x^y by the method of Go's math.Pow: repeated squaring for the whole part of y, e^(f ln x) for the rest f. Whole powers
 * that a number can hold are exact; others may be a few units in the last place off.
 */
export function pow(x: number, y: number): number {
  const special = specialPower(x, y);
  if (special !== undefined) return special;

  let whole = Math.floor(Math.abs(y));
  let fraction = Math.abs(y) - whole;
  if (fraction !== 0 && x < 0) return NaN;
  if (whole >= TWO_63) {
    if (x === -1) return 1;
    return Math.abs(x) < 1 === y > 0 ? 0 : Infinity;
  }

  let product = 1;
  if (fraction !== 0) {
    if (fraction > 0.5) {
      fraction -= 1;
      whole += 1;
    }
    product = exp(fraction * log(x));
  }
  return multiplyByWholePower(product, x, whole, y < 0);
}

/** `product` * x^whole, or the inverse of it, with the powers of two kept apart so that nothing overflows on the way. */
function multiplyByWholePower(product: number, x: number, whole: number, inverse: boolean): number {
  let answer = product;
  let answerExponent = 0;
  let m = significand(x);
  let k = binaryExponent(x);
  for (let rest = whole; rest !== 0; rest = Math.floor(rest / 2)) {
    if (k < -4096 || k > 4096) {
      answerExponent += k;
      break;
    }
    if (rest % 2 === 1) {
      answer *= m;
      answerExponent += k;
    }
    m *= m;
    k *= 2;
    if (m < 0.5) {
      m += m;
      k -= 1;
    }
  }
  return inverse ? scaleByPowerOfTwo(1 / answer, -answerExponent) : scaleByPowerOfTwo(answer, answerExponent);
}

function specialPower(x: number, y: number): number | undefined {
  if (y === 0 || x === 1) return 1;
  if (y === 1) return x;
  if (x !== x || y !== y) return NaN;
  if (x === 0) return powerOfZero(x, y);
  if (Math.abs(y) === Infinity) {
    if (x === -1) return 1;
    return Math.abs(x) < 1 === y > 0 ? 0 : Infinity;
  }
  if (x === Infinity) return y < 0 ? 0 : Infinity;
  if (x === -Infinity) return powerOfZero(-0, -y);
  if (y === 0.5) return Math.sqrt(x);
  if (y === -0.5) return 1 / Math.sqrt(x);
  return undefined;
}

function powerOfZero(zero: number, y: number): number {
  const keepsSign = Object.is(zero, -0) && Number.isInteger(y) && Math.abs(y % 2) === 1;
  if (y < 0) return keepsSign ? -Infinity : Infinity;
  return keepsSign ? -0 : 0;
}
