import { streams } from '../kernel/streams.ts';
import type { SeriesStore } from '../metrics/series/store.ts';
import type { MetricSource } from '../metrics/source.ts';
import { DEFAULT_OBSERVATION, TrafficRun } from '../metrics/traffic-run.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { TrafficHeader } from '../timeline/traffic.ts';
import type { TrafficWorld } from '../routers/route-table.ts';
import type { TrafficSpec } from '../world/traffic.ts';
import type { World } from '../world/world.ts';
import type { EventScheduler } from './event-scheduler.ts';
import { SampleLog } from './traffic-samples.ts';

/**
 * Traffic on the clock of a run: a window begins when all else of its instant has happened. Windows are background work, as scrapes are: they do not
 * keep a run from coming to rest, and go on for as long as it has not.
 */
export class WorldTraffic {
  readonly #world: World;
  readonly #run: TrafficRun;
  readonly #windowMs: number;
  readonly #log = new SampleLog();

  constructor(world: World, scheduler: EventScheduler, objects: TrafficWorld) {
    const observation = { ...DEFAULT_OBSERVATION, ...world.observation, scripted: world.series ?? [] };
    this.#world = world;
    this.#windowMs = observation.windowMs;
    this.#run = new TrafficRun(world.traffic, observation, streams(world.seed), world.epochMs);
    const startMs = scheduler.nowMs();
    const begin = (fromMs: number): void => {
      scheduler.schedule('traffic', startMs + fromMs, () => this.#advance(fromMs, objects, begin), true);
    };
    begin(0);
  }

  #advance(fromMs: number, objects: TrafficWorld, begin: (fromMs: number) => void): void {
    const window = this.#run.advance(fromMs, objects);
    if (window !== undefined) this.#log.add(window);
    begin(fromMs + this.#windowMs);
  }

  /** Answers Prometheus queries by what was scraped. */
  get source(): MetricSource {
    return this.#run.source;
  }

  get store(): SeriesStore {
    return this.#run.store;
  }

  /** How long after the last change callers may go on as before: until all news has spread, and two windows that show it. A whole number of windows. */
  get drainPeriodMs(): number {
    const { traffic } = this.#world;
    if (traffic === undefined) return 0;
    const { endpointsMs, routerMs } = traffic.propagation;
    return (Math.ceil(Math.max(endpointsMs, routerMs) / this.#windowMs) + 2) * this.#windowMs;
  }

  /** The end of the sample in which a time lies. */
  sampleEnd(atMs: number): number {
    const widthMs = this.#windowMs * this.#log.windowsEach;
    return (Math.floor(atMs / widthMs) + 1) * widthMs;
  }

  /** The timeline of the run with what was counted up to its end; without traffic as it is. */
  addedTo(timeline: Timeline): Timeline {
    const { traffic } = this.#world;
    if (traffic === undefined) return timeline;
    const { header } = timeline;
    const samples = this.#log.before(header.totals.endMs);
    return { ...timeline, header: { ...header, traffic: headerOf(traffic) }, traffic: samples };
  }
}

function headerOf({ flows, bucketsMs }: TrafficSpec): TrafficHeader {
  const told = flows.map(({ name, namespace, to, users, objective }) => ({
    name,
    namespace,
    to,
    ...(users === undefined ? {} : { users }),
    ...(objective === undefined ? {} : { objective }),
  }));
  return { bucketsMs, flows: told };
}
