import { getReplicasOrDefault } from '../../../api/rollouts/defaults.ts';
import { SCALE_DOWN_DEADLINE_ANNOTATION } from '../../../api/rollouts/names.ts';
import { revision, specReplicas } from '../../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import { replicasAnnotationsNeedUpdate, setReplicasAnnotations, withAnnotation } from './annotations.ts';
import { MESSAGE } from './messages.ts';

export interface ScaledReplicaSet {
  /** The object to write. */
  readonly replicaSet: ReplicaSet;
  /** Message of the ScalingReplicaSet event; undefined if only annotations change. */
  readonly event: string | undefined;
}

/**
 * A ReplicaSet as it is to be written for a new size: spec.replicas, desired-replicas, and, at zero, no scale-down deadline (unless
 * `keepDeadline`: an aborted version waits for its own). Undefined if nothing needs to be written.
 * Source: rollout/sync.go scaleReplicaSetAndRecordEvent, scaleReplicaSet.
 */
export function scaleReplicaSet(
  rollout: Rollout,
  rs: ReplicaSet,
  newScale: number,
  keepDeadline: boolean,
): ScaledReplicaSet | undefined {
  const desired = getReplicasOrDefault(rollout.spec.replicas);
  const oldScale = specReplicas(rs);
  if (oldScale === newScale && !replicasAnnotationsNeedUpdate(rs, desired)) return undefined;
  const annotated = setReplicasAnnotations(rs, desired);
  const replicaSet =
    newScale === 0 && !keepDeadline ? withAnnotation(annotated, SCALE_DOWN_DEADLINE_ANNOTATION, undefined) : annotated;
  const direction = oldScale < newScale ? 'up' : 'down';
  return {
    replicaSet: { ...replicaSet, spec: { ...replicaSet.spec, replicas: newScale } },
    event:
      oldScale === newScale
        ? undefined
        : MESSAGE.scalingReplicaSet(direction, rs.metadata.name ?? '', revision(rs) ?? 0, oldScale, newScale),
  };
}
