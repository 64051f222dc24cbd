import { humanDuration, parseDurationMs } from '../../api/durations.ts';
import type { ObjectReader } from '../../api/reader.ts';
import { EXPERIMENT } from '../../api/resources.ts';
import type { Experiment } from '../../api/shape/experiment.ts';
import { parseTime } from '../../api/times.ts';
import { ageOf } from './age.ts';
import { formatTable, padded } from './table.ts';

export interface ListExperimentsOptions {
  /** Undefined means all, with a column for it. */
  readonly namespace?: string;
  readonly nowMs: number;
}

const COMPLETED: ReadonlySet<string> = new Set(['Successful', 'Failed', 'Error', 'Inconclusive']);

/** Source: utils/experiment/experiment.go PassedDurations. */
function remaining({ status }: Experiment, durationMs: number, nowMs: number): string {
  const availableMs = parseTime(status.availableAt ?? '');
  if (COMPLETED.has(status.phase ?? '') || availableMs === undefined) return '-';
  const leftMs = availableMs + durationMs - nowMs;
  return leftMs > 0 ? humanDuration(leftMs) : '-';
}

/**
 * What `kubectl argo rollouts list experiments` prints to standard output: nothing at all if there are none.
 * Source: pkg/kubectl-argo-rollouts/cmd/list/list_experiments.go PrintExperimentTable.
 */
export function listExperimentsView(reader: ObjectReader, options: ListExperimentsOptions): string {
  const { namespace, nowMs } = options;
  const experiments = reader.list(EXPERIMENT, namespace);
  if (experiments.length === 0) return '';
  const rows = experiments.map((experiment) => {
    const { metadata, spec, status } = experiment;
    const durationMs = parseDurationMs(spec.duration ?? '');
    return [
      ...(namespace === undefined ? [padded(metadata.namespace ?? '', 9)] : []),
      padded(metadata.name ?? '', 10),
      padded(status.phase ?? '', 6),
      padded(durationMs === undefined ? '-' : humanDuration(durationMs), 8),
      padded(durationMs === undefined ? '-' : remaining(experiment, durationMs, nowMs), 9),
      padded(ageOf(metadata, nowMs), 3),
    ];
  });
  const header = ['NAME', 'STATUS', 'DURATION', 'REMAINING', 'AGE'];
  return formatTable([namespace === undefined ? ['NAMESPACE', ...header] : header, ...rows]);
}
