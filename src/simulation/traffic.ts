import { APPLICATION, GIT_REPOSITORY } from '../api/argocd/resources.ts';
import {
  ANALYSIS_RUN,
  DEPLOYMENT,
  EXPERIMENT,
  HORIZONTAL_POD_AUTOSCALER,
  JOB,
  type KubeObject,
  POD,
  POD_DISRUPTION_BUDGET,
  REPLICA_SET,
  ROLLOUT,
} from '../api/resources.ts';
import type { ApiServer, Change } from '../api/server.ts';
import { streams } from '../kernel/streams.ts';
import { profileOf } from '../metrics/profile.ts';
import { ANY_QUERY, podLabelsIn, queryTexts, readQueries } from '../metrics/queries.ts';
import type { SeriesStore } from '../metrics/series/store.ts';
import type { MetricSource } from '../metrics/source.ts';
import { DEFAULT_OBSERVATION, TrafficRun } from '../metrics/traffic-run.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { TrafficHeader } from '../timeline/traffic.ts';
import type { ClusterView } from '../traffic/pods.ts';
import type { TrafficSpec } from '../world/traffic.ts';
import type { World } from '../world/world.ts';
import type { EventScheduler } from './event-scheduler.ts';
import { SampleLog } from './traffic-samples.ts';

/** Kinds whose objects make no difference to callers: they act through pods, Services and the objects of routers. */
const BEHIND_THE_SCENES: ReadonlySet<string> = new Set(
  [
    REPLICA_SET,
    DEPLOYMENT,
    ANALYSIS_RUN,
    EXPERIMENT,
    JOB,
    HORIZONTAL_POD_AUTOSCALER,
    POD_DISRUPTION_BUDGET,
    APPLICATION,
    GIT_REPOSITORY,
  ].map(({ kind }) => kind),
);

export interface TrafficEnv {
  readonly scheduler: EventScheduler;
  readonly api: ApiServer;
  /** The nodes that do not answer: another set whenever they change. */
  readonly lostNodes: () => ReadonlySet<string>;
  /** The time of the run at which something happened last. */
  readonly lastMs: () => number;
  /** Whether somebody looks at the series afterwards: else there are only those that queries of the world can reach. */
  readonly isObserved: boolean;
  readonly note: (text: string) => void;
}

/**
 * Traffic on the clock of a run. A window begins when all else of an instant has happened, and ends when something changes for callers or Prometheus
 * scrapes. What it schedules is background work, as scrapes are: it does not keep a run from coming to rest.
 */
export class WorldTraffic {
  readonly #world: World;
  readonly #scheduler: EventScheduler;
  readonly #lostNodes: () => ReadonlySet<string>;
  readonly #lastMs: () => number;
  #view: ClusterView;
  readonly #run: TrafficRun;
  readonly #windowMs: number;
  readonly #log: SampleLog;
  readonly #startMs: number;
  /** What has changed since the window began. */
  #changed: 'nothing' | 'pods' | 'routes' = 'routes';
  #wake: { readonly atMs: number; readonly cancel: () => void } | undefined;

  constructor(world: World, { scheduler, api, lostNodes, lastMs, isObserved, note }: TrafficEnv) {
    const settings = { ...DEFAULT_OBSERVATION, ...world.observation };
    const given = [world.manifests, world.script, world.git ?? []];
    const queries = readQueries(queryTexts(given));
    const profile = profileOf(settings, queries, podLabelsIn(given));
    const reach = isObserved ? ANY_QUERY.reach : queries.reach;
    const observation = { ...settings, profile, reach, scripted: world.series ?? [] };
    if (world.traffic !== undefined) for (const text of profile.notes) note(text);
    this.#world = world;
    this.#scheduler = scheduler;
    this.#windowMs = observation.windowMs;
    this.#log = new SampleLog(observation.windowMs);
    this.#run = new TrafficRun(world.traffic, observation, streams(world.seed), world.epochMs);
    this.#startMs = scheduler.nowMs();
    this.#lostNodes = lostNodes;
    this.#lastMs = lastMs;
    this.#view = {
      find: (resource, namespace, name) => api.find(resource, namespace, name),
      list: (resource, namespace) => api.list(resource, namespace),
      resourceFor: (apiVersion, kind) => api.resourceFor(apiVersion, kind),
    };
    api.onChange((change) => this.#notice(change));
  }

  #notice({ resource, before, after }: Change): void {
    if (BEHIND_THE_SCENES.has(resource.kind) || this.#changed === 'routes') return;
    if (resource.kind === POD.kind) this.#changed = 'pods';
    else if (resource.kind !== ROLLOUT.kind || specOf(before) !== specOf(after)) this.#changed = 'routes';
  }

  /** When everything of an instant has happened: ends the window if it has to end, and begins the next one. */
  endOfInstant(): void {
    const { atMs } = this.#scheduler;
    const lostNodes = this.#lostNodes();
    const isOver = this.#wake === undefined || atMs >= this.#wake.atMs;
    if (isOver || this.#changed !== 'nothing' || lostNodes !== this.#view.lostNodes) {
      this.#view = { ...this.#view, lostNodes };
      this.#close(atMs);
      this.#run.scrape(atMs, this.#view);
      this.#run.begin(atMs, this.#view, this.#changed === 'routes');
      this.#changed = 'nothing';
    }
    this.#wakeAt(Math.min(this.#run.endMs, this.#quietMs(atMs)));
  }

  /** All news of what happened last has spread then: a run that rests ends there. */
  #quietMs(atMs: number): number {
    const quietMs = this.#lastMs() + this.drainPeriodMs;
    return quietMs > atMs ? quietMs : Infinity;
  }

  #wakeAt(atMs: number): void {
    if (this.#wake?.atMs === atMs) return;
    this.#wake?.cancel();
    const cancel = this.#scheduler.schedule('traffic', this.#startMs + atMs, () => undefined, true);
    this.#wake = { atMs, cancel };
  }

  #close(atMs: number): void {
    const window = this.#run.close(atMs);
    if (window !== undefined) this.#log.add(window);
  }

  /** Ends the last window at the end of the run. */
  finish(atMs: number): void {
    this.#close(atMs);
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
    return this.#log.endOf(atMs);
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

function specOf(object: KubeObject | undefined): unknown {
  return object !== undefined && 'spec' in object ? object.spec : undefined;
}
