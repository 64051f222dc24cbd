/** A sum and what rounding has taken from it so far. */
export interface Compensated {
  readonly sum: number;
  readonly lost: number;
}

/**
 * Adds a value and keeps what the addition loses (Kahan, Neumaier's variant): 1e16 + 1 + 1 loses nothing in the end.
 * Source: util/kahansum/kahansum.go Inc.
 */
export function addCompensated(value: number, { sum, lost }: Compensated): Compensated {
  const total = sum + value;
  if (total === Infinity || total === -Infinity) return { sum: total, lost: 0 };
  const rest = Math.abs(sum) >= Math.abs(value) ? sum - total + value : value - total + sum;
  return { sum: total, lost: lost + rest };
}

export const ZERO: Compensated = { sum: 0, lost: 0 };

/** Source: promql/functions.go funcSumOverTime. */
export function compensatedSum(values: readonly number[]): number {
  let total = ZERO;
  for (const value of values) total = addCompensated(value, total);
  return Number.isFinite(total.sum) || Number.isNaN(total.sum) ? total.sum + total.lost : total.sum;
}

/**
 * The mean of one or more values: their sum over their number, but once the sum overflows, a running mean.
 * Source: promql/functions.go funcAvgOverTime, promql/engine.go aggregation (AVG).
 */
export function compensatedMean(values: readonly number[]): number {
  let total: Compensated = { sum: values[0] ?? NaN, lost: 0 };
  let running = false;
  for (let count = 2; count <= values.length; count += 1) {
    const value = values[count - 1] ?? NaN;
    if (!running) {
      const next = addCompensated(value, total);
      if (Math.abs(next.sum) !== Infinity) {
        total = next;
        continue;
      }
      running = true;
      total = { sum: total.sum / (count - 1), lost: total.lost / (count - 1) };
    }
    const share = (count - 1) / count;
    total = addCompensated(value / count, { sum: share * total.sum, lost: share * total.lost });
  }
  const n = values.length;
  return running ? total.sum + total.lost : total.sum / n + total.lost / n;
}
