import type { RoutedWay, RouterLabels, RouterSeries } from '../../routers/definition.ts';
import { ROUTERS } from '../../routers/table.ts';
import type { FlowWindow, RouteTraffic, TrafficWindow } from '../../traffic/window.ts';
import { Counters } from './counters.ts';
import type { ClusterView } from '../../traffic/pods.ts';
import type { Exposed, Exporter, Reach } from './exporter.ts';

const SERIES: ReadonlyMap<string, RouterSeries> = new Map(
  ROUTERS.flatMap(({ name, series }) => (series === undefined ? [] : [[name, series]])),
);

/** The label of Istio's series that says which of the two proxies reports a request. */
const REPORTER = 'reporter';

/** What the traffic routers and meshes that requests pass count, each under its own names. */
export class RouterExporter implements Exporter {
  readonly #counters = new Counters();
  readonly #stacks: readonly string[];
  readonly #reporters: readonly string[];

  /** `stacks` see every flow, whatever leads it to its pods. */
  constructor(stacks: readonly string[] = [], reporters: readonly string[] = ['source']) {
    this.#stacks = stacks;
    this.#reporters = reporters;
  }

  count({ flows, bucketsMs }: TrafficWindow): void {
    for (const flow of flows) {
      for (const series of this.#seriesOf(flow.router)) {
        for (const route of flow.routes) this.#countRoute(series, flow, route, bucketsMs);
      }
    }
  }

  /** Two stacks that count alike are one. */
  #seriesOf(router: string | undefined): readonly RouterSeries[] {
    const names = router === undefined ? this.#stacks : [router, ...this.#stacks];
    const found = names.flatMap((name) => SERIES.get(name) ?? []);
    return [...new Map(found.toReversed().map((series) => [series.requests.name, series])).values()].toReversed();
  }

  exposes(reach: Reach): boolean {
    return [...SERIES.values()].some(({ requests, latency }) =>
      [requests.name, ...['_bucket', '_sum', '_count'].map((part) => latency.name + part)].some(reach),
    );
  }

  expose(_view: ClusterView, reach: Reach): Iterable<Exposed> {
    return this.#counters.expose(reach);
  }

  #countRoute(series: RouterSeries, flow: FlowWindow, route: RouteTraffic, bucketsMs: readonly number[]): void {
    const way: RoutedWay = {
      caller: flow.flow,
      object: flow.routerObject,
      mainService: flow.mainService,
      namespace: route.namespace,
      service: route.service,
      revision: route.revision,
    };
    const labels = series.labels(way);
    const variants = REPORTER in labels ? this.#reporters.map((reporter) => ({ ...labels, reporter })) : [labels];
    for (const [index, variant] of variants.entries()) {
      const key = `${index} ${flow.flow} ${flow.routerObject} ${route.namespace} ${route.service} ${route.revision}`;
      this.#countAs(series, key, variant, route, bucketsMs);
    }
  }

  #countAs(
    { requests, latency }: RouterSeries,
    key: string,
    common: RouterLabels,
    route: RouteTraffic,
    bucketsMs: readonly number[],
  ): void {
    for (const [code, n] of Object.entries(route.byCode)) {
      this.#counters.add(requests.name, `${key} ${code}`, () => ({ ...common, ...requests.labels(code) }), n);
    }
    const bounds = (): readonly number[] => bucketsMs.map((bound) => bound / latency.unitMs);
    this.#counters
      .histogram(latency.name, key, () => ({ ...common, ...latency.labels }), bounds)
      .add(route.buckets, route.latencySumMs / latency.unitMs);
  }
}
