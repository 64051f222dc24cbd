import { exp } from '../kernel/exp.ts';

const TWO_OVER_ROOT_PI = 1.1283791670955126;
const ROOT_HALF = 0.7071067811865476;
const SERIES_UP_TO = 2.5;

/** The error function by its series near zero. */
function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n += 1) {
    term *= -(x * x) / n;
    sum += term / (2 * n + 1);
    if (n > 200) break;
  }
  return TWO_OVER_ROOT_PI * sum;
}

/** 1 - erf(x) for large x by its continued fraction, from the end. */
function erfcFraction(x: number): number {
  let fraction = x;
  for (let n = 60; n >= 1; n -= 1) fraction = x + n / 2 / fraction;
  return (exp(-x * x) / fraction) * 0.5641895835477563;
}

/** The standard normal distribution function (Abramowitz and Stegun, 7.1.5 and 7.1.14). */
export function normalCdf(z: number): number {
  const x = Math.abs(z) * ROOT_HALF;
  const upperTail = x < SERIES_UP_TO ? 0.5 * (1 - erfSeries(x)) : 0.5 * erfcFraction(x);
  return z > 0 ? 1 - upperTail : upperTail;
}

/** The standard normal density. */
export function normalDensity(z: number): number {
  return 0.3989422804014327 * exp((-z * z) / 2);
}
