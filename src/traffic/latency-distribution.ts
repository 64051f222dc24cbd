import type { Distribution, TruncatedNormal } from '../kernel/distributions.ts';
import { exp } from '../kernel/exp.ts';
import { log } from '../kernel/log.ts';
import { pow } from '../kernel/pow.ts';
import { normalCdf, normalDensity } from './normal-cdf.ts';

/** The share of draws that are at most x. */
export function distributionCdf(distribution: Distribution, x: number): number {
  if (x < 0) return 0;
  if (x === Infinity) return 1;
  switch (distribution.kind) {
    case 'constant':
      return x >= distribution.value ? 1 : 0;
    case 'uniform': {
      const { min, max } = distribution;
      if (x >= max) return 1;
      return x <= min ? 0 : (x - min) / (max - min);
    }
    case 'exponential':
      return 1 - exp(-x / distribution.mean);
    case 'truncated-normal':
      return truncatedCdf(distribution, x);
    case 'log-normal': {
      if (x === 0) return 0;
      if (distribution.sigma === 0) return x >= distribution.median ? 1 : 0;
      return normalCdf(log(x / distribution.median) / distribution.sigma);
    }
    case 'weibull':
      return 1 - exp(-pow(x / distribution.scale, distribution.shape));
    case 'empirical': {
      const total = distribution.values.reduce((sum, { weight }) => sum + weight, 0);
      return distribution.values.reduce((sum, { value, weight }) => (value <= x ? sum + weight : sum), 0) / total;
    }
  }
}

/** The bounds of a truncated normal distribution in standard deviations, and the mass between them. */
function standardBounds({ mean, standardDeviation, min, max }: TruncatedNormal): {
  readonly low: number;
  readonly high: number;
  readonly mass: number;
} {
  const low = (min - mean) / standardDeviation;
  const high = (max - mean) / standardDeviation;
  return { low, high, mass: normalCdf(high) - normalCdf(low) };
}

function isPoint({ standardDeviation, min, max }: TruncatedNormal): boolean {
  return standardDeviation === 0 || min === max;
}

function truncatedCdf(normal: TruncatedNormal, x: number): number {
  const { mean, standardDeviation, min, max } = normal;
  if (x >= max) return 1;
  if (isPoint(normal)) return x >= Math.min(Math.max(mean, min), max) ? 1 : 0;
  if (x <= min) return 0;
  const { low, mass } = standardBounds(normal);
  return (normalCdf((x - mean) / standardDeviation) - normalCdf(low)) / mass;
}

export function distributionMean(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return (distribution.min + distribution.max) / 2;
    case 'exponential':
      return distribution.mean;
    case 'truncated-normal': {
      const { mean, standardDeviation, min, max } = distribution;
      if (isPoint(distribution)) return Math.min(Math.max(mean, min), max);
      const { low, high, mass } = standardBounds(distribution);
      return mean + (standardDeviation * (normalDensity(low) - normalDensity(high))) / mass;
    }
    case 'log-normal':
      return distribution.median * exp((distribution.sigma * distribution.sigma) / 2);
    case 'weibull':
      return distribution.scale * gamma(1 + 1 / distribution.shape);
    case 'empirical': {
      const total = distribution.values.reduce((sum, { weight }) => sum + weight, 0);
      return distribution.values.reduce((sum, { value, weight }) => sum + value * weight, 0) / total;
    }
  }
}

/** Lanczos' coefficients for g = 7, n = 9 (Godfrey). */
const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/** The gamma function for x >= 1. */
function gamma(x: number): number {
  const t = x - 1;
  const [first = 0, ...rest] = LANCZOS;
  const sum = rest.reduce((total, coefficient, index) => total + coefficient / (t + index + 1), first);
  const base = t + 7.5;
  return 2.5066282746310002 * pow(base, t + 0.5) * exp(-base) * sum;
}
