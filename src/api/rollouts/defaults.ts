import type { IntOrString } from '../int-or-string.ts';
import type { Rollout } from '../shape/rollout.ts';

/** Values that stand in for missing fields. Source: utils/defaults/defaults.go. */
const DEFAULT_REPLICAS = 1;
export const DEFAULT_REVISION_HISTORY_LIMIT = 10;
export const DEFAULT_PROGRESS_DEADLINE_SECONDS = 600;
export const DEFAULT_SCALE_DOWN_DELAY_SECONDS = 30;
export const DEFAULT_ABORT_SCALE_DOWN_DELAY_SECONDS = 30;
export const DEFAULT_ANALYSIS_RUN_HISTORY_LIMIT = 5;
/** Without a percent sign, as in the reference: its parser takes any text for a percentage. */
export const DEFAULT_MAX_SURGE = '25';
export const DEFAULT_MAX_UNAVAILABLE = '25';
export const MAX_INT32 = 2_147_483_647;

/** Between two looks at something that a load balancer has not confirmed yet. */
export const VERIFY_RETRY_INTERVAL_SECONDS = 10;

/** Source: GetReplicasOrDefault. */
export function getReplicasOrDefault(replicas: number | undefined): number {
  return replicas ?? DEFAULT_REPLICAS;
}

/** Source: GetRevisionHistoryLimitOrDefault. */
export function getRevisionHistoryLimitOrDefault(rollout: Rollout): number {
  return rollout.spec.revisionHistoryLimit ?? DEFAULT_REVISION_HISTORY_LIMIT;
}

/** Source: GetAnalysisRunSuccessfulHistoryLimitOrDefault. */
export function getAnalysisRunSuccessfulHistoryLimitOrDefault(rollout: Rollout): number {
  return rollout.spec.analysis?.successfulRunHistoryLimit ?? DEFAULT_ANALYSIS_RUN_HISTORY_LIMIT;
}

/** Source: GetAnalysisRunUnsuccessfulHistoryLimitOrDefault. */
export function getAnalysisRunUnsuccessfulHistoryLimitOrDefault(rollout: Rollout): number {
  return rollout.spec.analysis?.unsuccessfulRunHistoryLimit ?? DEFAULT_ANALYSIS_RUN_HISTORY_LIMIT;
}

/** Source: GetMaxSurgeOrDefault. */
export function getMaxSurgeOrDefault(rollout: Rollout): IntOrString {
  return rollout.spec.strategy.canary?.maxSurge ?? DEFAULT_MAX_SURGE;
}

/** Source: GetMaxUnavailableOrDefault. */
export function getMaxUnavailableOrDefault(rollout: Rollout): IntOrString {
  const { blueGreen, canary } = rollout.spec.strategy;
  return blueGreen?.maxUnavailable ?? canary?.maxUnavailable ?? DEFAULT_MAX_UNAVAILABLE;
}

/** Source: GetProgressDeadlineSecondsOrDefault. */
export function getProgressDeadlineSecondsOrDefault(rollout: Rollout): number {
  return rollout.spec.progressDeadlineSeconds ?? DEFAULT_PROGRESS_DEADLINE_SECONDS;
}

/** 0 for a canary without a traffic router, whatever is written. Source: GetScaleDownDelaySecondsOrDefault. */
export function getScaleDownDelaySecondsOrDefault(rollout: Rollout): number {
  const { blueGreen, canary } = rollout.spec.strategy;
  if (canary?.trafficRouting !== undefined) return canary.scaleDownDelaySeconds ?? DEFAULT_SCALE_DOWN_DELAY_SECONDS;
  if (blueGreen !== undefined) return blueGreen.scaleDownDelaySeconds ?? DEFAULT_SCALE_DOWN_DELAY_SECONDS;
  return 0;
}

export interface AbortScaleDownDelay {
  /** Undefined: leave the canary or preview scaled up (`abortScaleDownDelaySeconds: 0`). */
  readonly seconds: number | undefined;
  readonly wasSet: boolean;
}

/** Source: GetAbortScaleDownDelaySecondsOrDefault. */
export function getAbortScaleDownDelaySecondsOrDefault(rollout: Rollout): AbortScaleDownDelay {
  const { blueGreen, canary } = rollout.spec.strategy;
  const strategy = blueGreen ?? (canary?.trafficRouting === undefined ? undefined : canary);
  if (strategy === undefined) return { seconds: 0, wasSet: false };
  const set = strategy.abortScaleDownDelaySeconds;
  if (set === undefined) return { seconds: DEFAULT_ABORT_SCALE_DOWN_DELAY_SECONDS, wasSet: false };
  return { seconds: set === 0 ? undefined : set, wasSet: true };
}

/** Source: GetAutoPromotionEnabledOrDefault. */
export function getAutoPromotionEnabledOrDefault(rollout: Rollout): boolean {
  return rollout.spec.strategy.blueGreen?.autoPromotionEnabled ?? true;
}

/** How many old ReplicaSets may wait for their scale-down. Source: rollout/bluegreen.go GetScaleDownRevisionLimit. */
export function getScaleDownRevisionLimit(rollout: Rollout): number {
  const { blueGreen, canary } = rollout.spec.strategy;
  return blueGreen?.scaleDownDelayRevisionLimit ?? canary?.scaleDownDelayRevisionLimit ?? MAX_INT32;
}

/** The weight that means all traffic. Source: utils/weightutil/weight.go MaxTrafficWeight. */
export function maxTrafficWeight(rollout: Rollout): number {
  return rollout.spec.strategy.canary?.trafficRouting?.maxTrafficWeight ?? 100;
}
