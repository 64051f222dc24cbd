import { computePodTemplateHash } from '../../../api/hash.ts';
import { resetCurrentStepIndex } from '../../../api/rollouts/canary-steps.ts';
import { removeRolloutCondition } from '../../../api/rollouts/conditions.ts';
import { getPodTemplateHash } from '../../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Rollout, RolloutStatus } from '../../../api/shape/rollout.ts';
import { getActualReplicaCountForReplicaSets, getReadyReplicaCountForReplicaSets } from './replica-sums.ts';

export interface BaseStatusInput {
  readonly rollout: Rollout;
  /** What the reconciliation has put into the new status so far; it has no stableRS yet. */
  readonly newStatus: RolloutStatus;
  readonly newRS: ReplicaSet | undefined;
  readonly allRSs: readonly ReplicaSet[];
  /** Whether the spec and what it names are without mistakes now. */
  readonly specIsValid: boolean;
}

/**
 * The fields of the new status that both strategies share. A full promotion stands until the strategy's own part ends it: the new status has
 * no stable hash yet, so that the wanted one always differs. Source: rollout/sync.go calculateBaseStatus.
 */
export function calculateBaseStatus(input: BaseStatusInput): RolloutStatus {
  const { rollout, newStatus, newRS, allRSs } = input;
  const before = input.specIsValid ? removeRolloutCondition(rollout.status, 'InvalidSpec') : rollout.status;
  const currentPodHash =
    newRS === undefined
      ? computePodTemplateHash(rollout.spec.template, rollout.status.collisionCount)
      : getPodTemplateHash(newRS);
  const promotes = before.promoteFull === true && currentPodHash !== (newStatus.stableRS ?? '');
  return {
    ...newStatus,
    currentPodHash,
    replicas: getActualReplicaCountForReplicaSets(allRSs),
    updatedReplicas: getActualReplicaCountForReplicaSets([newRS]),
    readyReplicas: getReadyReplicaCountForReplicaSets(allRSs),
    collisionCount: rollout.status.collisionCount,
    conditions: before.conditions,
    promoteFull: promotes ? true : undefined,
  };
}

/**
 * The status of an update that begins: first step, no full promotion, no analysis. The caller also clears the pause and takes an abort back.
 * Source: rollout/sync.go resetRolloutStatus.
 */
export function resetRolloutStatus(rollout: Rollout, newStatus: RolloutStatus): RolloutStatus {
  return {
    ...newStatus,
    promoteFull: undefined,
    blueGreen: {
      ...newStatus.blueGreen,
      prePromotionAnalysisRunStatus: undefined,
      postPromotionAnalysisRunStatus: undefined,
      scaleUpPreviewCheckPoint: undefined,
    },
    canary: {
      ...newStatus.canary,
      currentStepAnalysisRunStatus: undefined,
      currentBackgroundAnalysisRunStatus: undefined,
      stepPluginStatuses: undefined,
    },
    currentStepIndex: resetCurrentStepIndex(rollout),
  };
}
