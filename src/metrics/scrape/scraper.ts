import type { ClusterView } from '../../traffic/pods.ts';
import type { TrafficWindow } from '../../traffic/window.ts';
import type { ScriptedSeries } from '../../world/metrics.ts';
import { addScriptedSeries } from '../scripted-series.ts';
import { type Labels, METRIC_NAME } from '../series/labels.ts';
import { SeriesStore } from '../series/store.ts';
import type { Exporter, Reach } from './exporter.ts';

/**
 * Prometheus as far as queries can tell: all exporters are scraped together, and a series that was there at the last scrape and is not there now
 * is marked as ended. Source: scrape/scrape.go (scrapeLoop, staleness of series that disappear).
 */
export class Scraper {
  readonly store = new SeriesStore();
  readonly #exporters: readonly Exporter[];
  readonly #reach: Reach;
  readonly #scripted = new Set<string>();
  #last = new Map<string, Labels>();

  /** Of metrics outside `reach` there are no series: nobody can ask for them. */
  constructor(exporters: readonly Exporter[], reach: Reach = () => true) {
    this.#exporters = exporters.filter((exporter) => exporter.exposes(reach));
    this.#reach = reach;
  }

  /** Writes down series whose values are known beforehand; they stand for what a scrape would show under the same labels. */
  script(series: readonly ScriptedSeries[], epochMs: number): void {
    for (const { key } of addScriptedSeries(this.store, series, epochMs)) this.#scripted.add(key);
  }

  count(window: TrafficWindow): void {
    for (const exporter of this.#exporters) exporter.count?.(window);
  }

  /** Takes one sample of everything that is shown at this time. */
  scrape(timeMs: number, view: ClusterView): void {
    const seen = new Map<string, Labels>();
    for (const exporter of this.#exporters) {
      for (const { labels, value } of exporter.expose(view, this.#reach)) {
        if (!this.#reach(labels.get(METRIC_NAME))) continue;
        // Of two lines that are the same series the first counts, as in Prometheus.
        if (seen.has(labels.key) || this.#scripted.has(labels.key)) continue;
        seen.set(labels.key, labels);
        this.store.append(labels, timeMs, value);
      }
    }
    for (const [key, labels] of this.#last) if (!seen.has(key)) this.store.appendStale(labels, timeMs);
    this.#last = seen;
  }
}
