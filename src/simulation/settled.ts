import type { ObjectReader } from '../api/reader.ts';
import { REPLICA_SET, ROLLOUT } from '../api/resources.ts';
import {
  PAUSE_REASON_BLUE_GREEN,
  PAUSE_REASON_CANARY_STEP,
  SCALE_DOWN_DEADLINE_ANNOTATION,
} from '../api/rollouts/names.ts';
import { getRolloutPhase } from '../api/rollouts/phase.ts';
import { controllerOf } from '../api/rollouts/replica-sets.ts';
import type { Rollout } from '../api/shape/rollout.ts';

/**
 * Whether every rollout has come to rest: Healthy, Degraded, or paused until somebody does something. A wait longer than the resync period has no
 * timer in the controller, so a pause that will end, or pods that have a deadline, are looked for in the objects.
 */
export function allRolloutsAtRest(reader: ObjectReader): boolean {
  return reader.list(ROLLOUT).every((rollout) => isAtRest(reader, rollout));
}

function isAtRest(reader: ObjectReader, rollout: Rollout): boolean {
  const { phase } = getRolloutPhase(rollout);
  if (phase === 'Progressing' || (phase === 'Paused' && pauseEnds(rollout))) return false;
  return !hasPodsWithDeadline(reader, rollout);
}

/** Whether all that pauses it has a duration. */
function pauseEnds({ spec, status }: Rollout): boolean {
  if (spec.paused === true) return false;
  const step = spec.strategy.canary?.steps?.[status.currentStepIndex ?? 0];
  return (status.pauseConditions ?? []).every(({ reason }) => {
    if (reason === PAUSE_REASON_CANARY_STEP) return step?.pause?.duration !== undefined;
    if (reason === PAUSE_REASON_BLUE_GREEN) return promotesItself(spec.strategy.blueGreen);
    return false;
  });
}

/** Without automatic promotion autoPromotionSeconds mean nothing. Source: rollout/pause.go CompletedBlueGreenPause. */
function promotesItself(blueGreen: Rollout['spec']['strategy']['blueGreen']): boolean {
  return blueGreen?.autoPromotionEnabled !== false && (blueGreen?.autoPromotionSeconds ?? 0) > 0;
}

function hasPodsWithDeadline(reader: ObjectReader, { metadata, spec }: Rollout): boolean {
  if (spec.paused === true) return false;
  return reader
    .list(REPLICA_SET, metadata.namespace)
    .some(
      (set) =>
        (set.spec.replicas ?? 0) > 0 &&
        set.metadata.annotations?.[SCALE_DOWN_DEADLINE_ANNOTATION] !== undefined &&
        controllerOf(set)?.uid === metadata.uid,
    );
}
