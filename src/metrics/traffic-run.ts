import type { RandomStreams } from '../kernel/streams.ts';
import type { TrafficWorld } from '../routers/route-table.ts';
import { TrafficModel } from '../traffic/traffic-model.ts';
import type { TrafficWindow } from '../traffic/window.ts';
import type { ApplicationMetricNames, ScriptedSeries } from '../world/metrics.ts';
import type { TrafficSpec } from '../world/traffic.ts';
import type { EngineOptions } from './promql/promql.ts';
import { ApplicationExporter, DEFAULT_METRIC_NAMES } from './scrape/application.ts';
import { ArgoRolloutsExporter } from './scrape/argo-rollouts.ts';
import { KubeStateExporter } from './scrape/kube-state.ts';
import { RouterExporter } from './scrape/routers.ts';
import { Scraper } from './scrape/scraper.ts';
import { SeriesSource } from './series-source.ts';
import type { SeriesStore } from './series/store.ts';
import type { MetricSource } from './source.ts';

/** How traffic is observed. Plain data. */
export interface ObservationSpec {
  /** Width of a window of traffic: within one the cluster stands still. */
  readonly windowMs: number;
  /** From one scrape to the next; a whole number of windows. */
  readonly scrapeMs: number;
  readonly names: ApplicationMetricNames;
  readonly scripted: readonly ScriptedSeries[];
  readonly engine: Partial<EngineOptions>;
}

export const DEFAULT_OBSERVATION: ObservationSpec = {
  windowMs: 1000,
  scrapeMs: 15_000,
  names: DEFAULT_METRIC_NAMES,
  scripted: [],
  engine: {},
};

/**
 * The traffic of a run together with the Prometheus that watches it. Whoever runs the world calls `advance` at the start of every window, when
 * everything that happens at that instant has happened.
 */
export class TrafficRun {
  /** Answers the queries of analyses. */
  readonly source: MetricSource;
  readonly #model: TrafficModel | undefined;
  readonly #scraper: Scraper;
  readonly #observation: ObservationSpec;
  readonly #epochMs: number;

  /** Without `traffic` there are only the series of the cluster, of the controller and of the script. Series count from `epochMs`. */
  constructor(traffic: TrafficSpec | undefined, observation: ObservationSpec, streams: RandomStreams, epochMs: number) {
    this.#observation = observation;
    this.#epochMs = epochMs;
    this.#model = traffic === undefined ? undefined : new TrafficModel(traffic, streams);
    this.#scraper = new Scraper([
      new ApplicationExporter(observation.names),
      new RouterExporter(),
      new KubeStateExporter(),
      new ArgoRolloutsExporter(),
    ]);
    this.#scraper.script(observation.scripted, epochMs);
    this.source = new SeriesSource(this.#scraper.store, observation.engine);
  }

  /** For reports and exports. */
  get store(): SeriesStore {
    return this.#scraper.store;
  }

  /** Scrapes if it is time to, then lets the window from `fromMs` on pass; undefined without traffic. */
  advance(fromMs: number, world: TrafficWorld): TrafficWindow | undefined {
    const { windowMs, scrapeMs } = this.#observation;
    if (fromMs % scrapeMs === 0) this.#scraper.scrape(this.#epochMs + fromMs, world);
    const window = this.#model?.step(fromMs, fromMs + windowMs, world);
    if (window !== undefined) this.#scraper.count(window);
    return window;
  }
}
