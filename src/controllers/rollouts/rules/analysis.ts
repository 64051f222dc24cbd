import { defineUncheckedRule } from '../../../api/reason.ts';

export const analysisRunCreated = defineUncheckedRule<'templates'>({
  id: 'analysis.run.created',
  title: 'An analysis begins',
  statement:
    'An analysis step, background analysis from its starting step on, and a promotion of blue-green pods that are all available start an AnalysisRun, if there is none for them yet.',
  template: 'analysis by {templates}',
  source: 'rollout/analysis.go reconcileAnalysisRuns',
  example: { inputs: { templates: 'success-rate' }, text: 'analysis by success-rate' },
});

export const analysisRunEnded = defineUncheckedRule<'name'>({
  id: 'analysis.run.terminated',
  title: 'An analysis that is no longer needed is ended',
  statement: 'Runs of earlier steps or versions, and all runs after an abort or a full promotion, are terminated.',
  template: '{name} is no longer needed',
  source: 'rollout/analysis.go cancelAnalysisRuns',
  example: { inputs: { name: 'app-76ddfb4f47-2-1' }, text: 'app-76ddfb4f47-2-1 is no longer needed' },
});

export const analysisRunForgotten = defineUncheckedRule<'name'>({
  id: 'analysis.run.history',
  title: 'Old AnalysisRuns are forgotten',
  statement:
    'Finished runs beyond successfulRunHistoryLimit and unsuccessfulRunHistoryLimit, and runs whose ReplicaSet is gone, are deleted.',
  template: '{name} is beyond the history limit',
  source: 'utils/analysis/filter.go FilterAnalysisRunsToDelete',
  example: { inputs: { name: 'app-76ddfb4f47-2-1' }, text: 'app-76ddfb4f47-2-1 is beyond the history limit' },
});

export const experimentCreated = defineUncheckedRule<'step'>({
  id: 'experiment.created',
  title: 'An experiment step makes an Experiment',
  statement:
    'At an experiment step an Experiment with the templates of the step is created, once there is a stable ReplicaSet.',
  template: 'step {step} is an experiment',
  source: 'rollout/experiment.go reconcileExperiments',
  example: { inputs: { step: 1 }, text: 'step 1 is an experiment' },
});

export const experimentEnded = defineUncheckedRule<'name'>({
  id: 'experiment.terminated',
  title: 'An Experiment that is no longer needed is ended',
  statement: 'Experiments of earlier steps, and all after an abort or a full promotion, are terminated.',
  template: '{name} is no longer needed',
  source: 'rollout/experiment.go cancelExperiments',
  example: { inputs: { name: 'app-76ddfb4f47-2-1' }, text: 'app-76ddfb4f47-2-1 is no longer needed' },
});

export const experimentForgotten = defineUncheckedRule<'name'>({
  id: 'experiment.history',
  title: 'Old Experiments are forgotten',
  statement: 'Finished Experiments beyond the history limits, and those whose ReplicaSet is gone, are deleted.',
  template: '{name} is beyond the history limit',
  source: 'utils/experiment/filter.go FilterExperimentsToDelete',
  example: { inputs: { name: 'app-76ddfb4f47-2-1' }, text: 'app-76ddfb4f47-2-1 is beyond the history limit' },
});
