import { POD_TEMPLATE_HASH_LABEL } from '../../../api/rollouts/names.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Experiment } from '../../../api/shape/experiment.ts';

export interface ExperimentHistoryLimits {
  readonly successful: number;
  readonly unsuccessful: number;
}

const UNSUCCESSFUL: ReadonlySet<string> = new Set(['Failed', 'Error', 'Inconclusive']);

/** Newest first; those of one second by name downwards. Source: utils/experiment/experiment.go ExperimentByCreationTimestamp, reversed. */
function newestFirst(a: Experiment, b: Experiment): number {
  const [left, right] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''];
  if (left !== right) return left < right ? 1 : -1;
  return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? 1 : -1;
}

/**
 * The Experiments that go: those whose ReplicaSet is gone or going, and of the finished rest all but the newest within the limits; those under
 * way stay. Source: utils/experiment/filter.go FilterExperimentsToDelete.
 */
export function experimentsToDelete(
  experiments: readonly Experiment[],
  replicaSets: readonly ReplicaSet[],
  limits: ExperimentHistoryLimits,
): readonly Experiment[] {
  const going = new Map<string, boolean>();
  for (const { metadata } of replicaSets) {
    const hash = metadata.labels?.[POD_TEMPLATE_HASH_LABEL];
    if (hash !== undefined) going.set(hash, (metadata.deletionTimestamp ?? undefined) !== undefined);
  }
  let successful = 0;
  let unsuccessful = 0;
  return [...experiments].sort(newestFirst).filter(({ metadata, status }) => {
    const hash = metadata.labels?.[POD_TEMPLATE_HASH_LABEL];
    if (hash === undefined || going.get(hash) !== false) return true;
    if (status.phase === 'Successful') return (successful += 1) > limits.successful;
    if (UNSUCCESSFUL.has(status.phase ?? '')) return (unsuccessful += 1) > limits.unsuccessful;
    return false;
  });
}
