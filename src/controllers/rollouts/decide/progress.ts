import { getReplicasOrDefault, getProgressDeadlineSecondsOrDefault } from '../../../api/rollouts/defaults.ts';
import { REASON, getRolloutCondition, rolloutCompleted } from '../../../api/rollouts/conditions.ts';
import { getCurrentCanaryStep } from '../../../api/rollouts/canary-steps.ts';
import { STEP_KINDS } from '../../../api/rollouts/step-kinds.ts';
import type { Rollout, RolloutStatus } from '../../../api/shape/rollout.ts';
import { parseTime } from '../../../api/times.ts';

/** What progress is. */
export type Progress = 'moreUpdated' | 'fewerUpdated' | 'fewerOld' | 'moreReady' | 'moreAvailable' | 'strategy';

/**
 * The step forward that the new status shows from the stored one: more updated (or fewer), ready or available pods, fewer old ones, or a move of
 * the strategy itself; undefined without any. Source: utils/conditions/conditions.go RolloutProgressing.
 */
export function progressOf(rollout: Rollout, newStatus: RolloutStatus): Progress | undefined {
  const old = rollout.status;
  const count = (value: number | undefined): number => value ?? 0;
  const oldReplicas = count(old.replicas) - count(old.updatedReplicas);
  const newOldReplicas = count(newStatus.replicas) - count(newStatus.updatedReplicas);
  const updated = count(newStatus.updatedReplicas) - count(old.updatedReplicas);
  if (updated !== 0) return updated > 0 ? 'moreUpdated' : 'fewerUpdated';
  if (newOldReplicas < oldReplicas) return 'fewerOld';
  if (count(newStatus.readyReplicas) > count(old.readyReplicas)) return 'moreReady';
  if (count(newStatus.availableReplicas) > count(old.availableReplicas)) return 'moreAvailable';
  return strategyProgressed(rollout, newStatus) ? 'strategy' : undefined;
}

/** With both strategies given, the canary's answer stands, as in the reference. */
export function strategyProgressed(rollout: Rollout, newStatus: RolloutStatus): boolean {
  const old = rollout.status;
  const { blueGreen, canary } = rollout.spec.strategy;
  if (canary !== undefined) {
    const [before, after] = [old.currentStepIndex, newStatus.currentStepIndex];
    const stepMoved = before !== undefined && after !== undefined && before !== after;
    return newStatus.stableRS !== old.stableRS || stepMoved || newStatus.currentStepHash !== old.currentStepHash;
  }
  if (blueGreen === undefined) return false;
  return (
    old.blueGreen.activeSelector !== newStatus.blueGreen.activeSelector ||
    old.blueGreen.previewSelector !== newStatus.blueGreen.previewSelector
  );
}

/**
 * Whether all pods are of the current version and available, the strategy is through, and the stored status has seen the spec.
 * Source: RolloutHealthy.
 */
export function rolloutHealthy(rollout: Rollout, newStatus: RolloutStatus): boolean {
  const replicas = getReplicasOrDefault(rollout.spec.replicas);
  return (
    (newStatus.updatedReplicas ?? 0) === replicas &&
    (newStatus.availableReplicas ?? 0) === replicas &&
    rollout.status.observedGeneration === String(rollout.metadata.generation ?? 0) &&
    strategyCompleted(rollout, newStatus, replicas)
  );
}

function strategyCompleted(rollout: Rollout, status: RolloutStatus, replicas: number): boolean {
  const { blueGreen, canary } = rollout.spec.strategy;
  if (canary !== undefined) {
    const stepCount = (canary.steps ?? []).length;
    const stepsDone = stepCount === 0 || status.currentStepIndex === undefined || status.currentStepIndex === stepCount;
    return stepsDone && rolloutCompleted(status) && (status.replicas ?? 0) === replicas;
  }
  if (blueGreen === undefined) return true;
  const { activeSelector, previewSelector } = status.blueGreen;
  if (activeSelector !== status.currentPodHash) return false;
  return (blueGreen.previewService ?? '') === '' || previewSelector === status.currentPodHash;
}

/**
 * Whether the last progress is longer ago than the deadline (strictly); aborted and paused rollouts do not time out, and one that has stays so.
 * Source: RolloutTimedOut. Example: last update at :00, deadline 20 s: timed out at :20.001, not at :20.
 */
export function rolloutTimedOut(rollout: Rollout, newStatus: RolloutStatus, nowMs: number): boolean {
  const condition = getRolloutCondition(newStatus, 'Progressing');
  if (condition === undefined) return false;
  if (condition.reason === REASON.rolloutAborted || condition.reason === REASON.rolloutPaused) return false;
  if (condition.reason === REASON.timedOut) return true;
  const fromMs = parseTime(condition.lastUpdateTime ?? '') ?? 0;
  return fromMs + getProgressDeadlineSecondsOrDefault(rollout) * 1000 < nowMs;
}

/** Steps that wait for something without an end. Source: rollout/sync.go isIndefiniteStep. */
export function isIndefiniteStep(rollout: Rollout): boolean {
  const { step } = getCurrentCanaryStep(rollout);
  if (step !== undefined && STEP_KINDS.some(({ indefinite, isIn }) => indefinite === true && isIn(step))) return true;
  return getRolloutCondition(rollout.status, 'Paused')?.status === 'True';
}

/**
 * After how many milliseconds a rollout that shows no progress must be looked at again for its deadline; undefined if not; 0 means at once.
 * The controller waits a second longer than this. Source: rollout/sync.go requeueStuckRollout.
 * Example: last update 3 minutes ago, deadline 10 minutes: 7 minutes.
 */
export function requeueStuckRollout(rollout: Rollout, newStatus: RolloutStatus, nowMs: number): number | undefined {
  const current = getRolloutCondition(rollout.status, 'Progressing');
  if (current === undefined) return undefined;
  const paused = (rollout.status.pauseConditions ?? []).length > 0 || rollout.spec.paused === true;
  if (rolloutHealthy(rollout, newStatus) || current.reason === REASON.timedOut) return undefined;
  if (paused || rollout.status.abort === true || isIndefiniteStep(rollout)) return undefined;
  const deadlineMs =
    (parseTime(current.lastUpdateTime ?? '') ?? 0) + getProgressDeadlineSecondsOrDefault(rollout) * 1000;
  return deadlineMs - nowMs < 1000 ? 0 : deadlineMs - nowMs;
}
