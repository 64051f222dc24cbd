import { exp } from '../kernel/exp.ts';

/** What a caller may be bound to. */
export interface Bond {
  readonly key: string;
  readonly weight: number;
  /** Whether those who are bound to it stay. */
  readonly alive: boolean;
}

/** Shares that are closer to their weights than this are where they will stay. */
const SETTLED = 1e-4;

/**
 * Which share of the callers each destination holds where callers stay where they were sent. Stays end at random after `stickyForMs` on average, and
 * who comes back is sent by the weights of then: shares approach the weights as e^(-t / stickyForMs).
 */
export class StickyShares {
  readonly #stickyForMs: number;
  readonly #shares = new Map<string, number>();
  #settled = true;

  constructor(stickyForMs: number) {
    this.#stickyForMs = stickyForMs;
  }

  /** Whether the shares are where the weights are. */
  get settled(): boolean {
    return this.#settled;
  }

  /** What callers are bound to. */
  get keys(): Iterable<string> {
    return this.#shares.keys();
  }

  /** The shares after a time with these weights, in their order. A destination that is gone, or has nobody to answer, gives its callers back at once. */
  advance(byMs: number, destinations: readonly Bond[]): readonly number[] {
    const total = destinations.reduce((sum, { weight }) => sum + weight, 0);
    const weights = destinations.map(({ weight }) => (total > 0 ? weight / total : 0));
    const held = destinations.map(({ key, alive }) => (alive ? (this.#shares.get(key) ?? 0) : 0));
    const free = Math.max(0, 1 - held.reduce((sum, share) => sum + share, 0));
    const stay = exp(-byMs / this.#stickyForMs);
    const shares = weights.map((weight, index) => {
      const now = (held[index] ?? 0) + free * weight;
      return weight + (now - weight) * stay;
    });
    this.#shares.clear();
    destinations.forEach(({ key }, index) => this.#shares.set(key, shares[index] ?? 0));
    this.#settled = shares.every((share, index) => Math.abs(share - (weights[index] ?? 0)) < SETTLED);
    return shares;
  }
}
