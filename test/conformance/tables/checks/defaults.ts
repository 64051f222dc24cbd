import {
  getAbortScaleDownDelaySecondsOrDefault,
  getAnalysisRunSuccessfulHistoryLimitOrDefault,
  getAnalysisRunUnsuccessfulHistoryLimitOrDefault,
  getAutoPromotionEnabledOrDefault,
  getMaxSurgeOrDefault,
  getMaxUnavailableOrDefault,
  getProgressDeadlineSecondsOrDefault,
  getReplicasOrDefault,
  getRevisionHistoryLimitOrDefault,
  getScaleDownDelaySecondsOrDefault,
  getScaleDownRevisionLimit,
} from '../../../../src/api/rollouts/defaults.ts';
import { getCanaryIngressAnnotationPrefixOrDefault } from '../../../../src/routers/nginx/names.ts';
import { rolloutOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'defaults',
  compute: (row) => {
    const rollout = rolloutOf(row['rollout']);
    const abort = getAbortScaleDownDelaySecondsOrDefault(rollout);
    return {
      abortScaleDownDelay: abort.seconds ?? null,
      abortScaleDownDelaySet: abort.wasSet,
      autoPromotionEnabled: getAutoPromotionEnabledOrDefault(rollout),
      canaryIngressAnnotationPrefix: getCanaryIngressAnnotationPrefixOrDefault(rollout),
      maxSurge: getMaxSurgeOrDefault(rollout),
      maxUnavailable: getMaxUnavailableOrDefault(rollout),
      progressDeadlineSeconds: getProgressDeadlineSecondsOrDefault(rollout),
      replicas: getReplicasOrDefault(rollout.spec.replicas),
      revisionHistoryLimit: getRevisionHistoryLimitOrDefault(rollout),
      scaleDownDelay: getScaleDownDelaySecondsOrDefault(rollout),
      scaleDownRevisionLimit: getScaleDownRevisionLimit(rollout),
      successfulRunHistoryLimit: getAnalysisRunSuccessfulHistoryLimitOrDefault(rollout),
      unsuccessfulRunHistoryLimit: getAnalysisRunUnsuccessfulHistoryLimitOrDefault(rollout),
    };
  },
};
