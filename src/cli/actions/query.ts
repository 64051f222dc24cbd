import { apiAnswer, apiRefusal, sampleText } from '../../metrics/promql/api-json.ts';
import { type InstantResult, promQL, type PromQLQuery } from '../../metrics/promql/promql.ts';
import { selectorsOf } from '../../metrics/series-source.ts';
import { type Labels, METRIC_NAME } from '../../metrics/series/labels.ts';
import type { SeriesStore } from '../../metrics/series/store.ts';
import { formatSpan } from '../../report/durations.ts';
import { didYouMean } from '../../scenario/suggest.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { loadOrTell } from '../load.ts';
import { nodeFiles } from '../node-files.ts';
import { rehearseObserved } from '../rehearse.ts';
import type { OutputFormat, WorldOptions } from '../options.ts';
import type { Terminal } from '../terminal.ts';

export interface QueryOptions extends WorldOptions {
  readonly at?: number;
  readonly start?: number;
  readonly end?: number;
  readonly step?: number;
  readonly output: OutputFormat;
}

const DEFAULT_STEP_MS = 15_000;

/** Rehearses as far as needed, and answers the query. */
export function query(terminal: Terminal, text: string, paths: readonly string[], options: QueryOptions): number {
  checkTimes(options);
  const { output } = options;
  let read: PromQLQuery;
  try {
    read = promQL(text);
  } catch (error) {
    return refuse(terminal, error, output);
  }
  const rehearsal = loadOrTell(terminal, nodeFiles(), paths, { ...untilAsked(options), quiet: true });
  if (rehearsal === undefined) return EXIT.badInput;
  const { timeline, series } = rehearseObserved(terminal, rehearsal);
  if (series === undefined) throw new Error('a run that is observed has series');
  const { epochMs } = rehearsal.world;
  const { start, at, step = DEFAULT_STEP_MS } = options;
  const { endMs } = timeline.header.totals;
  const atMs = epochMs + (at ?? endMs);
  try {
    const result: InstantResult =
      start === undefined
        ? read.instant(series, atMs)
        : read.range(series, { startMs: epochMs + start, endMs: epochMs + (options.end ?? endMs), stepMs: step });
    if (output === 'json') terminal.out(`${JSON.stringify(apiAnswer(result, atMs))}\n`);
    else {
      for (const remark of [...result.warnings, ...result.infos]) terminal.err(`${remark}\n`);
      tellUnknown(terminal, read, series);
      terminal.out(resultText(result, epochMs, atMs));
    }
    return EXIT.asExpected;
  } catch (error) {
    return refuse(terminal, error, output);
  }
}

function checkTimes({ at, start, end, step }: QueryOptions): void {
  if (at !== undefined && (start !== undefined || end !== undefined)) {
    throw new UsageError('--at asks at one time, --start and --end over a stretch of time', '(give one or the other)');
  }
  if (start === undefined && end !== undefined) throw new UsageError('--end needs --start');
  if (start !== undefined && end !== undefined && end < start) throw new UsageError('--end is before --start');
  if (step === 0) throw new UsageError('--step has to be above 0s');
}

/** A run goes on until the last time that is asked for. */
function untilAsked(options: QueryOptions): QueryOptions {
  const ms = options.at ?? options.end;
  return ms === undefined || options.until !== undefined ? options : { ...options, until: { ms } };
}

function refuse(terminal: Terminal, error: unknown, output: QueryOptions['output']): number {
  const refusal = apiRefusal(error);
  if (refusal === undefined) throw error;
  if (output === 'json') terminal.out(`${JSON.stringify(refusal)}\n`);
  else terminal.err(`error: ${refusal.error}\n`);
  return EXIT.badInput;
}

/** Names of metrics that were never there: an empty answer may be a slip of the pen. */
function tellUnknown(terminal: Terminal, { expr }: PromQLQuery, store: SeriesStore): void {
  const wanted = selectorsOf(expr).flatMap((matchers) =>
    matchers.filter(({ name, operator }) => name === METRIC_NAME && operator === '=').map(({ value }) => value),
  );
  const unknown = [...new Set(wanted)].filter((name) => !store.names.includes(name));
  for (const name of unknown) {
    const meant = didYouMean(name, store.names);
    terminal.err(`no series is called ${name}${meant === undefined ? '' : ` (did you mean ${meant}?)`}\n`);
  }
}

/** As promtool prints answers, with times of the run: `up{job="shop"} => 1 @[5m0s]`. Source: model/value.go Vector.String, Matrix.String. */
function resultText(result: InstantResult, epochMs: number, atMs: number): string {
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
