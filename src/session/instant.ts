import type { ObjectReader } from '../api/reader.ts';
import { parseTime } from '../api/times.ts';
import { CommandError } from '../plugin/command.ts';
import { getAnalysisRunView } from '../plugin/views/get-analysis-run.ts';
import { getDeploymentTree } from '../plugin/views/get-deployment.ts';
import { getExperimentView } from '../plugin/views/get-experiment.ts';
import { getRolloutView } from '../plugin/views/get-rollout.ts';
import { workloadAt, type WorkloadName } from '../timeline/facts/workloads.ts';
import { stateAt } from '../timeline/state.ts';
import type { Timeline } from '../timeline/timeline.ts';

/** One instant of a run, as views look at it. */
export interface Instant {
  readonly atMs: number;
  readonly reader: ObjectReader;
  /** Epoch milliseconds: ages count to it. */
  readonly nowMs: number;
}

export function instantAt(timeline: Timeline, atMs: number): Instant {
  return { atMs, reader: stateAt(timeline, atMs), nowMs: (parseTime(timeline.header.epoch) ?? 0) + atMs };
}

/** What `get` prints of a workload at an instant. Throws a CommandError if it does not exist then. */
export function workloadView({ reader, nowMs }: Instant, workload: WorkloadName, color = false): string {
  const { kind, namespace, name } = workload;
  const options = { namespace, name, nowMs, color };
  switch (kind) {
    case 'Rollout':
      return getRolloutView(reader, options);
    case 'Experiment':
      return getExperimentView(reader, options);
    case 'AnalysisRun':
      return getAnalysisRunView(reader, options);
    case 'Deployment': {
      const { phase = '', message = '' } = workloadAt(reader, workload) ?? {};
      return getDeploymentTree(reader, { ...options, phase, message });
    }
  }
}

/** What `get` prints of a workload at an instant, or that there is none. */
export function workloadViewAt(timeline: Timeline, workload: WorkloadName, atMs: number): string {
  return viewOrError(() => workloadView(instantAt(timeline, atMs), workload));
}

/** The view, or the error that the plugin would print instead. */
export function viewOrError(view: () => string): string {
  try {
    return view();
  } catch (error) {
    if (error instanceof CommandError) return `Error: ${error.message}\n`;
    throw error;
  }
}
