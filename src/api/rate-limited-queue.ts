import type { Clock, Timers } from './clock.ts';
import type { WorkQueue } from './workqueue.ts';

export interface QueueOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Wait before the retry that follows the given number of failures (1, 2, …). */
  readonly retryDelayMs: (failures: number) => number;
}

/** Waits of 1, 2, 4, … times `baseMs`, at most `maxMs`: Argo Rollouts has 1 ms and 10 s. Source: utils/queue/queue.go. */
export function exponentialRetryDelays(baseMs: number, maxMs: number): (failures: number) => number {
  return (failures) => {
    let delayMs = baseMs;
    for (let count = 1; count < failures && delayMs < maxMs; count += 1) delayMs *= 2;
    return Math.min(delayMs, maxMs);
  };
}

/** The waits of a list, the last of which repeats. */
export function listedRetryDelays(delaysMs: readonly number[]): (failures: number) => number {
  return (failures) => delaysMs[Math.min(failures, delaysMs.length) - 1] ?? 0;
}

interface Waiting {
  readonly dueMs: number;
  readonly cancel: () => void;
}

/**
 * client-go's rate-limited queue for one worker. Source: k8s.io/client-go/util/workqueue queue.go, delaying_queue.go and
 * rate_limiting_queue.go.
 */
export class RateLimitedQueue implements WorkQueue {
  readonly name: string;
  readonly #options: QueueOptions;
  /** Keys to be taken, first in first out. */
  #ready: string[] = [];
  /** Keys that need work: those ready, and those in processing that were added meanwhile. */
  readonly #dirty = new Set<string>();
  readonly #processing = new Set<string>();
  readonly #waiting = new Map<string, Waiting>();
  readonly #failures = new Map<string, number>();

  constructor(options: QueueOptions) {
    this.name = options.name;
    this.#options = options;
  }

  get length(): number {
    return this.#ready.length;
  }

  /** The keys that are ready, first to be taken first. */
  get readyKeys(): readonly string[] {
    return this.#ready;
  }

  /** The earliest time at which a delayed key is due, or undefined. */
  get nextDueMs(): number | undefined {
    let next: number | undefined;
    for (const { dueMs } of this.#waiting.values()) if (next === undefined || dueMs < next) next = dueMs;
    return next;
  }

  add(key: string): void {
    if (this.#dirty.has(key)) return;
    this.#dirty.add(key);
    if (!this.#processing.has(key)) this.#ready.push(key);
  }

  addAfter(key: string, delayMs: number, periodic?: 'periodic'): void {
    if (delayMs <= 0) {
      this.add(key);
      return;
    }
    const dueMs = this.#options.clock.nowMs() + delayMs;
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined) {
      if (waiting.dueMs <= dueMs) return;
      waiting.cancel();
    }
    const wake = (): void => {
      this.#waiting.delete(key);
      this.add(key);
    };
    const cancel = this.#options.timers.schedule(dueMs, wake, periodic === 'periodic');
    this.#waiting.set(key, { dueMs, cancel });
  }

  addRateLimited(key: string): void {
    this.add(key);
  }

  retry(key: string): void {
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    this.addAfter(key, this.#options.retryDelayMs(failures));
  }

  forget(key: string): void {
    this.#failures.delete(key);
  }

  get(): string | undefined {
    const key = this.#ready.shift();
    if (key === undefined) return undefined;
    this.#processing.add(key);
    this.#dirty.delete(key);
    return key;
  }

  done(key: string): void {
    if (!this.#processing.delete(key)) return;
    if (this.#dirty.has(key)) this.#ready.push(key);
  }

  /** Forgets every key, ready or delayed: its process has ended. */
  shutDown(): void {
    for (const { cancel } of this.#waiting.values()) cancel();
    this.#waiting.clear();
    this.#failures.clear();
    this.#dirty.clear();
    this.#ready = [];
  }

  /** Takes a key back out, as if it had not been added, whether it is ready or waits for the end of its processing. Delayed keys stay. */
  withdraw(key: string): void {
    if (!this.#dirty.delete(key) || this.#processing.has(key)) return;
    this.#ready = this.#ready.filter((other) => other !== key);
  }
}
