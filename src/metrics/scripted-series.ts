import { parseSeriesLabels, parseValues } from './promql/series-notation.ts';
import type { Labels } from './series/labels.ts';
import type { SeriesStore } from './series/store.ts';

/** A series whose values are written down: `0.99x10 0.5x3 _ stale`, one value each `everyMs` from `fromMs` on. */
export interface ScriptedSeries {
  /** `checkout_success_ratio{service="cart"}`. */
  readonly series: string;
  readonly values: string;
  readonly everyMs: number;
  readonly fromMs: number;
}

/** Puts scripted series into a store and tells which; their times count from `epochMs`. Throws a SeriesNotationError or a PromQLParseError. */
export function addScriptedSeries(
  store: SeriesStore,
  scripted: readonly ScriptedSeries[],
  epochMs: number,
): readonly Labels[] {
  return scripted.map(({ series, values, everyMs, fromMs }) => {
    const labels = parseSeriesLabels(series);
    parseValues(values).forEach((value, index) => {
      const timeMs = epochMs + fromMs + index * everyMs;
      if (value === 'stale') store.appendStale(labels, timeMs);
      else if (value !== 'gap') store.append(labels, timeMs, value);
    });
    return labels;
  });
}
