import { isNotFound } from '../../api/errors.ts';
import { count, sum } from '../../api/input-functions.ts';
import { REPLICA_SET } from '../../api/resources.ts';
import { deleteRunsAndExperimentsOf } from './run-history.ts';
import { namespaceOf, type RolloutContext } from './context.ts';
import { reconcileRevisionHistoryLimit as forgottenReplicaSets } from './decide/revision-history.ts';
import { revisionHistoryLimitOrDefault } from './rules/functions.ts';
import { revisionHistory } from './rules/scaling.ts';

/** Deletes the oldest ReplicaSets beyond the limit, with what was run for them. Source: rollout/sync.go reconcileRevisionHistoryLimit. */
export function reconcileRevisionHistoryLimit(context: RolloutContext): void {
  const { rollout, otherRSs, base } = context;
  for (const rs of forgottenReplicaSets(rollout, otherRSs)) {
    const because = revisionHistory.because((write) => ({
      old: count.of(...otherRSs.map((one) => write.of(one, 'metadata.name'))),
      limit: revisionHistoryLimitOrDefault.of(write.of(rollout, 'spec.revisionHistoryLimit')),
      pods: sum.of(write.before('status.replicas')),
    }));
    try {
      base.env.api.delete(REPLICA_SET, namespaceOf(context), rs.metadata.name ?? '', { because: [because] });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    deleteRunsAndExperimentsOf(context, rs);
  }
}
