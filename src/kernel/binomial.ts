import { exp } from './exp.ts';
import { log, log1p } from './log.ts';
import { stirlingTail } from './stirling.ts';
import type { RandomStream } from './streams.ts';

const SMALL_MEAN = 10;

/**
 * How many of `trials` independent trials succeed, each with `probability`. The cost does not grow with the number of
 * trials. Throws a RangeError unless trials is a whole number from 0 and probability lies in [0, 1].
 */
export function sampleBinomial(trials: number, probability: number, stream: RandomStream): number {
  if (!Number.isSafeInteger(trials) || trials < 0) {
    throw new RangeError(`trials (=${trials}) should be a whole number from 0 to 2^53 - 1`);
  }
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`probability (=${probability}) should be from 0 to 1`);
  }
  if (probability > 0.5) return trials - sampleBinomial(trials, 1 - probability, stream);
  if (trials === 0 || probability === 0) return 0;
  return trials * probability < SMALL_MEAN
    ? byInversion(trials, probability, stream)
    : byTransformedRejection(trials, probability, stream);
}

function byInversion(trials: number, probability: number, stream: RandomStream): number {
  const odds = probability / (1 - probability);
  let rest = stream.uniform();
  let mass = exp(trials * log1p(-probability));
  let k = 0;
  while (rest >= mass && k < trials && mass > 0) {
    rest -= mass;
    k += 1;
    mass *= ((trials - k + 1) / k) * odds;
  }
  return k;
}

/** Hörmann's BTRS (The generation of binomial random variates, 1993). */
function byTransformedRejection(n: number, p: number, stream: RandomStream): number {
  const deviation = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const center = n * p + 0.5;
  const surelyBelow = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const odds = p / (1 - p);
  const mode = Math.floor((n + 1) * p);
  // Most draws are taken before its logarithm is needed.
  let modeTerm: number | undefined;
  for (;;) {
    const u = stream.uniform() - 0.5;
    const v = 1 - stream.uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + center);
    if (us >= 0.07 && v <= surelyBelow) return k;
    if (k < 0 || k > n) continue;
    modeTerm ??= (mode + 0.5) * log((mode + 1) / (odds * (n - mode + 1))) + stirlingTail(mode) + stirlingTail(n - mode);
    const bound =
      modeTerm +
      (n + 1) * log1p((k - mode) / (n - k + 1)) +
      (k + 0.5) * log((odds * (n - k + 1)) / (k + 1)) -
      stirlingTail(k) -
      stirlingTail(n - k);
    if (log((v * alpha) / (a / (us * us) + b)) <= bound) return k;
  }
}
