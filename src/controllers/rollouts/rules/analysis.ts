import { defineRule, isFlag, isInt, isIntOrNull, isText, isTextOrNull } from '../../../api/reason.ts';
import { POD_TEMPLATE_HASH_LABEL } from '../../../api/rollouts/names.ts';
import { ROLLOUT_TYPE_LABEL } from '../../analysis/labels.ts';

/** Why AnalysisRuns and Experiments of a rollout begin, end and are forgotten. */

const HASH = `metadata.labels[${POD_TEMPLATE_HASH_LABEL}]`;
const CREATED = 'rollout/analysis.go reconcileAnalysisRuns';

export const stepRunCreated = defineRule({
  id: 'analysis.run.step',
  title: 'An analysis step begins an AnalysisRun',
  statement: 'An analysis step has an AnalysisRun of its templates.',
  template: 'step {step} is an analysis by {templates}',
  source: `${CREATED}, reconcileStepBasedAnalysisRun`,
  explains: 'analysis',
  path: HASH,
  inputs: { hash: isText, templates: isText, step: isInt },
  formula: ({ hash }) => hash,
  example: {
    inputs: { hash: '76ddfb4f47', templates: 'success-rate', step: 2 },
    value: '76ddfb4f47',
    text: 'step 2 is an analysis by success-rate',
  },
});

export const backgroundRunCreated = defineRule({
  id: 'analysis.run.background',
  title: 'An update begins its background analysis',
  statement: 'Background analysis has an AnalysisRun beside all steps from its starting step on.',
  template: 'background analysis by {templates} begins (startingStep {startingStep})',
  source: `${CREATED}, reconcileBackgroundAnalysisRun`,
  explains: 'analysis',
  path: HASH,
  inputs: { hash: isText, templates: isText, startingStep: isIntOrNull, step: isIntOrNull },
  formula: ({ hash, startingStep, step }) => ((step ?? 0) >= (startingStep ?? 0) ? hash : undefined),
  example: {
    inputs: { hash: '76ddfb4f47', templates: 'success-rate', startingStep: null, step: 0 },
    value: '76ddfb4f47',
    text: 'background analysis by success-rate begins (startingStep none)',
  },
});

function promotionRunRule(side: 'pre' | 'post', when: string) {
  return defineRule({
    id: `analysis.run.${side}Promotion`,
    title: `A blue-green update begins its ${side}-promotion analysis`,
    statement: `${side === 'pre' ? 'Pre' : 'Post'}-promotion analysis has an AnalysisRun ${when}.`,
    template: `${side}-promotion analysis by {templates} begins: {available} pods are available`,
    source: `${CREATED}, rollout/analysis.go reconcile${side === 'pre' ? 'Pre' : 'Post'}PromotionAnalysisRun`,
    explains: 'analysis',
    path: HASH,
    inputs: { hash: isText, templates: isText, available: isInt },
    formula: ({ hash }) => hash,
    example: {
      inputs: { hash: '76ddfb4f47', templates: 'smoke-test', available: 3 },
      value: '76ddfb4f47',
      text: `${side}-promotion analysis by smoke-test begins: 3 pods are available`,
    },
  });
}

export const preRunCreated = promotionRunRule('pre', 'when the preview has its pods');
export const postRunCreated = promotionRunRule('post', 'when the new version is active');

const ENDED = 'rollout/analysis.go cancelAnalysisRuns';
const SKIPPED =
  'After an abort, on a full promotion, on a rollback within the window or the scale-down delay, and without a stable version, no analysis runs.';
const skipInputs = {
  abort: isFlag,
  promoteFull: isFlag,
  deadline: isTextOrNull,
  stableHash: isTextOrNull,
  withinWindow: isFlag,
};
const SKIP_EXAMPLE = {
  abort: true,
  promoteFull: false,
  deadline: null,
  stableHash: '5cd66ff7ff',
  withinWindow: false,
};

interface SkipValues {
  readonly abort: boolean;
  readonly promoteFull: boolean;
  readonly deadline: string | null;
  readonly stableHash: string | null;
  readonly withinWindow: boolean;
}

function skips({ abort, promoteFull, deadline, stableHash, withinWindow }: SkipValues): true | undefined {
  return abort || promoteFull || deadline !== null || stableHash === null || withinWindow ? true : undefined;
}

export const runSkipped = defineRule({
  id: 'analysis.run.skipped',
  title: 'An abort or a promotion ends all analysis',
  statement: SKIPPED,
  template: 'no analysis is needed (aborted: {abort}, promoted in full: {promoteFull})',
  source: ENDED,
  explains: 'analysis',
  path: 'spec.terminate',
  inputs: skipInputs,
  formula: skips,
  example: {
    inputs: SKIP_EXAMPLE,
    value: true,
    text: 'no analysis is needed (aborted: true, promoted in full: false)',
  },
});

export const runOutdated = defineRule({
  id: 'analysis.run.outdated',
  title: 'An analysis of an earlier step or version is ended',
  statement:
    'An AnalysisRun that the status no longer names is ended: its step is left, or its version is not the current one.',
  template: 'analysis of {type} of version {hash} is no longer in force',
  source: ENDED,
  explains: 'analysis',
  path: 'spec.terminate',
  inputs: { type: isTextOrNull, hash: isTextOrNull, currentHash: isTextOrNull },
  formula: () => true,
  example: {
    inputs: { type: 'Background', hash: '5cd66ff7ff', currentHash: '76ddfb4f47' },
    value: true,
    text: 'analysis of Background of version 5cd66ff7ff is no longer in force',
  },
});

export const runForgotten = defineRule({
  id: 'analysis.run.history',
  title: 'Old AnalysisRuns are forgotten',
  statement:
    'Finished runs beyond successfulRunHistoryLimit and unsuccessfulRunHistoryLimit, and runs whose ReplicaSet is gone, are deleted.',
  template: 'the run is {phase}, and beyond the limit of {limit} runs, or its version is gone',
  source: 'utils/analysis/filter.go FilterAnalysisRunsToDelete',
  explains: 'detail',
  path: '',
  inputs: { phase: isTextOrNull, hash: isTextOrNull, limit: isInt },
  formula: () => null,
  example: {
    inputs: { phase: 'Successful', hash: '5cd66ff7ff', limit: 5 },
    value: null,
    text: 'the run is Successful, and beyond the limit of 5 runs, or its version is gone',
  },
});

export const experimentCreated = defineRule({
  id: 'experiment.created',
  title: 'An experiment step makes an Experiment',
  statement:
    'At an experiment step an Experiment with the templates of the step is created, once there is a stable ReplicaSet.',
  template: 'step {step} is an experiment',
  source: 'rollout/experiment.go reconcileExperiments',
  explains: 'experiment',
  path: HASH,
  inputs: { hash: isText, step: isInt },
  formula: ({ hash }) => hash,
  example: { inputs: { hash: '76ddfb4f47', step: 1 }, value: '76ddfb4f47', text: 'step 1 is an experiment' },
});

export const experimentEnded = defineRule({
  id: 'experiment.terminated',
  title: 'An Experiment that is no longer needed is ended',
  statement: 'Experiments of earlier steps, and all after an abort or a full promotion, are terminated.',
  template: 'it is no longer needed (aborted: {abort}, promoted in full: {promoteFull}, step {step})',
  source: 'rollout/experiment.go cancelExperiments',
  explains: 'experiment',
  path: 'spec.terminate',
  inputs: { abort: isFlag, promoteFull: isFlag, step: isInt, name: isText, current: isTextOrNull },
  formula: () => true,
  example: {
    inputs: { abort: true, promoteFull: false, step: 1, name: 'shop-76ddfb4f47-2-0', current: null },
    value: true,
    text: 'it is no longer needed (aborted: true, promoted in full: false, step 1)',
  },
});

export const experimentForgotten = defineRule({
  id: 'experiment.history',
  title: 'Old Experiments are forgotten',
  statement: 'Finished Experiments beyond the history limits, and those whose ReplicaSet is gone, are deleted.',
  template: 'the Experiment is {phase}, and beyond the limit of {limit}, or its version is gone',
  source: 'utils/experiment/filter.go FilterExperimentsToDelete',
  explains: 'detail',
  path: '',
  inputs: { phase: isTextOrNull, hash: isTextOrNull, limit: isInt },
  formula: () => null,
  example: {
    inputs: { phase: 'Successful', hash: '5cd66ff7ff', limit: 5 },
    value: null,
    text: 'the Experiment is Successful, and beyond the limit of 5, or its version is gone',
  },
});

export const runTypePath = `metadata.labels[${ROLLOUT_TYPE_LABEL}]`;
