import { sampleText } from '../metrics/promql/api-json.ts';
import type { InstantResult, PromQLQuery } from '../metrics/promql/promql.ts';
import { selectorsOf } from '../metrics/series-source.ts';
import { type Labels, METRIC_NAME } from '../metrics/series/labels.ts';
import type { SeriesStore } from '../metrics/series/store.ts';
import { formatSpan } from '../text/durations.ts';
import { didYouMean } from '../scenario/suggest.ts';
import type { ObservedRun } from '../simulation/run.ts';

/** Times of the run in milliseconds from its start: one time, or a stretch from `startMs` on. */
export type QueryTimes =
  { readonly atMs?: number } | { readonly startMs: number; readonly endMs?: number; readonly stepMs: number };

export interface QueryAnswer {
  readonly result: InstantResult;
  /** Epoch milliseconds at which the run begins. */
  readonly epochMs: number;
  /** Epoch milliseconds at which an instant query was asked. */
  readonly atMs: number;
  /** Names of metrics in the query that the run never had, each with one that is close to it: an empty answer may be a mistyped name. */
  readonly unknown: readonly { readonly name: string; readonly meant: string | undefined }[];
}

/** Answers a query over the series of a run; throws what `apiRefusal` knows for a query that cannot be evaluated. */
export function answerQuery(
  query: PromQLQuery,
  { timeline, series }: ObservedRun,
  epochMs: number,
  times: QueryTimes,
): QueryAnswer {
  if (series === undefined) throw new Error('a run that is observed has series');
  const { endMs } = timeline.header.totals;
  const atMs = epochMs + ('startMs' in times ? endMs : (times.atMs ?? endMs));
  const result: InstantResult =
    'startMs' in times
      ? query.range(series, {
          startMs: epochMs + times.startMs,
          endMs: epochMs + (times.endMs ?? endMs),
          stepMs: times.stepMs,
        })
      : query.instant(series, atMs);
  return { result, epochMs, atMs, unknown: unknownNames(query, series) };
}

function unknownNames({ expr }: PromQLQuery, store: SeriesStore): QueryAnswer['unknown'] {
  const wanted = selectorsOf(expr).flatMap((matchers) =>
    matchers.filter(({ name, operator }) => name === METRIC_NAME && operator === '=').map(({ value }) => value),
  );
  const unknown = [...new Set(wanted)].filter((name) => !store.names.includes(name));
  return unknown.map((name) => ({ name, meant: didYouMean(name, store.names) }));
}

/** As promtool prints answers, with times of the run: `up{job="shop"} => 1 @[5m0s]`. Source: model/value.go Vector.String, Matrix.String. */
export function answerText({ result, epochMs, atMs }: QueryAnswer): string {
  const point = (value: number, timeMs: number): string => `${sampleText(value)} @[${formatSpan(timeMs - epochMs)}]\n`;
  switch (result.type) {
    case 'scalar':
      return `${sampleText(result.value)}\n`;
    case 'string':
      return `${result.value}\n`;
    case 'vector':
      return result.samples.map(({ labels, value }) => `${metricText(labels)} => ${point(value, atMs)}`).join('');
    case 'matrix':
      return result.series
        .map(({ labels, times, values }) => {
          const points = times.map((timeMs, index) => point(values[index] ?? NaN, timeMs));
          return `${metricText(labels)} =>\n${points.join('')}`;
        })
        .join('');
  }
}

/** The name before the other labels. Source: model/metric.go Metric.String. */
function metricText(labels: Labels): string {
  const name = labels.get(METRIC_NAME);
  const others = labels.withoutName();
  return name !== '' && others.names.length === 0 ? name : `${name}${others.toString()}`;
}
