import { compensatedMean, CompensatedSum } from './kahan.ts';
import { largest, smallest } from './over-time.ts';
import { quantile } from './quantile.ts';
import type { Aggregator } from './tokens.ts';

/** Makes one value of the values of a group, in the order of its series; there is always one. */
export type Accumulate = (values: readonly number[], parameter: number) => number;

/** Source: promql/engine.go aggregation (SUM). */
function sum(values: readonly number[]): number {
  const total = new CompensatedSum(values[0]);
  for (let index = 1; index < values.length; index += 1) total.add(values[index] ?? NaN);
  return total.value;
}

/** Welford's method as it stands, without compensation. Source: promql/engine.go aggregation (STDVAR). */
function variance(values: readonly number[]): number {
  let mean = values[0] ?? NaN;
  let squares = Number.isFinite(mean) ? 0 : NaN;
  for (let count = 2; count <= values.length; count += 1) {
    const value = values[count - 1] ?? NaN;
    const delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
  }
  return squares / values.length;
}

/** The aggregations that give one element for each group. */
export const ACCUMULATORS: ReadonlyMap<Aggregator, Accumulate> = new Map<Aggregator, Accumulate>([
  ['sum', sum],
  ['avg', compensatedMean],
  ['count', (values) => values.length],
  ['min', smallest],
  ['max', largest],
  ['group', () => 1],
  ['stddev', (values) => Math.sqrt(variance(values))],
  ['stdvar', variance],
  ['quantile', (values, q) => quantile(q, values)],
]);
