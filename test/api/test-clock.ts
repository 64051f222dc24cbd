import type { Clock, Timers } from '../../src/api/clock.ts';

interface Scheduled {
  readonly dueMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** A clock that tests move by hand. */
export class TestClock implements Clock, Timers {
  #nowMs: number;
  #scheduled: Scheduled[] = [];
  #order = 0;

  constructor(nowMs = 0) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  schedule(dueMs: number, run: () => void): () => void {
    const entry = { dueMs, order: this.#order, run };
    this.#order += 1;
    this.#scheduled.push(entry);
    return () => {
      this.#scheduled = this.#scheduled.filter((other) => other !== entry);
    };
  }

  /** Moves time on and runs what is due by then, in the order of due time. */
  advanceTo(nowMs: number): void {
    this.#nowMs = nowMs;
    const due = this.#scheduled.filter((entry) => entry.dueMs <= nowMs);
    this.#scheduled = this.#scheduled.filter((entry) => entry.dueMs > nowMs);
    due.sort((a, b) => a.dueMs - b.dueMs || a.order - b.order);
    for (const entry of due) entry.run();
  }
}
