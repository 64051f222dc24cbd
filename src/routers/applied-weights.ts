import type { Clock } from '../api/clock.ts';

/**
 * When load balancers took over the weights that were last written for them: a fixed delay after the write. Lives as
 * long as the run, while routers are made for each reconcile.
 */
export class AppliedWeights {
  readonly #clock: Clock;
  readonly #delayMs: number;
  readonly #written = new Map<string, { readonly weights: string; readonly atMs: number }>();

  constructor(clock: Clock, delayMs: number) {
    this.#clock = clock;
    this.#delayMs = delayMs;
  }

  /** Notes the weights that an object (`Ingress/namespace/name`) carries now. */
  write(object: string, weights: string): void {
    if (this.#written.get(object)?.weights === weights) return;
    this.#written.set(object, { weights, atMs: this.#clock.nowMs() });
  }

  /** Whether these weights are written and in force. */
  areApplied(object: string, weights: string): boolean {
    const last = this.#written.get(object);
    return last?.weights === weights && this.#clock.nowMs() >= last.atMs + this.#delayMs;
  }
}
