import { canonical } from '../../api/canonical.ts';
import { isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import { createMergePatch } from '../../api/merge-patch.ts';
import type { Because } from '../../api/reason.ts';
import { ROLLOUT } from '../../api/resources.ts';
import { getRolloutCondition, REASON, setRolloutCondition } from '../../api/rollouts/conditions.ts';
import { calculateRolloutPhase } from '../../api/rollouts/phase.ts';
import { type Rollout, type RolloutCondition, rolloutStatus, type RolloutStatus } from '../../api/shape/rollout.ts';
import { becauseOfPhase, becauseOfStatus } from './because-status.ts';
import { addAbort, namespaceOf, type RolloutContext, sendEvent } from './context.ts';
import { getWorkloadGenerationAnnotation } from './decide/annotations.ts';
import { calculateBaseStatus } from './decide/base-status.ts';
import { parseInt32 } from '../../api/go-integers.ts';
import { MESSAGE } from './decide/messages.ts';
import { calculatePauseStatus } from './decide/pause-context.ts';
import { pausedConditions } from './decide/paused-conditions.ts';
import { requeueStuckRollout } from './decide/progress.ts';
import { calculateRolloutConditions } from './decide/rollout-conditions.ts';
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
  becauseOf: () => readonly Because[],
): Rollout | undefined {
  const patch = createMergePatch(storedForm(before), storedForm(after));
  if (patch === undefined) return undefined;
  const { api } = context.base.env;
  const name = context.rollout.metadata.name ?? '';
  return api.patch(
    ROLLOUT,
    namespaceOf(context),
    name,
    { status: patch },
    {
      subresource: 'status',
      because: becauseOf(),
    },
  );
}

/** Writes conditions at once, with the phase that they give. The rollout in hand stays as it was. Source: rollout/sync.go patchCondition. */
export function patchCondition(
  context: RolloutContext,
  status: RolloutStatus,
  conditions: readonly RolloutCondition[],
): void {
  const { rollout } = context;
  let newStatus = status;
  for (const condition of conditions) newStatus = setRolloutCondition(newStatus, condition).status;
  newStatus = { ...newStatus, observedGeneration: String(rollout.metadata.generation ?? 0) };
  newStatus = withPhase(rollout, newStatus);
  context.newRollout =
    patchStatus(context, rollout.status, newStatus, () => becauseOfPhase(rollout, newStatus)) ?? context.newRollout;
}

function withPhase(rollout: Rollout, status: RolloutStatus): RolloutStatus {
  const { phase, message } = calculateRolloutPhase(rollout.spec, status);
  return { ...status, phase, message: message === '' ? undefined : message };
}

/** Source: rollout/sync.go checkPausedConditions. */
export function checkPausedConditions(context: RolloutContext): void {
  const { rollout, base } = context;
  const conditions = pausedConditions(rollout, base.env.clock.nowMs());
  if (conditions.length > 0) patchCondition(context, rollout.status, conditions);
}

/** The start of the new status. Source: rollout/sync.go calculateBaseStatus. */
export function baseStatus(context: RolloutContext): RolloutStatus {
  const { rollout, newStatus, newRS, allRSs } = context;
  const wasInvalid = getRolloutCondition(rollout.status, 'InvalidSpec') !== undefined;
  const specIsValid = !wasInvalid || validationError(context) === undefined;
  return calculateBaseStatus({ rollout, newStatus, newRS, allRSs, specIsValid });
}

/** The conditions of the new status; sends their events and may abort at the deadline. Source: rollout/sync.go calculateRolloutConditions. */
export function withConditions(context: RolloutContext, newStatus: RolloutStatus): RolloutStatus {
  const { rollout, newRS, stableRS, allRSs, base } = context;
  const decision = calculateRolloutConditions({
    context: context.pause,
    rollout,
    newStatus,
    newRS,
    stableRS,
    allRSs,
    nowMs: base.env.clock.nowMs(),
  });
  for (const { type, reason, message } of decision.events) sendEvent(context, type, reason, message);
  if (decision.addAbort !== undefined) addAbort(context, decision.addAbort);
  return decision.status;
}

/** Writes the new status if it differs; else sees to it that the deadline is noticed. Source: rollout/sync.go persistRolloutStatus. */
export function persistRolloutStatus(context: RolloutContext, calculated: RolloutStatus): void {
  const { rollout, resolved, base } = context;
  const nowMs = base.env.clock.nowMs();
  const paused = calculatePauseStatus(context.pause, calculated, nowMs);
  const observed: RolloutStatus = {
    ...paused,
    workloadObservedGeneration: resolved.template ? observedWorkload(rollout, paused) : undefined,
    observedGeneration: String(rollout.metadata.generation ?? 0),
  };
  const newStatus = withPhase(rollout, observed);
  const updated = patchStatus(context, rollout.status, newStatus, () => becauseOfStatus(context, newStatus));
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
