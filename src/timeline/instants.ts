import type { AnalysisResult, Finding, Timeline, TimelineEntry, Verdict } from './timeline.ts';

/** Everything that a timeline has of one instant. */
export interface Instant {
  readonly atMs: number;
  readonly entries: readonly TimelineEntry[];
  readonly findings: readonly Finding[];
  readonly analyses: readonly AnalysisResult[];
  readonly verdicts: readonly Verdict[];
}

/** The instants at which a timeline has something, in order. */
export function* byInstant({ entries, findings, analyses, verdicts }: Timeline): Generator<Instant> {
  const lists = {
    entries: new InOrder(entries),
    findings: new InOrder(findings),
    analyses: new InOrder(analyses),
    verdicts: new InOrder(verdicts),
  };
  const all = Object.values(lists);
  for (;;) {
    const atMs = Math.min(...all.map((list) => list.nextMs));
    if (atMs === Infinity) return;
    yield {
      atMs,
      entries: lists.entries.takeAt(atMs),
      findings: lists.findings.takeAt(atMs),
      analyses: lists.analyses.takeAt(atMs),
      verdicts: lists.verdicts.takeAt(atMs),
    };
  }
}

/** A list in the order of time, taken instant by instant. */
class InOrder<T extends { readonly atMs: number }> {
  readonly #items: readonly T[];
  #next = 0;

  constructor(items: readonly T[]) {
    this.#items = items;
  }

  get nextMs(): number {
    return this.#items[this.#next]?.atMs ?? Infinity;
  }

  takeAt(atMs: number): readonly T[] {
    const start = this.#next;
    while (this.nextMs === atMs) this.#next += 1;
    return this.#items.slice(start, this.#next);
  }
}

/** The times of these instants. */
export function instantsOf(timeline: Timeline): readonly number[] {
  return Array.from(byInstant(timeline), ({ atMs }) => atMs);
}

/** The `seq` of the last entry that is not later than `atMs`; -1 if there is none. */
export function lastSeqAt({ entries }: Pick<Timeline, 'entries'>, atMs: number): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.atMs ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
