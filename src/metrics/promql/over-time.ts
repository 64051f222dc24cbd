import { CompensatedSum, compensatedMean, compensatedSum, type Numbers } from './kahan.ts';
import { quantile } from './quantile.ts';
import type { RangeFunction } from './rates.ts';

/** Replaced when strictly greater, or while it is NaN. Source: promql/functions.go compareOverTime. */
export function largest(values: Numbers): number {
  let result = values[0] ?? NaN;
  for (let index = 1; index < values.length; index += 1) {
    const value = values[index] ?? NaN;
    if (value > result || Number.isNaN(result)) result = value;
  }
  return result;
}

export function smallest(values: Numbers): number {
  let result = values[0] ?? NaN;
  for (let index = 1; index < values.length; index += 1) {
    const value = values[index] ?? NaN;
    if (value < result || Number.isNaN(result)) result = value;
  }
  return result;
}

/** Welford's method with compensated sums. Source: promql/functions.go varianceOverTime. */
function variance(values: Numbers): number {
  const mean = new CompensatedSum();
  const squares = new CompensatedSum();
  for (let count = 1; count <= values.length; count += 1) {
    const value = values[count - 1] ?? NaN;
    const delta = value - mean.value;
    mean.add(delta / count);
    squares.add(delta * (value - mean.value));
  }
  return squares.value / values.length;
}

interface Line {
  readonly slope: number;
  readonly intercept: number;
}

function isConstant(values: Numbers): boolean {
  for (let index = 1; index < values.length; index += 1) if (values[index] !== values[0]) return false;
  return true;
}

/** Least squares, with the value at `atMs` as intercept. Source: promql/functions.go linearRegression. */
function linearRegression(times: Numbers, values: Numbers, atMs: number): Line {
  const first = values[0] ?? NaN;
  if (isConstant(values)) {
    return Math.abs(first) === Infinity ? { slope: NaN, intercept: NaN } : { slope: 0, intercept: first };
  }
  const sums = [new CompensatedSum(), new CompensatedSum(), new CompensatedSum(), new CompensatedSum()] as const;
  const [sumX, sumY, sumXY, sumX2] = sums;
  for (let index = 0; index < values.length; index += 1) {
    const x = ((times[index] ?? NaN) - atMs) / 1000;
    const y = values[index] ?? NaN;
    sumX.add(x);
    sumY.add(y);
    sumXY.add(x * y);
    sumX2.add(x * x);
  }
  const n = values.length;
  const [x, y] = [sumX.value, sumY.value];
  const slope = (sumXY.value - (x * y) / n) / (sumX2.value - (x * x) / n);
  return { slope, intercept: y / n - (slope * x) / n };
}

export const OVER_TIME_FUNCTIONS: Readonly<Record<string, RangeFunction>> = {
  avg_over_time: ({ values }) => compensatedMean(values),
  count_over_time: ({ values }) => values.length,
  first_over_time: ({ values }) => values[0],
  last_over_time: ({ values }) => values[values.length - 1],
  max_over_time: ({ values }) => largest(values),
  min_over_time: ({ values }) => smallest(values),
  present_over_time: () => 1,
  absent_over_time: () => 1,
  quantile_over_time: ({ values }, [q = NaN]) => quantile(q, values),
  stddev_over_time: ({ values }) => Math.sqrt(variance(values)),
  stdvar_over_time: ({ values }) => variance(values),
  sum_over_time: ({ values }) => compensatedSum(values),
  deriv: ({ times, values }) =>
    values.length < 2 ? undefined : linearRegression(times, values, times[0] ?? NaN).slope,
  predict_linear: ({ times, values, stepMs }, [seconds = NaN]) => {
    if (values.length < 2) return undefined;
    const { slope, intercept } = linearRegression(times, values, stepMs);
    return slope * seconds + intercept;
  },
};
