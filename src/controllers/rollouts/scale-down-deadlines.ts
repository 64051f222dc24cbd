import { ApiError } from '../../api/errors.ts';
import type { Because } from '../../api/reason.ts';
import { REPLICA_SET } from '../../api/resources.ts';
import { SCALE_DOWN_DEADLINE_ANNOTATION } from '../../api/rollouts/names.ts';
import { hasScaleDownDeadline } from '../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import { formatTime } from '../../api/times.ts';
import { namespaceOf, type RolloutContext } from './context.ts';
import { withAnnotation } from './decide/annotations.ts';
import { shouldDelayScaleDownOnAbort } from './decide/promotion.ts';
import { DEADLINE, POD_TEMPLATE_HASH, isNewOf } from './rules/inputs.ts';
import { newDeadlineRemoved, stableDeadlineRemoved } from './rules/old-replica-sets.ts';

/** Takes the deadline off a ReplicaSet that has one; fails if it is gone already. Source: rollout/replicaset.go removeScaleDownDelay. */
function removeScaleDownDelay(context: RolloutContext, rs: ReplicaSet, because: Because): void {
  if (!hasScaleDownDeadline(rs)) return;
  const { api } = context.base.env;
  const name = rs.metadata.name ?? '';
  const stored = api.get(REPLICA_SET, namespaceOf(context), name);
  if (stored.metadata.annotations?.[SCALE_DOWN_DEADLINE_ANNOTATION] === undefined) {
    // A JSON patch cannot remove what is not there.
    throw new ApiError('Invalid', 'the server rejected our request due to an error in our request');
  }
  const patch = { metadata: { annotations: { [SCALE_DOWN_DEADLINE_ANNOTATION]: null } } };
  api.patch(REPLICA_SET, namespaceOf(context), name, patch, { because: [because] });
  if (context.base.env.reference.has('fast-rollback')) forgetDeadline(context, rs);
}

/** The ReplicaSet in hand, wherever this pass has it, no longer has the deadline, though it is still that of the version that was listed. */
function forgetDeadline(context: RolloutContext, rs: ReplicaSet): void {
  const without = withAnnotation(rs, SCALE_DOWN_DEADLINE_ANNOTATION, undefined);
  const replace = (other: ReplicaSet): ReplicaSet => (other === rs ? without : other);
  context.newRS = context.newRS && replace(context.newRS);
  context.stableRS = context.stableRS && replace(context.stableRS);
  context.allRSs = context.allRSs.map(replace);
  context.olderRSs = context.olderRSs.map(replace);
  context.otherRSs = context.otherRSs.map(replace);
}

/**
 * Gives a ReplicaSet a deadline for its scale-down; with a delay of 0 takes one away. Source: rollout/replicaset.go addScaleDownDelay.
 * Example: at 00:00:10 with a delay of 30 s: `scale-down-deadline: 2026-01-01T00:00:40Z`.
 */
export function addScaleDownDelay(
  context: RolloutContext,
  rs: ReplicaSet,
  delaySeconds: number,
  because: Because,
): void {
  if (delaySeconds === 0) {
    removeScaleDownDelay(context, rs, because);
    return;
  }
  const { api, clock } = context.base.env;
  const deadline = formatTime(clock.nowMs() + delaySeconds * 1000);
  const patch = { metadata: { annotations: { [SCALE_DOWN_DEADLINE_ANNOTATION]: deadline } } };
  api.patch(REPLICA_SET, namespaceOf(context), rs.metadata.name ?? '', patch, { because: [because] });
}

/** New and stable ReplicaSets have no deadline: they may be older ones that came back. Source: rollout/replicaset.go removeScaleDownDeadlines. */
export function removeScaleDownDeadlines(context: RolloutContext): void {
  const { newRS, stableRS, rollout, pause } = context;
  const keepsNew = shouldDelayScaleDownOnAbort(pause, rollout, stableRS);
  if (newRS !== undefined && !keepsNew) {
    const because = newDeadlineRemoved.because((write) => ({
      deadline: write.before(DEADLINE),
      isNew: isNewOf(write, context, newRS),
    }));
    removeScaleDownDelay(context, newRS, because);
  }
  if (stableRS === undefined) return;
  if (newRS === undefined || keepsNew || stableRS.metadata.name !== newRS.metadata.name) {
    const because = stableDeadlineRemoved.because((write) => ({
      deadline: write.before(DEADLINE),
      hash: write.before(POD_TEMPLATE_HASH),
      stableHash: write.of(rollout, 'status.stableRS'),
    }));
    removeScaleDownDelay(context, stableRS, because);
  }
}
