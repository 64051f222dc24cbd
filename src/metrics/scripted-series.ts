import type { ScriptedSeries } from '../world/metrics.ts';
import { parseSeriesLabels, parseValues } from './promql/series-notation.ts';
import type { Labels } from './series/labels.ts';
import type { SeriesStore } from './series/store.ts';

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
