import { formatGoFloat } from '../../api/go-float.ts';
import { type Labels, labelsOf, METRIC_NAME } from '../series/labels.ts';
import type { Exposed } from './exporter.ts';

export type LabelSet = Readonly<Record<string, string | undefined>>;

function withName(name: string, labels: LabelSet, more: LabelSet = {}): Labels {
  const pairs: [string, string][] = [[METRIC_NAME, name]];
  for (const [key, text] of Object.entries({ ...labels, ...more })) if (text !== undefined) pairs.push([key, text]);
  return labelsOf(pairs);
}

/** A bound as Prometheus stores it since 3.0: `0.25`, `1.0`, `+Inf`. Source: model/labels/float.go FormatOpenMetricsFloat. */
function boundText(bound: number): string {
  const text = formatGoFloat(bound);
  return /[.eI]/.test(text) ? text : `${text}.0`;
}

interface Counter {
  readonly name: string;
  readonly labels: Labels;
  value: number;
}

/** A classic histogram as a client library keeps it. */
class Histogram {
  readonly #buckets: readonly Labels[];
  readonly #sum: Labels;
  readonly #count: Labels;
  readonly #names: readonly string[];
  /** Observations by bucket, not added up. */
  readonly #counts: number[];
  #total = 0;

  /** `bounds` are the finite upper bounds, in the unit of the metric. */
  constructor(name: string, labels: LabelSet, bounds: readonly number[]) {
    this.#buckets = [...bounds, Infinity].map((bound) => withName(`${name}_bucket`, labels, { le: boundText(bound) }));
    this.#names = [`${name}_bucket`, `${name}_sum`, `${name}_count`];
    this.#sum = withName(`${name}_sum`, labels);
    this.#count = withName(`${name}_count`, labels);
    this.#counts = new Array<number>(bounds.length + 1).fill(0);
  }

  /** Adds observations by bucket, the last number being those beyond all bounds, and their sum. */
  add(counts: readonly number[], sum: number): void {
    counts.forEach((n, index) => (this.#counts[index] = (this.#counts[index] ?? 0) + n));
    this.#total += sum;
  }

  /** Whether any of its series is among those that matter. */
  isIn(reach: (metric: string) => boolean): boolean {
    return this.#names.some(reach);
  }

  *expose(): Iterable<Exposed> {
    let below = 0;
    for (const [index, labels] of this.#buckets.entries()) {
      below += this.#counts[index] ?? 0;
      yield { labels, value: below };
    }
    yield { labels: this.#sum, value: this.#total };
    yield { labels: this.#count, value: below };
  }
}

/** Counters and histograms with whatever labels. `key` tells those of one name apart and has to stand for their labels. */
export class Counters {
  readonly #counters = new Map<string, Counter>();
  readonly #histograms = new Map<string, Histogram>();

  add(name: string, key: string, labels: () => LabelSet, increase: number): void {
    const id = `${name} ${key}`;
    const known = this.#counters.get(id);
    if (known === undefined) this.#counters.set(id, { name, labels: withName(name, labels()), value: increase });
    else known.value += increase;
  }

  histogram(name: string, key: string, labels: () => LabelSet, bounds: () => readonly number[]): Histogram {
    const id = `${name} ${key}`;
    let histogram = this.#histograms.get(id);
    if (histogram === undefined) this.#histograms.set(id, (histogram = new Histogram(name, labels(), bounds())));
    return histogram;
  }

  *expose(reach: (metric: string) => boolean): Iterable<Exposed> {
    for (const counter of this.#counters.values()) if (reach(counter.name)) yield counter;
    for (const histogram of this.#histograms.values()) if (histogram.isIn(reach)) yield* histogram.expose();
  }
}
