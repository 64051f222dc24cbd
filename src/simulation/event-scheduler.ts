import type { Clock, Timers } from '../api/clock.ts';
import { EventQueue } from '../kernel/event-queue.ts';
import type { WorldRules } from '../world/world.ts';

/**
 * The phases of an instant, in their order: delayed work of controllers joins its queues, pods and nodes change, the script acts; windows of traffic
 * begin when all is quiet. Within a phase the order is that of due time, then of scheduling.
 */
const PHASES = ['delayed', 'cluster', 'script', 'traffic'] as const;
export type Phase = (typeof PHASES)[number];

/**
 * The clock of a run and what is to come. Time stands still within an instant; instants lie on the world's grid (multiples of `resolutionMs`
 * after the epoch, plus `offsetMs`), and what is due between two of them comes at the later one, in the order of due time.
 */
export class EventScheduler implements Clock {
  readonly #epochMs: number;
  readonly #rules: Pick<WorldRules, 'resolutionMs' | 'offsetMs'>;
  readonly #queues: Readonly<Record<Phase, EventQueue>> = {
    delayed: new EventQueue(),
    cluster: new EventQueue(),
    script: new EventQueue(),
    traffic: new EventQueue(),
  };
  #nowMs: number;
  /** What is to come and matters: an entry for each, in the order in which they were scheduled. */
  readonly #foreground = new Set<{ readonly scheduledMs: number }>();

  /** Starts at the first instant. */
  constructor(epochMs: number, rules: Pick<WorldRules, 'resolutionMs' | 'offsetMs'>) {
    this.#epochMs = epochMs;
    this.#rules = rules;
    this.#nowMs = epochMs + rules.offsetMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  /** Milliseconds of the run: 0 at the first instant. */
  get atMs(): number {
    return this.#nowMs - this.#epochMs - this.#rules.offsetMs;
  }

  /** Number of things to come that matter: all but the periodic ones. */
  get foreground(): number {
    return this.#foreground.size;
  }

  /** When the oldest of them was scheduled (epoch milliseconds); undefined if there is none. */
  get oldestForegroundMs(): number | undefined {
    for (const { scheduledMs } of this.#foreground) return scheduledMs;
    return undefined;
  }

  /** Lets something happen at an epoch time; `background` work is periodic and does not keep a run from being settled. */
  schedule(phase: Phase, dueMs: number, run: () => void, background = false): () => void {
    const queue = this.#queues[phase];
    if (background) {
      const event = queue.schedule(dueMs, run);
      return () => queue.cancel(event);
    }
    const entry = { scheduledMs: this.#nowMs };
    this.#foreground.add(entry);
    const event = queue.schedule(dueMs, () => {
      this.#foreground.delete(entry);
      run();
    });
    return () => {
      this.#foreground.delete(entry);
      queue.cancel(event);
    };
  }

  timers(phase: Phase): Timers {
    return { schedule: (dueMs, run, periodic) => this.schedule(phase, dueMs, run, periodic) };
  }

  /** Runs what is due in a phase by now; whether there was anything. */
  runDue(phase: Phase): boolean {
    const queue = this.#queues[phase];
    let ran = false;
    for (let dueMs = queue.peekTimeMs(); dueMs !== undefined && dueMs <= this.#nowMs; dueMs = queue.peekTimeMs()) {
      queue.pop()?.run();
      ran = true;
    }
    return ran;
  }

  /** The instant at which something is due next, or undefined: later than now. */
  nextInstantMs(): number | undefined {
    const dueMs = Math.min(...PHASES.map((phase) => this.#queues[phase].peekTimeMs() ?? Infinity));
    if (dueMs === Infinity) return undefined;
    return Math.max(this.#nowMs + this.#rules.resolutionMs, this.#instantOf(dueMs));
  }

  /** Moves the clock to an instant. */
  advance(instantMs: number): void {
    this.#nowMs = instantMs;
  }

  /** The first instant that is not before a time: 12.000 s gives 12.001 s on a grid of seconds with an offset of 1 ms. */
  #instantOf(dueMs: number): number {
    const { resolutionMs, offsetMs } = this.#rules;
    const originMs = this.#epochMs + offsetMs;
    return originMs + Math.ceil((dueMs - originMs) / resolutionMs) * resolutionMs;
  }
}
