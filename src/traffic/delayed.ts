/** What somebody sees who hears of every change only after a while. */
export class Delayed<T> {
  readonly #delayMs: number;
  /** Oldest first; the first is what is seen now. */
  readonly #seen: { readonly timeMs: number; readonly value: T }[] = [];

  constructor(delayMs: number) {
    this.#delayMs = delayMs;
  }

  /** When the next change that is on its way arrives; Infinity if none is. */
  get nextMs(): number {
    const next = this.#seen[1];
    return next === undefined ? Infinity : next.timeMs + this.#delayMs;
  }

  /** Takes in what is true now, and gives what is seen now: what was true a delay ago, or at the start. */
  observe(nowMs: number, value: T): T {
    const last = this.#seen.at(-1);
    if (last === undefined || last.value !== value) this.#seen.push({ timeMs: nowMs, value });
    let next = this.#seen[1];
    while (next !== undefined && next.timeMs <= nowMs - this.#delayMs) {
      this.#seen.shift();
      next = this.#seen[1];
    }
    return this.#seen[0]?.value ?? value;
  }
}
