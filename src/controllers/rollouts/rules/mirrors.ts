import { type Because, defineRule, isFlag, isIntOrNull, isText, isTextOrNull, type Rule } from '../../../api/reason.ts';
import type { AnalysisRun } from '../../../api/shape/analysis.ts';

/** What the status takes over from elsewhere. */

export const generationObserved = defineRule({
  id: 'rollout.observedGeneration',
  title: 'The controller has seen the spec',
  statement: 'status.observedGeneration is the generation that the controller has worked with.',
  template: 'the controller has seen generation {generation}',
  source: 'rollout/sync.go persistRolloutStatus',
  explains: 'detail',
  path: 'status.observedGeneration',
  inputs: { generation: isIntOrNull },
  formula: ({ generation }) => String(generation ?? 0),
  example: { inputs: { generation: 3 }, value: '3', text: 'the controller has seen generation 3' },
});

export const workloadObserved = defineRule({
  id: 'rollout.workloadObservedGeneration',
  title: 'The controller has seen the referenced workload',
  statement: 'status.workloadObservedGeneration is the generation of the workload whose template the rollout takes.',
  template: 'the controller has seen generation {generation} of the workload',
  source: 'rollout/sync.go persistRolloutStatus',
  explains: 'detail',
  path: 'status.workloadObservedGeneration',
  inputs: { generation: isIntOrNull },
  formula: ({ generation }) => String(generation ?? 0),
  example: { inputs: { generation: 2 }, value: '2', text: 'the controller has seen generation 2 of the workload' },
});

export const collisionCounted = defineRule({
  id: 'rollout.collision',
  title: 'A hash that is taken is counted',
  statement:
    'A ReplicaSet of the same name with another template is a collision of hashes; the count makes another hash.',
  template: 'a ReplicaSet of this name has another template: collision {value}',
  source: 'rollout/sync.go createDesiredReplicaSet',
  explains: 'phase',
  path: 'status.collisionCount',
  inputs: { was: isIntOrNull },
  formula: ({ was }) => (was ?? 0) + 1,
  example: { inputs: { was: null }, value: 1, text: 'a ReplicaSet of this name has another template: collision 1' },
});

export const podsRestarted = defineRule({
  id: 'rollout.restarted',
  title: 'All pods are younger than restartAt',
  statement:
    'status.restartedAt is spec.restartAt when no older pod is left, or a new update replaces all pods anyway.',
  template: 'no pod is older than {restartAt}',
  source: 'rollout/restart.go Reconcile, rollout/sync.go resetRolloutStatus',
  explains: 'detail',
  path: 'status.restartedAt',
  inputs: { restartAt: isTextOrNull },
  formula: ({ restartAt }) => restartAt,
  example: {
    inputs: { restartAt: '2026-01-01T00:00:31Z' },
    value: '2026-01-01T00:00:31Z',
    text: 'no pod is older than 2026-01-01T00:00:31Z',
  },
});

export const podSelector = defineRule({
  id: 'rollout.selector',
  title: 'An autoscaler finds the pods by the selector',
  statement:
    'status.selector is the selector of the pods that an autoscaler counts: all of the rollout, or those of the active version of a blue-green rollout.',
  template: 'pods are found by {selector}',
  source: 'rollout/canary.go syncRolloutStatusCanary, rollout/bluegreen.go syncRolloutStatusBlueGreen',
  explains: 'detail',
  path: 'status.selector',
  inputs: { selector: isTextOrNull },
  formula: ({ selector }) => selector,
  example: { inputs: { selector: 'app=shop' }, value: 'app=shop', text: 'pods are found by app=shop' },
});

function serviceHash(side: 'active' | 'preview') {
  return defineRule({
    id: `blueGreen.${side}Selector`,
    title: `The status names the ${side} version`,
    statement: `status.blueGreen.${side}Selector is the hash that the ${side} Service selects.`,
    template: `Service {service} selects {hash}`,
    source: 'rollout/bluegreen.go syncRolloutStatusBlueGreen',
    explains: 'detail',
    path: `status.blueGreen.${side}Selector`,
    inputs: { service: isText, hash: isTextOrNull },
    formula: ({ hash }) => hash,
    example: {
      inputs: { service: 'shop', hash: '5cd66ff7ff' },
      value: '5cd66ff7ff',
      text: 'Service shop selects 5cd66ff7ff',
    },
  });
}

export const activeSelector = serviceHash('active');
export const previewSelector = serviceHash('preview');

export type RunField =
  | 'canary.currentStepAnalysisRunStatus'
  | 'canary.currentBackgroundAnalysisRunStatus'
  | 'blueGreen.prePromotionAnalysisRunStatus'
  | 'blueGreen.postPromotionAnalysisRunStatus';

export const selectorsDropped = defineRule({
  id: 'blueGreen.selectors.dropped',
  title: 'A canary has no active and preview version',
  statement: 'When the strategy becomes a canary, the status names no active and no preview version any more.',
  template: 'the strategy is a canary: {canary}',
  source: 'rollout/canary.go syncRolloutStatusCanary',
  explains: 'detail',
  path: 'status.blueGreen.{activeSelector,previewSelector}',
  inputs: { canary: isFlag },
  formula: ({ canary }) => (canary ? { activeSelector: null, previewSelector: null } : undefined),
  example: {
    inputs: { canary: true },
    value: { activeSelector: null, previewSelector: null },
    text: 'the strategy is a canary: true',
  },
});

function runRule(field: RunField, name: string) {
  return defineRule({
    id: `analysis.status.${name}`,
    title: `The status names the ${name} analysis`,
    statement: `status.${field} is the name, phase and message of the AnalysisRun in force.`,
    template: 'AnalysisRun {name} is {phase}',
    source: 'rollout/context.go SetCurrentAnalysisRuns',
    explains: 'detail',
    path: `status.${field}`,
    inputs: { name: isText, phase: isTextOrNull, message: isTextOrNull },
    formula: ({ name: run, phase, message }) => {
      const status = { name: run, status: phase ?? '' };
      return message === null || message === '' ? status : { ...status, message };
    },
    example: {
      inputs: { name: 'shop-76ddfb4f47-2', phase: 'Running', message: null },
      value: { name: 'shop-76ddfb4f47-2', status: 'Running' },
      text: 'AnalysisRun shop-76ddfb4f47-2 is Running',
    },
  });
}

function runOverRule(field: RunField, name: string) {
  return defineRule({
    id: `analysis.status.${name}.over`,
    title: `The ${name} analysis is no longer in force`,
    statement: `status.${field} goes when its step is done, the update is over, or another one begins.`,
    template: 'AnalysisRun {name} ({phase}) is no longer in force',
    source: 'rollout/context.go SetCurrentAnalysisRuns, rollout/sync.go resetRolloutStatus',
    explains: 'detail',
    path: `status.${field}`,
    inputs: { name: isText, phase: isText },
    formula: () => null,
    example: {
      inputs: { name: 'shop-76ddfb4f47-2', phase: 'Successful' },
      value: null,
      text: 'AnalysisRun shop-76ddfb4f47-2 (Successful) is no longer in force',
    },
  });
}

function runRules(field: RunField, name: string) {
  return { current: runRule(field, name), over: runOverRule(field, name) };
}

/** The rules of each field: of a run that is in force, and of one that is no longer. */
const RUNS: Readonly<Record<RunField, ReturnType<typeof runRules>>> = {
  'canary.currentStepAnalysisRunStatus': runRules('canary.currentStepAnalysisRunStatus', 'step'),
  'canary.currentBackgroundAnalysisRunStatus': runRules('canary.currentBackgroundAnalysisRunStatus', 'background'),
  'blueGreen.prePromotionAnalysisRunStatus': runRules('blueGreen.prePromotionAnalysisRunStatus', 'prePromotion'),
  'blueGreen.postPromotionAnalysisRunStatus': runRules('blueGreen.postPromotionAnalysisRunStatus', 'postPromotion'),
};

export const RUN_STATUS_RULES: readonly Rule[] = Object.values(RUNS).flatMap(({ current, over }) => [current, over]);

/** Why the status names a run. */
export function runStatus(field: RunField, run: AnalysisRun): Because {
  return RUNS[field].current.because((write) => ({
    name: write.of(run, 'metadata.name'),
    phase: write.of(run, 'status.phase'),
    message: write.of(run, 'status.message'),
  }));
}

/** Why the status names no run of these kinds of analysis any more; without a list, of none. */
export function runStatusOver(fields?: readonly RunField[]): readonly Because[] {
  return Object.entries(RUNS)
    .filter(([field]) => fields === undefined || fields.some((one) => one === field))
    .map(([field, { over }]) =>
      over.because((write) => ({
        name: write.before(`status.${field}.name`),
        phase: write.before(`status.${field}.status`),
      })),
    );
}

export const experimentCurrent = defineRule({
  id: 'experiment.status',
  title: 'The status names the Experiment of the step',
  statement: 'status.canary.currentExperiment is the Experiment of the current step while that is under way.',
  template: 'Experiment {name} is under way',
  source: 'rollout/context.go SetCurrentExperiment',
  explains: 'detail',
  path: 'status.canary.currentExperiment',
  inputs: { name: isText },
  formula: ({ name }) => name,
  example: {
    inputs: { name: 'shop-76ddfb4f47-2-0' },
    value: 'shop-76ddfb4f47-2-0',
    text: 'Experiment shop-76ddfb4f47-2-0 is under way',
  },
});

export const experimentOver = defineRule({
  id: 'experiment.status.over',
  title: 'The Experiment of a step is no longer in force',
  statement: 'status.canary.currentExperiment goes when the Experiment has ended, or the step is left.',
  template: 'Experiment {name} is over, or its step is left',
  source: 'rollout/context.go SetCurrentExperiment',
  explains: 'detail',
  path: 'status.canary.currentExperiment',
  inputs: { name: isText },
  formula: () => null,
  example: {
    inputs: { name: 'shop-76ddfb4f47-2-0' },
    value: null,
    text: 'Experiment shop-76ddfb4f47-2-0 is over, or its step is left',
  },
});
