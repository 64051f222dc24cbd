import { addCompensated, compensatedMean, compensatedSum, ZERO } from './kahan.ts';
import { quantile } from './quantile.ts';
import type { RangeFunction } from './rates.ts';

/** Replaced when strictly better, or while it is NaN. Source: promql/functions.go compareOverTime. */
function best(values: readonly number[], better: (value: number, than: number) => boolean): number {
  let result = values[0] ?? NaN;
  for (const value of values) if (better(value, result) || Number.isNaN(result)) result = value;
  return result;
}

export function largest(values: readonly number[]): number {
  return best(values, (value, than) => value > than);
}

export function smallest(values: readonly number[]): number {
  return best(values, (value, than) => value < than);
}

/** Welford's method with compensated sums. Source: promql/functions.go varianceOverTime. */
function variance(values: readonly number[]): number {
  let count = 0;
  let mean = ZERO;
  let squares = ZERO;
  for (const value of values) {
    count += 1;
    const delta = value - (mean.sum + mean.lost);
    mean = addCompensated(delta / count, mean);
    squares = addCompensated(delta * (value - (mean.sum + mean.lost)), squares);
  }
  return (squares.sum + squares.lost) / count;
}

interface Line {
  readonly slope: number;
  readonly intercept: number;
}

/** Least squares, with the value at `atMs` as intercept. Source: promql/functions.go linearRegression. */
function linearRegression(times: readonly number[], values: readonly number[], atMs: number): Line {
  const first = values[0] ?? NaN;
  if (values.every((value, index) => index === 0 || value === first)) {
    return Math.abs(first) === Infinity ? { slope: NaN, intercept: NaN } : { slope: 0, intercept: first };
  }
  let [sumX, sumY, sumXY, sumX2] = [ZERO, ZERO, ZERO, ZERO];
  values.forEach((y, index) => {
    const x = ((times[index] ?? NaN) - atMs) / 1000;
    sumX = addCompensated(x, sumX);
    sumY = addCompensated(y, sumY);
    sumXY = addCompensated(x * y, sumXY);
    sumX2 = addCompensated(x * x, sumX2);
  });
  const n = values.length;
  const [x, y, xy, x2] = [sumX, sumY, sumXY, sumX2].map(({ sum, lost }) => sum + lost);
  if (x === undefined || y === undefined || xy === undefined || x2 === undefined) return { slope: NaN, intercept: NaN };
  const slope = (xy - (x * y) / n) / (x2 - (x * x) / n);
  return { slope, intercept: y / n - (slope * x) / n };
}

export const OVER_TIME_FUNCTIONS: Readonly<Record<string, RangeFunction>> = {
  avg_over_time: ({ values }) => compensatedMean(values),
  count_over_time: ({ values }) => values.length,
  first_over_time: ({ values }) => values[0],
  last_over_time: ({ values }) => values.at(-1),
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
