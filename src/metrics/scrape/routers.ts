import type { RoutedWay, RouterSeries } from '../../routers/definition.ts';
import { ROUTERS } from '../../routers/table.ts';
import type { FlowWindow, RouteTraffic, TrafficWindow } from '../../traffic/window.ts';
import { Counters } from './counters.ts';
import type { Exposed, Exporter } from './exporter.ts';

const SERIES: ReadonlyMap<string, RouterSeries> = new Map(
  ROUTERS.flatMap(({ name, series }) => (series === undefined ? [] : [[name, series]])),
);

/** What the traffic router in use counts, under its own names. */
export class RouterExporter implements Exporter {
  readonly #counters = new Counters();

  count({ flows, bucketsMs }: TrafficWindow): void {
    for (const flow of flows) {
      const series = flow.router === undefined ? undefined : SERIES.get(flow.router);
      if (series === undefined) continue;
      for (const route of flow.routes) this.#countRoute(series, flow, route, bucketsMs);
    }
  }

  expose(): Iterable<Exposed> {
    return this.#counters.expose();
  }

  #countRoute(series: RouterSeries, flow: FlowWindow, route: RouteTraffic, bucketsMs: readonly number[]): void {
    const key = `${flow.flow} ${flow.routerObject} ${route.namespace} ${route.service} ${route.revision}`;
    const { requests, latency } = series;
    const way: RoutedWay = {
      caller: flow.flow,
      object: flow.routerObject,
      mainService: flow.mainService,
      namespace: route.namespace,
      service: route.service,
      revision: route.revision,
    };
    for (const [code, n] of Object.entries(route.byCode)) {
      const labels = () => ({ ...series.labels(way), ...requests.labels(code) });
      this.#counters.add(requests.name, `${key} ${code}`, labels, n);
    }
    const labels = () => ({ ...series.labels(way), ...latency.labels });
    const bounds = (): readonly number[] => bucketsMs.map((bound) => bound / latency.unitMs);
    this.#counters.histogram(latency.name, key, labels, bounds).add(route.buckets, route.latencySumMs / latency.unitMs);
  }
}
