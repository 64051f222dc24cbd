import { formatGoFloat } from '../../api/go-float.ts';
import { METRIC_NAME, type Labels } from '../series/labels.ts';
import type { Series, SeriesStore } from '../series/store.ts';

/** `up{job="shop"}`, as promtool's tests name a series. */
function seriesText(labels: Labels): string {
  const inside = labels.withoutName().toString();
  return `${labels.get(METRIC_NAME)}${inside === '{}' ? '' : inside}`;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** The values of a series, one every interval from the start on: `_` where there is none, `stale` where it ends, `1x3` for one value four times. */
function valuesText(series: Series, startMs: number, everyMs: number): string {
  const words: string[] = [];
  let last: { text: string; times: number } | undefined;
  const flush = (): void => {
    if (last !== undefined) words.push(last.times === 1 ? last.text : `${last.text}x${last.times - 1}`);
    last = undefined;
  };
  let nextMs = startMs;
  for (let index = 0; index < series.length; index += 1) {
    const timeMs = series.timeMs(index);
    const missing = (timeMs - nextMs) / everyMs;
    if (missing > 0) {
      flush();
      words.push(missing === 1 ? '_' : `_x${missing}`);
    }
    const text = series.isStale(index) ? 'stale' : formatGoFloat(series.value(index));
    if (last?.text === text && text !== 'stale') last.times += 1;
    else {
      flush();
      last = { text, times: 1 };
    }
    nextMs = timeMs + everyMs;
  }
  flush();
  return words.join(' ');
}

/**
 * All series as a file for `promtool test rules`, in which the ends of series are kept. Times count from the start of the run. Source: Prometheus,
 * documentation of unit testing for rules.
 */
export function* writeRulesTest(store: SeriesStore, startMs: number): Iterable<string> {
  const all = store.all().filter(({ length }) => length > 0);
  let everyMs = 0;
  for (const series of all) {
    for (let index = 0; index < series.length; index += 1) {
      everyMs = greatestCommonDivisor(everyMs, series.timeMs(index) - startMs);
    }
  }
  everyMs ||= 1000;
  yield `evaluation_interval: ${everyMs}ms\n`;
  yield 'tests:\n';
  yield `  - interval: ${everyMs}ms\n`;
  yield '    input_series:\n';
  for (const series of all) {
    yield `      - series: ${JSON.stringify(seriesText(series.labels))}\n`;
    yield `        values: ${JSON.stringify(valuesText(series, startMs, everyMs))}\n`;
  }
}
