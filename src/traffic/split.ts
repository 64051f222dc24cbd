import { sampleBinomial } from '../kernel/binomial.ts';
import type { RandomStream } from '../kernel/streams.ts';

/** What is expected less often than once in a thousand million draws is left out: tails of latencies have many such ways. */
const NEVER = 1e-9;

/**
 * How many of `total` go each way when each goes by itself with these weights: a multinomial draw, made of one binomial draw a way, so that the
 * cost does not grow with `total`. All zero if no weight is positive.
 */
export function splitByWeight(total: number, weights: readonly number[], stream: RandomStream): readonly number[] {
  let left = total;
  let weightLeft = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => {
    if (left === 0 || !(weight > 0)) return 0;
    if (left * weight < NEVER * weightLeft) {
      weightLeft -= weight;
      return 0;
    }
    const count = weight >= weightLeft ? left : sampleBinomial(left, weight / weightLeft, stream);
    left -= count;
    weightLeft -= weight;
    return count;
  });
}

/** `splitByWeight` in equal parts. */
export function splitEvenly(total: number, ways: number, stream: RandomStream): readonly number[] {
  return splitByWeight(total, new Array<number>(ways).fill(1), stream);
}
