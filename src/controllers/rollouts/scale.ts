import { ApiError } from '../../api/errors.ts';
import type { Because, Decided } from '../../api/reason.ts';
import { REPLICA_SET } from '../../api/resources.ts';
import { REASON } from '../../api/rollouts/conditions.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { type RolloutContext, sendEvent } from './context.ts';
import { shouldDelayScaleDownOnAbort } from './decide/promotion.ts';
import { scaleReplicaSet } from './decide/scale-replica-set.ts';
import { sum } from '../../api/input-functions.ts';
import { replicasOf } from './rules/inputs.ts';
import { scaleDownDeadlineDropped } from './rules/old-replica-sets.ts';
import { desiredReplicas } from './rules/sizes.ts';
import { addScaleDownDelay } from './scale-down-deadlines.ts';
import type { ScaleDownAction, ScaledDown } from './decide/scale-down-others.ts';

export interface Scaled {
  /** Whether the number of pods changed. */
  readonly scaled: boolean;
  /** The ReplicaSet as the write returned it, or as it was. */
  readonly replicaSet: ReplicaSet;
}

/** Whether an aborted version waits for abortScaleDownDelaySeconds. */
export function delaysScaleDownOnAbort(context: RolloutContext): boolean {
  return shouldDelayScaleDownOnAbort(context.pause, context.rollout, context.stableRS);
}

/** Writes a ReplicaSet's new size, if it needs to be written. Source: rollout/sync.go scaleReplicaSetAndRecordEvent, scaleReplicaSet. */
export function scaleReplicaSetAndRecordEvent(
  context: RolloutContext,
  rs: ReplicaSet,
  { value, because }: Decided<number>,
): Scaled {
  const wanted = scaleReplicaSet(context.rollout, rs, value, delaysScaleDownOnAbort(context));
  if (wanted === undefined) return { scaled: false, replicaSet: rs };
  const written = context.base.env.api.update(REPLICA_SET, wanted.replicaSet, {
    because: [because, ...becauseOfScale(context.rollout)],
  });
  if (wanted.event === undefined) return { scaled: false, replicaSet: written };
  sendEvent(context, 'Normal', REASON.scalingReplicaSet, wanted.event);
  return { scaled: true, replicaSet: written };
}

/** What goes with a size: the size that the ReplicaSet remembers, and no deadline without pods. */
function becauseOfScale(rollout: Rollout): readonly Because[] {
  return [
    desiredReplicas.because((write) => ({ replicas: replicasOf(write, rollout) })),
    scaleDownDeadlineDropped.because((write) => ({ replicas: sum.of(write.after('spec.replicas')) })),
  ];
}

/**
 * Carries out what was planned for old ReplicaSets; a write that fails ends it, and is not an error. Returns whether anything was scaled.
 * Source: rollout/replicaset.go reconcileOtherReplicaSets.
 */
export function carryOutScaleDown(
  context: RolloutContext,
  actions: readonly ScaleDownAction[],
): { readonly failed: boolean; readonly scaledIfFailed: boolean } {
  const written = new Map<string, ReplicaSet>();
  const scaledBefore: ScaledDown[] = [];
  for (const action of actions) {
    if (action.kind === 'requeue') {
      context.base.enqueueAfter(context.rollout, action.afterMs);
      continue;
    }
    const name = action.replicaSet.metadata.name ?? '';
    try {
      if (action.kind === 'addDeadline') {
        addScaleDownDelay(context, action.replicaSet, action.delaySeconds, action.because);
      } else {
        const before = written.get(name) ?? action.replicaSet;
        const because = action.because([...scaledBefore]);
        const after = scaleReplicaSetAndRecordEvent(context, before, { value: action.replicas, because }).replicaSet;
        written.set(name, after);
        if (action.why === 'old') scaledBefore.push({ before, after });
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { failed: true, scaledIfFailed: action.kind === 'scale' && action.scaledIfFailed };
    }
  }
  return { failed: false, scaledIfFailed: false };
}
