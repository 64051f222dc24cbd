import { formatGoFloat } from '../../api/go-float.ts';
import { type Labels, labelsOf, METRIC_NAME } from '../series/labels.ts';
import type { Exposed } from './exporter.ts';

type LabelSet = Readonly<Record<string, string | undefined>>;

function withName(name: string, labels: LabelSet, more: LabelSet = {}): Labels {
  const pairs: [string, string][] = [[METRIC_NAME, name]];
  for (const [key, text] of Object.entries({ ...labels, ...more })) if (text !== undefined) pairs.push([key, text]);
  return labelsOf(pairs);
}

interface Histogram {
  readonly buckets: readonly Labels[];
  readonly sum: Labels;
  readonly count: Labels;
  /** Observations by bucket, not added up. */
  readonly counts: number[];
  total: number;
}

/** Counters and classic histograms with whatever labels, as a client library keeps them. */
export class Counters {
  readonly #values = new Map<string, { readonly labels: Labels; value: number }>();
  readonly #histograms = new Map<string, Histogram>();

  add(name: string, labels: LabelSet, increase: number): void {
    const key = `${name}\u0000${JSON.stringify(labels)}`;
    const known = this.#values.get(key);
    if (known === undefined) this.#values.set(key, { labels: withName(name, labels), value: increase });
    else known.value += increase;
  }

  /** Adds observations by bucket; `bounds` are the finite upper bounds in the unit of the metric, and the last number is beyond them. */
  observe(name: string, labels: LabelSet, bounds: readonly number[], counts: readonly number[], sum: number): void {
    const key = `${name}\u0000${JSON.stringify(labels)}`;
    let histogram = this.#histograms.get(key);
    if (histogram === undefined) {
      histogram = {
        buckets: [...bounds, Infinity].map((bound) => withName(`${name}_bucket`, labels, { le: formatGoFloat(bound) })),
        sum: withName(`${name}_sum`, labels),
        count: withName(`${name}_count`, labels),
        counts: new Array<number>(bounds.length + 1).fill(0),
        total: 0,
      };
      this.#histograms.set(key, histogram);
    }
    const { counts: own } = histogram;
    counts.forEach((n, index) => (own[index] = (own[index] ?? 0) + n));
    histogram.total += sum;
  }

  *expose(): Iterable<Exposed> {
    yield* this.#values.values();
    for (const { buckets, sum, count, counts, total } of this.#histograms.values()) {
      let below = 0;
      for (const [index, labels] of buckets.entries()) {
        below += counts[index] ?? 0;
        yield { labels, value: below };
      }
      yield { labels: sum, value: total };
      yield { labels: count, value: below };
    }
  }
}
