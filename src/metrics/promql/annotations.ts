import { goQuote } from '../../api/go-quote.ts';
import { formatTime } from '../../api/times.ts';
import { formatGoFloat } from '../../api/go-float.ts';
import { formatSignificant } from './go-float.ts';
import { type PositionRange, startPosition } from './position.ts';

/** Where and how far buckets were made monotonic, over all samples of a query. */
interface Monotonicity {
  readonly position: PositionRange;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly minBucket: number;
  readonly maxBucket: number;
  readonly maxDiff: number;
  readonly samples: number;
}

const MONOTONICITY =
  'PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see ' +
  'https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)';

/**
 * What a query has to say beside its result. The same remark is kept once, with the place where it was made last.
 * Source: util/annotations/annotations.go.
 */
export class Annotations {
  readonly #query: string;
  readonly #remarks = new Map<string, PositionRange>();
  #monotonicity: Monotonicity | undefined;
  #forcedAtStep = 0;

  constructor(query: string) {
    this.#query = query;
  }

  get warnings(): readonly string[] {
    return this.#texts('PromQL warning');
  }

  get infos(): readonly string[] {
    const fixed = this.#monotonicity;
    const others = this.#texts('PromQL info');
    return fixed === undefined ? others : [...others, this.#monotonicityText(fixed)].sort();
  }

  #texts(kind: string): readonly string[] {
    return [...this.#remarks]
      .filter(([text]) => text.startsWith(kind))
      .map(([text, position]) => `${text} (${startPosition(this.#query, position.start)})`)
      .sort();
  }

  #monotonicityText({ position, firstMs, lastMs, minBucket, maxBucket, maxDiff, samples }: Monotonicity): string {
    const buckets = `from buckets ${formatGoFloat(minBucket)} to ${formatGoFloat(maxBucket)}`;
    const times = `from ${formatTime(firstMs)} to ${formatTime(lastMs)}`;
    const diff = `with a max diff of ${formatSignificant(maxDiff, 2)}`;
    const where = startPosition(this.#query, position.start);
    return `${MONOTONICITY}, ${buckets}, ${diff}, over ${samples} samples ${times} (${where})`;
  }

  invalidQuantile(q: number, position: PositionRange): void {
    const text = `PromQL warning: quantile value should be between 0 and 1, got ${formatGoFloat(q)}`;
    this.#remarks.set(text, position);
  }

  badBucketLabel(label: string, position: PositionRange): void {
    const text = `PromQL warning: bucket label "le" is missing or has a malformed value of ${goQuote(label)}`;
    this.#remarks.set(text, position);
  }

  sortInRangeQuery(position: PositionRange): void {
    const text = 'sort is ineffective for range queries since results are always ordered by labels';
    this.#remarks.set(`PromQL warning: ${text}`, position);
  }

  possibleNonCounter(metric: string, position: PositionRange): void {
    const text = 'metric might not be a counter, name does not end in _total/_sum/_count/_bucket:';
    this.#remarks.set(`PromQL info: ${text} ${goQuote(metric)}`, position);
  }

  incompatibleTypes(operator: string, position: PositionRange): void {
    const text = 'incompatible sample types encountered for binary operator';
    this.#remarks.set(`PromQL info: ${text} "${operator}": float ${operator} float`, position);
  }

  forcedMonotonicity(
    position: PositionRange,
    timeMs: number,
    fix: Pick<Monotonicity, 'minBucket' | 'maxBucket' | 'maxDiff'>,
  ): void {
    const before = this.#monotonicity;
    this.#monotonicity = {
      // The remark of the reference keeps the place of the first.
      position: before?.position ?? position,
      firstMs: Math.min(before?.firstMs ?? timeMs, timeMs),
      lastMs: Math.max(before?.lastMs ?? timeMs, timeMs),
      minBucket: Math.min(before?.minBucket ?? Infinity, fix.minBucket),
      maxBucket: Math.max(before?.maxBucket ?? -Infinity, fix.maxBucket),
      maxDiff: Math.max(before?.maxDiff ?? 0, fix.maxDiff),
      samples: before?.samples ?? 0,
    };
    this.#forcedAtStep += 1;
  }

  /** How many samples were made monotonic since this was asked last. */
  takeForced(): number {
    const forced = this.#forcedAtStep;
    this.#forcedAtStep = 0;
    return forced;
  }

  addForcedSamples(samples: number): void {
    if (this.#monotonicity === undefined || samples === 0) return;
    this.#monotonicity = { ...this.#monotonicity, samples: this.#monotonicity.samples + samples };
  }
}
