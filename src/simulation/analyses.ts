import { ANALYSIS_RUN } from '../api/resources.ts';
import { parseTime } from '../api/times.ts';
import { readsOf } from '../metrics/query-reads.ts';
import type { SeriesStore } from '../metrics/series/store.ts';
import type { AnalysisRun } from '../api/shape/analysis.ts';
import { type ExplainedMetric, type ExplainedRun, explainRun } from '../controllers/analysis/explain.ts';
import { collectMeasurements } from '../controllers/analysis/history.ts';
import { isCompleted } from '../controllers/analysis/phases.ts';
import type { MissingPart } from './recorder.ts';
import type { AnalysisMetric } from '../timeline/analysis.ts';
import type { AnalysisResult, ChangeEntry, TimelineEntry } from '../timeline/timeline.ts';

/** What Prometheus had in the run. */
export interface Observed {
  readonly store: SeriesStore;
  readonly epochMs: number;
  readonly scrapeMs: number;
  /** Whether the scenario gives the answers of a metric, whatever the series are. */
  readonly isScripted: (metric: string, query: string) => boolean;
}

/** What each analysis came to, behind the change that ended it: the status keeps only the last measurements, the run has seen all. */
export function analysesOf(
  entries: readonly TimelineEntry[],
  missing: readonly MissingPart[],
  observed?: Observed,
): readonly AnalysisResult[] {
  const states = new Map<string, AnalysisRun[]>();
  const results: AnalysisResult[] = [];
  for (const entry of entries) {
    if (entry.kind !== 'change' || !isRunChange(entry)) continue;
    const { namespace, name } = entry.object;
    const key = `${namespace}/${name}`;
    const known = states.get(key) ?? [];
    states.set(key, known);
    const wasOver = known.some(({ status }) => isCompleted(status.phase));
    known.push(entry.after);
    if (wasOver || !isCompleted(entry.after.status.phase)) continue;
    const explained = explainRun(entry.after, collectMeasurements(known));
    const reads = (metric: ExplainedMetric) => readsOfMetric(entry, metric, observed);
    results.push(resultOf(entry, explained, missingOf(missing, entry.after), reads));
  }
  return results;
}

function isRunChange(entry: ChangeEntry): entry is ChangeEntry & { readonly after: AnalysisRun } {
  return entry.resource.kind === ANALYSIS_RUN.kind && entry.after !== undefined;
}

/** What the controller missed: a Secret or a key that does not exist, and how to supply it. */
function missingOf(missing: readonly MissingPart[], { metadata }: AnalysisRun): readonly string[] {
  const texts = missing.flatMap(({ uid, text }) => (uid === metadata.uid ? text : []));
  return [...new Set(texts)];
}

type Reads = Pick<AnalysisMetric, 'reads' | 'fallback'>;

function resultOf(
  { atMs, seq, object }: ChangeEntry,
  explained: ExplainedRun,
  missing: readonly string[],
  readsOf: (metric: ExplainedMetric) => Reads,
): AnalysisResult {
  const { phase, message, decidedBy, metrics } = explained;
  const measured = metrics.map((metric) => ({ ...metricOf(metric), ...readsOf(metric) }));
  return { atMs, after: seq, object, phase, message, decidedBy, metrics: measured, missing };
}

/** What the query of a metric found from the beginning of the analysis to its end; nothing for other providers than Prometheus. */
function readsOfMetric(
  { atMs, after }: ChangeEntry & { readonly after: AnalysisRun },
  { name, query }: ExplainedMetric,
  observed: Observed | undefined,
): Reads {
  const spec = after.spec.metrics?.find((metric) => metric.name === name);
  if (observed === undefined || spec?.provider.prometheus === undefined || observed.isScripted(name, query)) return {};
  const fromMs = parseTime(after.metadata.creationTimestamp ?? '') ?? observed.epochMs;
  const { store, scrapeMs, epochMs } = observed;
  const found = readsOf(query, store, { fromMs, toMs: epochMs + atMs, scrapeMs });
  if (found === undefined) return {};
  return { reads: found.reads, ...(found.fallback ? { fallback: true } : {}) };
}

/** Metadata of providers is left to the objects; what a measurement does not say is left out. */
function metricOf({ measurements, ...metric }: ExplainedMetric): AnalysisMetric {
  return {
    ...metric,
    measurements: measurements.map(
      ({ startedAt: _startedAt, metadata: _metadata, resumeAt: _resumeAt, finishedAt, ...kept }) => ({
        ...kept,
        ...(finishedAt === undefined || finishedAt === null ? {} : { finishedAt }),
      }),
    ),
  };
}
