import { getRevisionHistoryLimitOrDefault } from '../../../api/rollouts/defaults.ts';
import { specReplicas } from '../../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import { byCreationTimestamp } from './replica-set-lists.ts';

/**
 * The old ReplicaSets to delete, in order. Only the oldest beyond the limit are looked at; one that has pods, or a spec which its controller
 * has not seen, stays, and no younger one goes in its place. Source: rollout/sync.go reconcileRevisionHistoryLimit.
 * Example: limit 2, four old ones of which the oldest still runs: only the second oldest goes.
 */
export function reconcileRevisionHistoryLimit(rollout: Rollout, oldRSs: readonly ReplicaSet[]): readonly ReplicaSet[] {
  const cleanable = oldRSs.filter((rs) => (rs.metadata.deletionTimestamp ?? undefined) === undefined);
  const excess = cleanable.length - getRevisionHistoryLimitOrDefault(rollout);
  if (excess <= 0) return [];
  return cleanable
    .sort(byCreationTimestamp)
    .slice(0, excess)
    .filter(
      (rs) =>
        rs.status.replicas === 0 &&
        specReplicas(rs) === 0 &&
        (rs.metadata.generation ?? 0) <= (rs.status.observedGeneration ?? 0),
    );
}
