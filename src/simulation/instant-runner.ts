import type { Controller } from '../api/controller.ts';
import { ApiError, ReconcileError } from '../api/errors.ts';
import { apiVersionOf } from '../api/resources.ts';
import type { ApiServer } from '../api/server.ts';
import type { ObjectRef } from '../timeline/timeline.ts';
import type { EventScheduler } from './event-scheduler.ts';
import type { Recorder } from './recorder.ts';
import { ReconcileWatch } from './spin.ts';
import type { WorkQueues } from './work.ts';

/** Controllers in the order in which they are asked for work. */
export interface ControllerOrder {
  /** They go before pods that are due. */
  readonly first: readonly Controller[];
  readonly then: readonly Controller[];
}

export interface InstantRunnerOptions {
  readonly api: ApiServer;
  readonly scheduler: EventScheduler;
  readonly recorder: Recorder;
  readonly queues: WorkQueues;
  readonly spinDelayMs: number;
}

/** How a controller wakes itself without end: its writes cancel out, it has nothing to do, or reconciles undo each other. */
type Spin = 'cancels' | 'idles' | 'endless';

/** Reconciles of one key in one instant beyond which it spins without end: a settled world needs far fewer. */
const MOST_OF_AN_INSTANT = 1000;
/** … and once a key was found without an end: the same loop again needs no second proof. */
const MOST_OF_A_KNOWN_LOOP = 20;
/** The longest wait before a loop without an end is tried again; each wait is twice the one before. */
const LONGEST_LOOP_DELAY_MS = 3_600_000;
const MOST_DOUBLINGS = 20;

/** Lets everything happen that is due at an instant, and controllers work until nothing is left. */
export class InstantRunner {
  readonly #options: InstantRunnerOptions;
  readonly #watch: ReconcileWatch;
  /** How a key was last found spinning: one finding tells of it. */
  readonly #spinning = new Map<string, Spin>();
  #controllers: ControllerOrder = { first: [], then: [] };
  #reconciles = 0;
  #spunMs = -Infinity;
  /** How often a key was cut off that comes back without end. */
  readonly #endless = new Map<string, number>();
  /** Reconciles of each key in this instant. */
  readonly #ofInstant = new Map<string, number>();

  constructor(options: InstantRunnerOptions) {
    this.#options = options;
    this.#watch = new ReconcileWatch(options.api);
  }

  /** The controllers that work from now on. */
  set controllers(controllers: ControllerOrder) {
    const { first, then } = controllers;
    this.#controllers = controllers;
    this.#watch.watch([...first, ...then].map((controller) => this.#options.queues.of(controller)));
  }

  /** Number of reconciles so far. */
  get reconciles(): number {
    return this.#reconciles;
  }

  /** When a key was last put off because it spins, in milliseconds of the run. */
  get spunMs(): number {
    return this.#spunMs;
  }

  /** One instant: delayed items join their queues, pods whose time has come, the script, then the controllers until all is quiet. */
  settle(): void {
    const { scheduler, recorder } = this.#options;
    this.#ofInstant.clear();
    scheduler.runDue('delayed');
    recorder.by('kubelet', () => scheduler.runDue('cluster'));
    scheduler.runDue('script');
    while (this.#work());
  }

  /** One item of the first controllers, else pods that are due, else one item of the others; false when nothing is left. */
  #work(): boolean {
    const { scheduler, recorder } = this.#options;
    if (this.#controllers.first.some((controller) => this.#reconcileNext(controller))) return true;
    return (
      recorder.by('kubelet', () => scheduler.runDue('cluster')) ||
      this.#controllers.then.some((controller) => this.#reconcileNext(controller))
    );
  }

  #reconcileNext(controller: Controller): boolean {
    const { recorder, queues } = this.#options;
    const { queue } = controller;
    const key = queue.get();
    if (key === undefined) return false;
    if (this.#isCutOff(controller, key)) return true;
    this.#reconciles += 1;
    this.#watch.begin();
    const error = recorder.by(controller.name, () => errorOf(controller, key));
    if (error === undefined) {
      queue.forget(key);
      recorder.success(controller.name, objectOf(controller, key));
    } else {
      queues.retry(queue, key);
      recorder.failure(controller.name, objectOf(controller, key), error);
    }
    queue.done(key);
    this.#cutSpin(controller, key, error !== undefined);
    return true;
  }

  /**
   * On a clock that stands still some loops would never end. A reconcile whose writes leave every object as it was takes back what it put into
   * ready queues; one that succeeded, wrote nothing, and finds its own key ready again gets it later; and so does a key that comes back
   * without end while reconciles undo each other's writes, each time after twice the wait.
   */
  #cutSpin(controller: Controller, key: string, failed: boolean): void {
    const { scheduler, spinDelayMs, queues } = this.#options;
    if (this.#watch.leftAllAsItWas()) {
      this.#watch.withdraw();
      this.#tell(controller, key, 'cancels');
      return;
    }
    const isIdle = !failed && !this.#watch.wrote;
    if (!isIdle || !queues.of(controller).readyKeys.includes(key)) return;
    queues.of(controller).withdraw(key);
    this.#spunMs = scheduler.atMs;
    scheduler.schedule('delayed', scheduler.nowMs() + spinDelayMs, () => controller.queue.add(key), true);
    this.#tell(controller, key, 'idles');
  }

  /** A key that comes back without end in one instant gets its turn later, each time after twice the wait; true if it was put off now. */
  #isCutOff(controller: Controller, key: string): boolean {
    const { scheduler, spinDelayMs } = this.#options;
    const spot = `${controller.name} ${key}`;
    const cuts = this.#endless.get(spot) ?? 0;
    if (this.#countOfInstant(spot) <= (cuts === 0 ? MOST_OF_AN_INSTANT : MOST_OF_A_KNOWN_LOOP)) return false;
    this.#endless.set(spot, cuts + 1);
    const delayMs = Math.min(spinDelayMs * (1 << Math.min(cuts, MOST_DOUBLINGS)), LONGEST_LOOP_DELAY_MS);
    controller.queue.done(key);
    this.#spunMs = scheduler.atMs;
    scheduler.schedule('delayed', scheduler.nowMs() + delayMs, () => controller.queue.add(key), true);
    this.#tell(controller, key, 'endless');
    return true;
  }

  #countOfInstant(spot: string): number {
    const count = (this.#ofInstant.get(spot) ?? 0) + 1;
    this.#ofInstant.set(spot, count);
    return count;
  }

  #tell(controller: Controller, key: string, spin: Spin): void {
    const spot = `${controller.name} ${key}`;
    if (this.#spinning.get(spot) === spin) return;
    this.#spinning.set(spot, spin);
    const text = `the ${controller.name} controller works on ${key} without pause`;
    this.#options.recorder.finding({ id: `note.spin.${spin}`, text, object: objectOf(controller, key) });
  }
}

/** Why a key could not be reconciled; controllers throw these two errors for "try again", anything else is a fault of ours and goes up. */
function errorOf(controller: Controller, key: string): string | undefined {
  try {
    controller.sync(key);
    return undefined;
  } catch (error) {
    if (error instanceof ApiError || error instanceof ReconcileError) return error.message;
    throw error;
  }
}

/** The object of a key: `namespace/name`, whatever stands before it. */
function objectOf(controller: Controller, key: string): ObjectRef {
  const resource = controller.resourceOf?.(key) ?? controller.resource;
  const [name = '', namespace = ''] = key.split('/').toReversed();
  return { apiVersion: apiVersionOf(resource), kind: resource.kind, namespace, name };
}
