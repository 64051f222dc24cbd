import { ANALYSIS_RUN } from '../api/resources.ts';
import type { AnalysisRun } from '../api/shape/analysis.ts';
import { type ExplainedMetric, type ExplainedRun, explainRun } from '../controllers/analysis/explain.ts';
import { collectMeasurements } from '../controllers/analysis/history.ts';
import { isCompleted } from '../controllers/analysis/phases.ts';
import type { AnalysisMetric } from '../timeline/analysis.ts';
import type { AnalysisEntry, ChangeEntry, TimelineEntry } from '../timeline/timeline.ts';

type Untold = Omit<AnalysisEntry, 'seq'>;

/**
 * The entries of a run with what each analysis came to among them, behind the change that ended it: the status keeps only the last measurements,
 * the run has seen all.
 */
export function withAnalyses(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  const told = analysesOf(entries);
  if (told.size === 0) return entries;
  const result: TimelineEntry[] = [];
  for (const entry of entries) {
    result.push({ ...entry, seq: result.length });
    const analysis = told.get(entry.seq);
    if (analysis !== undefined) result.push({ ...analysis, seq: result.length });
  }
  return result;
}

/** By the `seq` of the change that ended each. */
function analysesOf(entries: readonly TimelineEntry[]): ReadonlyMap<number, Untold> {
  const states = new Map<string, AnalysisRun[]>();
  const told = new Map<number, Untold>();
  for (const entry of entries) {
    if (entry.kind !== 'change' || !isRunChange(entry)) continue;
    const { namespace, name } = entry.object;
    const key = `${namespace}/${name}`;
    const known = states.get(key) ?? [];
    const wasOver = known.some(({ status }) => isCompleted(status.phase));
    states.set(key, [...known, entry.after]);
    if (wasOver || !isCompleted(entry.after.status.phase)) continue;
    const explained = explainRun(entry.after, collectMeasurements([...known, entry.after]));
    told.set(entry.seq, untold(entry, explained, missingOf(entries, key)));
  }
  return told;
}

function isRunChange(entry: ChangeEntry): entry is ChangeEntry & { readonly after: AnalysisRun } {
  return entry.resource.kind === ANALYSIS_RUN.kind && entry.after !== undefined;
}

/** What the controller noted of the run: a Secret or a key that is not there, and how to supply it. */
function missingOf(entries: readonly TimelineEntry[], key: string): readonly string[] {
  const notes = entries.flatMap((entry) => {
    const prefix = `AnalysisRun ${key}: `;
    return entry.kind === 'finding' && entry.text.startsWith(prefix) ? entry.text.slice(prefix.length) : [];
  });
  return [...new Set(notes)];
}

function untold({ atMs, object }: ChangeEntry, explained: ExplainedRun, missing: readonly string[]): Untold {
  const { phase, message, decidedBy, metrics } = explained;
  return { kind: 'analysis', atMs, object, phase, message, decidedBy, metrics: metrics.map(metricOf), missing };
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
