import {
  getRolloutCondition,
  newRolloutCondition,
  REASON,
  rolloutCompleted,
} from '../../../api/rollouts/conditions.ts';
import type { Rollout, RolloutCondition } from '../../../api/shape/rollout.ts';
import { MESSAGE } from './messages.ts';

/**
 * Conditions to write before anything else is done: Progressing turns Unknown when a pause begins or ends (but not after an abort, nor once the
 * wanted version is stable) or an abort was taken back, and Paused follows the pause; so no time counts against the deadline while paused.
 * Source: rollout/sync.go checkPausedConditions.
 */
export function pausedConditions(rollout: Rollout, nowMs: number): readonly RolloutCondition[] {
  const { spec, status } = rollout;
  const progressing = getRolloutCondition(status, 'Progressing');
  const isPaused = (status.pauseConditions ?? []).length > 0 || spec.paused === true;
  const wasAborted = progressing?.reason === REASON.rolloutAborted;
  const conditions: RolloutCondition[] = [];
  const add = (
    type: 'Progressing' | 'Paused',
    value: 'True' | 'False' | 'Unknown',
    reason: string,
    text: string,
  ): void => {
    conditions.push(newRolloutCondition(type, value, reason, text, nowMs));
  };
  const progressKnows = isPaused === (progressing?.reason === REASON.rolloutPaused);
  if (!progressKnows && !wasAborted && !rolloutCompleted(status)) {
    if (isPaused) add('Progressing', 'Unknown', REASON.rolloutPaused, MESSAGE.rolloutPaused);
    else add('Progressing', 'Unknown', REASON.rolloutResumed, MESSAGE.rolloutResumed);
  }
  if (status.abort !== true && wasAborted) add('Progressing', 'Unknown', REASON.rolloutRetry, MESSAGE.rolloutRetry);
  const pausedTrue = getRolloutCondition(status, 'Paused')?.status === 'True';
  if (isPaused !== pausedTrue && !wasAborted) {
    add('Paused', isPaused ? 'True' : 'False', REASON.rolloutPaused, MESSAGE.rolloutPaused);
  }
  return conditions;
}
