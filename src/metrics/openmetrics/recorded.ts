import type { Distribution } from '../../kernel/distributions.ts';
import { RecordingError } from '../../traffic/recorded.ts';
import type { ArrivalsSpec } from '../../world/traffic.ts';
import { parseQuery } from '../promql/parser.ts';
import { matchersOf } from '../promql/select.ts';
import { METRIC_NAME } from '../series/labels.ts';
import type { Matcher } from '../series/matcher.ts';
import { readOpenMetrics, type Sample } from './read.ts';

/** Text that does not select series, in the words of Prometheus where it has any. */
export class SelectorError extends Error {}

/** No series of the file is selected; `known` are names or series that could have been. */
export class UnknownMetricError extends Error {
  readonly metric: string;
  readonly known: readonly string[];

  constructor(metric: string, known: readonly string[]) {
    super(`no series of ${metric}`);
    this.metric = metric;
    this.known = known;
  }
}

interface Selector {
  readonly name: string;
  readonly matchers: readonly Matcher[];
}

function selectorOf(text: string): Selector {
  const { name, matchers } = selectorIn(text);
  if (name === undefined) throw new SelectorError('a selector begins with the name of a metric');
  return { name, matchers };
}

function selectorIn(text: string): { readonly name: string | undefined; readonly matchers: readonly Matcher[] } {
  try {
    const expr = parseQuery(text);
    if (expr.kind !== 'vector-selector') throw new SelectorError('this is an expression, not a selector');
    return { name: expr.name, matchers: matchersOf({ ...expr, name: undefined }) };
  } catch (error) {
    if (error instanceof SelectorError) throw error;
    throw new SelectorError(error instanceof Error ? error.message : String(error));
  }
}

/** The samples of each selected series, in the order of the file. */
function seriesOf(text: string, { name, matchers }: Selector, suffix: string): readonly (readonly Sample[])[] {
  const samples = readOpenMetrics(text);
  const series = new Map<string, Sample[]>();
  for (const sample of samples) {
    const { labels } = sample;
    if (labels.get(METRIC_NAME) !== `${name}${suffix}`) continue;
    if (!matchers.every((matcher) => matcher.matches(labels.get(matcher.name)))) continue;
    const known = series.get(labels.key);
    if (known === undefined) series.set(labels.key, [sample]);
    else known.push(sample);
  }
  if (series.size > 0) return [...series.values()];
  throw new UnknownMetricError(name, selectable(samples, name, suffix));
}

const LE: ReadonlySet<string> = new Set(['le']);

/** What could have been meant: the series of the metric, if there are any; else the names of the others. */
function selectable(samples: readonly Sample[], name: string, suffix: string): readonly string[] {
  const all = samples.map(({ labels }) => labels).filter((labels) => labels.get(METRIC_NAME).endsWith(suffix));
  const same = all.filter((labels) => labels.get(METRIC_NAME) === `${name}${suffix}`);
  const texts =
    same.length > 0
      ? same.map((labels) => `${name}${labels.drop(LE).withoutName().toString()}`)
      : all.map((labels) => labels.get(METRIC_NAME).slice(0, -suffix.length || undefined));
  return [...new Set(texts)].sort();
}

function wrongSample({ line, text }: Sample, message: string, expected: string, fix: string): RecordingError {
  return new RecordingError({ line, message, expected, found: text, fix });
}

/** A rate that a counter had from one sample to the next. */
interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly perSecond: number;
}

/**
 * A counter that falls was set back to 0 between. Source: promql/functions.go extrapolatedRate.
 *
 * Worked example: 100, then 160 after 15 s, then 30 after 15 s more are 4 and 2 a second.
 */
function stretchesOf(samples: readonly Sample[]): readonly Stretch[] {
  const timed = samples.map((sample) => {
    const { timeMs, value } = sample;
    if (timeMs === undefined) {
      throw wrongSample(
        sample,
        'this sample has no timestamp',
        'a timestamp behind the value',
        'export with timestamps',
      );
    }
    if (!Number.isFinite(value) || value < 0) {
      throw wrongSample(sample, 'this is no value of a counter', 'a number of 0 or more', 'name a counter');
    }
    return { sample, timeMs, value };
  });
  return timed.slice(1).map(({ sample, timeMs, value }, index) => {
    const before = timed[index] ?? { timeMs, value };
    if (timeMs <= before.timeMs) {
      const expected = 'a later time than that of the sample before it of the same series';
      throw wrongSample(sample, 'the times of the recording do not go up here', expected, 'sort the samples by time');
    }
    const increase = value < before.value ? value : value - before.value;
    return { fromMs: before.timeMs, toMs: timeMs, perSecond: (increase * 1000) / (timeMs - before.timeMs) };
  });
}

/**
 * Arrivals that selected counters counted, all together: each rate between two samples holds until the next, the last one for good. Times count from the first
 * sample of all.
 */
export function countedArrivals(text: string, metric: string): ArrivalsSpec {
  const series = seriesOf(text, selectorOf(metric), '');
  const stretches = series.flatMap(stretchesOf);
  const [first] = series.flat();
  if (first !== undefined && stretches.length === 0) {
    const expected = 'two samples or more of one series';
    throw wrongSample(first, 'one sample of a counter is no rate', expected, 'record for a longer time');
  }
  const times = [...new Set(stretches.flatMap(({ fromMs, toMs }) => [fromMs, toMs]))].sort((a, b) => a - b);
  const indexOf = new Map(times.map((timeMs, index) => [timeMs, index]));
  const rates = times.slice(1).map(() => 0);
  for (const { fromMs, toMs, perSecond } of stretches) {
    for (let index = indexOf.get(fromMs) ?? 0; (times[index] ?? toMs) < toMs; index += 1) {
      rates[index] = (rates[index] ?? 0) + perSecond;
    }
  }
  const startMs = times[0] ?? 0;
  return {
    kind: 'steps',
    steps: rates.map((perSecond, index) => ({ fromMs: (times[index] ?? 0) - startMs, perSecond })),
  };
}

/** Whether bounds are milliseconds, by the name of the metric; else they are seconds, as Prometheus has it. */
const IN_MILLISECONDS = /(_milliseconds|_ms|_rq_time)$/;

interface Bucket {
  readonly bound: number;
  readonly sample: Sample;
}

/** The bucket of the last sample of a series. */
function bucketOf(samples: readonly Sample[]): readonly Bucket[] {
  const sample = samples.at(-1);
  if (sample === undefined) return [];
  const le = sample.labels.get('le');
  const bound = le === '+Inf' ? Infinity : Number(le === '' ? NaN : le);
  if (!(bound >= 0)) {
    const expected = 'a label le with a number of 0 or more, or +Inf';
    throw wrongSample(sample, 'this bucket has no upper bound', expected, 'name a histogram of latencies');
  }
  return [{ bound, sample }];
}

/**
 * Latencies that a histogram counted, by the last sample of each bucket: a bucket stands for its upper bound, the infinite one for the largest finite bound.
 *
 * Worked example: buckets of 6 up to 0.1, 9 up to 0.5 and 10 in all are 100 ms six times, and 500 ms four times.
 */
export function countedLatencies(text: string, metric: string): Distribution {
  const selector = selectorOf(metric);
  const histograms = new Map<string, Bucket[]>();
  const all = seriesOf(text, selector, '_bucket').flatMap(bucketOf);
  for (const bucket of all) {
    const { key } = bucket.sample.labels.drop(LE);
    histograms.set(key, [...(histograms.get(key) ?? []), bucket]);
  }
  const weights = new Map<number, number>();
  for (const buckets of histograms.values()) addIncrements(buckets, weights);
  const [first] = all;
  if (first !== undefined && ![...weights.values()].some((weight) => weight > 0)) {
    const expected = 'a bucket with a finite bound, and an answer in some bucket';
    throw wrongSample(first.sample, 'this histogram tells no latency', expected, 'name another one');
  }
  const factor = IN_MILLISECONDS.test(selector.name) ? 1 : 1000;
  const sorted = [...weights].sort(([a], [b]) => a - b);
  return { kind: 'empirical', values: sorted.map(([bound, weight]) => ({ value: bound * factor, weight })) };
}

function addIncrements(buckets: readonly Bucket[], weights: Map<number, number>): void {
  const sorted = [...buckets].sort((a, b) => (a.bound < b.bound ? -1 : 1));
  const largest = sorted.filter(({ bound }) => bound < Infinity).at(-1);
  if (largest === undefined) return;
  let below = 0;
  for (const { bound, sample } of sorted) {
    if (!(sample.value >= below) || sample.value === Infinity) {
      const expected = `${below} or more: a bucket counts what the smaller ones count, too`;
      throw wrongSample(sample, 'the buckets of this histogram do not go up here', expected, 'export it anew');
    }
    const value = Math.min(bound, largest.bound);
    weights.set(value, (weights.get(value) ?? 0) + sample.value - below);
    below = sample.value;
  }
}
