import { getReplicasOrDefault } from '../../../api/rollouts/defaults.ts';
import { availableReplicas, getPodTemplateHash, specReplicas } from '../../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Rollout, TrafficWeights } from '../../../api/shape/rollout.ts';
import { calculateReplicaCountsForBasicCanary } from './canary-counts.ts';
import { calculateReplicaCountsForTrafficRoutedCanary } from './canary-counts-routed.ts';
import { getOtherRSs, getReplicaSetByTemplateHash, getStableRS } from './replica-set-lists.ts';

/** Pods of a new blue-green ReplicaSet: all, or previewReplicaCount until the preview may grow. */
function newBlueGreenReplicas(rollout: Rollout, allRSs: readonly ReplicaSet[], newRS: ReplicaSet): number {
  const desired = getReplicasOrDefault(rollout.spec.replicas);
  const previewCount = rollout.spec.strategy.blueGreen?.previewReplicaCount;
  if (previewCount === undefined) return desired;
  const { status } = rollout;
  const active = getReplicaSetByTemplateHash(allRSs, status.blueGreen.activeSelector);
  if (active === undefined || active.metadata.name === newRS.metadata.name) return desired;
  if (status.promoteFull === true) return desired;
  if (getPodTemplateHash(newRS) !== (status.currentPodHash ?? '')) return previewCount;
  const isNotPaused = rollout.spec.paused !== true && (status.pauseConditions ?? []).length === 0;
  return isNotPaused && status.blueGreen.scaleUpPreviewCheckPoint === true ? desired : previewCount;
}

/**
 * Pods to ask of the new ReplicaSet; `weights` are the present traffic weights. Throws without a strategy.
 * Source: utils/replicaset/replicaset.go NewRSNewReplicas.
 */
export function newRSNewReplicas(
  rollout: Rollout,
  allRSs: readonly ReplicaSet[],
  newRS: ReplicaSet,
  weights: TrafficWeights | undefined,
): number {
  const { blueGreen, canary } = rollout.spec.strategy;
  if (blueGreen !== undefined) return newBlueGreenReplicas(rollout, allRSs, newRS);
  if (canary === undefined) throw new Error('no rollout strategy provided');
  const stableRS = getStableRS(rollout, newRS, allRSs);
  if (canary.trafficRouting !== undefined) {
    return calculateReplicaCountsForTrafficRoutedCanary(rollout, newRS, stableRS, weights).canary;
  }
  const otherRSs = getOtherRSs(newRS, stableRS, allRSs);
  return calculateReplicaCountsForBasicCanary(rollout, newRS, stableRS, otherRSs).canary;
}

/** Whether the new ReplicaSet has its pods, so that a pause may begin. Source: utils/replicaset/bluegreen.go ReadyForPause. */
export function readyForPause(rollout: Rollout, newRS: ReplicaSet, allRSs: readonly ReplicaSet[]): boolean {
  const { blueGreen, canary } = rollout.spec.strategy;
  if (blueGreen === undefined && canary === undefined) return false;
  const wanted = newRSNewReplicas(rollout, allRSs, newRS, undefined);
  return specReplicas(newRS) === wanted && availableReplicas(newRS) === wanted;
}
