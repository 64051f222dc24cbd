import { isNotFound } from '../../api/errors.ts';
import { from } from '../../api/reason.ts';
import { REPLICA_SET } from '../../api/resources.ts';
import { getRevisionHistoryLimitOrDefault } from '../../api/rollouts/defaults.ts';
import { deleteRunsAndExperimentsOf } from './run-history.ts';
import { namespaceOf, type RolloutContext } from './context.ts';
import { reconcileRevisionHistoryLimit as forgottenReplicaSets } from './decide/revision-history.ts';
import { revisionHistory } from './rules/scaling.ts';

/** Deletes the oldest ReplicaSets beyond the limit, with what was run for them. Source: rollout/sync.go reconcileRevisionHistoryLimit. */
export function reconcileRevisionHistoryLimit(context: RolloutContext): void {
  const { rollout, otherRSs, base } = context;
  for (const rs of forgottenReplicaSets(rollout, otherRSs)) {
    const because = () =>
      revisionHistory.because({
        old: from('ReplicaSets neither new nor stable', otherRSs.length),
        limit: from(
          rollout.spec.revisionHistoryLimit === undefined ? 'default' : 'spec.revisionHistoryLimit',
          getRevisionHistoryLimitOrDefault(rollout),
        ),
      });
    try {
      base.env.api.delete(REPLICA_SET, namespaceOf(context), rs.metadata.name ?? '', { because: [because] });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    deleteRunsAndExperimentsOf(context, rs);
  }
}
