/** One bucket of a classic histogram: how many observations are at most its bound. */
export interface Bucket {
  readonly upperBound: number;
  readonly count: number;
}

/** Where counts had to be raised because they fell towards larger bounds. */
export interface ForcedMonotonicity {
  readonly minBucket: number;
  readonly maxBucket: number;
  readonly maxDiff: number;
}

const SMALL_DELTA_TOLERANCE = 1e-12;
const SMALLEST_NORMAL = 2.2250738585072014e-308;

/** Sorted, with buckets of equal bounds added up. Source: promql/quantile.go coalesceBuckets. */
function sortedAndCoalesced(buckets: readonly Bucket[]): readonly Bucket[] {
  const sorted = [...buckets].sort(({ upperBound: a }, { upperBound: b }) => (a < b ? -1 : a > b ? 1 : 0));
  const result: Bucket[] = [];
  for (const bucket of sorted) {
    const last = result.at(-1);
    if (last?.upperBound === bucket.upperBound) {
      result[result.length - 1] = { upperBound: last.upperBound, count: last.count + bucket.count };
    } else result.push(bucket);
  }
  return result;
}

/** Source: util/almost/almost.go Equal. */
function almostEqual(a: number, b: number): boolean {
  if (Number.isNaN(a) && Number.isNaN(b)) return true;
  const sum = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  if (a === 0 || b === 0 || sum < SMALLEST_NORMAL) return difference < SMALL_DELTA_TOLERANCE * SMALLEST_NORMAL;
  return difference / Math.min(sum, Number.MAX_VALUE) < SMALL_DELTA_TOLERANCE;
}

/** Source: promql/quantile.go ensureMonotonicAndIgnoreSmallDeltas. */
function monotonic(buckets: readonly Bucket[]): {
  readonly buckets: readonly Bucket[];
  readonly forced: ForcedMonotonicity | undefined;
} {
  let forced: ForcedMonotonicity | undefined;
  let before = buckets[0]?.count ?? NaN;
  const result = buckets.map((bucket, index) => {
    const { upperBound, count } = bucket;
    if (index === 0 || count === before) return bucket;
    const small = almostEqual(before, count);
    if (!small && !(count < before)) {
      before = count;
      return bucket;
    }
    if (!small) {
      forced = {
        minBucket: Math.min(forced?.minBucket ?? Infinity, upperBound),
        maxBucket: Math.max(forced?.maxBucket ?? -Infinity, upperBound),
        maxDiff: Math.max(forced?.maxDiff ?? 0, before - count),
      };
    }
    return { upperBound, count: before };
  });
  return { buckets: result, forced };
}

export interface BucketQuantile {
  readonly value: number;
  readonly forced: ForcedMonotonicity | undefined;
}

/**
 * The q-quantile, by a straight line within the bucket it falls into. Buckets 1: 10, 2: 30, +Inf: 40 and q = 0.5: rank 20 lies in
 * the second, 10 into its 20: 1.5. In the last bucket: the bound before it.
 * Source: promql/quantile.go BucketQuantile.
 */
export function bucketQuantile(q: number, given: readonly Bucket[]): BucketQuantile {
  if (Number.isNaN(q)) return { value: NaN, forced: undefined };
  if (q < 0) return { value: -Infinity, forced: undefined };
  if (q > 1) return { value: Infinity, forced: undefined };
  const coalesced = sortedAndCoalesced(given);
  if (coalesced.at(-1)?.upperBound !== Infinity) return { value: NaN, forced: undefined };
  const { buckets, forced } = monotonic(coalesced);
  const observations = buckets.at(-1)?.count ?? NaN;
  if (buckets.length < 2 || observations === 0) return { value: NaN, forced };
  return { value: valueAtRank(q * observations, buckets), forced };
}

function valueAtRank(rank: number, buckets: readonly Bucket[]): number {
  const last = buckets.length - 1;
  const index = firstIndex(last, (i) => (buckets[i]?.count ?? NaN) >= rank);
  const bound = (i: number): number => buckets[i]?.upperBound ?? NaN;
  const countUntil = (i: number): number => buckets[i]?.count ?? NaN;
  if (index === last) return bound(last - 1);
  if (index === 0 && bound(0) <= 0) return bound(0);
  const start = index === 0 ? 0 : bound(index - 1);
  const before = index === 0 ? 0 : countUntil(index - 1);
  return start + (bound(index) - start) * ((rank - before) / (countUntil(index) - before));
}

/** The first index for which the test holds, else `length`, by binary search. Source: Go sort.Search. */
function firstIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The share of observations between two values. Source: promql/quantile.go BucketFraction. */
export function bucketFraction(lower: number, upper: number, given: readonly Bucket[]): number {
  const buckets = sortedAndCoalesced(given);
  const last = buckets.at(-1);
  if (last?.upperBound !== Infinity || last.count === 0 || Number.isNaN(lower) || Number.isNaN(upper)) return NaN;
  if (lower >= upper) return 0;
  const share = (value: number): number => Math.min(rankOf(value, buckets), last.count);
  return (share(upper) - share(lower)) / last.count;
}

/** How many observations are at most this value. */
function rankOf(value: number, buckets: readonly Bucket[]): number {
  let rank = 0;
  let lowerBound = (buckets[0]?.upperBound ?? NaN) > 0 ? 0 : -Infinity;
  for (const { upperBound, count } of buckets) {
    if (lowerBound >= value) return rank;
    if (upperBound > value) {
      // Buckets without end have no line to follow.
      if (lowerBound === -Infinity) return count;
      return rank + ((count - rank) * (value - lowerBound)) / (upperBound - lowerBound);
    }
    rank = count;
    lowerBound = upperBound;
  }
  return Infinity;
}
