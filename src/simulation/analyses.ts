import { ANALYSIS_RUN } from '../api/resources.ts';
import type { AnalysisRun } from '../api/shape/analysis.ts';
import { type ExplainedMetric, type ExplainedRun, explainRun } from '../controllers/analysis/explain.ts';
import { collectMeasurements } from '../controllers/analysis/history.ts';
import { isCompleted } from '../controllers/analysis/phases.ts';
import type { AnalysisMetric } from '../timeline/analysis.ts';
import type { AnalysisResult, ChangeEntry, Finding, TimelineEntry } from '../timeline/timeline.ts';

/** What each analysis came to, behind the change that ended it: the status keeps only the last measurements, the run has seen all. */
export function analysesOf(entries: readonly TimelineEntry[], notes: readonly Finding[]): readonly AnalysisResult[] {
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
    results.push(resultOf(entry, explained, missingOf(notes, key)));
  }
  return results;
}

function isRunChange(entry: ChangeEntry): entry is ChangeEntry & { readonly after: AnalysisRun } {
  return entry.resource.kind === ANALYSIS_RUN.kind && entry.after !== undefined;
}

/** What the controller noted of the run: a Secret or a key that is not there, and how to supply it. */
function missingOf(notes: readonly Finding[], key: string): readonly string[] {
  const prefix = `AnalysisRun ${key}: `;
  const missing = notes.flatMap(({ text }) => (text.startsWith(prefix) ? text.slice(prefix.length) : []));
  return [...new Set(missing)];
}

function resultOf(
  { atMs, seq, object }: ChangeEntry,
  explained: ExplainedRun,
  missing: readonly string[],
): AnalysisResult {
  const { phase, message, decidedBy, metrics } = explained;
  return { atMs, after: seq, object, phase, message, decidedBy, metrics: metrics.map(metricOf), missing };
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
