import { defineUncheckedRule, type Rule } from '../../api/reason.ts';

export const templateReplicaSet = defineUncheckedRule<'template'>({
  id: 'experiment.template.replicaSet',
  title: 'Each template of an Experiment gets a ReplicaSet',
  statement: 'A template without a ReplicaSet gets one, first without pods.',
  template: 'template {template} has no ReplicaSet yet',
  source: 'experiments/experiment.go createReplicaSetForTemplate',
  explains: 'experiment',
  example: { inputs: { template: 'canary' }, text: 'template canary has no ReplicaSet yet' },
});

export const templateScale = defineUncheckedRule<'replicas'>({
  id: 'experiment.template.scale',
  title: 'Templates run while the Experiment does',
  statement: 'A template has its replicas until it or the Experiment is done, then none, after the scale-down delay.',
  template: 'the template gets {replicas} pods',
  source: 'utils/experiment/experiment.go CalculateTemplateReplicasCount',
  explains: 'experiment',
  example: { inputs: { replicas: 1 }, text: 'the template gets 1 pods' },
});

export const templateScaleDownDelay = defineUncheckedRule<'delaySeconds'>({
  id: 'experiment.template.scaleDownDelay',
  title: 'Pods of a finished template stay for a while',
  statement: 'The ReplicaSet of a finished template keeps its pods for scaleDownDelaySeconds.',
  template: 'kept for {delaySeconds} s',
  source: 'experiments/replicaset.go addScaleDownDelay',
  explains: 'experiment',
  example: { inputs: { delaySeconds: 30 }, text: 'kept for 30 s' },
});

export const templateService = defineUncheckedRule<'template'>({
  id: 'experiment.template.service',
  title: 'A template with a service gets one',
  statement:
    'A template that asks for a Service, or has a weight, gets one with the ports of its containers; it goes when the pods are gone.',
  template: 'template {template} has a service',
  source: 'experiments/experiment.go createTemplateService',
  explains: 'experiment',
  example: { inputs: { template: 'canary' }, text: 'template canary has a service' },
});

export const templateServiceDeleted = defineUncheckedRule<'template'>({
  id: 'experiment.template.service.deleted',
  title: 'The Service of a template is deleted with its pods',
  statement: 'A template that has no pods any more loses its Service.',
  template: 'template {template} no longer needs its Service',
  source: 'experiments/experiment.go deleteTemplateService',
  explains: 'detail',
  example: { inputs: { template: 'canary' }, text: 'template canary no longer needs its Service' },
});

export const experimentStatusRule = defineUncheckedRule<'phase'>({
  id: 'experiment.phase',
  title: 'The phase of an Experiment',
  statement:
    'Failed or in error with its worst template; else as its analyses decide, once the templates have run for the duration, a run failed, or all required runs were successful.',
  template: '{phase}',
  source: 'experiments/experiment.go calculateStatus',
  explains: 'experiment',
  example: { inputs: { phase: 'Running' }, text: 'Running' },
});

export const analysisRunCreated = defineUncheckedRule<'templates'>({
  id: 'analysis.run.created',
  title: 'An analysis of an Experiment begins',
  statement: 'When its templates run, the analyses of an Experiment start.',
  template: 'analysis by {templates}',
  source: 'experiments/experiment.go reconcileAnalysisRun',
  explains: 'experiment',
  example: { inputs: { templates: 'success-rate' }, text: 'analysis by success-rate' },
});

export const analysisRunEnded = defineUncheckedRule<'name'>({
  id: 'analysis.run.terminated',
  title: 'An analysis of an Experiment that is no longer needed is ended',
  statement: 'When an Experiment ends, its AnalysisRuns are terminated.',
  template: '{name} is no longer needed',
  source: 'experiments/experiment.go reconcileAnalysisRun',
  explains: 'experiment',
  example: { inputs: { name: 'app-76ddfb4f47-2-1' }, text: 'app-76ddfb4f47-2-1 is no longer needed' },
});

export const EXPERIMENT_RULES: readonly Rule[] = [
  analysisRunCreated,
  analysisRunEnded,
  templateReplicaSet,
  templateScale,
  templateScaleDownDelay,
  templateService,
  templateServiceDeleted,
  experimentStatusRule,
];
