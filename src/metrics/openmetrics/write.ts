import { formatGoFloat } from '../../api/go-float.ts';
import { type Labels, METRIC_NAME } from '../series/labels.ts';
import type { Series, SeriesStore } from '../series/store.ts';
import { declarationOf } from './families.ts';

const HISTOGRAM_PARTS = /_(bucket|sum|count)$/;

/** The metric that a series belongs to: a histogram has its parts under one name. */
function familyOf(
  name: string,
  histograms: ReadonlySet<string>,
): { readonly name: string; readonly isHistogram: boolean } {
  const base = name.replace(HISTOGRAM_PARTS, '');
  return base !== name && histograms.has(base) ? { name: base, isHistogram: true } : { name, isHistogram: false };
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}

function sampleName(labels: Labels): string {
  const pairs = labels.entries().filter(([name]) => name !== METRIC_NAME);
  const inside = pairs.map(([name, value]) => `${name}="${escaped(value)}"`).join(',');
  return inside === '' ? labels.get(METRIC_NAME) : `${labels.get(METRIC_NAME)}{${inside}}`;
}

/** Seconds, with milliseconds if there are any. */
function timestamp(timeMs: number): string {
  const seconds = Math.floor(timeMs / 1000);
  const rest = timeMs - seconds * 1000;
  return rest === 0 ? String(seconds) : `${seconds}.${String(rest).padStart(3, '0')}`;
}

/** Some series point by point: all their samples of one time, then those of the next. */
function* linesOf(series: readonly Series[]): Iterable<string> {
  const readers = series.map((each) => ({ each, name: sampleName(each.labels), next: 0 }));
  for (;;) {
    const timeMs = Math.min(...readers.map(({ each, next }) => (next < each.length ? each.timeMs(next) : Infinity)));
    if (timeMs === Infinity) return;
    for (const reader of readers) {
      const { each, name, next } = reader;
      if (next >= each.length || each.timeMs(next) !== timeMs) continue;
      reader.next += 1;
      // The format has no mark for the end of a series: whoever imports it sees the series for five minutes more.
      if (!each.isStale(next)) yield `${name} ${formatGoFloat(each.value(next))} ${timestamp(timeMs)}\n`;
    }
  }
}

const PART_ORDER: readonly string[] = ['_bucket', '_count', '_sum'];
const NOT_OF_HISTOGRAM: ReadonlySet<string> = new Set([METRIC_NAME, 'le']);

/** Buckets by rising bound, then count and sum. */
function byPart(a: Series, b: Series): number {
  const part = ({ labels }: Series): number =>
    PART_ORDER.findIndex((suffix) => labels.get(METRIC_NAME).endsWith(suffix));
  const bound = ({ labels }: Series): number => Number(labels.get('le').replace('Inf', 'Infinity'));
  return part(a) - part(b) || (bound(a) < bound(b) ? -1 : 1);
}

/** The series of a family that make one metric: of a histogram all its parts, else each by itself. */
function metricsOf(isHistogram: boolean, series: readonly Series[]): Iterable<readonly Series[]> {
  if (!isHistogram) return series.map((each) => [each]);
  const metrics = new Map<string, Series[]>();
  for (const each of series) {
    const { key } = each.labels.drop(NOT_OF_HISTOGRAM);
    const metric = metrics.get(key);
    if (metric === undefined) metrics.set(key, [each]);
    else metric.push(each);
  }
  return [...metrics.values()].map((metric) => metric.sort(byPart));
}

/**
 * All series in the text format of OpenMetrics, metric by metric in the order of names: what `promtool tsdb create-blocks-from openmetrics` and `promtool
 * check metrics` read. A counter is declared by its whole name, as OpenMetrics 2.0 does: the text format of Prometheus knows no other.
 */
export function* writeOpenMetrics(store: SeriesStore): Iterable<string> {
  const named = store.all().map((series) => ({ series, name: series.labels.get(METRIC_NAME) }));
  const histograms = new Set(
    named.flatMap(({ name }) => (name.endsWith('_bucket') ? [name.replace(HISTOGRAM_PARTS, '')] : [])),
  );
  const families = new Map<string, { readonly isHistogram: boolean; readonly series: Series[] }>();
  for (const { series, name: whole } of named) {
    const { name, isHistogram } = familyOf(whole, histograms);
    const known = families.get(name);
    if (known === undefined) families.set(name, { isHistogram, series: [series] });
    else known.series.push(series);
  }
  const sorted = [...families.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  for (const [name, { isHistogram, series }] of sorted) {
    const { type, help } = declarationOf(name, isHistogram);
    yield `# HELP ${name} ${help}\n`;
    if (type !== undefined) yield `# TYPE ${name} ${type}\n`;
    for (const metric of metricsOf(isHistogram, series)) yield* linesOf(metric);
  }
  yield '# EOF\n';
}

/** How many series end before the last sample of all: the format cannot say so. */
export function endedSeries(store: SeriesStore): number {
  return store.all().filter((series) => series.length > 0 && series.isStale(series.length - 1)).length;
}
