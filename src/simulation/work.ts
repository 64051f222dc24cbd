import type { Clock } from '../api/clock.ts';
import type { Controller } from '../api/controller.ts';
import { listedRetryDelays, RateLimitedQueue } from '../api/rate-limited-queue.ts';
import type { WorkQueue } from '../api/workqueue.ts';
import type { EventScheduler } from './event-scheduler.ts';

/** The work queues of a run's controllers, with the world's limits. */
export class WorkQueues {
  readonly #clock: Clock;
  readonly #scheduler: EventScheduler;
  readonly #retryDelaysMs: readonly number[];
  readonly #queues = new Map<WorkQueue, RateLimitedQueue>();
  /** The longest wait of a retry repeats for ever: such work does not keep a run from being settled. */
  #periodicRetry = false;

  constructor(scheduler: EventScheduler, retryDelaysMs: readonly number[]) {
    this.#clock = scheduler;
    this.#scheduler = scheduler;
    this.#retryDelaysMs = retryDelaysMs;
  }

  /** Makes a queue. */
  readonly create = (name: string, periodic?: 'periodic'): WorkQueue => {
    const delayMs = listedRetryDelays(this.#retryDelaysMs);
    const queue = new RateLimitedQueue({
      name,
      clock: this.#clock,
      timers: {
        schedule: (dueMs, run, isPeriodic = false) =>
          this.#scheduler.schedule('delayed', dueMs, run, isPeriodic || periodic === 'periodic' || this.#periodicRetry),
      },
      retryDelayMs: (failures) => {
        this.#periodicRetry = failures > this.#retryDelaysMs.length;
        return delayMs(failures);
      },
    });
    this.#queues.set(queue, queue);
    return queue;
  };

  /** Ends the queue of a controller whose process has ended. */
  end(controller: Controller): void {
    this.of(controller).shutDown();
    this.#queues.delete(controller.queue);
  }

  /** Puts a failed key back after its back-off. */
  retry(queue: WorkQueue, key: string): void {
    queue.retry(key);
    this.#periodicRetry = false;
  }

  /** The queue of a controller, as one who may look into it sees it. */
  of(controller: Controller): RateLimitedQueue {
    const queue = this.#queues.get(controller.queue);
    if (queue === undefined) throw new Error(`the queue of ${controller.name} is not of this run`);
    return queue;
  }
}
