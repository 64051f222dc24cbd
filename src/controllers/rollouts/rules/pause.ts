import { isJsonObject, type Json } from '../../../api/json.ts';
import { defineRule, isAnything, isFlag, isInt, isIntOrNull, isText, isTextOrNull } from '../../../api/reason.ts';
import {
  PAUSE_REASON_BLUE_GREEN,
  PAUSE_REASON_CANARY_STEP,
  PAUSE_REASON_INCONCLUSIVE_ANALYSIS,
  PAUSE_REASON_INCONCLUSIVE_EXPERIMENT,
} from '../../../api/rollouts/names.ts';
import { formatTime } from '../../../api/times.ts';

/** Why a rollout is paused, resumed or aborted. */

const NOW_MS = 1_767_225_631_001;
const NOW = '2026-01-01T00:00:31Z';

/** Where the pause condition of a reason is. */
export function pausePath(reason: string): string {
  return `status.pauseConditions[reason=${reason}]`;
}

const ADDED = 'rollout/pause.go CalculatePauseStatus';

function paused(reason: string, nowMs: number): Json {
  return { reason, startTime: formatTime(nowMs) };
}

export const pauseStep = defineRule({
  id: 'canary.pause',
  title: 'A pause step pauses the rollout',
  statement:
    'At a pause step the controller adds a pause condition; the pause ends with its duration, or when somebody promotes.',
  template: 'step {step} is a pause ({duration})',
  source: `rollout/canary.go reconcileCanaryPause, ${ADDED}`,
  explains: 'phase',
  path: pausePath(PAUSE_REASON_CANARY_STEP),
  inputs: { step: isInt, duration: isText, pause: isAnything, nowMs: isInt },
  formula: ({ pause, nowMs }) => (isJsonObject(pause) ? paused(PAUSE_REASON_CANARY_STEP, nowMs) : undefined),
  example: {
    inputs: { step: 2, duration: 'until promoted', pause: {}, nowMs: NOW_MS },
    value: { reason: PAUSE_REASON_CANARY_STEP, startTime: NOW },
    text: 'step 2 is a pause (until promoted)',
  },
});

export const pauseBlueGreen = defineRule({
  id: 'blueGreen.pause',
  title: 'A blue-green rollout pauses before its promotion',
  statement:
    'When the preview has its pods, a rollout without automatic promotion, or with autoPromotionSeconds, is paused before the switch.',
  template: 'the preview has its pods (autoPromotionEnabled {enabled}, autoPromotionSeconds {seconds})',
  source: `rollout/bluegreen.go reconcileBlueGreenPause, ${ADDED}`,
  explains: 'phase',
  path: pausePath(PAUSE_REASON_BLUE_GREEN),
  inputs: { enabled: isFlag, seconds: isInt, nowMs: isInt },
  formula: ({ enabled, seconds, nowMs }) =>
    enabled && seconds <= 0 ? undefined : paused(PAUSE_REASON_BLUE_GREEN, nowMs),
  example: {
    inputs: { enabled: false, seconds: 0, nowMs: NOW_MS },
    value: { reason: PAUSE_REASON_BLUE_GREEN, startTime: NOW },
    text: 'the preview has its pods (autoPromotionEnabled false, autoPromotionSeconds 0)',
  },
});

export const pauseInconclusiveAnalysis = defineRule({
  id: 'rollout.pause.inconclusiveAnalysis',
  title: 'An inconclusive analysis pauses the rollout',
  statement: 'A rollout whose analysis is Inconclusive is paused until somebody resumes or aborts.',
  template: 'AnalysisRun {name} is {phase}',
  source: `rollout/analysis.go reconcileAnalysisRuns, ${ADDED}`,
  explains: 'phase',
  path: pausePath(PAUSE_REASON_INCONCLUSIVE_ANALYSIS),
  inputs: { name: isText, phase: isText, nowMs: isInt },
  formula: ({ phase, nowMs }) =>
    phase === 'Inconclusive' ? paused(PAUSE_REASON_INCONCLUSIVE_ANALYSIS, nowMs) : undefined,
  example: {
    inputs: { name: 'shop-76ddfb4f47-2-1', phase: 'Inconclusive', nowMs: NOW_MS },
    value: { reason: PAUSE_REASON_INCONCLUSIVE_ANALYSIS, startTime: NOW },
    text: 'AnalysisRun shop-76ddfb4f47-2-1 is Inconclusive',
  },
});

export const pauseInconclusiveExperiment = defineRule({
  id: 'rollout.pause.inconclusiveExperiment',
  title: 'An inconclusive Experiment pauses the rollout',
  statement: 'A rollout whose Experiment is Inconclusive is paused until somebody resumes or aborts.',
  template: 'Experiment {name} is {phase}',
  source: `rollout/experiment.go reconcileExperiments, ${ADDED}`,
  explains: 'phase',
  path: pausePath(PAUSE_REASON_INCONCLUSIVE_EXPERIMENT),
  inputs: { name: isText, phase: isText, nowMs: isInt },
  formula: ({ phase, nowMs }) =>
    phase === 'Inconclusive' ? paused(PAUSE_REASON_INCONCLUSIVE_EXPERIMENT, nowMs) : undefined,
  example: {
    inputs: { name: 'shop-76ddfb4f47-2-0', phase: 'Inconclusive', nowMs: NOW_MS },
    value: { reason: PAUSE_REASON_INCONCLUSIVE_EXPERIMENT, startTime: NOW },
    text: 'Experiment shop-76ddfb4f47-2-0 is Inconclusive',
  },
});

export const pauseStepEnded = defineRule({
  id: 'canary.pause.ended',
  title: 'A pause ends with its step',
  statement: 'When a pause step is done, its pause condition goes.',
  template: 'step {step} is done',
  source: ADDED,
  explains: 'detail',
  path: pausePath(PAUSE_REASON_CANARY_STEP),
  inputs: { step: isInt, was: isIntOrNull },
  formula: ({ step, was }) => (step > (was ?? 0) ? null : undefined),
  example: { inputs: { step: 4, was: 3 }, value: null, text: 'step 4 is done' },
});

export const pauseBlueGreenEnded = defineRule({
  id: 'blueGreen.pause.ended',
  title: 'The pause before a promotion ends',
  statement:
    'The pause condition of a blue-green rollout goes when autoPromotionSeconds is over, or when it is not needed any more.',
  template: 'the pause before the promotion is over (autoPromotionSeconds {seconds})',
  source: 'rollout/bluegreen.go reconcileBlueGreenPause',
  explains: 'phase',
  path: pausePath(PAUSE_REASON_BLUE_GREEN),
  inputs: { pausedAt: isText, seconds: isInt },
  formula: () => null,
  example: {
    inputs: { pausedAt: '2026-01-01T00:00:01Z', seconds: 30 },
    value: null,
    text: 'the pause before the promotion is over (autoPromotionSeconds 30)',
  },
});

export const pauseDroppedOnAbort = defineRule({
  id: 'rollout.pause.droppedOnAbort',
  title: 'An abort ends all pauses',
  statement: 'An aborted rollout is not paused.',
  template: 'the update is aborted',
  source: ADDED,
  explains: 'detail',
  path: 'status.pauseConditions',
  inputs: { abort: isFlag },
  formula: ({ abort }) => (abort ? null : undefined),
  example: { inputs: { abort: true }, value: null, text: 'the update is aborted' },
});

export const pausesCleared = defineRule({
  id: 'rollout.pause.cleared',
  title: 'A promotion or a new update ends all pauses',
  statement:
    'When a version becomes stable, on a full promotion or a rollback within the window, and when an update begins, no pause stays.',
  template: 'a promotion or a new update ends the pause (version {hash})',
  source: ADDED,
  explains: 'detail',
  path: 'status.pauseConditions',
  inputs: { hash: isTextOrNull },
  formula: () => null,
  example: {
    inputs: { hash: '76ddfb4f47' },
    value: null,
    text: 'a promotion or a new update ends the pause (version 76ddfb4f47)',
  },
});

function controllerPauseRule(set: boolean) {
  return defineRule({
    id: set ? 'rollout.controllerPause' : 'rollout.controllerPause.ended',
    title: set ? 'The controller remembers that it paused' : 'The controller forgets its pause',
    statement:
      'status.controllerPause is true from the first pause of the controller until none is left, so that a condition which somebody takes away counts as resumed.',
    template: 'pause conditions: {count}',
    source: 'rollout/pause.go CalculatePauseConditions',
    explains: 'detail',
    path: 'status.controllerPause',
    inputs: { count: isInt },
    formula: ({ count }) => (count > 0 === set ? (set ? true : null) : undefined),
    example: { inputs: { count: set ? 1 : 0 }, value: set ? true : null, text: `pause conditions: ${set ? 1 : 0}` },
  });
}

export const controllerPauseSet = controllerPauseRule(true);
export const controllerPauseEnded = controllerPauseRule(false);

const ABORT = 'status.{abort,abortedAt}';
const ABORT_SOURCE = 'rollout/pause.go CalculatePauseStatus';

function aborted(nowMs: number, abortedAt: string | null): Json {
  return { abort: true, abortedAt: abortedAt ?? formatTime(nowMs) };
}

export const abortedByUser = defineRule({
  id: 'rollout.aborted.user',
  title: 'Somebody aborts the update',
  statement: 'status.abort, which the abort command sets, aborts the update; the controller notes when it saw it.',
  template: 'somebody set status.abort',
  source: ABORT_SOURCE,
  explains: 'phase',
  path: ABORT,
  inputs: { abort: isFlag, nowMs: isInt },
  formula: ({ abort, nowMs }) => (abort ? aborted(nowMs, null) : undefined),
  example: {
    inputs: { abort: true, nowMs: NOW_MS },
    value: { abort: true, abortedAt: NOW },
    text: 'somebody set status.abort',
  },
});

function abortedByAnalysis(kind: string, type: string, title: string) {
  return defineRule({
    id: `rollout.aborted.analysis.${kind}`,
    title,
    statement: 'An AnalysisRun that is Failed or in Error aborts the update.',
    template: `${kind} AnalysisRun {name} is {phase}: {message}`,
    source: `rollout/analysis.go reconcileAnalysisRuns, ${ABORT_SOURCE}`,
    explains: 'phase',
    path: ABORT,
    inputs: { name: isText, type: isText, phase: isText, message: isTextOrNull, nowMs: isInt, abortedAt: isTextOrNull },
    formula: (values) =>
      values.type === type && (values.phase === 'Failed' || values.phase === 'Error')
        ? aborted(values.nowMs, values.abortedAt)
        : undefined,
    example: {
      inputs: {
        name: 'shop-76ddfb4f47-2-1',
        type,
        phase: 'Failed',
        message: 'Metric "success-rate" assessed Failed due to failed (1) > failureLimit (0)',
        nowMs: NOW_MS,
        abortedAt: null,
      },
      value: { abort: true, abortedAt: NOW },
      text: `${kind} AnalysisRun shop-76ddfb4f47-2-1 is Failed: Metric "success-rate" assessed Failed due to failed (1) > failureLimit (0)`,
    },
  });
}

export const abortedByStepAnalysis = abortedByAnalysis('step', 'Step', 'A failed analysis step aborts the update');
export const abortedByBackgroundAnalysis = abortedByAnalysis(
  'background',
  'Background',
  'A failed background analysis aborts the update',
);
export const abortedByPrePromotionAnalysis = abortedByAnalysis(
  'pre-promotion',
  'PrePromotion',
  'A failed pre-promotion analysis aborts the update',
);
export const abortedByPostPromotionAnalysis = abortedByAnalysis(
  'post-promotion',
  'PostPromotion',
  'A failed post-promotion analysis aborts the update',
);

export const abortedByExperiment = defineRule({
  id: 'rollout.aborted.experiment',
  title: 'A failed Experiment aborts the update',
  statement:
    'An Experiment of a step that is Failed or in Error aborts the update, whether an analysis or missing pods ended it.',
  template: 'Experiment {name} is {phase}: {message}',
  source: `rollout/experiment.go reconcileExperiments, ${ABORT_SOURCE}`,
  explains: 'phase',
  path: ABORT,
  inputs: { name: isText, phase: isText, message: isTextOrNull, nowMs: isInt, abortedAt: isTextOrNull },
  formula: ({ phase, nowMs, abortedAt }) =>
    phase === 'Failed' || phase === 'Error' ? aborted(nowMs, abortedAt) : undefined,
  example: {
    inputs: {
      name: 'shop-76ddfb4f47-2-0',
      phase: 'Failed',
      message: "Template 'canary' exceeded its progressDeadlineSeconds (600)",
      nowMs: NOW_MS,
      abortedAt: null,
    },
    value: { abort: true, abortedAt: NOW },
    text: "Experiment shop-76ddfb4f47-2-0 is Failed: Template 'canary' exceeded its progressDeadlineSeconds (600)",
  },
});

export const abortedByDeadline = defineRule({
  id: 'rollout.aborted.deadline',
  title: 'The progress deadline aborts the update',
  statement: 'With progressDeadlineAbort an update without progress within progressDeadlineSeconds is aborted.',
  template: 'no progress for more than progressDeadlineSeconds {deadlineSeconds}, and progressDeadlineAbort is true',
  source: `rollout/sync.go calculateRolloutConditions, ${ABORT_SOURCE}`,
  explains: 'phase',
  path: ABORT,
  inputs: {
    deadlineSeconds: isInt,
    progressDeadlineAbort: isFlag,
    reason: isText,
    nowMs: isInt,
    abortedAt: isTextOrNull,
  },
  formula: ({ progressDeadlineAbort, reason, nowMs, abortedAt }) =>
    progressDeadlineAbort && reason === 'ProgressDeadlineExceeded' ? aborted(nowMs, abortedAt) : undefined,
  example: {
    inputs: {
      deadlineSeconds: 600,
      progressDeadlineAbort: true,
      reason: 'ProgressDeadlineExceeded',
      nowMs: NOW_MS,
      abortedAt: null,
    },
    value: { abort: true, abortedAt: NOW },
    text: 'no progress for more than progressDeadlineSeconds 600, and progressDeadlineAbort is true',
  },
});

export const abortTakenBack = defineRule({
  id: 'rollout.aborted.over',
  title: 'A retry, a promotion or a new update takes an abort back',
  statement:
    'An abort stands until somebody retries or promotes in full, another update begins, or the version becomes stable.',
  template: 'retried, promoted or replaced: the abort is over',
  source: ABORT_SOURCE,
  explains: 'phase',
  path: ABORT,
  inputs: { abortedAt: isTextOrNull, hash: isTextOrNull },
  formula: () => ({ abort: null, abortedAt: null }),
  example: {
    inputs: { abortedAt: '2026-01-01T00:00:31Z', hash: '76ddfb4f47' },
    value: { abort: null, abortedAt: null },
    text: 'retried, promoted or replaced: the abort is over',
  },
});
