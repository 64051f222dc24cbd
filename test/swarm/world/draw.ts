import type { JsonObject, Json } from '../../../src/api/json.ts';
import type { RandomStream } from '../../../src/kernel/streams.ts';

/** Choices drawn from one random stream. */
export class Draw {
  readonly #stream: RandomStream;

  constructor(stream: RandomStream) {
    this.#stream = stream;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + this.#stream.int(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.#stream.uniform() < probability;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.#stream.int(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  /** What `make` returns, with this probability; else undefined. */
  maybe<T>(probability: number, make: () => T): T | undefined {
    return this.chance(probability) ? make() : undefined;
  }

  /** One of the names, each with a probability in proportion to its weight; undefined if all weights are 0. */
  weighted<T>(weights: readonly (readonly [T, number])[]): T | undefined {
    let left = this.#stream.uniform() * weights.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [item, weight] of weights) {
      if (left < weight) return item;
      left -= weight;
    }
    return undefined;
  }

  shuffle<T>(items: readonly T[]): T[] {
    return items
      .map((item) => [this.#stream.uint32(), item] as const)
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item);
  }

  /** Between one and all of the items, in a random order. */
  some<T>(items: readonly T[]): T[] {
    return this.shuffle(items).slice(0, this.int(1, items.length));
  }
}

/** An object without the keys whose value is undefined. */
export function given(entries: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}
