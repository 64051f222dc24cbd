import { sampleBinomial } from '../kernel/binomial.ts';
import { exp } from '../kernel/exp.ts';
import { log1p } from '../kernel/log.ts';
import { standardNormal } from '../kernel/normal.ts';
import type { RandomStream } from '../kernel/streams.ts';

/** The share of a population that at least one of so many requests came from, each being from any of them: 1 - (1 - 1/users)^requests. */
export function expectedReach(requests: number, users: number): number {
  if (users <= 1) return requests > 0 ? 1 : 0;
  return 1 - exp(requests * log1p(-1 / users));
}

/** Up to so many draws are made one by one; more are drawn from a distribution of the same mean and variance. */
const ONE_BY_ONE = 64;

/**
 * How many of `left` people out of `population` send at least one of `requests`, each of which comes from any of the population. Never more than there
 * are requests: with 8 requests at most 8. A large number is drawn from the normal distribution with the mean and the variance of the occupancy
 * problem (Johnson and Kotz, Urn Models and Their Application, section 3.2).
 */
export function sampleReach(requests: number, left: number, population: number, stream: RandomStream): number {
  if (requests === 0 || left === 0) return 0;
  const most = Math.min(requests, left);
  if (requests <= ONE_BY_ONE) {
    let reached = 0;
    for (let n = 0; n < requests; n += 1) if (stream.uniform() * population < left - reached) reached += 1;
    return reached;
  }
  const missed = 1 - expectedReach(requests, population);
  const bothMissed = population <= 2 ? 0 : exp(requests * log1p(-2 / population));
  const variance = left * missed * (1 - missed) + left * (left - 1) * (bothMissed - missed * missed);
  const drawn = Math.round(left * (1 - missed) + Math.sqrt(Math.max(0, variance)) * standardNormal(stream));
  return Math.min(most, Math.max(0, drawn));
}

/** How many of `drawn` people, all different, out of `marked` and `unmarked` ones are unmarked: exact for few, binomial for many, and always possible. */
export function sampleUnmarked(drawn: number, marked: number, unmarked: number, stream: RandomStream): number {
  if (unmarked === 0 || drawn === 0) return 0;
  if (drawn <= ONE_BY_ONE) {
    let found = 0;
    for (let n = 0; n < drawn; n += 1) if (stream.uniform() * (marked + unmarked - n) < unmarked - found) found += 1;
    return found;
  }
  const found = sampleBinomial(drawn, unmarked / (marked + unmarked), stream);
  return Math.min(drawn, unmarked, Math.max(found, drawn - marked));
}

/** What a version answered in a window, and how many people can meet it at all. */
export interface Meeting {
  readonly requests: number;
  /** Requests whose callers ended up with an error of the version. */
  readonly failed: number;
  readonly among: number;
}

/**
 * The people behind the requests of a flow. Each request comes from one of `users`, all equally likely and independent of the ones before. Numbers are
 * possible ones: no more people are hurt than requests failed, those who were hurt have met what hurt them, and all who were hurt by anything are
 * the union of those who were hurt by each cause.
 */
export class People {
  readonly #users: number;
  readonly #stream: RandomStream;
  readonly #exposed = new Map<string, number>();
  readonly #hurtBy = new Map<string, number>();
  #hurt = 0;

  constructor(users: number, stream: RandomStream) {
    this.#users = users;
    this.#stream = stream;
  }

  /** People who got an error, whatever the cause. */
  get hurt(): number {
    return this.#hurt;
  }

  /** People who met a version so far, and those of them who got an error of it. */
  of(version: string): { readonly exposed: number; readonly hurt: number } {
    return { exposed: this.#exposed.get(version) ?? 0, hurt: this.#hurtBy.get(version) ?? 0 };
  }

  /** Adds what a version answered in a window. */
  meet(version: string, { requests, failed, among }: Meeting): void {
    const population = Math.max(1, Math.min(this.#users, Math.round(among)));
    const hurt = this.#hurtBy.get(version) ?? 0;
    let exposed = this.#exposed.get(version) ?? 0;
    const newlyHurt = this.#fail(version, failed, population);
    exposed += sampleUnmarked(newlyHurt, exposed - hurt, Math.max(0, population - exposed), this.#stream);
    exposed += sampleReach(requests - failed, Math.max(0, population - exposed), population, this.#stream);
    this.#exposed.set(version, Math.max(exposed, hurt + newlyHurt));
  }

  /** Adds requests that found nobody to answer. */
  lose(failed: number): void {
    this.#fail('', failed, this.#users);
  }

  #fail(cause: string, failed: number, population: number): number {
    const known = this.#hurtBy.get(cause) ?? 0;
    const hurt = sampleReach(failed, Math.max(0, population - known), population, this.#stream);
    this.#hurtBy.set(cause, known + hurt);
    const others = this.#hurt - known;
    this.#hurt += sampleUnmarked(hurt, others, this.#users - this.#hurt, this.#stream);
    return hurt;
  }
}
