import { METRIC_NAME, type Labels } from '../series/labels.ts';
import type { Annotations } from './annotations.ts';
import type { Expr } from './ast.ts';
import { type Bucket, bucketFraction, bucketQuantile } from './buckets.ts';
import type { Sample } from './evaluation.ts';
import { isInvalidQuantile } from './quantile.ts';
import type { VectorFunction } from './vector-functions.ts';

const LE_ONLY: ReadonlySet<string> = new Set(['le']);
const NOT_IN_RESULT: ReadonlySet<string> = new Set(['le', METRIC_NAME]);

/** A bucket's bound as Go's strconv.ParseFloat reads it. */
function parseBound(text: string): number | undefined {
  if (/^[+-]?(inf|infinity)$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return NaN;
  return /^[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

interface Histogram {
  readonly labels: Labels;
  readonly buckets: Bucket[];
}

/** Source: promql/engine.go resetHistograms. */
function histogramsOf(vector: readonly Sample[], arg: Expr, annotations: Annotations): Iterable<Histogram> {
  const histograms = new Map<string, Histogram>();
  for (const { labels, value } of vector) {
    const le = labels.get('le');
    const upperBound = parseBound(le);
    if (upperBound === undefined) {
      annotations.badBucketLabel(le, arg.position);
      continue;
    }
    const { key } = labels.drop(LE_ONLY);
    let histogram = histograms.get(key);
    if (histogram === undefined) {
      histogram = { labels: labels.drop(NOT_IN_RESULT), buckets: [] };
      histograms.set(key, histogram);
    }
    histogram.buckets.push({ upperBound, count: value });
  }
  return histograms.values();
}

/** Source: promql/functions.go funcHistogramQuantile. */
const histogramQuantile: VectorFunction = ({ args, vectors, stepMs, annotations }) => {
  const [qArg, bucketArg] = args;
  const q = vectors[0]?.[0]?.value ?? NaN;
  if (qArg === undefined || bucketArg === undefined) return [];
  if (isInvalidQuantile(q)) annotations.invalidQuantile(q, qArg.position);
  return Array.from(histogramsOf(vectors[1] ?? [], bucketArg, annotations), ({ labels, buckets }) => {
    const { value, forced } = bucketQuantile(q, buckets);
    if (forced !== undefined) annotations.forcedMonotonicity(bucketArg.position, stepMs, forced);
    return { labels, value };
  });
};

/** Source: promql/functions.go funcHistogramFraction. */
const histogramFraction: VectorFunction = ({ args, vectors, annotations }) => {
  const bucketArg = args[2];
  if (bucketArg === undefined) return [];
  const lower = vectors[0]?.[0]?.value ?? NaN;
  const upper = vectors[1]?.[0]?.value ?? NaN;
  return Array.from(histogramsOf(vectors[2] ?? [], bucketArg, annotations), ({ labels, buckets }) => {
    return { labels, value: bucketFraction(lower, upper, buckets) };
  });
};

/** Native histograms are not modelled: there are only samples that are numbers, which these functions leave out. */
const none: VectorFunction = () => [];

export const HISTOGRAM_FUNCTIONS: Readonly<Record<string, VectorFunction>> = {
  histogram_quantile: histogramQuantile,
  histogram_fraction: histogramFraction,
  histogram_avg: none,
  histogram_count: none,
  histogram_sum: none,
  histogram_stddev: none,
  histogram_stdvar: none,
};
