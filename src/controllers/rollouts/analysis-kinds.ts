import { sum } from '../../api/input-functions.ts';
import type { RuleInput, Write } from '../../api/reason.ts';
import { beforeStartingStep, getCurrentCanaryStep } from '../../api/rollouts/canary-steps.ts';
import { isFullyPromoted } from '../../api/rollouts/conditions.ts';
import {
  PAUSE_REASON_BLUE_GREEN,
  PAUSE_REASON_CANARY_STEP,
  PAUSE_REASON_INCONCLUSIVE_ANALYSIS,
} from '../../api/rollouts/names.ts';
import { availableReplicas, getPodTemplateHash, specReplicas } from '../../api/rollouts/replica-sets.ts';
import type { AnalysisRun } from '../../api/shape/analysis.ts';
import type { RolloutAnalysis } from '../../api/shape/canary-steps.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import {
  backgroundLabels,
  instanceIdOf,
  type Labels,
  postPromotionLabels,
  prePromotionLabels,
  ROLLOUT_TYPE_LABEL,
  type RolloutType,
  STEP_INDEX_LABEL,
  stepLabels,
} from '../analysis/labels.ts';
import { cancelAnalysisRuns, createAnalysisRun } from './analysis-writes.ts';
import { addAbort, addPauseCondition, type RolloutContext } from './context.ts';
import { isSaturated } from './decide/annotations.ts';
import { abortText, ANALYSIS_FAILED } from './decide/messages.ts';
import { getPauseCondition } from './decide/pause-context.ts';
import { skipPostPromotionAnalysisRun } from './decide/scale-down-others.ts';
import {
  abortedByBackgroundAnalysis,
  abortedByPostPromotionAnalysis,
  abortedByPrePromotionAnalysis,
  abortedByStepAnalysis,
  pauseInconclusiveAnalysis,
} from './rules/pause.ts';
import { backgroundRunCreated, postRunCreated, preRunCreated, stepRunCreated } from './rules/analysis.ts';
import { templateNames } from './rules/functions.ts';
import { hashOf, STEPS } from './rules/inputs.ts';
import { analysisAbortMessage, next } from './rules/status-functions.ts';

/**
 * Whether a new run is due: none yet, the inconclusive one was resumed by a person, or the update is retried after an abort.
 * Source: rollout/analysis.go needsNewAnalysisRun.
 */
function needsNewAnalysisRun(rollout: Rollout, current: AnalysisRun | undefined): current is undefined {
  if (current === undefined) return true;
  const pausedBySteps =
    getPauseCondition(rollout, PAUSE_REASON_CANARY_STEP) !== undefined ||
    getPauseCondition(rollout, PAUSE_REASON_BLUE_GREEN) !== undefined;
  if (rollout.status.controllerPause === true && !pausedBySteps) return current.status.phase === 'Inconclusive';
  return rollout.status.abortedAt !== undefined;
}

function isPausedByAnalysis(rollout: Rollout): boolean {
  return getPauseCondition(rollout, PAUSE_REASON_INCONCLUSIVE_ANALYSIS) !== undefined;
}

/** An inconclusive run pauses the rollout, a failed one aborts it. */
function takeOutcome(context: RolloutContext, run: AnalysisRun, type: RolloutType): void {
  const { phase, message = '' } = run.status;
  const nowMs = context.base.env.clock.nowMs();
  const read = (write: Write) => ({
    name: write.of(run, 'metadata.name'),
    phase: write.of(run, 'status.phase'),
    nowMs: write.now(nowMs),
  });
  const typeOf = (write: Write): RuleInput => write.of(run, `metadata.labels[${ROLLOUT_TYPE_LABEL}]`);
  if (phase === 'Inconclusive') {
    addPauseCondition(context, PAUSE_REASON_INCONCLUSIVE_ANALYSIS, pauseInconclusiveAnalysis.because(read));
  } else if (phase === 'Error' || phase === 'Failed') {
    const because = ABORTED_BY[type].because((write) => ({
      ...read(write),
      type: typeOf(write),
      message: write.of(run, 'status.message'),
      abortedAt: write.of(context.pause.rollout, 'status.abortedAt'),
    }));
    const abort = {
      message: context.base.env.reference.has('abort-names-analysis')
        ? abortText(ANALYSIS_FAILED.get(type) ?? '', message)
        : message,
      read: (write: Write) => analysisAbortMessage.of(typeOf(write), write.of(run, 'status.message')),
    };
    addAbort(context, abort, because);
  }
}

const ABORTED_BY = {
  Step: abortedByStepAnalysis,
  Background: abortedByBackgroundAnalysis,
  PrePromotion: abortedByPrePromotionAnalysis,
  PostPromotion: abortedByPostPromotionAnalysis,
} as const;

function labelsOf(context: RolloutContext, make: (hash: string, instanceId: string) => Labels): Labels {
  return make(getPodTemplateHash(context.newRS), instanceIdOf(context.rollout.metadata.labels));
}

/** Whether there is an analysis to run. Older versions also run one without templates. */
function hasTemplates({ base }: RolloutContext, analysis: RolloutAnalysis | undefined): analysis is RolloutAnalysis {
  if (!base.env.reference.has('analysis-without-templates-is-skipped')) return analysis !== undefined;
  return (analysis?.templates ?? []).length > 0;
}

/** The run of an analysis step. Source: rollout/analysis.go reconcileStepBasedAnalysisRun. */
export function reconcileStepRun(context: RolloutContext): AnalysisRun | undefined {
  const { rollout } = context;
  const current = context.currentArs.canaryStep;
  if ((rollout.status.pauseConditions ?? []).length > 0 || rollout.status.abort === true) return current;
  const { step, index = 0 } = getCurrentCanaryStep(rollout);
  const analysis = step?.analysis;
  const isOfPreviousStep =
    analysis !== undefined && current !== undefined && current.metadata.labels?.[STEP_INDEX_LABEL] !== String(index);
  if (!hasTemplates(context, analysis) || isOfPreviousStep) {
    cancelAnalysisRuns(context, [current]);
    return undefined;
  }
  if (needsNewAnalysisRun(rollout, current)) {
    const labels = labelsOf(context, (hash, instanceId) => stepLabels(index, hash, instanceId));
    const because = stepRunCreated.because((write) => ({
      hash: hashOf(write, context.newRS),
      templates: templateNames.of(write.of(rollout, `${STEPS}[${index}].analysis.templates`)),
      step: next.of(write.of(rollout, 'status.currentStepIndex')),
    }));
    return createAnalysisRun(context, analysis, String(index), labels, because);
  }
  takeOutcome(context, current, 'Step');
  return current;
}

/** The run beside all steps from the starting step on. Source: rollout/analysis.go reconcileBackgroundAnalysisRun. */
export function reconcileBackgroundRun(context: RolloutContext): AnalysisRun | undefined {
  const { rollout } = context;
  const current = context.currentArs.canaryBackground;
  const analysis = rollout.spec.strategy.canary?.analysis;
  if (!hasTemplates(context, analysis)) {
    cancelAnalysisRuns(context, [current]);
    return undefined;
  }
  const { stableRS, currentPodHash } = rollout.status;
  if (isFullyPromoted(rollout) || stableRS === undefined || currentPodHash === undefined) return undefined;
  if (beforeStartingStep(rollout)) return undefined;
  if (isPausedByAnalysis(rollout)) return current;
  if (needsNewAnalysisRun(rollout, current)) {
    const because = backgroundRunCreated.because((write) => ({
      hash: hashOf(write, context.newRS),
      templates: templateNames.of(write.of(rollout, 'spec.strategy.canary.analysis.templates')),
      startingStep: write.of(rollout, 'spec.strategy.canary.analysis.startingStep'),
      step: write.of(rollout, 'status.currentStepIndex'),
    }));
    return createAnalysisRun(context, analysis, '', labelsOf(context, backgroundLabels), because);
  }
  takeOutcome(context, current, 'Background');
  return current;
}

/** Runs before and after a blue-green promotion. */
export function reconcilePromotionRuns(context: RolloutContext): {
  readonly blueGreenPrePromotion: AnalysisRun | undefined;
  readonly blueGreenPostPromotion: AnalysisRun | undefined;
} {
  const blueGreenPrePromotion = reconcilePrePromotionRun(context);
  if (blueGreenPrePromotion !== undefined) {
    takeOutcome(context, blueGreenPrePromotion, 'PrePromotion');
  }
  const blueGreenPostPromotion = reconcilePostPromotionRun(context);
  if (blueGreenPostPromotion !== undefined) {
    takeOutcome(context, blueGreenPostPromotion, 'PostPromotion');
  }
  return { blueGreenPrePromotion, blueGreenPostPromotion };
}

/**
 * Whether analysis before the promotion is not due: nothing to promote, or the preview has not all its pods (once begun it goes on without).
 * Source: rollout/analysis.go skipPrePromotionAnalysisRun.
 */
function skipsPrePromotion({ rollout, newRS, currentArs }: RolloutContext): boolean {
  const hash = getPodTemplateHash(newRS);
  const { stableRS, blueGreen } = rollout.status;
  const active = blueGreen.activeSelector ?? '';
  if (newRS === undefined || hash === '' || stableRS === hash || active === '' || active === hash) return true;
  if (currentArs.blueGreenPrePromotion !== undefined) return false;
  const previewCount = rollout.spec.strategy.blueGreen?.previewReplicaCount;
  if (previewCount === undefined) return !isSaturated(rollout, newRS);
  return specReplicas(newRS) !== previewCount || availableReplicas(newRS) !== previewCount;
}

/** Source: rollout/analysis.go reconcilePrePromotionAnalysisRun. */
function reconcilePrePromotionRun(context: RolloutContext): AnalysisRun | undefined {
  const current = context.currentArs.blueGreenPrePromotion;
  const analysis = context.rollout.spec.strategy.blueGreen?.prePromotionAnalysis;
  return reconcilePromotionRun(context, {
    current,
    analysis,
    skips: skipsPrePromotion(context),
    infix: 'pre',
    labels: prePromotionLabels,
  });
}

/** Source: rollout/analysis.go reconcilePostPromotionAnalysisRun. */
function reconcilePostPromotionRun(context: RolloutContext): AnalysisRun | undefined {
  const { rollout, newRS } = context;
  const current = context.currentArs.blueGreenPostPromotion;
  return reconcilePromotionRun(context, {
    current,
    analysis: rollout.spec.strategy.blueGreen?.postPromotionAnalysis,
    skips: skipPostPromotionAnalysisRun(rollout, newRS, current?.status.phase),
    infix: 'post',
    labels: postPromotionLabels,
  });
}

interface PromotionRun {
  readonly current: AnalysisRun | undefined;
  readonly analysis: RolloutAnalysis | undefined;
  readonly skips: boolean;
  readonly infix: 'pre' | 'post';
  readonly labels: (hash: string, instanceId: string) => Labels;
}

function reconcilePromotionRun(context: RolloutContext, promotion: PromotionRun): AnalysisRun | undefined {
  const { current, analysis, skips, infix, labels } = promotion;
  if (!hasTemplates(context, analysis)) {
    cancelAnalysisRuns(context, [current]);
    return undefined;
  }
  if (skips) {
    cancelAnalysisRuns(context, [current]);
    return current;
  }
  if (isPausedByAnalysis(context.rollout) || !needsNewAnalysisRun(context.rollout, current)) return current;
  const { rollout, newRS } = context;
  const rule = infix === 'pre' ? preRunCreated : postRunCreated;
  const because = rule.because((write) => ({
    hash: hashOf(write, newRS),
    templates: templateNames.of(write.of(rollout, `spec.strategy.blueGreen.${infix}PromotionAnalysis.templates`)),
    available: sum.of(...(newRS === undefined ? [] : [write.of(newRS, 'status.availableReplicas')])),
  }));
  return createAnalysisRun(context, analysis, infix, labelsOf(context, labels), because);
}
