import { deepEqual } from '../../api/equality.ts';
import {
  getRolloutCondition,
  isFullyPromoted,
  newRolloutCondition,
  REASON,
  removeRolloutCondition,
} from '../../api/rollouts/conditions.ts';
import { ReconcileError } from '../../api/errors.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Rollout, RolloutStatus } from '../../api/shape/rollout.ts';
import { currentAndOtherRuns } from './analysis-runs.ts';
import { getReplicaSetsForRollout } from './claim-replica-sets.ts';
import { changePause, type ReconcilerBase, type RolloutContext } from './context.ts';
import { isAborted, newPauseContext } from './decide/pause-context.ts';
import { findNewReplicaSet, findOldReplicaSets, getOtherRSs, getStableRS } from './decide/replica-set-lists.ts';
import { getTimeRemainingBeforeScaleDownDeadline } from './decide/scale-down-deadline.ts';
import { currentAndOtherExperiments } from './experiment-steps.ts';
import { createDesiredReplicaSet } from './replica-set-revision.ts';
import { conditionPath } from './rules/condition-parts.ts';
import { invalidSpec } from './rules/conditions.ts';
import { nothing } from '../../api/input-functions.ts';
import { patchCondition } from './status.ts';
import { InvalidSpecError, validationError } from './validation-errors.ts';
import { invalidSpecMessage } from './validation/rollout.ts';
import { ownFields, type ResolvedRollout, resolveWorkloadRef, WorkloadRefError } from './workload-ref.ts';

/**
 * Reads all that a reconciliation looks at, and makes the ReplicaSet of a new template. Throws WorkloadRefError or InvalidSpecError after the
 * condition that says so was written. Source: rollout/controller.go newRolloutContext.
 */
export function newRolloutContext(base: ReconcilerBase, stored: Rollout): RolloutContext {
  const resolving = resolve(base, stored);
  const context = readContext(base, resolving.result);
  const reportsMissing = base.env.reference.has('missing-workload-is-invalid');
  if (resolving.error !== undefined && reportsMissing) {
    writeInvalidSpec(context, resolving.error.message);
    throw resolving.error;
  }
  const problem = validationError(context);
  if (problem !== undefined) {
    writeInvalidSpec(context, problem.text);
    throw new InvalidSpecError(problem.text);
  }
  // Older versions go on without a template, and crash.
  if (resolving.error !== undefined) throw new ReconcileError('Recovered from Panic');
  if (context.newRS === undefined) addNewReplicaSet(context);
  if (isFullyPromoted(context.rollout) && isAborted(context.pause)) changePause(context, { removeAbort: true });
  const { weights } = resolving.result.rollout.status.canary;
  context.newStatus = { ...context.newStatus, canary: { ...context.newStatus.canary, weights } };
  return context;
}

interface Resolving {
  readonly result: ResolvedRollout;
  readonly error: WorkloadRefError | undefined;
}

function resolve(base: ReconcilerBase, rollout: Rollout): Resolving {
  try {
    return { result: resolveWorkloadRef(base.env.api, rollout), error: undefined };
  } catch (error) {
    if (!(error instanceof WorkloadRefError)) throw error;
    const resolved = { template: false, selector: false };
    return { result: { rollout, resolved, ...ownFields(rollout) }, error };
  }
}

function readContext(
  base: ReconcilerBase,
  { rollout, resolved, templateFrom, selectorFrom }: ResolvedRollout,
): RolloutContext {
  const allRSs = getReplicaSetsForRollout(base, rollout, selectorFrom);
  const newRS = findNewReplicaSet(base.env.reference, rollout, allRSs);
  const olderRSs = findOldReplicaSets(allRSs, newRS);
  const stableRS = getStableRS(rollout, newRS, olderRSs);
  const { restartedAt, alb, albs } = rollout.status;
  return {
    base,
    rollout,
    resolved,
    templateFrom,
    selectorFrom,
    newRollout: undefined,
    newRS,
    stableRS,
    allRSs,
    olderRSs,
    otherRSs: getOtherRSs(newRS, stableRS, allRSs),
    ...currentAndOtherExperiments(base, rollout),
    ...currentAndOtherRuns(base, rollout),
    newStatus: { restartedAt, alb, albs, canary: {}, blueGreen: {} },
    pause: newPauseContext(rollout),
    newRSWithinDelay: isWithinDelay(newRS, base.env.clock.nowMs()),
    trafficWeight: undefined,
    statusBecause: [],
  };
}

/** Source: rollout/controller.go newRolloutContext. */
function isWithinDelay(newRS: ReplicaSet | undefined, nowMs: number): boolean {
  return newRS !== undefined && getTimeRemainingBeforeScaleDownDeadline(newRS, nowMs).remainingMs !== undefined;
}

function addNewReplicaSet(context: RolloutContext): void {
  const listed = context.allRSs;
  const newRS = createDesiredReplicaSet(context);
  context.newRS = newRS;
  context.olderRSs = findOldReplicaSets(listed, newRS);
  context.stableRS = getStableRS(context.rollout, newRS, context.olderRSs);
  context.otherRSs = getOtherRSs(newRS, context.stableRS, listed);
  context.allRSs = [...listed, newRS];
}

/** Source: rollout/controller.go createInvalidRolloutCondition. */
function writeInvalidSpec(context: RolloutContext, error: string): void {
  const { rollout, base } = context;
  const { status, metadata } = rollout;
  const message = invalidSpecMessage(rollout, error);
  const before = getRolloutCondition(status, 'InvalidSpec');
  const condition =
    before?.message === message
      ? before
      : newRolloutCondition('InvalidSpec', 'True', REASON.invalidSpec, message, base.env.clock.nowMs());
  const isObserved = status.observedGeneration === String(metadata.generation ?? 0);
  if (isObserved && deepEqual(condition, before)) return;
  // A condition is kept as it is while its status and reason are: a new message needs the old one gone.
  const cleared: RolloutStatus =
    before !== undefined && before.message !== message ? removeRolloutCondition(status, 'InvalidSpec') : status;
  const nowMs = base.env.clock.nowMs();
  const because = invalidSpec.because((write) => ({
    nowMs: write.now(nowMs),
    wasStatus: nothing.of(),
    since: nothing.of(),
    problem: write.after(`${conditionPath('InvalidSpec')}.message`),
    generation: write.of(rollout, 'metadata.generation'),
  }));
  patchCondition(context, cleared, [{ value: condition, because }]);
}
