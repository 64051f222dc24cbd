import type { IntOrString } from '../../../api/int-or-string.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';

/** Values that stand in for fields which a Rollout leaves out. Source: utils/defaults/defaults.go. */
export const DEFAULT_REPLICAS = 1;
export const DEFAULT_REVISION_HISTORY_LIMIT = 10;
export const DEFAULT_ANALYSIS_RUN_HISTORY_LIMIT = 5;
/** Text without a percent sign, which the lenient reader takes as 25 percent. */
export const DEFAULT_MAX_SURGE = '25';
export const DEFAULT_MAX_UNAVAILABLE = '25';
export const DEFAULT_PROGRESS_DEADLINE_SECONDS = 600;
export const DEFAULT_SCALE_DOWN_DELAY_SECONDS = 30;
export const DEFAULT_ABORT_SCALE_DOWN_DELAY_SECONDS = 30;
export const DEFAULT_AUTO_PROMOTION_ENABLED = true;
export const MAX_TRAFFIC_WEIGHT = 100;
/** Seconds until an unverified traffic weight is looked at again. */
export const ROLLOUT_VERIFY_RETRY_SECONDS = 10;

const MAX_INT32 = 2_147_483_647;
const NGINX_ANNOTATION_PREFIX = 'nginx.ingress.kubernetes.io';

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

/** Source: GetCanaryIngressAnnotationPrefixOrDefault. */
export function getCanaryIngressAnnotationPrefixOrDefault(rollout: Rollout): string {
  const prefix = rollout.spec.strategy.canary?.trafficRouting?.nginx?.annotationPrefix ?? '';
  return prefix === '' ? NGINX_ANNOTATION_PREFIX : prefix;
}

const MAX_INGRESS_NAME = 253;

/**
 * The name of the Ingress that carries the canary's weight: rollout, stable Ingress, `canary`; cut to 253 characters; empty without a stable Ingress.
 * Source: utils/ingress/ingress.go GetCanaryIngressName.
 */
export function getCanaryIngressName(rolloutName: string, stableIngressName: string): string {
  if (stableIngressName === '') return '';
  const prefix = `${rolloutName}-${stableIngressName}`;
  const longest = MAX_INGRESS_NAME - '-canary'.length;
  return `${prefix.slice(0, longest)}-canary`;
}

/** Source: GetProgressDeadlineSecondsOrDefault. */
export function getProgressDeadlineSecondsOrDefault(rollout: Rollout): number {
  return rollout.spec.progressDeadlineSeconds ?? DEFAULT_PROGRESS_DEADLINE_SECONDS;
}

/**
 * Seconds that an old ReplicaSet keeps its pods after traffic has left it. A canary without traffic routing has none, even if it is written.
 * Source: GetScaleDownDelaySecondsOrDefault.
 */
export function getScaleDownDelaySecondsOrDefault(rollout: Rollout): number {
  const { blueGreen, canary } = rollout.spec.strategy;
  if (canary?.trafficRouting !== undefined) return canary.scaleDownDelaySeconds ?? DEFAULT_SCALE_DOWN_DELAY_SECONDS;
  if (blueGreen !== undefined) return blueGreen.scaleDownDelaySeconds ?? DEFAULT_SCALE_DOWN_DELAY_SECONDS;
  return 0;
}

export interface AbortScaleDownDelay {
  /** Undefined: leave the pods running for good. 0: scale down at once. */
  readonly seconds: number | undefined;
  /** Whether the user wrote it. */
  readonly wasSet: boolean;
}

/** How long canary or preview pods outlive an abort. Source: GetAbortScaleDownDelaySecondsOrDefault. */
export function getAbortScaleDownDelaySecondsOrDefault(rollout: Rollout): AbortScaleDownDelay {
  const { blueGreen, canary } = rollout.spec.strategy;
  if (blueGreen !== undefined) return abortDelay(blueGreen.abortScaleDownDelaySeconds);
  if (canary?.trafficRouting !== undefined) return abortDelay(canary.abortScaleDownDelaySeconds);
  return { seconds: 0, wasSet: false };
}

function abortDelay(written: number | undefined): AbortScaleDownDelay {
  if (written === undefined) return { seconds: DEFAULT_ABORT_SCALE_DOWN_DELAY_SECONDS, wasSet: false };
  return { seconds: written === 0 ? undefined : written, wasSet: true };
}

/** Source: GetAutoPromotionEnabledOrDefault. */
export function getAutoPromotionEnabledOrDefault(rollout: Rollout): boolean {
  return rollout.spec.strategy.blueGreen?.autoPromotionEnabled ?? DEFAULT_AUTO_PROMOTION_ENABLED;
}

/** How many old ReplicaSets may keep their pods for the scale-down delay. Source: rollout/bluegreen.go GetScaleDownRevisionLimit. */
export function getScaleDownRevisionLimit(rollout: Rollout): number {
  const { blueGreen, canary } = rollout.spec.strategy;
  return blueGreen?.scaleDownDelayRevisionLimit ?? canary?.scaleDownDelayRevisionLimit ?? MAX_INT32;
}

/** The weight that stands for all traffic: 100 unless the traffic router counts otherwise. Source: utils/weightutil MaxTrafficWeight. */
export function maxTrafficWeight(rollout: Rollout): number {
  return rollout.spec.strategy.canary?.trafficRouting?.maxTrafficWeight ?? MAX_TRAFFIC_WEIGHT;
}
