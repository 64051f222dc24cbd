import { exp } from './exp.ts';
import { log, log1p } from './log.ts';
import { stirlingTail } from './stirling.ts';
import type { RandomStream } from './streams.ts';

const SMALL_MEAN = 10;
const HALF_LN_TWO_PI = 0.9189385332046727;
const LARGEST_MEAN = 0x10_0000_0000_0000;

/** A draw from the Poisson distribution. The cost does not grow with the mean (0 to 2^52; a RangeError beyond). */
export function samplePoisson(mean: number, stream: RandomStream): number {
  if (!(mean >= 0 && mean <= LARGEST_MEAN)) throw new RangeError(`mean (=${mean}) should be from 0 to 2^52`);
  return mean < SMALL_MEAN ? byInversion(mean, stream) : byTransformedRejection(mean, stream);
}

function byInversion(mean: number, stream: RandomStream): number {
  let rest = stream.uniform();
  let probability = exp(-mean);
  let k = 0;
  while (rest >= probability && probability > 0) {
    rest -= probability;
    k += 1;
    probability *= mean / k;
  }
  return k;
}

/** Hörmann's PTRS (The transformed rejection method for generating Poisson random variables, 1993). */
function byTransformedRejection(mean: number, stream: RandomStream): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const surelyBelow = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = stream.uniform() - 0.5;
    const v = 1 - stream.uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= surelyBelow) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (log((v * inverseAlpha) / (a / (us * us) + b)) <= logProbability(k, mean)) return k;
  }
}

/** ln(e^-mean mean^k / k!) by Stirling's formula, arranged so that large terms do not cancel. */
function logProbability(k: number, mean: number): number {
  const excess = k + 1 - mean;
  return k * log1p(-excess / (k + 1)) + excess - 0.5 * log(k + 1) - HALF_LN_TWO_PI - stirlingTail(k);
}
