import type { Decided, Explained, Write } from '../../../api/reason.ts';
import { podTemplateHash } from '../../../api/reference-types.ts';
import { resetCurrentStepIndex } from '../../../api/rollouts/canary-steps.ts';
import { removeRolloutCondition } from '../../../api/rollouts/conditions.ts';
import { getPodTemplateHash } from '../../../api/rollouts/replica-sets.ts';
import type { Reference } from '../../../api/reference.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Rollout, RolloutStatus } from '../../../api/shape/rollout.ts';
import { validAgain } from '../rules/conditions.ts';
import { type CountField, countRuleOf } from '../rules/counts.ts';
import { sum } from '../../../api/input-functions.ts';
import { POD_TEMPLATE_HASH, stepCountOf } from '../rules/inputs.ts';
import { runStatusOver } from '../rules/mirrors.ts';
import { checkPointOver, currentVersion, promoteFullOver } from '../rules/promotion.ts';
import { stepsBegin } from '../rules/steps.ts';

export interface BaseStatusInput {
  readonly reference: Reference;
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
export function calculateBaseStatus(input: BaseStatusInput): Explained<RolloutStatus> {
  const { reference, rollout, newStatus, newRS, allRSs } = input;
  const before = input.specIsValid ? removeRolloutCondition(rollout.status, 'InvalidSpec') : rollout.status;
  const currentPodHash =
    newRS === undefined
      ? podTemplateHash(reference, rollout.spec.template, rollout.status.collisionCount)
      : getPodTemplateHash(newRS);
  const replicas = sumOfCounts(rollout, 'replicas', allRSs, 'replicas');
  const updated = sumOfCounts(rollout, 'updatedReplicas', newRS === undefined ? [] : [newRS], 'replicas');
  const ready = sumOfCounts(rollout, 'readyReplicas', allRSs, 'readyReplicas');
  const promotes = before.promoteFull === true && currentPodHash !== (newStatus.stableRS ?? '');
  const value = {
    ...newStatus,
    currentPodHash,
    replicas: replicas.value,
    updatedReplicas: updated.value,
    readyReplicas: ready.value,
    collisionCount: rollout.status.collisionCount,
    conditions: before.conditions,
    promoteFull: promotes ? true : undefined,
  };
  const because = [replicas.because, updated.because, ready.because, validAgain.because(generationOf)];
  if (newRS === undefined) return { value, because };
  const current = currentVersion.because((write) => ({
    name: write.of(newRS, 'metadata.name'),
    hash: write.of(newRS, POD_TEMPLATE_HASH),
  }));
  return { value, because: [...because, current] };

  function generationOf(write: Write) {
    return { generation: write.of(rollout, 'metadata.generation') };
  }
}

/** A count of pods of some ReplicaSets, as a field of the status. */
export function sumOfCounts(
  rollout: Rollout,
  field: CountField,
  replicaSets: readonly ReplicaSet[],
  of: 'replicas' | 'readyReplicas' | 'availableReplicas',
): Decided<number> {
  const value = replicaSets.reduce((total, rs) => total + (rs.status[of] ?? 0), 0);
  const because = countRuleOf(field, rollout.status[field] ?? 0, value).because((write) => ({
    count: sum.of(...replicaSets.map((rs) => write.of(rs, `status.${of}`))),
    was: write.of(rollout, `status.${field}`),
  }));
  return { value, because };
}

/**
 * The status of an update that begins: first step, no full promotion, no analysis. The caller also clears the pause and takes an abort back.
 * Source: rollout/sync.go resetRolloutStatus.
 */
export function resetRolloutStatus(rollout: Rollout, newStatus: RolloutStatus): Explained<RolloutStatus> {
  const hash = (write: Write) => ({ currentHash: write.after('status.currentPodHash') });
  const because = [
    stepsBegin.because((write) => ({ hash: write.after('status.currentPodHash'), of: stepCountOf(write, rollout) })),
    promoteFullOver.because(hash),
    checkPointOver.because(hash),
    ...runStatusOver(),
  ];
  return { value: reset(rollout, newStatus), because };
}

function reset(rollout: Rollout, newStatus: RolloutStatus): RolloutStatus {
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
