/** The standard normal quantile of 99.99 %. */
const Z = 3.719;

/**
 * Pearson's statistic against its 99.99 % quantile (Wilson and Hilferty's approximation), cells with an expectation
 * below 5 taken together.
 */
export function chiSquare(
  observed: readonly number[],
  expected: readonly number[],
): { statistic: number; withinConfidence: boolean } {
  let statistic = 0;
  let cells = 0;
  let restObserved = 0;
  let restExpected = 0;
  expected.forEach((e, i) => {
    const o = observed[i] ?? 0;
    if (e < 5) {
      restObserved += o;
      restExpected += e;
    } else {
      statistic += ((o - e) * (o - e)) / e;
      cells += 1;
    }
  });
  if (restExpected >= 1) {
    statistic += ((restObserved - restExpected) * (restObserved - restExpected)) / restExpected;
    cells += 1;
  }
  const degrees = cells - 1;
  const t = 2 / (9 * degrees);
  const limit = degrees * (1 - t + Z * Math.sqrt(t)) ** 3;
  return { statistic, withinConfidence: statistic < limit };
}

/** How many standard errors the mean of the draws lies from `mean`. */
export function standardErrors(draws: readonly number[], mean: number, deviation: number): number {
  const average = draws.reduce((sum, x) => sum + x, 0) / draws.length;
  return Math.abs(average - mean) / (deviation / Math.sqrt(draws.length));
}
