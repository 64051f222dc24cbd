import type { Controller, ControllerEnv } from '../api/controller.ts';
import { Reference, type ReferenceVersion } from '../api/reference.ts';
import { Connection } from './connection.ts';
import type { InstantRunner } from './instant-runner.ts';
import type { WorkQueues } from './work.ts';

type Make = (env: ControllerEnv) => readonly Controller[];

/** How the controllers of each process are made; at an instant they are asked for work in this order. */
export interface ControllerMakers {
  readonly workloads: Make;
  readonly argoRollouts: Make;
  readonly others: Make;
}

/** The processes that run controllers. That of Argo Rollouts can stop, and start again with nothing but what is stored. */
export class ControllerProcesses {
  readonly #env: Omit<ControllerEnv, 'reference'>;
  #reference: Reference;
  readonly #queues: WorkQueues;
  readonly #runner: InstantRunner;
  readonly #make: Make;
  readonly #workloads: readonly Controller[];
  readonly #others: readonly Controller[];
  #connection: Connection;
  #argoRollouts: readonly Controller[];

  constructor(env: ControllerEnv, queues: WorkQueues, runner: InstantRunner, make: ControllerMakers) {
    this.#env = env;
    this.#reference = env.reference;
    this.#queues = queues;
    this.#runner = runner;
    this.#make = make.argoRollouts;
    this.#connection = new Connection(env.api);
    this.#workloads = make.workloads(env);
    this.#argoRollouts = make.argoRollouts({ ...env, api: this.#connection });
    this.#others = make.others(env);
    this.#work();
  }

  /** Ends the process of Argo Rollouts with its queues, its retries and all else that it has in memory. */
  stop(): void {
    this.#connection.close();
    for (const controller of this.#argoRollouts) this.#queues.end(controller);
    this.#argoRollouts = [];
    this.#work();
  }

  /** The version of Argo Rollouts that runs, or is to run. */
  get reference(): Reference {
    return this.#reference;
  }

  /** Starts it, unless it runs: it hears of every object that is stored as of a new one. Given a version, that one runs from now on. */
  start(version?: ReferenceVersion): void {
    if (this.#argoRollouts.length > 0) return;
    if (version !== undefined) this.#reference = new Reference(version);
    this.#connection = new Connection(this.#env.api);
    this.#argoRollouts = this.#make({ ...this.#env, reference: this.#reference, api: this.#connection });
    this.#work();
    this.#connection.announce();
  }

  #work(): void {
    this.#runner.controllers = { first: this.#workloads, then: [...this.#argoRollouts, ...this.#others] };
  }
}
