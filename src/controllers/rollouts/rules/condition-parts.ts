import type { Json } from '../../../api/json.ts';
import { isInt, isTextOrNull, type RuleInput, type Write } from '../../../api/reason.ts';
import type { ConditionType } from '../../../api/rollouts/names.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import { formatTime } from '../../../api/times.ts';

/** What every rule of a condition looks at: the time, and the condition before, whose transition time stays while its status does. */
export const conditionInputs = { nowMs: isInt, wasStatus: isTextOrNull, since: isTextOrNull };

interface ConditionValues {
  readonly nowMs: number;
  readonly wasStatus: string | null;
  readonly since: string | null;
}

/** Where a condition of a rollout is. */
export function conditionPath(type: ConditionType): string {
  return `status.conditions[type=${type}]`;
}

/** Reads `conditionInputs`. */
export function conditionOf(write: Write, rollout: Rollout, type: ConditionType, nowMs: number) {
  const read = (field: string): RuleInput => write.of(rollout, `${conditionPath(type)}.${field}`);
  return { nowMs: write.now(nowMs), wasStatus: read('status'), since: read('lastTransitionTime') };
}

/** The condition as it is written. Source: utils/conditions/conditions.go SetRolloutCondition. */
export function conditionValue(
  type: ConditionType,
  status: 'True' | 'False' | 'Unknown',
  reason: string,
  message: string,
  { nowMs, wasStatus, since }: ConditionValues,
): Json {
  const now = formatTime(nowMs);
  const lastTransitionTime = wasStatus === status && since !== null ? since : now;
  return { type, status, lastUpdateTime: now, lastTransitionTime, reason, message };
}

/** For examples: at 00:00:31 of the first day, without a condition before. */
export const CONDITION_EXAMPLE = { nowMs: 1_767_225_631_001, wasStatus: null, since: null };
