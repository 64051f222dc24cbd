import { compareLabels, type Labels, METRIC_NAME } from './labels.ts';
import type { Matcher } from './matcher.ts';

/** The samples of one series, in the order of time. */
export interface Series {
  readonly labels: Labels;
  readonly length: number;
  timeMs(index: number): number;
  value(index: number): number;
  /** Whether this sample says that the series has ended here. */
  isStale(index: number): boolean;
  /** How many samples are not after this time: also the index of the first one that is. */
  countUntil(timeMs: number): number;
  /** The samples from one index up to, not including, another, markers of the end left out: a view that is good until the next append. */
  samples(from: number, to: number): Samples;
}

/** Times and values of some samples. */
export interface Samples {
  readonly times: Float64Array;
  readonly values: Float64Array;
}

const FIRST_CAPACITY = 16;

/** 16 bytes a sample: its time and its value. Staleness markers are rare and kept beside, not as NaNs of certain bits. */
class StoredSeries implements Series {
  readonly labels: Labels;
  length = 0;
  #times = new Float64Array(FIRST_CAPACITY);
  #values = new Float64Array(FIRST_CAPACITY);
  #stale: Set<number> | undefined;

  constructor(labels: Labels) {
    this.labels = labels;
  }

  append(timeMs: number, value: number, stale: boolean): void {
    const last = this.length - 1;
    if (last >= 0 && timeMs <= this.timeMs(last)) {
      throw new RangeError(`a sample of ${this.labels.toString()} at ${timeMs} ms is not after the last one`);
    }
    if (this.length === this.#times.length) this.#grow();
    this.#times[this.length] = timeMs;
    this.#values[this.length] = value;
    if (stale) (this.#stale ??= new Set()).add(this.length);
    this.length += 1;
  }

  #grow(): void {
    const times = new Float64Array(this.#times.length * 2);
    times.set(this.#times);
    this.#times = times;
    const values = new Float64Array(this.#values.length * 2);
    values.set(this.#values);
    this.#values = values;
  }

  timeMs(index: number): number {
    return this.#times[index] ?? NaN;
  }

  value(index: number): number {
    return this.#values[index] ?? NaN;
  }

  isStale(index: number): boolean {
    return this.#stale?.has(index) ?? false;
  }

  countUntil(timeMs: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.timeMs(middle) <= timeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  samples(from: number, to: number): Samples {
    const [times, values] = [this.#times.subarray(from, to), this.#values.subarray(from, to)];
    if (this.#stale === undefined) return { times, values };
    const keeps = (_sample: number, index: number): boolean => !this.isStale(from + index);
    return { times: times.filter(keeps), values: values.filter(keeps) };
  }

  get bytes(): number {
    return this.#times.byteLength + this.#values.byteLength;
  }
}

/** The series of one metric name. */
interface Family {
  readonly series: StoredSeries[];
  sorted: boolean;
}

function byLabels(a: Series, b: Series): number {
  return compareLabels(a.labels, b.labels);
}

/** The time series of a run, or of a test, in memory. */
export class SeriesStore {
  readonly #byKey = new Map<string, StoredSeries>();
  readonly #byName = new Map<string, Family>();

  /** Adds a sample after all others of its series. */
  append(labels: Labels, timeMs: number, value: number): void {
    this.#series(labels).append(timeMs, value, false);
  }

  /** Says that a series ends at this time; it is as if it were not there until its next sample. */
  appendStale(labels: Labels, timeMs: number): void {
    this.#series(labels).append(timeMs, NaN, true);
  }

  #series(labels: Labels): StoredSeries {
    let series = this.#byKey.get(labels.key);
    if (series === undefined) {
      series = new StoredSeries(labels);
      this.#byKey.set(labels.key, series);
      const name = labels.get(METRIC_NAME);
      const family = this.#byName.get(name);
      if (family === undefined) this.#byName.set(name, { series: [series], sorted: true });
      else {
        family.series.push(series);
        family.sorted = false;
      }
    }
    return series;
  }

  /**
   * The series that all matchers want and that have a sample in [fromMs, toMs], in the order of labels, which fixes the order in which
   * they are summed.
   */
  select(matchers: readonly Matcher[], fromMs = -Infinity, toMs = Infinity): readonly Series[] {
    const found: Series[] = [];
    for (const series of this.#candidates(matchers)) {
      if (!matchers.every((matcher) => matcher.matches(series.labels.get(matcher.name)))) continue;
      const first = series.countUntil(fromMs - 1);
      if (first < series.length && series.timeMs(first) <= toMs) found.push(series);
    }
    return found;
  }

  #candidates(matchers: readonly Matcher[]): Iterable<Series> {
    const name = matchers.find((matcher) => matcher.name === METRIC_NAME && matcher.operator === '=');
    if (name === undefined) return [...this.#byKey.values()].sort(byLabels);
    const family = this.#byName.get(name.value);
    if (family === undefined) return [];
    if (!family.sorted) family.series.sort(byLabels);
    family.sorted = true;
    return family.series;
  }

  /** Forgets the samples after a time. */
  dropAfter(timeMs: number): void {
    for (const series of this.#byKey.values()) series.length = series.countUntil(timeMs);
  }

  /** The names of all metrics. */
  get names(): readonly string[] {
    return [...this.#byName.keys()].sort();
  }

  /** Every series, in the order of labels. */
  all(): readonly Series[] {
    return this.select([]);
  }

  /** What is held: for reports and benchmarks. */
  get size(): { readonly series: number; readonly samples: number; readonly bytes: number } {
    let samples = 0;
    let bytes = 0;
    for (const series of this.#byKey.values()) {
      samples += series.length;
      bytes += series.bytes;
    }
    return { series: this.#byKey.size, samples, bytes };
  }
}
