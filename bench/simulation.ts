import { runWorld } from '../src/simulation/run.ts';
import type { World } from '../src/world/world.ts';
import { processorMs } from './processor-time.ts';
import { gettingStarted, withReplicas, withRollouts } from './worlds.ts';

export interface Throughput {
  readonly runs: number;
  readonly seconds: number;
  readonly rolloutsPerSecond: number;
  readonly reconcilesPerSecond: number;
  readonly simulatedSecondsPerSecond: number;
}

/** Full getting-started runs in one process, each a world of its own; per second of processor time. */
export function benchThroughput(): Throughput {
  const world = gettingStarted();
  for (let run = 0; run < 200; run += 1) runWorld(world);
  let runs = 0;
  let reconciles = 0;
  let simulatedMs = 0;
  const startMs = processorMs();
  while (processorMs() - startMs < 3000) {
    const { totals } = runWorld(world).header;
    runs += 1;
    reconciles += totals.reconciles;
    simulatedMs += totals.endMs;
  }
  const seconds = (processorMs() - startMs) / 1000;
  return {
    runs,
    seconds,
    rolloutsPerSecond: runs / seconds,
    reconcilesPerSecond: reconciles / seconds,
    simulatedSecondsPerSecond: simulatedMs / 1000 / seconds,
  };
}

export interface Cost {
  readonly size: number;
  readonly milliseconds: number;
  /** Cost of one more, at this size. */
  readonly microsecondsEach: number;
  readonly reconciles: number;
  readonly entries: number;
  /** What the timeline holds, with the whole history; undefined without --expose-gc. */
  readonly megabytes: number | undefined;
}

const REPLICAS = [10, 100, 1000, 10_000];
const ROLLOUTS = [1, 10, 100, 1000];

export function benchReplicas(): readonly Cost[] {
  const world = gettingStarted();
  return REPLICAS.map((replicas) => costOf(withReplicas(world, replicas), replicas));
}

export function benchRollouts(): readonly Cost[] {
  const world = gettingStarted();
  return ROLLOUTS.map((count) => costOf(withRollouts(world, count), count));
}

/** Long runs are measured once, short ones after a warm-up, best of three. */
const LONG_MS = 1000;

function costOf(world: World, size: number): Cost {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  let best = timed(world);
  for (let again = 0; again < 3 && best.milliseconds < LONG_MS; again += 1) {
    const next = timed(world);
    if (next.milliseconds < best.milliseconds) best = next;
  }
  globalThis.gc?.();
  const bytes = process.memoryUsage().heapUsed - before;
  const { header, entries } = best.timeline;
  return {
    size,
    milliseconds: best.milliseconds,
    microsecondsEach: (best.milliseconds * 1000) / size,
    reconciles: header.totals.reconciles,
    entries: entries.length,
    megabytes: globalThis.gc === undefined ? undefined : bytes / 2 ** 20,
  };
}

function timed(world: World): { readonly milliseconds: number; readonly timeline: ReturnType<typeof runWorld> } {
  const startMs = processorMs();
  const timeline = runWorld(world);
  return { milliseconds: processorMs() - startMs, timeline };
}
