import { finalState } from '../timeline/facts/rollouts.ts';
import { sampleWorkload, type WorkloadSample } from '../timeline/facts/samples.ts';
import { workloadAt, type WorkloadName, type WorkloadState, workloadsOf } from '../timeline/facts/workloads.ts';
import type { Finding, Timeline, Verdict } from '../timeline/timeline.ts';
import { workloadLabel } from './workload-label.ts';

/** One revision's way: when it began, when and how it ended. */
export interface UpdateSummary {
  readonly revision: string;
  readonly images: readonly string[];
  readonly startedMs: number;
  /** Absent while it is under way at the end of the run. */
  readonly endedMs?: number;
  readonly outcome: 'completed' | 'aborted' | 'replaced' | 'under way';
}

/** How a workload came through the run. */
export interface WorkloadSummary extends WorkloadName {
  /** How it is told apart from others of the run. */
  readonly label: string;
  /** Its state at the end; undefined when it is gone. */
  readonly last: WorkloadState | undefined;
  readonly updates: readonly UpdateSummary[];
  /** The most pods of all its ReplicaSets at once; undefined for a workload without pods. */
  readonly podsAtMost: number | undefined;
  /** The fewest available pods after it was first healthy; undefined when it never was. */
  readonly availableAtLeast: number | undefined;
}

export interface Summary {
  readonly workloads: readonly WorkloadSummary[];
  readonly findings: readonly Finding[];
  readonly verdicts: readonly Verdict[];
}

export function summarize(timeline: Timeline): Summary {
  const workloads = workloadsOf(timeline);
  return {
    workloads: workloads.map((name) => summarizeWorkload(timeline, name, workloadLabel(name, workloads))),
    findings: timeline.findings,
    verdicts: timeline.verdicts,
  };
}

function total(sample: WorkloadSample, count: 'current' | 'available'): number {
  return sample.stable[count] + sample.canary[count] + sample.older[count];
}

function summarizeWorkload(timeline: Timeline, name: WorkloadName, label: string): WorkloadSummary {
  const samples = sampleWorkload(timeline, name);
  const later = servingSamples(samples).map((sample) => total(sample, 'available'));
  return {
    ...name,
    label,
    last: workloadAt(finalState(timeline), name),
    updates: updatesOf(samples),
    podsAtMost:
      name.kind === 'AnalysisRun' ? undefined : Math.max(0, ...samples.map((sample) => total(sample, 'current'))),
    availableAtLeast: later.length === 0 ? undefined : Math.min(...later),
  };
}

/** The samples in which its pods should be there: from the first in which it is healthy; of an experiment those in which it runs. */
function servingSamples(samples: readonly WorkloadSample[]): readonly WorkloadSample[] {
  if (samples[0]?.kind === 'Experiment') return samples.filter(({ phase }) => phase === 'Running');
  const first = samples.findIndex(({ phase }) => phase === 'Healthy');
  return first < 0 ? [] : samples.slice(first);
}

/** Each revision from its first sample to the one at which it was Healthy, was aborted, or gave way to the next. */
function updatesOf(samples: readonly WorkloadSample[]): readonly UpdateSummary[] {
  const updates: UpdateSummary[] = [];
  for (const sample of samples) {
    let current = updates.at(-1);
    if (sample.revision === undefined) continue;
    if (current?.revision !== sample.revision) {
      if (current?.outcome === 'under way')
        updates[updates.length - 1] = { ...current, endedMs: sample.atMs, outcome: 'replaced' };
      const { revision, images } = sample;
      current = { revision, images, startedMs: sample.atMs, outcome: 'under way' };
      updates.push(current);
    }
    if (current.outcome === 'completed') continue;
    if (sample.phase === 'Healthy')
      updates[updates.length - 1] = { ...current, endedMs: sample.atMs, outcome: 'completed' };
    else if (sample.aborted && current.outcome === 'under way') {
      updates[updates.length - 1] = { ...current, endedMs: sample.atMs, outcome: 'aborted' };
    }
  }
  return updates;
}
