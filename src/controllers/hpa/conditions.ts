import type { HorizontalPodAutoscalerCondition, HorizontalPodAutoscalerStatus } from '../../api/shape/autoscaling.ts';
import { formatTime } from '../../api/times.ts';

export type HpaConditionType = 'AbleToScale' | 'ScalingActive' | 'ScalingLimited';

/** What a condition says. */
export interface HpaVerdict {
  readonly type: HpaConditionType;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

/** The status with a condition, in its place; its time changes with its status alone. Source: horizontal.go setConditionInList. */
export function setHpaCondition(
  status: HorizontalPodAutoscalerStatus,
  verdict: HpaVerdict,
  nowMs: number,
): HorizontalPodAutoscalerStatus {
  const conditions = status.conditions ?? [];
  const index = conditions.findIndex(({ type }) => type === verdict.type);
  const before = conditions[index];
  const lastTransitionTime = before?.status === verdict.status ? before.lastTransitionTime : formatTime(nowMs);
  const condition: HorizontalPodAutoscalerCondition = { ...verdict, lastTransitionTime };
  return { ...status, conditions: index < 0 ? [...conditions, condition] : conditions.with(index, condition) };
}
