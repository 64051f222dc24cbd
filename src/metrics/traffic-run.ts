import type { RandomStreams } from '../kernel/streams.ts';
import type { ClusterView } from '../traffic/pods.ts';
import { TrafficModel } from '../traffic/traffic-model.ts';
import type { TrafficWindow } from '../traffic/window.ts';
import type { ScriptedSeries } from '../world/metrics.ts';
import type { TrafficSpec } from '../world/traffic.ts';
import type { EngineOptions } from './promql/promql.ts';
import { type MetricsProfile, profileOf } from './profile.ts';
import { ANY_QUERY } from './queries.ts';
import { ApplicationExporter } from './scrape/application.ts';
import { ArgoRolloutsExporter } from './scrape/argo-rollouts.ts';
import type { Reach } from './scrape/exporter.ts';
import { KubeStateExporter } from './scrape/kube-state.ts';
import { RouterExporter } from './scrape/routers.ts';
import { Scraper } from './scrape/scraper.ts';
import { SeriesSource } from './series-source.ts';
import type { SeriesStore } from './series/store.ts';
import type { MetricSource } from './source.ts';

/** How traffic is observed. Plain data. */
export interface ObservationSpec {
  /** The widest window of traffic while something changes all the time; else a window lasts until something changes or is scraped. */
  readonly windowMs: number;
  /** From one scrape to the next; a whole number of windows. */
  readonly scrapeMs: number;
  readonly profile: MetricsProfile;
  /** Which metrics have series at all. */
  readonly reach: Reach;
  readonly scripted: readonly ScriptedSeries[];
  readonly engine: Partial<EngineOptions>;
}

export const DEFAULT_OBSERVATION: ObservationSpec = {
  windowMs: 1000,
  scrapeMs: 15_000,
  profile: profileOf({ windowMs: 1000, scrapeMs: 15_000 }, ANY_QUERY, new Set()),
  reach: ANY_QUERY.reach,
  scripted: [],
  engine: {},
};

/**
 * The traffic of a run together with the Prometheus that watches it. Whoever runs the world closes a window and begins the next one when something has
 * changed, at `endMs` at the latest, once everything that happens at that instant has happened.
 */
export class TrafficRun {
  /** Answers the queries of analyses. */
  readonly source: MetricSource;
  readonly #model: TrafficModel | undefined;
  readonly #scraper: Scraper;
  readonly #observation: ObservationSpec;
  readonly #epochMs: number;
  #fromMs = 0;
  #nextScrapeMs = 0;

  /** Without `traffic` there are only the series of the cluster, of the controller and of the script. Series count from `epochMs`. */
  constructor(traffic: TrafficSpec | undefined, observation: ObservationSpec, streams: RandomStreams, epochMs: number) {
    this.#observation = observation;
    this.#epochMs = epochMs;
    this.#model =
      traffic === undefined
        ? undefined
        : new TrafficModel(traffic, streams, { cellMs: observation.scrapeMs, stepMs: observation.windowMs });
    const { profile, reach } = observation;
    const exporters = [
      new ApplicationExporter(profile),
      new RouterExporter(profile.stacks, profile.reporters),
      new KubeStateExporter(),
      new ArgoRolloutsExporter(),
    ];
    this.#scraper = new Scraper(exporters, reach);
    this.#scraper.script(observation.scripted, epochMs);
    this.source = new SeriesSource(this.#scraper.store, observation.engine);
  }

  /** For reports and exports. */
  get store(): SeriesStore {
    return this.#scraper.store;
  }

  /** Begins a window with the objects of now, at a time of the run. `routesChanged` false: nothing but pods has changed since the last time. */
  begin(atMs: number, view: ClusterView, routesChanged = true): void {
    this.#model?.observe(atMs, view, routesChanged);
    this.#fromMs = atMs;
  }

  /** When the window has to end at the latest: at the next scrape, or because something changes for callers. */
  get endMs(): number {
    return Math.min(this.#nextScrapeMs, this.#model?.nextChangeMs ?? Infinity);
  }

  /** Draws the window that was begun; undefined without traffic. */
  close(atMs: number): TrafficWindow | undefined {
    const window = atMs > this.#fromMs ? this.#model?.close(atMs) : undefined;
    if (window !== undefined) this.#scraper.count(window);
    this.#fromMs = atMs;
    return window;
  }

  /** Scrapes the objects of now if it is time to. */
  scrape(atMs: number, view: ClusterView): void {
    if (atMs < this.#nextScrapeMs) return;
    const { scrapeMs } = this.#observation;
    const dueMs = Math.floor(atMs / scrapeMs) * scrapeMs;
    this.#scraper.scrape(this.#epochMs + dueMs, view);
    this.#nextScrapeMs = dueMs + scrapeMs;
  }
}
