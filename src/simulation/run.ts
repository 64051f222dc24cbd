import { DEFAULT_REFERENCE, KUBERNETES_VERSION } from '../api/reference.ts';
import { formatPreciseTime } from '../api/times.ts';
import type { SeriesStore } from '../metrics/series/store.ts';
import { withRules } from '../timeline/rules.ts';
import type { Timeline, TimelineHeader, TimelineTotals } from '../timeline/timeline.ts';
import { worldHash } from '../world/hash.ts';
import type { World } from '../world/world.ts';
import { DEFAULT_OBSERVATION } from '../metrics/traffic-run.ts';
import { analysesOf, type Observed } from './analyses.ts';
import { lastChangeMs, restNeedsMs, watchedForMs } from './periodic-work.ts';
import { CrashLoopRest, spinMemoryMs } from './settled.ts';
import { RUN_RULES } from './rules.ts';
import { Simulation, type SimulationOptions } from './simulation.ts';

/** How far a run is. */
export interface Progress {
  readonly atMs: number;
  readonly instants: number;
  readonly reconciles: number;
}

export interface RunOptions extends SimulationOptions {
  /** Names what is rehearsed, for the header; absent: a hash over the world. */
  readonly hash?: string;
  /** Name and version of the product, for the header. */
  readonly tool?: string;
  /** Called after every `progressEvery` instants; what it throws ends the run. */
  readonly onProgress?: (progress: Progress) => void;
  /** 1000 unless given. */
  readonly progressEvery?: number;
}

/** A run, and what Prometheus has scraped of it; no series where nothing was scraped. */
export interface ObservedRun {
  readonly timeline: Timeline;
  readonly series: SeriesStore | undefined;
  /** When the conditions of the script first came true, in milliseconds of the run, by the place of their entry. */
  readonly cameTrueMs: ReadonlyMap<number, number>;
}

/** Lets a world run to its end. Equal worlds give equal timelines. */
export function runWorld(world: World, options: RunOptions = {}): Timeline {
  return runObserved(world, options).timeline;
}

/** As `runWorld`, with the series. */
export function runObserved(world: World, options: RunOptions = {}): ObservedRun {
  const simulation = new Simulation(world, options);
  const ended = runToEnd(simulation, options);
  simulation.traffic?.finish(ended === 'settled' ? simulation.scheduler.atMs : lastMsOf(world));
  const { recorder, api, reconciles, traffic } = simulation;
  const { entries, events } = recorder;
  const endMs = ended === 'settled' ? settledMs(simulation) : lastMsOf(world);
  const totals = { endMs, reconciles, writes: api.writes, events, ended };
  const { findings } = recorder;
  const analyses = analysesOf(entries, recorder.missing, observedBy(simulation));
  const header = headerOf(world, options, totals);
  const timeline = withRules({ header, entries, findings, analyses, verdicts: [] }, RUN_RULES);
  // What was scraped while it was not yet known that all had come to rest is no part of the run.
  traffic?.store.dropAfter(world.epochMs + endMs);
  const whole = traffic === undefined ? timeline : traffic.addedTo(timeline);
  return { timeline: whole, series: traffic?.store, cameTrueMs: simulation.cameTrueMs };
}

function observedBy({ traffic, world }: Simulation): Observed | undefined {
  if (traffic === undefined || traffic.store.size.series === 0) return undefined;
  const { epochMs, metrics = {}, observation = DEFAULT_OBSERVATION } = world;
  const isScripted = (metric: string, query: string): boolean =>
    Object.hasOwn(metrics, metric) || Object.hasOwn(metrics, query);
  return { store: traffic.store, epochMs, scrapeMs: observation.scrapeMs, isScripted };
}

/** What was still due when all had come to rest (a deadline that was kept) has left no trace: the run ended before, once callers had heard of it. */
function settledMs({ recorder, traffic, scheduler, world }: Simulation): number {
  const { lastMs } = recorder;
  if (traffic === undefined || world.traffic === undefined) return lastMs;
  return Math.min(traffic.sampleEnd(lastMs + traffic.drainPeriodMs), scheduler.atMs);
}

/** Milliseconds of the run at which it ends at the latest. */
function lastMsOf({ until, limitMs }: World): number {
  return until === 'settled' ? limitMs : Math.min(until.ms, limitMs);
}

function runToEnd(simulation: Simulation, options: RunOptions): TimelineTotals['ended'] {
  const { scheduler, api, world } = simulation;
  const { onProgress, progressEvery = 1000 } = options;
  const toRest = world.until === 'settled';
  const lastMs = scheduler.nowMs() + lastMsOf(world);
  const drainPeriodMs = simulation.traffic?.drainPeriodMs ?? 0;
  let restingSinceMs: number | undefined;
  const crashLoops = new CrashLoopRest();
  simulation.start();
  for (let instants = 1; ; instants += 1) {
    if (onProgress !== undefined && instants % progressEvery === 0) {
      onProgress({ atMs: scheduler.atMs, instants, reconciles: simulation.reconciles });
    }
    const rests = toRest && isAtRest(simulation, crashLoops);
    restingSinceMs = rests ? (restingSinceMs ?? scheduler.atMs) : undefined;
    if (restingSinceMs !== undefined) {
      const watchMs = Math.max(drainPeriodMs, watchedForMs(api, world, restingSinceMs));
      if (scheduler.atMs - restingSinceMs >= watchMs) return 'settled';
    }
    if (!simulation.step(lastMs)) break;
  }
  if (world.until !== 'settled' && world.until.ms <= world.limitMs) return 'until';
  return scheduler.nextInstantMs() === undefined ? 'settled' : 'limit';
}

function isAtRest(simulation: Simulation, crashLoops: CrashLoopRest): boolean {
  const { api, scheduler, recorder, world } = simulation;
  const loops = simulation.crashLoops().filter(({ turnsReady }) => turnsReady);
  if (loops.length > 0) return crashLoops.isReached({ api, scheduler, loops });
  if (scheduler.foreground > 0) return false;
  const needsMs = Math.max(restNeedsMs(api, world.rules.resyncPeriodMs), simulation.isSpinning ? spinMemoryMs(api) : 0);
  return scheduler.atMs - lastChangeMs(recorder.entries) >= needsMs;
}

function headerOf(world: World, options: RunOptions, totals: TimelineTotals): TimelineHeader {
  const { name, title, seed, epochMs, rules } = world;
  return {
    format: 'rehearse-timeline',
    version: 2,
    scenario: { name, title, hash: options.hash ?? worldHash(world) },
    seed,
    tool: options.tool ?? 'rehearse',
    reference: { argoRollouts: world.reference ?? DEFAULT_REFERENCE, kubernetes: KUBERNETES_VERSION },
    epoch: formatPreciseTime(epochMs + rules.offsetMs),
    totals,
  };
}
