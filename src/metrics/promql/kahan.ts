/** Numbers in a row, in an array of any kind. */
export type Numbers = ArrayLike<number>;

/**
 * A sum that keeps what the additions lose (Kahan, Neumaier's variant): 1e16 + 1 + 1 loses nothing in the end.
 * Source: util/kahansum/kahansum.go Inc.
 */
export class CompensatedSum {
  sum: number;
  lost = 0;

  constructor(start = 0) {
    this.sum = start;
  }

  add(value: number): void {
    const { sum } = this;
    const total = sum + value;
    if (total === Infinity || total === -Infinity) this.lost = 0;
    else if (Math.abs(sum) >= Math.abs(value)) this.lost += sum - total + value;
    else this.lost += value - total + sum;
    this.sum = total;
  }

  get value(): number {
    return this.sum + this.lost;
  }
}

/** Source: promql/functions.go funcSumOverTime. */
export function compensatedSum(values: Numbers): number {
  const total = new CompensatedSum();
  for (let index = 0; index < values.length; index += 1) total.add(values[index] ?? NaN);
  return Math.abs(total.sum) === Infinity ? total.sum : total.value;
}

/**
 * The mean of one or more values: their sum over their number, but once the sum overflows, a running mean.
 * Source: promql/functions.go funcAvgOverTime, promql/engine.go aggregation (AVG).
 */
export function compensatedMean(values: Numbers): number {
  const total = new CompensatedSum(values[0]);
  let running = false;
  for (let count = 2; count <= values.length; count += 1) {
    const value = values[count - 1] ?? NaN;
    if (!running && Math.abs(total.sum + value) !== Infinity) {
      total.add(value);
      continue;
    }
    if (!running) {
      running = true;
      total.sum /= count - 1;
      total.lost /= count - 1;
    }
    const share = (count - 1) / count;
    total.sum *= share;
    total.lost *= share;
    total.add(value / count);
  }
  const n = values.length;
  return running ? total.value : total.sum / n + total.lost / n;
}
