import { isEither, nothing } from '../../api/input-functions.ts';
import type { Because, RuleInput, Write } from '../../api/reason.ts';
import { ANALYSIS_RUN } from '../../api/resources.ts';
import {
  getAnalysisRunSuccessfulHistoryLimitOrDefault,
  getAnalysisRunUnsuccessfulHistoryLimitOrDefault,
} from '../../api/rollouts/defaults.ts';
import { isFullyPromoted } from '../../api/rollouts/conditions.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import type { AnalysisRun } from '../../api/shape/analysis.ts';
import type { Rollout, RolloutAnalysisRunStatus } from '../../api/shape/rollout.ts';
import { type CurrentAnalysisRuns, currentRolloutRuns, currentRunsList, runsToDelete } from '../analysis/filter.ts';
import { cancelAnalysisRuns, deleteAnalysisRuns } from './analysis-writes.ts';
import { reconcileBackgroundRun, reconcilePromotionRuns, reconcileStepRun } from './analysis-kinds.ts';
import { type ReconcilerBase, type RolloutContext, sendEvent } from './context.ts';
import { isAborted } from './decide/pause-context.ts';
import { skipsAnalysis } from './promote.ts';
import { runSkipped } from './rules/analysis.ts';
import { DEADLINE, withinWindowOf } from './rules/inputs.ts';
import { isSet, isThere } from './rules/status-functions.ts';
import { type RunField, runStatus, runStatusOver } from './rules/mirrors.ts';

/**
 * The AnalysisRuns of a rollout: those that it owns, and those that its status names. Source: rollout/analysis.go getAnalysisRunsForRollout,
 * utils/analysis/filter.go FilterCurrentRolloutAnalysisRuns.
 */
export function currentAndOtherRuns(
  base: ReconcilerBase,
  rollout: Rollout,
): Pick<RolloutContext, 'currentArs' | 'otherArs'> {
  const namespace = rollout.metadata.namespace ?? 'default';
  const { canary, blueGreen } = rollout.status;
  const runs = base.env.api
    .list(ANALYSIS_RUN, namespace)
    .filter((run) => controllerOf(run)?.uid === rollout.metadata.uid);
  const named = [
    canary.currentBackgroundAnalysisRunStatus,
    canary.currentStepAnalysisRunStatus,
    blueGreen.prePromotionAnalysisRunStatus,
    blueGreen.postPromotionAnalysisRunStatus,
  ].flatMap((status) => {
    if (status === undefined || runs.some(({ metadata }) => metadata.name === status.name)) return [];
    return base.env.api.find(ANALYSIS_RUN, namespace, status.name) ?? [];
  });
  const { current, others } = currentRolloutRuns([...runs, ...named], rollout);
  return { currentArs: current, otherArs: others };
}

/** Starts, follows and ends the analysis of an update. Source: rollout/analysis.go reconcileAnalysisRuns. */
export function reconcileAnalysisRuns(context: RolloutContext): void {
  const { base, rollout, allRSs, currentArs, otherArs } = context;
  const endedLeaveStatus = base.env.reference.has('ended-runs-leave-status');
  const skips =
    isAborted(context.pause) ||
    rollout.status.promoteFull === true ||
    skipsAnalysis(context) ||
    rollout.status.stableRS === undefined ||
    (endedLeaveStatus && isFullyPromoted(rollout));
  if (skips && !endedLeaveStatus) {
    setCurrentAnalysisRuns(context, currentArs);
    cancelAnalysisRuns(context, [...currentRunsList(currentArs), ...otherArs], becauseSkipped(context));
    return;
  }
  const current = skips ? cancelCurrentRuns(context) : reconcileCurrentRuns(context);
  setCurrentAnalysisRuns(context, current);
  const names = new Set(currentRunsList(current).map(({ metadata }) => metadata.name));
  const others = otherArs.filter(({ metadata }) => !names.has(metadata.name));
  cancelAnalysisRuns(context, others);
  const limits = {
    successful: getAnalysisRunSuccessfulHistoryLimitOrDefault(rollout),
    unsuccessful: getAnalysisRunUnsuccessfulHistoryLimitOrDefault(rollout),
  };
  deleteAnalysisRuns(context, runsToDelete(others, allRSs, limits));
  sendPhaseChanges(context, current);
}

/** What aborts the update in this pass, if anything does. */
function abortOf(write: Write, { pause }: RolloutContext): RuleInput {
  return pause.abort?.read(write) ?? nothing.of();
}

function becauseSkipped(context: RolloutContext): Because {
  const { rollout, newRS } = context;
  return runSkipped.because((write) => ({
    abort: isEither.of(isSet.of(write.of(rollout, 'status.abort')), isThere.of(abortOf(write, context))),
    promoteFull: isSet.of(write.of(rollout, 'status.promoteFull')),
    deadline: newRS === undefined ? nothing.of() : write.of(newRS, DEADLINE),
    stableHash: write.of(rollout, 'status.stableRS'),
    withinWindow: withinWindowOf(write, context),
  }));
}

/** Only blue-green keeps its runs. */
function cancelCurrentRuns(context: RolloutContext): CurrentAnalysisRuns {
  const { blueGreenPrePromotion, blueGreenPostPromotion } = context.currentArs;
  cancelAnalysisRuns(context, currentRunsList(context.currentArs), becauseSkipped(context));
  return { blueGreenPrePromotion, blueGreenPostPromotion };
}

function reconcileCurrentRuns(context: RolloutContext): CurrentAnalysisRuns {
  const { blueGreen, canary } = context.rollout.spec.strategy;
  let current: CurrentAnalysisRuns = {};
  if (canary !== undefined) {
    const canaryStep = reconcileStepRun(context);
    current = { canaryStep, canaryBackground: reconcileBackgroundRun(context) };
  }
  if (blueGreen !== undefined) current = { ...current, ...reconcilePromotionRuns(context) };
  return current;
}

function statusOf(run: AnalysisRun | undefined, before: RolloutAnalysisRunStatus | undefined) {
  if (run === undefined) return before;
  const { phase, message } = run.status;
  return { name: run.metadata.name ?? '', status: phase, message };
}

/** The status names the runs in force. Source: rollout/context.go SetCurrentAnalysisRuns. */
function setCurrentAnalysisRuns(context: RolloutContext, current: CurrentAnalysisRuns): void {
  const { newStatus, rollout } = context;
  const { canary, blueGreen } = newStatus;
  context.currentArs = current;
  context.statusBecause.push(...runStatusOver(), ...becauseOfRuns(current));
  if (rollout.spec.strategy.canary !== undefined) {
    const currentBackgroundAnalysisRunStatus = statusOf(
      current.canaryBackground,
      canary.currentBackgroundAnalysisRunStatus,
    );
    const currentStepAnalysisRunStatus = statusOf(current.canaryStep, canary.currentStepAnalysisRunStatus);
    context.newStatus = {
      ...newStatus,
      canary: { ...canary, currentBackgroundAnalysisRunStatus, currentStepAnalysisRunStatus },
    };
  } else {
    const prePromotionAnalysisRunStatus = statusOf(
      current.blueGreenPrePromotion,
      blueGreen.prePromotionAnalysisRunStatus,
    );
    const postPromotionAnalysisRunStatus = statusOf(
      current.blueGreenPostPromotion,
      blueGreen.postPromotionAnalysisRunStatus,
    );
    context.newStatus = {
      ...newStatus,
      blueGreen: { ...blueGreen, prePromotionAnalysisRunStatus, postPromotionAnalysisRunStatus },
    };
  }
}

function becauseOfRuns(current: CurrentAnalysisRuns): readonly Because[] {
  const { canaryStep, canaryBackground, blueGreenPrePromotion, blueGreenPostPromotion } = current;
  const of = (field: RunField, run: AnalysisRun | undefined): readonly Because[] =>
    run === undefined ? [] : [runStatus(field, run)];
  return [
    ...of('canary.currentStepAnalysisRunStatus', canaryStep),
    ...of('canary.currentBackgroundAnalysisRunStatus', canaryBackground),
    ...of('blueGreen.prePromotionAnalysisRunStatus', blueGreenPrePromotion),
    ...of('blueGreen.postPromotionAnalysisRunStatus', blueGreenPostPromotion),
  ];
}

/** Source: rollout/analysis.go reconcileAnalysisRunStatusChanges. */
function sendPhaseChanges(context: RolloutContext, current: CurrentAnalysisRuns): void {
  const { canary, blueGreen } = context.rollout.status;
  sendPhaseChange(context, blueGreen.postPromotionAnalysisRunStatus, current.blueGreenPostPromotion, 'PostPromotion');
  sendPhaseChange(context, blueGreen.prePromotionAnalysisRunStatus, current.blueGreenPrePromotion, 'PrePromotion');
  sendPhaseChange(context, canary.currentStepAnalysisRunStatus, current.canaryStep, 'Step');
  sendPhaseChange(context, canary.currentBackgroundAnalysisRunStatus, current.canaryBackground, 'Background');
}

/** Source: rollout/analysis.go emitAnalysisRunStatusChanges. */
function sendPhaseChange(
  context: RolloutContext,
  before: RolloutAnalysisRunStatus | undefined,
  run: AnalysisRun | undefined,
  type: string,
): void {
  const phase = run?.status.phase ?? '';
  const name = run?.metadata.name ?? '';
  if (phase === '' || (before !== undefined && (before.name !== name || before.status === phase))) return;
  const previous = before === undefined ? 'NoPreviousStatus' : before.status;
  const bad = phase === 'Failed' || phase === 'Error';
  const message = `${type} Analysis Run '${name}' Status New: '${phase}' Previous: '${previous}'`;
  sendEvent(context, bad ? 'Warning' : 'Normal', `AnalysisRun${phase}`, message);
}
