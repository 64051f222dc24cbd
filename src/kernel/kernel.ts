import { EventQueue } from './event-queue.ts';
import type { ScheduledEvent } from './event-queue.ts';

/** A clock and the events before it: the whole of a discrete-event simulation. */
export class Kernel {
  readonly queue = new EventQueue();
  #nowMs: number;

  constructor(startMs = 0) {
    this.#nowMs = startMs;
  }

  /** The time of the event that runs now, or ran last. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /**
   * Lets `run` happen `delayMs` from now; among events of one time the lower class goes first, then the one scheduled
   * first. Throws a RangeError if the delay is negative or not finite.
   */
  schedule(delayMs: number, eventClass: number, run: () => void): ScheduledEvent {
    if (!(delayMs >= 0)) throw new RangeError(`delayMs (=${delayMs}) should not be negative`);
    return this.queue.schedule(this.#nowMs + delayMs, eventClass, run);
  }

  cancel(event: ScheduledEvent): void {
    this.queue.cancel(event);
  }

  /** Moves the clock to the next event and runs it; false when there is none. */
  step(): boolean {
    const event = this.queue.pop();
    if (event === undefined) return false;
    this.#nowMs = event.timeMs;
    event.run();
    return true;
  }

  /** Runs every event up to and at `untilMs`, then sets the clock to `untilMs` if that is a time; by default, all events. */
  run(untilMs = Infinity): void {
    if (!(untilMs >= this.#nowMs)) {
      throw new RangeError(`untilMs (=${untilMs}) should not be before the present (=${this.#nowMs})`);
    }
    for (let next = this.queue.peekTimeMs(); next !== undefined && next <= untilMs; next = this.queue.peekTimeMs()) {
      this.step();
    }
    if (untilMs !== Infinity) this.#nowMs = untilMs;
  }
}
