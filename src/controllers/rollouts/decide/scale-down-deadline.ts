import { SCALE_DOWN_DEADLINE_ANNOTATION } from '../../../api/rollouts/names.ts';
import { hasScaleDownDeadline } from '../../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import { parseTime } from '../../../api/times.ts';

/** Time left before a ReplicaSet may be scaled down. */
export interface DeadlineState {
  /** Milliseconds left; undefined if there is no deadline or it has passed. */
  readonly remainingMs: number | undefined;
  /** What the reference says of a deadline that is no time. */
  readonly error: string | undefined;
}

/** Source: utils/replicaset/replicaset.go GetTimeRemainingBeforeScaleDownDeadline. */
export function getTimeRemainingBeforeScaleDownDeadline(rs: ReplicaSet, nowMs: number): DeadlineState {
  if (!hasScaleDownDeadline(rs)) return { remainingMs: undefined, error: undefined };
  const deadlineMs = parseTime(rs.metadata.annotations?.[SCALE_DOWN_DEADLINE_ANNOTATION] ?? '');
  if (deadlineMs === undefined) {
    return {
      remainingMs: undefined,
      error: `unable to read scaleDownAt label on rs '${rs.metadata.name ?? ''}'`,
    };
  }
  return { remainingMs: deadlineMs > nowMs ? deadlineMs - nowMs : undefined, error: undefined };
}
