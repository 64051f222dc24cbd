import type { Because, Decided, Write } from '../../../api/reason.ts';
import {
  getRolloutCondition,
  newRolloutCondition,
  REASON,
  rolloutCompleted,
} from '../../../api/rollouts/conditions.ts';
import type { Rollout, RolloutCondition } from '../../../api/shape/rollout.ts';
import { conditionOf } from '../rules/condition-parts.ts';
import { pausedFalse, pausedTrue } from '../rules/conditions.ts';
import { pausedOf } from '../rules/inputs.ts';
import { progressPaused, progressResumed, progressRetried } from '../rules/progress.ts';
import { isSet } from '../rules/status-functions.ts';
import { MESSAGE } from './messages.ts';

/**
 * Conditions to write before anything else is done: Progressing turns Unknown when a pause begins or ends (but not after an abort, nor once the
 * wanted version is stable) or an abort was taken back, and Paused follows the pause; so no time counts against the deadline while paused.
 * Source: rollout/sync.go checkPausedConditions.
 */
export function pausedConditions(rollout: Rollout, nowMs: number): readonly Decided<RolloutCondition>[] {
  const { spec, status } = rollout;
  const progressing = getRolloutCondition(status, 'Progressing');
  const isPaused = (status.pauseConditions ?? []).length > 0 || spec.paused === true;
  const wasAborted = progressing?.reason === REASON.rolloutAborted;
  const conditions: Decided<RolloutCondition>[] = [];
  const paused = (type: 'Progressing' | 'Paused') => (write: Write) => ({
    ...conditionOf(write, rollout, type, nowMs),
    paused: pausedOf(write, rollout),
  });
  const add = (
    type: 'Progressing' | 'Paused',
    value: 'True' | 'False' | 'Unknown',
    reason: string,
    text: string,
    because: Because,
  ): void => {
    conditions.push({ value: newRolloutCondition(type, value, reason, text, nowMs), because });
  };
  const progressKnows = isPaused === (progressing?.reason === REASON.rolloutPaused);
  if (!progressKnows && !wasAborted && !rolloutCompleted(status)) {
    const why = (isPaused ? progressPaused : progressResumed).because(paused('Progressing'));
    if (isPaused) add('Progressing', 'Unknown', REASON.rolloutPaused, MESSAGE.rolloutPaused, why);
    else add('Progressing', 'Unknown', REASON.rolloutResumed, MESSAGE.rolloutResumed, why);
  }
  if (status.abort !== true && wasAborted) {
    const why = progressRetried.because((write) => ({
      ...conditionOf(write, rollout, 'Progressing', nowMs),
      abort: isSet.of(write.of(rollout, 'status.abort')),
    }));
    add('Progressing', 'Unknown', REASON.rolloutRetry, MESSAGE.rolloutRetry, why);
  }
  const isKnown = isPaused === (getRolloutCondition(status, 'Paused')?.status === 'True');
  if (!isKnown && !wasAborted) {
    const why = (isPaused ? pausedTrue : pausedFalse).because(paused('Paused'));
    add('Paused', isPaused ? 'True' : 'False', REASON.rolloutPaused, MESSAGE.rolloutPaused, why);
  }
  return conditions;
}
