import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { sample } from '../src/kernel/distributions.ts';
import { EventQueue } from '../src/kernel/event-queue.ts';
import { streams } from '../src/kernel/streams.ts';
import { EventScheduler } from '../src/simulation/event-scheduler.ts';

const PENDING = 1000;
const OPERATIONS = 1_000_000;
const SIMPY_OPERATIONS = 300_000;
const DELAY = { kind: 'exponential', mean: 1000 } as const;

export interface HoldResult {
  readonly operations: number;
  readonly seconds: number;
  readonly operationsPerSecond: number;
}

export interface KernelBenchmark {
  /** The queue alone: take the earliest of 1,000 events, put one back at a delay drawn beforehand. */
  readonly queue: HoldResult;
  /** The same through the clock of a run: 1,000 processes, each draws its next delay when it runs. */
  readonly scheduler: HoldResult;
  /** The model of the processes in SimPy, or why it was not run. */
  readonly simpy: (HoldResult & { readonly version: string }) | { readonly notRun: string };
}

/** The hold model: how many events a second pass through a queue of constant length. Best of three. */
export async function benchKernel(): Promise<KernelBenchmark> {
  return { queue: bestOfThree(holdQueue), scheduler: bestOfThree(holdAgenda), simpy: await holdSimpy() };
}

function bestOfThree(run: () => HoldResult): HoldResult {
  return [run(), run(), run()].reduce((best, next) => (next.seconds < best.seconds ? next : best));
}

function holdQueue(): HoldResult {
  const stream = streams(1).stream('hold');
  const delaysMs = Array.from({ length: 1 << 16 }, () => Math.round(sample(DELAY, stream)));
  const queue = new EventQueue();
  const nothing = (): void => {};
  for (let i = 0; i < PENDING; i++) queue.schedule(delaysMs[i] ?? 0, nothing);
  return timed(() => {
    for (let i = 0; i < OPERATIONS; i++) {
      queue.schedule((queue.pop()?.timeMs ?? 0) + (delaysMs[i & 0xffff] ?? 0), nothing);
    }
  });
}

function holdAgenda(): HoldResult {
  const scheduler = new EventScheduler(0, { resolutionMs: 1, offsetMs: 0 });
  const stream = streams(1).stream('hold');
  let operations = 0;
  const hold = (): void => {
    operations += 1;
    scheduler.schedule('cluster', scheduler.nowMs() + Math.round(sample(DELAY, stream)), hold);
  };
  for (let i = 0; i < PENDING; i++) hold();
  operations = 0;
  return timed(() => {
    while (operations < OPERATIONS) {
      scheduler.advance(scheduler.nextInstantMs() ?? 0);
      scheduler.runDue('cluster');
    }
  });
}

function timed(run: () => void): HoldResult {
  const start = process.hrtime.bigint();
  run();
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  return { operations: OPERATIONS, seconds, operationsPerSecond: OPERATIONS / seconds };
}

async function holdSimpy(): Promise<KernelBenchmark['simpy']> {
  const script = 'bench/simpy_hold.py';
  try {
    const { stdout } = await promisify(execFile)(process.env['PYTHON'] ?? 'python3', [
      script,
      String(SIMPY_OPERATIONS),
    ]);
    return JSON.parse(stdout);
  } catch (error) {
    return { notRun: `python3 with simpy is needed: ${lastLine(error)}` };
  }
}

function lastLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n').at(-1) ?? '';
}
