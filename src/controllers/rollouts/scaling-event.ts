import { ApiError } from '../../api/errors.ts';
import type { Explained } from '../../api/reason.ts';
import { getReplicasOrDefault } from '../../api/rollouts/defaults.ts';
import type { RolloutStatus } from '../../api/shape/rollout.ts';
import { reconcileBlueGreenReplicaSets, withActiveCounts } from './bluegreen.ts';
import { reconcileCanaryReplicaSets } from './canary.ts';
import type { RolloutContext } from './context.ts';
import { getDesiredReplicasAnnotation } from './decide/annotations.ts';
import { filterActiveReplicaSets, getReplicaSetByTemplateHash } from './decide/replica-set-lists.ts';
import { syncReplicaSetRevision } from './replica-set-revision.ts';
import { getPreviewAndActiveServices } from './services.ts';
import { persistRolloutStatus, withReplicaCounts } from './status.ts';

/** Whether the new or the stable ReplicaSet remembers another spec.replicas. Source: rollout/sync.go isScalingEvent. */
export function isScalingEvent(context: RolloutContext): boolean {
  context.newRS = syncReplicaSetRevision(context);
  const replicas = getReplicasOrDefault(context.rollout.spec.replicas);
  return filterActiveReplicaSets([context.newRS, context.stableRS]).some((rs) => {
    const desired = getDesiredReplicasAnnotation(rs);
    return desired !== undefined && desired !== replicas;
  });
}

/** After a change of spec.replicas only sizes and counts are brought up to date. Source: rollout/sync.go syncReplicasOnly. */
export function syncReplicasOnly(context: RolloutContext): void {
  context.newRS = syncReplicaSetRevision(context);
  const { blueGreen, canary } = context.rollout.spec.strategy;
  let counted: Explained<RolloutStatus> = { value: context.rollout.status, because: [] };
  if (blueGreen !== undefined) {
    if (!hasServices(context)) return;
    reconcileBlueGreenReplicaSets(context);
    counted = blueGreenCounts(context, counted.value);
  }
  if (canary !== undefined) {
    reconcileCanaryReplicaSets(context);
    counted = withReplicaCounts(context, counted.value);
  }
  persistRolloutStatus(context, counted, 'sizes');
}

/** Without its Services a blue-green rollout is left alone, and that is no error here. */
function hasServices(context: RolloutContext): boolean {
  try {
    getPreviewAndActiveServices(context);
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}

function blueGreenCounts(context: RolloutContext, status: RolloutStatus): Explained<RolloutStatus> {
  const active = getReplicaSetByTemplateHash(context.allRSs, status.blueGreen.activeSelector);
  return active === undefined ? withReplicaCounts(context, status) : withActiveCounts(context.rollout, active, status);
}
