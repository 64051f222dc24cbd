/** A figure over several runs: its mean, and the interval that holds the true mean with 95 % confidence. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Quantiles 0.975 of Student's t by degrees of freedom, from 1 on. */
const T_975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
] as const;

/** For more degrees of freedom than the table has: from these on. */
const T_975_FROM = [
  { from: 120, t: 1.98 },
  { from: 60, t: 2 },
  { from: 40, t: 2.021 },
] as const;

function studentT(freedom: number): number {
  return T_975[freedom - 1] ?? T_975_FROM.find(({ from }) => freedom >= from)?.t ?? 2.042;
}

/** Mean and confidence of independent values; of a single one nothing is known but itself. Example: 1, 2, 3 give 2, from -0.484 to 4.484. */
export function estimate(values: readonly number[]): Estimate | undefined {
  const n = values.length;
  if (n === 0) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { mean, low: -Infinity, high: Infinity };
  const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (n - 1);
  const half = studentT(n - 1) * Math.sqrt(variance / n);
  return { mean, low: mean - half, high: mean + half };
}

/**
 * How likely something is that came `hits` times in `n` independent runs, with 95 % confidence: the interval of E. B. Wilson (1927), which keeps its
 * word for few runs too. Example: 20 of 20 are at least 0.839.
 */
export function proportion(hits: number, n: number): Estimate {
  const z = 1.96;
  const share = hits / n;
  const scale = 1 + (z * z) / n;
  const middle = (share + (z * z) / (2 * n)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return { mean: share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
