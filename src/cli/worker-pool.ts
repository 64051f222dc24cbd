import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** Where the build puts the program of workers, seen from the bundle and from one of its chunks. */
const PLACES = ['./worker.js', '../worker.js'];

function workerFile(): string {
  const files = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const file = files.find((one) => existsSync(one));
  if (file === undefined) throw new Error('the program of workers is missing: run npm run build');
  return file;
}

/** What a worker is sent, and what it answers. */
export interface Job<Task> {
  readonly index: number;
  readonly task: Task;
}

export interface Answer<Result> {
  readonly index: number;
  readonly result: Result;
}

/** A promise that is settled from outside. */
class Slot<Result> {
  settle: (result: Result) => void = () => undefined;
  fail: (error: Error) => void = () => undefined;
  readonly promise = new Promise<Result>((resolve, reject) => {
    this.settle = resolve;
    this.fail = reject;
  });
}

/**
 * The results of tasks in the order of the tasks, computed by so many workers at once; with one worker in this thread, by `here`. A caller that stops
 * early stops the workers. Whatever the number of workers, the results are the same.
 */
export async function* inWorkers<Task, Result>(
  tasks: readonly Task[],
  workers: number,
  here: (task: Task) => Result,
): AsyncGenerator<Result> {
  if (Math.min(workers, tasks.length) <= 1) {
    for (const task of tasks) yield here(task);
    return;
  }
  const slots = tasks.map(() => new Slot<Result>());
  // A result that fails while nobody waits for it is reported when its turn comes.
  for (const { promise } of slots) promise.catch(() => undefined);
  const file = workerFile();
  const pool = Array.from({ length: Math.min(workers, tasks.length) }, () => new Worker(file));
  let next = 0;
  const send = (worker: Worker): void => {
    const task = tasks[next];
    if (task !== undefined) worker.postMessage({ index: next, task });
    next += 1;
  };
  for (const worker of pool) {
    worker.on('message', ({ index, result }: Answer<Result>) => {
      slots[index]?.settle(result);
      send(worker);
    });
    worker.on('error', (error: Error) => {
      for (const slot of slots) slot.fail(error);
    });
    send(worker);
  }
  try {
    for (const { promise } of slots) yield await promise;
  } finally {
    await Promise.all(pool.map((worker) => worker.terminate()));
  }
}
