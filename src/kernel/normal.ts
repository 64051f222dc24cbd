import { exp } from './exp.ts';
import { log } from './log.ts';
import type { RandomStream } from './streams.ts';

const SQRT_TWO_PI = 2.5066282746310002;

/** A draw from the normal distribution of mean 0 and standard deviation 1 (Marsaglia's polar method). */
export function standardNormal(stream: RandomStream): number {
  for (;;) {
    const x = 2 * stream.uniform() - 1;
    const y = 2 * stream.uniform() - 1;
    const s = x * x + y * y;
    if (s > 0 && s < 1) return x * Math.sqrt((-2 * log(s)) / s);
  }
}

/**
 * A draw from the standard normal distribution given that it lies in [min, max], min < max. No interval is slow, however
 * far out it lies (Robert, Simulation of truncated normal variables, 1995).
 */
export function truncatedStandardNormal(min: number, max: number, stream: RandomStream): number {
  if (max <= 0) return -truncatedStandardNormal(-max, -min, stream);
  if (min > 0) return upperTail(min, max, stream);
  return max - min < SQRT_TWO_PI ? evenly(min, max, 0, stream) : byRejection(min, max, stream);
}

function byRejection(min: number, max: number, stream: RandomStream): number {
  for (;;) {
    const x = standardNormal(stream);
    if (x >= min && x <= max) return x;
  }
}

/** Draws evenly from [min, max] and keeps in proportion to the density, whose highest point there is at `peak`. */
function evenly(min: number, max: number, peak: number, stream: RandomStream): number {
  for (;;) {
    const x = min + (max - min) * stream.uniform();
    if (stream.uniform() <= exp((peak * peak - x * x) / 2)) return x;
  }
}

/** Draws from an exponential distribution that begins at `min` and keeps in proportion to the density. */
function upperTail(min: number, max: number, stream: RandomStream): number {
  const rate = (min + Math.sqrt(min * min + 4)) / 2;
  if ((max - min) * rate < 1) return evenly(min, max, min, stream);
  for (;;) {
    const x = min - log(1 - stream.uniform()) / rate;
    if (x > max) continue;
    if (stream.uniform() <= exp(-((x - rate) * (x - rate)) / 2)) return x;
  }
}
