import { sampleBinomial } from '../kernel/binomial.ts';
import { exp } from '../kernel/exp.ts';
import { log1p } from '../kernel/log.ts';
import type { RandomStream } from '../kernel/streams.ts';

/** The share of a population that at least one of so many requests came from, each being from any of them: 1 - (1 - 1/users)^requests. */
export function expectedReach(requests: number, users: number): number {
  if (users <= 1) return requests > 0 ? 1 : 0;
  return 1 - exp(requests * log1p(-1 / users));
}

/**
 * How many people met something at least once. Each request comes from one of `users` people, all equally likely and independent of the ones
 * before, so that those who have not met it yet do so in a window with the probability `expectedReach`.
 */
export class Reach {
  readonly #users: number;
  #reached = 0;

  constructor(users: number) {
    this.#users = users;
  }

  get reached(): number {
    return this.#reached;
  }

  /** Adds a window; `among` is how many people can meet it at all, where callers stay where they were sent. */
  add(requests: number, stream: RandomStream, among = this.#users): void {
    const population = Math.max(1, Math.min(this.#users, Math.round(among)));
    const left = Math.max(0, population - this.#reached);
    if (requests > 0 && left > 0) this.#reached += sampleBinomial(left, expectedReach(requests, population), stream);
  }
}
