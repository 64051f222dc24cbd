import { formatGoFloat } from '../../api/go-float.ts';
import { type Labels, METRIC_NAME } from '../series/labels.ts';
import type { Series, SeriesStore } from '../series/store.ts';

type FamilyType = 'counter' | 'histogram' | 'unknown';

/** A metric family and how its samples are called. */
interface Family {
  readonly name: string;
  readonly type: FamilyType;
}

const HISTOGRAM_PARTS = /_(bucket|sum|count)$/;

/** The family of a metric: names say what it is, since series alone do not. Source: OpenMetrics 1.0, section 5.1. */
function familyOf(name: string, histograms: ReadonlySet<string>): Family {
  const base = name.replace(HISTOGRAM_PARTS, '');
  if (base !== name && histograms.has(base)) return { name: base, type: 'histogram' };
  return name.endsWith('_total')
    ? { name: name.slice(0, -'_total'.length), type: 'counter' }
    : { name, type: 'unknown' };
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

function* linesOf(series: Series): Iterable<string> {
  const name = sampleName(series.labels);
  for (let index = 0; index < series.length; index += 1) {
    // The format has no word for the end of a series: who reads it loses sight of it five minutes later.
    if (series.isStale(index)) continue;
    yield `${name} ${formatGoFloat(series.value(index))} ${timestamp(series.timeMs(index))}\n`;
  }
}

/**
 * All series in the text format of OpenMetrics 1.0, family by family in the order of names: what `promtool tsdb create-blocks-from openmetrics`
 * reads.
 */
export function* writeOpenMetrics(store: SeriesStore): Iterable<string> {
  const all = store.all();
  const named = all.map((series) => ({ series, name: series.labels.get(METRIC_NAME) }));
  const histograms = new Set(
    named.flatMap(({ name }) => (name.endsWith('_bucket') ? [name.replace(HISTOGRAM_PARTS, '')] : [])),
  );
  const families = new Map<string, { readonly family: Family; readonly series: Series[] }>();
  for (const { series, name } of named) {
    const family = familyOf(name, histograms);
    const key = `${family.name} ${family.type}`;
    const known = families.get(key);
    if (known === undefined) families.set(key, { family, series: [series] });
    else known.series.push(series);
  }
  const sorted = [...families.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  for (const [, { family, series }] of sorted) {
    yield `# TYPE ${family.name} ${family.type}\n`;
    for (const each of series) yield* linesOf(each);
  }
  yield '# EOF\n';
}
