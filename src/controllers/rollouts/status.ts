import { canonical } from '../../api/canonical.ts';
import { isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import { createMergePatch } from '../../api/merge-patch.ts';
import type { Because, Decided, Explained, RuleInput, Write } from '../../api/reason.ts';
import { ROLLOUT } from '../../api/resources.ts';
import { formatLabelSelector } from '../../api/selector.ts';
import { getRolloutCondition, REASON, setRolloutCondition } from '../../api/rollouts/conditions.ts';
import { calculateRolloutPhase, type PhaseCause } from '../../api/rollouts/phase.ts';
import { type Rollout, type RolloutCondition, rolloutStatus, type RolloutStatus } from '../../api/shape/rollout.ts';
import { addAbort, namespaceOf, type RolloutContext, sendEvent } from './context.ts';
import { getWorkloadGenerationAnnotation } from './decide/annotations.ts';
import { calculateBaseStatus, sumOfCounts } from './decide/base-status.ts';
import { parseInt32 } from '../../api/go-integers.ts';
import { MESSAGE } from './decide/messages.ts';
import { calculatePauseStatus } from './decide/pause-context.ts';
import { pausedConditions } from './decide/paused-conditions.ts';
import { requeueStuckRollout } from './decide/progress.ts';
import { calculateRolloutConditions, type ConditionsInput, deadlineAbort } from './decide/rollout-conditions.ts';
import { conditionPath } from './rules/condition-parts.ts';
import { CONDITIONS_AS_READ } from './rules/conditions.ts';
import { nothing, sum } from '../../api/input-functions.ts';
import { replicasOf } from './rules/inputs.ts';
import { generationObserved, podSelector, workloadObserved } from './rules/mirrors.ts';
import {
  phaseAborted,
  phaseCutover,
  phaseHealthy,
  phaseInvalid,
  phaseNotAvailable,
  phaseNotUpdated,
  phaseOldReplicas,
  phasePaused,
  phasePausedByUser,
  phasePostAnalysis,
  phaseRestarting,
  phaseSteps,
  phaseTimedOut,
  phaseVerification,
} from './rules/phase.ts';
import { selectorText } from './rules/status-functions.ts';
import { validationError } from './validation-errors.ts';

/** The status in the form in which it is compared and stored. */
function storedForm(status: RolloutStatus): JsonObject {
  const form = canonical(rolloutStatus, asJson(status));
  return isJsonObject(form) ? form : {};
}

/** The status itself, so that one which is stored already is known to be in that form. */
function asJson(status: RolloutStatus): Json {
  return isJsonObject(status) ? status : {};
}

/** Patches what differs between two statuses; the rollout as returned, or undefined if nothing does. */
function patchStatus(
  context: RolloutContext,
  before: RolloutStatus,
  after: RolloutStatus,
  because: readonly Because[],
): Rollout | undefined {
  const patch = createMergePatch(storedForm(before), storedForm(after));
  if (patch === undefined) return undefined;
  const { api } = context.base.env;
  const name = context.rollout.metadata.name ?? '';
  return api.patch(ROLLOUT, namespaceOf(context), name, { status: patch }, { subresource: 'status', because });
}

/** Writes conditions at once, with the phase that they give. The rollout in hand stays as it was. Source: rollout/sync.go patchCondition. */
export function patchCondition(
  context: RolloutContext,
  status: RolloutStatus,
  conditions: readonly Decided<RolloutCondition>[],
): void {
  const { rollout } = context;
  let newStatus = status;
  for (const { value } of conditions) newStatus = setRolloutCondition(newStatus, value).status;
  newStatus = { ...newStatus, observedGeneration: String(rollout.metadata.generation ?? 0) };
  const { value, because } = withPhase(rollout, newStatus);
  const reasons = [...conditions.map((condition) => condition.because), becauseOfGeneration(rollout), ...because];
  context.newRollout = patchStatus(context, rollout.status, value, reasons) ?? context.newRollout;
}

function becauseOfGeneration(rollout: Rollout): Because {
  return generationObserved.because((write) => ({ generation: write.of(rollout, 'metadata.generation') }));
}

/** The status with its phase. */
function withPhase(rollout: Rollout, status: RolloutStatus): Explained<RolloutStatus> {
  const { phase, message, cause } = calculateRolloutPhase(rollout.spec, status);
  const value = { ...status, phase, message: message === '' ? undefined : message };
  return { value, because: [becauseOfPhase(rollout, cause)] };
}

/** Why the phase is what it is; it is calculated of the spec and of the status that is written. */
function becauseOfPhase(rollout: Rollout, cause: PhaseCause): Because {
  const count = (write: Write, field: string): RuleInput => sum.of(write.after(`status.${field}`));
  const condition = (write: Write, field: string): RuleInput => write.after(`${conditionPath('Progressing')}.${field}`);
  const stopped = (write: Write) => ({ reason: condition(write, 'reason'), message: condition(write, 'message') });
  const hashes = (write: Write) => ({
    stableHash: write.after('status.stableRS'),
    currentHash: write.after('status.currentPodHash'),
  });
  switch (cause) {
    case 'invalidSpec':
      return phaseInvalid.because((write) => ({ problem: write.after(`${conditionPath('InvalidSpec')}.message`) }));
    case 'aborted':
      return phaseAborted.because(stopped);
    case 'timedOut':
      return phaseTimedOut.because(stopped);
    case 'specPaused':
      return phasePausedByUser.because((write) => ({ paused: write.of(rollout, 'spec.paused') }));
    case 'paused':
      return phasePaused.because((write) => ({
        reason: write.after('status.pauseConditions[0].reason'),
        startTime: write.after('status.pauseConditions[0].startTime'),
      }));
    case 'restarting':
      return phaseRestarting.because((write) => ({
        restartAt: write.of(rollout, 'spec.restartAt'),
        restartedAt: write.after('status.restartedAt'),
      }));
    case 'notUpdated':
      return phaseNotUpdated.because((write) => ({
        updated: count(write, 'updatedReplicas'),
        replicas: replicasOf(write, rollout),
      }));
    case 'notAvailable':
      return phaseNotAvailable.because((write) => ({
        available: count(write, 'availableReplicas'),
        updated: count(write, 'updatedReplicas'),
      }));
    case 'oldReplicas':
      return phaseOldReplicas.because((write) => ({
        replicas: count(write, 'replicas'),
        updated: count(write, 'updatedReplicas'),
      }));
    case 'cutover':
      return phaseCutover.because((write) => ({
        activeHash: write.after('status.blueGreen.activeSelector'),
        currentHash: write.after('status.currentPodHash'),
      }));
    case 'postPromotionAnalysis':
      return phasePostAnalysis.because((write) => ({
        analysis: write.after('status.blueGreen.postPromotionAnalysisRunStatus.status'),
      }));
    case 'verification':
      return phaseVerification.because(hashes);
    case 'steps':
      return phaseSteps.because(hashes);
    case 'healthy':
      return phaseHealthy.because((write) => ({
        updated: count(write, 'updatedReplicas'),
        available: count(write, 'availableReplicas'),
        replicas: replicasOf(write, rollout),
      }));
  }
}

/** Source: rollout/sync.go checkPausedConditions. */
export function checkPausedConditions(context: RolloutContext): void {
  const { rollout, base } = context;
  const conditions = pausedConditions(rollout, base.env.clock.nowMs());
  if (conditions.length > 0) patchCondition(context, rollout.status, conditions);
}

/** The start of the new status. Source: rollout/sync.go calculateBaseStatus. */
export function baseStatus(context: RolloutContext): Explained<RolloutStatus> {
  const { rollout, newStatus, newRS, allRSs } = context;
  const wasInvalid = getRolloutCondition(rollout.status, 'InvalidSpec') !== undefined;
  const specIsValid = !wasInvalid || validationError(context) === undefined;
  return calculateBaseStatus({ reference: context.base.env.reference, rollout, newStatus, newRS, allRSs, specIsValid });
}

function conditionsInput(context: RolloutContext, newStatus: RolloutStatus): ConditionsInput {
  const { rollout, newRS, stableRS, allRSs, base, pause } = context;
  const { reference, clock } = base.env;
  return { reference, context: pause, rollout, newStatus, newRS, stableRS, allRSs, nowMs: clock.nowMs() };
}

/** Pods of all ReplicaSets, and the selector that finds them. Source: rollout/canary.go syncRolloutStatusCanary. */
export function withAllCounts(context: RolloutContext, status: RolloutStatus): Explained<RolloutStatus> {
  const { rollout } = context;
  const counted = withReplicaCounts(context, status);
  const selector = becauseOfSelector((write) => selectorOf(write, context));
  return {
    value: { ...counted.value, selector: formatLabelSelector(rollout.spec.selector) },
    because: [...counted.because, selector],
  };
}

/** Why the selector is what it is. */
export function becauseOfSelector(read: (write: Write) => RuleInput): Because {
  return podSelector.because((write) => ({ selector: read(write) }));
}

function selectorOf(write: Write, { selectorFrom: { object, path } }: RolloutContext): RuleInput {
  return selectorText.of(write.of(object, path));
}

/** Available pods of all ReplicaSets, and those that an autoscaler counts. Source: rollout/sync.go syncReplicasOnly. */
export function withReplicaCounts(
  { rollout, allRSs }: RolloutContext,
  status: RolloutStatus,
): Explained<RolloutStatus> {
  const available = sumOfCounts(rollout, 'availableReplicas', allRSs, 'availableReplicas');
  const counted = sumOfCounts(rollout, 'HPAReplicas', allRSs, 'replicas');
  const value = { ...status, availableReplicas: available.value, HPAReplicas: counted.value };
  return { value, because: [available.because, counted.because] };
}

/** The conditions of the new status; sends their events and may abort at the deadline. Source: rollout/sync.go calculateRolloutConditions. */
function withConditions(
  context: RolloutContext,
  { value: newStatus, because }: Explained<RolloutStatus>,
): Explained<RolloutStatus> {
  const decision = calculateRolloutConditions(conditionsInput(context, newStatus));
  for (const { type, reason, message } of decision.events) sendEvent(context, type, reason, message);
  if (decision.addAbort !== undefined) {
    const { value, because: late } = decision.addAbort;
    addAbort(context, { message: value, read: () => nothing.of() }, late);
  }
  return { value: decision.status, because: [...because, ...decision.because] };
}

/** An update that is past its deadline is aborted. Source: rollout/sync.go evaluateProgressDeadlineAbort. */
function abortAtDeadline(context: RolloutContext, newStatus: RolloutStatus): void {
  const late = deadlineAbort(conditionsInput(context, newStatus));
  if (late === undefined) return;
  addAbort(context, { message: late.value, read: () => nothing.of() }, late.because);
  sendEvent(context, 'Warning', REASON.rolloutAborted, late.value);
}

/**
 * The status with its conditions, pause and abort. In older versions pause and abort come last, and a pass that only sizes ReplicaSets
 * (`sizes`) leaves the conditions as they are. Source: rollout/sync.go persistRolloutStatus.
 */
function settledStatus(
  context: RolloutContext,
  calculated: Explained<RolloutStatus>,
  pass: 'strategy' | 'sizes',
): Explained<RolloutStatus> {
  const { reference, clock } = context.base.env;
  if (!reference.has('conditions-in-every-status-write')) {
    const judged = pass === 'sizes' ? calculated : withConditions(context, calculated);
    const paused = calculatePauseStatus(context.pause, judged.value, clock.nowMs());
    return { value: paused.value, because: [...judged.because, ...paused.because] };
  }
  abortAtDeadline(context, calculated.value);
  const paused = calculatePauseStatus(context.pause, calculated.value, clock.nowMs());
  return withConditions(context, { value: paused.value, because: [...calculated.because, ...paused.because] });
}

/**
 * Writes the new status if it differs; else sees to it that the deadline is noticed. `pass` is what the pass has done: carried out the strategy,
 * or only sized ReplicaSets. Source: rollout/sync.go persistRolloutStatus.
 */
export function persistRolloutStatus(
  context: RolloutContext,
  calculated: Explained<RolloutStatus>,
  pass: 'strategy' | 'sizes',
): void {
  const { rollout, resolved, templateFrom } = context;
  const settled = settledStatus(context, calculated, pass);
  const observed: RolloutStatus = {
    ...settled.value,
    workloadObservedGeneration: resolved.template ? observedWorkload(rollout, settled.value) : undefined,
    observedGeneration: String(rollout.metadata.generation ?? 0),
  };
  const phased = withPhase(rollout, observed);
  const newStatus = phased.value;
  const because = [
    ...CONDITIONS_AS_READ.map((rule) => rule.because((write) => ({ read: write.of(rollout, rule.path) }))),
    ...context.statusBecause,
    ...settled.because,
    workloadObserved.because((write) => ({ generation: write.of(templateFrom.object, 'metadata.generation') })),
    becauseOfGeneration(rollout),
    ...phased.because,
  ];
  const updated = patchStatus(context, rollout.status, newStatus, because);
  if (updated === undefined) {
    requeueStuck(context, newStatus);
    return;
  }
  sendStateChangeEvents(context, rollout.status, newStatus);
  context.newRollout = updated;
}

function observedWorkload(rollout: Rollout, status: RolloutStatus): string | undefined {
  const generation = getWorkloadGenerationAnnotation(rollout) ?? 0;
  const observed = parseInt32(status.workloadObservedGeneration) ?? 0;
  return generation === observed ? status.workloadObservedGeneration : String(generation);
}

/** Source: rollout/sync.go requeueStuckRollout; the added second makes up for clocks that differ. */
function requeueStuck(context: RolloutContext, newStatus: RolloutStatus): void {
  const { rollout, base } = context;
  const afterMs = requeueStuckRollout(rollout, newStatus, base.env.clock.nowMs());
  if (afterMs === undefined) return;
  if (afterMs === 0) base.enqueue(rollout);
  else base.enqueueAfter(rollout, afterMs + 1000);
}

/** Source: rollout/sync.go sendStateChangeEvents. */
function sendStateChangeEvents(context: RolloutContext, before: RolloutStatus, after: RolloutStatus): void {
  const wasPaused = (before.pauseConditions ?? []).length > 0;
  const [pause] = after.pauseConditions ?? [];
  if (wasPaused === (pause !== undefined)) return;
  if (pause !== undefined) sendEvent(context, 'Normal', REASON.rolloutPaused, MESSAGE.pausedFor(pause.reason));
  else if (after.abortedAt === undefined) {
    sendEvent(context, 'Normal', REASON.rolloutResumed, MESSAGE.rolloutResumed);
  }
}
