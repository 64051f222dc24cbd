import { exp } from './exp.ts';
import { log } from './log.ts';
import { standardNormal, truncatedStandardNormal } from './normal.ts';
import { pow } from './pow.ts';
import type { RandomStream } from './streams.ts';

/** How a quantity is drawn: plain data. Parameters and results are in the caller's unit. */
export type Distribution =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | TruncatedNormal
  | { readonly kind: 'log-normal'; readonly median: number; readonly sigma: number }
  | { readonly kind: 'weibull'; readonly scale: number; readonly shape: number }
  | { readonly kind: 'empirical'; readonly values: readonly WeightedValue[] };

/** A normal distribution of which only [min, max] can occur; `mean` and `standardDeviation` are those before the cut. */
export interface TruncatedNormal {
  readonly kind: 'truncated-normal';
  readonly mean: number;
  readonly standardDeviation: number;
  readonly min: number;
  readonly max: number;
}

export interface WeightedValue {
  readonly value: number;
  readonly weight: number;
}

/** Draws one value. Throws a RangeError that names the parameter if the distribution makes no sense. */
export function sample(distribution: Distribution, stream: RandomStream): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return sampleUniform(distribution.min, distribution.max, stream);
    case 'exponential':
      return -positive('mean', distribution.mean) * log(1 - stream.uniform());
    case 'truncated-normal':
      return sampleTruncatedNormal(distribution, stream);
    case 'log-normal':
      return (
        positive('median', distribution.median) * exp(notNegative('sigma', distribution.sigma) * standardNormal(stream))
      );
    case 'weibull':
      return (
        positive('scale', distribution.scale) *
        pow(-log(1 - stream.uniform()), 1 / positive('shape', distribution.shape))
      );
    case 'empirical':
      return sampleEmpirical(distribution.values, stream);
  }
}

function sampleUniform(min: number, max: number, stream: RandomStream): number {
  if (!(min <= max)) throw new RangeError(`min (=${min}) should not exceed max (=${max})`);
  return min + (max - min) * stream.uniform();
}

function sampleTruncatedNormal(normal: TruncatedNormal, stream: RandomStream): number {
  const { mean, min, max } = normal;
  const deviation = notNegative('standardDeviation', normal.standardDeviation);
  if (!(min <= max)) throw new RangeError(`min (=${min}) should not exceed max (=${max})`);
  if (deviation === 0 || min === max) return Math.min(Math.max(mean, min), max);
  const x = mean + deviation * truncatedStandardNormal((min - mean) / deviation, (max - mean) / deviation, stream);
  return Math.min(Math.max(x, min), max);
}

/** Running totals of the weights, made once for each list. */
const totalsOf = new WeakMap<readonly WeightedValue[], readonly number[]>();

function sampleEmpirical(values: readonly WeightedValue[], stream: RandomStream): number {
  let totals = totalsOf.get(values);
  if (totals === undefined) {
    totals = runningTotals(values);
    totalsOf.set(values, totals);
  }
  const target = stream.uniform() * (totals[totals.length - 1] ?? 0);
  let low = 0;
  let high = totals.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((totals[middle] ?? 0) > target) high = middle;
    else low = middle + 1;
  }
  return values[low]?.value ?? NaN;
}

function runningTotals(values: readonly WeightedValue[]): number[] {
  const totals: number[] = [];
  let total = 0;
  for (const { weight } of values) totals.push((total += notNegative('weight', weight)));
  if (!(total > 0)) throw new RangeError('values should have a positive weight among them');
  return totals;
}

function positive(name: string, value: number): number {
  if (!(value > 0 && value < Infinity)) throw new RangeError(`${name} (=${value}) should be positive and finite`);
  return value;
}

function notNegative(name: string, value: number): number {
  if (!(value >= 0 && value < Infinity)) throw new RangeError(`${name} (=${value}) should be finite and not negative`);
  return value;
}
