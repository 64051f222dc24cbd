import { parseInt32, parseInteger } from '../go-integers.ts';
import type { Rollout, RolloutSpec, RolloutStatus } from '../shape/rollout.ts';
import { REASON, isFullyPromoted } from './conditions.ts';
import { getReplicasOrDefault } from './defaults.ts';
import { type RolloutPhase, WORKLOAD_GENERATION_ANNOTATION } from './names.ts';

export interface Phase {
  readonly phase: RolloutPhase;
  readonly message: string;
}

/** What gives a rollout its phase. */
export type PhaseCause =
  | 'invalidSpec'
  | 'aborted'
  | 'timedOut'
  | 'specPaused'
  | 'paused'
  | 'restarting'
  | 'notUpdated'
  | 'notAvailable'
  | 'oldReplicas'
  | 'cutover'
  | 'postPromotionAnalysis'
  | 'verification'
  | 'steps'
  | 'healthy';

export interface DecidedPhase extends Phase {
  readonly cause: PhaseCause;
}

const progressing = (message: string): Phase => ({ phase: 'Progressing', message });

/**
 * The phase as clients show it: what the controller wrote, unless it has not seen the latest spec yet.
 * Source: utils/rollout/rolloututil.go GetRolloutPhase.
 */
export function getRolloutPhase(rollout: Rollout, templateResolvedFromRef = false): Phase {
  if (!isGenerationObserved(rollout)) return progressing('waiting for rollout spec update to be observed');
  if (isUnpausing(rollout)) return progressing('waiting for rollout to unpause');
  if (templateResolvedFromRef && !isWorkloadGenerationObserved(rollout)) {
    return progressing('waiting for rollout spec update to be observed for the reference workload');
  }
  const { phase, message = '' } = rollout.status;
  if (isPhase(phase)) return { phase, message };
  const calculated = calculateRolloutPhase(rollout.spec, rollout.status);
  return { phase: calculated.phase, message: calculated.message };
}

function isPhase(text: string | undefined): text is RolloutPhase {
  return text === 'Healthy' || text === 'Degraded' || text === 'Progressing' || text === 'Paused';
}

/** A generation that is no number, or is ahead, counts as observed. Source: isGenerationObserved. */
function isGenerationObserved(rollout: Rollout): boolean {
  const observed = parseInteger(rollout.status.observedGeneration);
  return observed === undefined || observed >= (rollout.metadata.generation ?? 0);
}

/** A person resumed the rollout and the controller has not seen it yet. Source: IsUnpausing. */
export function isUnpausing(rollout: Rollout): boolean {
  return rollout.status.controllerPause === true && (rollout.status.pauseConditions ?? []).length === 0;
}

/** Source: isWorkloadGenerationObserved. */
function isWorkloadGenerationObserved(rollout: Rollout): boolean {
  const generation = parseInt32(rollout.metadata.annotations?.[WORKLOAD_GENERATION_ANNOTATION]);
  const observed = parseInt32(rollout.status.workloadObservedGeneration);
  return generation === undefined || observed === undefined || generation === observed;
}

/** What is missing, and how the phase's message says so. */
type Missing = readonly [cause: PhaseCause, message: string];

/**
 * The phase from spec and status. Conditions come first and the first that decides wins; then pauses; then what is still missing.
 * Source: utils/rollout/rolloututil.go CalculateRolloutPhase.
 */
export function calculateRolloutPhase(spec: RolloutSpec, status: RolloutStatus): DecidedPhase {
  for (const { type, reason, message } of status.conditions ?? []) {
    if (type === 'InvalidSpec') return { phase: 'Degraded', message: `InvalidSpec: ${message}`, cause: 'invalidSpec' };
    if (reason === REASON.rolloutAborted || reason === REASON.timedOut) {
      const cause = reason === REASON.timedOut ? 'timedOut' : 'aborted';
      return { phase: 'Degraded', message: `${reason}: ${message}`, cause };
    }
  }
  if (spec.paused === true) return { phase: 'Paused', message: 'manually paused', cause: 'specPaused' };
  const pause = status.pauseConditions?.[0];
  if (pause !== undefined) return { phase: 'Paused', message: pause.reason, cause: 'paused' };
  const missing = restartMissing(spec, status) ?? replicasMissing(spec, status) ?? promotionMissing(spec, status);
  if (missing === undefined) return { phase: 'Healthy', message: '', cause: 'healthy' };
  const [cause, message] = missing;
  return { ...progressing(message), cause };
}

function restartMissing(spec: RolloutSpec, status: RolloutStatus): Missing | undefined {
  const waits = spec.restartAt !== undefined && spec.restartAt !== status.restartedAt;
  return waits ? ['restarting', 'rollout is restarting'] : undefined;
}

function replicasMissing(spec: RolloutSpec, status: RolloutStatus): Missing | undefined {
  const updated = status.updatedReplicas ?? 0;
  if (updated < getReplicasOrDefault(spec.replicas)) return ['notUpdated', 'more replicas need to be updated'];
  if ((status.availableReplicas ?? 0) >= updated) return undefined;
  return ['notAvailable', 'updated replicas are still becoming available'];
}

function promotionMissing(spec: RolloutSpec, status: RolloutStatus): Missing | undefined {
  const promoted = status.stableRS !== undefined && isFullyPromoted({ status });
  const { blueGreen, canary } = spec.strategy;
  if (blueGreen !== undefined) {
    const active = status.blueGreen.activeSelector;
    if (active === undefined || active !== status.currentPodHash) return ['cutover', 'active service cutover pending'];
    if (promoted) return undefined;
    return waitsForPostPromotionAnalysis(spec, status)
      ? ['postPromotionAnalysis', 'waiting for analysis to complete']
      : ['verification', 'waiting for post-promotion verification to complete'];
  }
  if (canary === undefined) return undefined;
  const old = (status.replicas ?? 0) > (status.updatedReplicas ?? 0);
  if (canary.trafficRouting === undefined && old) return ['oldReplicas', 'old replicas are pending termination'];
  return promoted ? undefined : ['steps', 'waiting for all steps to complete'];
}

const COMPLETED_ANALYSIS: ReadonlySet<string> = new Set(['Successful', 'Failed', 'Error', 'Inconclusive']);

/** Source: waitingForBlueGreenPostPromotionAnalysis. */
function waitsForPostPromotionAnalysis(spec: RolloutSpec, status: RolloutStatus): boolean {
  if (spec.strategy.blueGreen?.postPromotionAnalysis === undefined) return false;
  const run = status.blueGreen.postPromotionAnalysisRunStatus;
  return run === undefined || !COMPLETED_ANALYSIS.has(run.status);
}
