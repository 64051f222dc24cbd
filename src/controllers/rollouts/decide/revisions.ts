import type { ReplicaSet } from '../../../api/shape/apps.ts';
import { REVISION_ANNOTATION } from '../../../api/rollouts/names.ts';
import type { ObjectMeta } from '../../../api/shape/meta.ts';
import { parseTime } from '../../../api/times.ts';
import { parseInteger } from '../../../api/go-integers.ts';

/** The revision of a ReplicaSet, -1 without one. Source: utils/replicaset/replicaset.go GetReplicaSetRevision. */
export function getReplicaSetRevision(rs: ReplicaSet): number {
  return parseInteger(rs.metadata.annotations?.[REVISION_ANNOTATION]) ?? -1;
}

const EXPERIMENT_NAME_ANNOTATION = 'experiment.argoproj.io/name';

/** Whether a ReplicaSet was made for an Experiment. */
export function isOfExperiment(rs: ReplicaSet): boolean {
  return (rs.metadata.annotations?.[EXPERIMENT_NAME_ANNOTATION] ?? '') !== '';
}

/** Creation time in epoch milliseconds; before all others without one. */
export function createdMs(object: { readonly metadata: ObjectMeta }): number {
  return parseTime(object.metadata.creationTimestamp ?? '') ?? -Infinity;
}

/** Whether the one at position `i` sorts before the one at `j`; a revision that is no number is decided by position. */
function revisionLess(a: ReplicaSet, b: ReplicaSet, i: number, j: number): boolean {
  const left = parseInteger(a.metadata.annotations?.[REVISION_ANNOTATION]);
  const right = parseInteger(b.metadata.annotations?.[REVISION_ANNOTATION]);
  if (left === undefined && right === undefined) return createdMs(a) < createdMs(b);
  if (left === undefined) return i > j;
  if (right === undefined) return i < j;
  return left === right ? createdMs(a) < createdMs(b) : left < right;
}

/**
 * Sorted by revision, then by creation time, oldest first or (`reverse`) newest first. The comparison of the reference depends on positions,
 * so its insertion sort is repeated here swap by swap. Source: utils/replicaset/replicaset.go ReplicaSetsByRevisionNumber.
 */
export function replicaSetsByRevisionNumber(replicaSets: readonly ReplicaSet[], reverse = false): ReplicaSet[] {
  const sorted = [...replicaSets];
  for (let start = 1; start < sorted.length; start += 1) {
    for (let at = start; at > 0; at -= 1) {
      const [here, before] = [sorted[at], sorted[at - 1]];
      if (here === undefined || before === undefined) break;
      const less = reverse ? revisionLess(before, here, at - 1, at) : revisionLess(here, before, at, at - 1);
      if (!less) break;
      sorted[at] = before;
      sorted[at - 1] = here;
    }
  }
  return sorted;
}
