import { defineRule, isAnything, isFlag, isInt, isIntOrNull, isText, isTextOrNull } from '../../../api/reason.ts';
import { pauseDurationSeconds } from '../../../api/durations.ts';
import { parseTime } from '../../../api/times.ts';

/** Why the steps of a canary go on, begin again, or are passed over. */

const INDEX = 'status.currentStepIndex';
const COMPLETED = 'rollout/canary.go completedCurrentCanaryStep';
const NOW_MS = 1_767_225_631_001;

/** The step that is done, and how many there are; `step` counts from 1. */
const stepInputs = { step: isInt, of: isInt, what: isText };
const STEP_EXAMPLE = { step: 1, of: 8, what: 'setWeight: 20' };

export const stepHasPods = defineRule({
  id: 'canary.step.pods',
  title: 'A step is done when its pods are there',
  statement:
    'A setWeight or setCanaryScale step is done when the canary has the pods that it asks for, available, and the stable version has its pods; behind a router that is asked, when the weight is in force.',
  template: '{what} has its pods: {available} of {size} are available',
  source: `${COMPLETED}, utils/replicaset/canary.go AtDesiredReplicaCountsForCanary`,
  explains: 'step',
  path: INDEX,
  inputs: { ...stepInputs, available: isInt, size: isInt, enough: isFlag },
  formula: ({ step, enough }) => (enough ? step : undefined),
  example: {
    inputs: { ...STEP_EXAMPLE, available: 1, size: 1, enough: true },
    value: 1,
    text: 'setWeight: 20 has its pods: 1 of 1 are available',
  },
});

export const stepPauseOver = defineRule({
  id: 'canary.step.pauseOver',
  title: 'A pause ends with its duration',
  statement: 'A pause step with a duration is done when that is over.',
  template: 'pause {length} over',
  source: `${COMPLETED}, rollout/pause.go CompletedCanaryPauseStep`,
  explains: 'step',
  path: INDEX,
  inputs: { ...stepInputs, duration: isAnything, length: isText, pausedAt: isText, nowMs: isInt },
  formula: ({ step, duration, pausedAt, nowMs }) => {
    if (typeof duration !== 'string' && typeof duration !== 'number') return undefined;
    return nowMs > (parseTime(pausedAt) ?? 0) + pauseDurationSeconds(duration) * 1000 ? step : undefined;
  },
  example: {
    inputs: {
      step: 4,
      of: 8,
      what: 'pause: 10s',
      duration: '10s',
      length: '10s',
      pausedAt: '2026-01-01T00:00:20Z',
      nowMs: NOW_MS,
    },
    value: 4,
    text: 'pause 10s over',
  },
});

export const stepResumed = defineRule({
  id: 'canary.step.resumed',
  title: 'A promotion ends a pause',
  statement: 'A pause step is done when somebody takes its pause condition away, as promote does.',
  template: 'the pause was ended by a promotion',
  source: `${COMPLETED}, rollout/pause.go CompletedCanaryPauseStep`,
  explains: 'step',
  path: INDEX,
  inputs: { ...stepInputs, controllerPause: isFlag, pausedAt: isTextOrNull },
  formula: ({ step, controllerPause, pausedAt }) => (controllerPause && pausedAt === null ? step : undefined),
  example: {
    inputs: { step: 2, of: 8, what: 'pause', controllerPause: true, pausedAt: null },
    value: 2,
    text: 'the pause was ended by a promotion',
  },
});

export const stepAnalysed = defineRule({
  id: 'canary.step.analysis',
  title: 'An analysis step is done when its run succeeded',
  statement: 'An analysis step is done when its AnalysisRun is Successful.',
  template: 'AnalysisRun {name} is {phase}',
  source: COMPLETED,
  explains: 'step',
  path: INDEX,
  inputs: { ...stepInputs, name: isText, phase: isText },
  formula: ({ step, phase }) => (phase === 'Successful' ? step : undefined),
  example: {
    inputs: { step: 2, of: 3, what: 'analysis', name: 'shop-76ddfb4f47-2-1', phase: 'Successful' },
    value: 2,
    text: 'AnalysisRun shop-76ddfb4f47-2-1 is Successful',
  },
});

export const stepExperimented = defineRule({
  id: 'canary.step.experiment',
  title: 'An experiment step is done when its Experiment succeeded',
  statement: 'An experiment step is done when its Experiment is Successful.',
  template: 'Experiment {name} is {phase}',
  source: COMPLETED,
  explains: 'step',
  path: INDEX,
  inputs: { ...stepInputs, name: isText, phase: isText },
  formula: ({ step, phase }) => (phase === 'Successful' ? step : undefined),
  example: {
    inputs: { step: 1, of: 3, what: 'experiment', name: 'shop-76ddfb4f47-2-0', phase: 'Successful' },
    value: 1,
    text: 'Experiment shop-76ddfb4f47-2-0 is Successful',
  },
});

export const stepAtOnce = defineRule({
  id: 'canary.step.route',
  title: 'A route step is done at once',
  statement: 'A setHeaderRoute or setMirrorRoute step is done as soon as the router was asked for the route.',
  template: '{what} is done at once',
  source: COMPLETED,
  explains: 'step',
  path: INDEX,
  inputs: stepInputs,
  formula: ({ step, what }) => (/^set(Header|Mirror)Route/.test(what) ? step : undefined),
  example: {
    inputs: { step: 1, of: 3, what: 'setHeaderRoute: beta' },
    value: 1,
    text: 'setHeaderRoute: beta is done at once',
  },
});

export const stepsBegin = defineRule({
  id: 'canary.steps.reset',
  title: 'A change starts the steps again',
  statement: 'A changed pod template or changed steps begin a new update: step 0, no pause, no abort.',
  template: 'template or steps changed: the update to {hash} begins at step 0',
  source: 'rollout/sync.go resetRolloutStatus',
  explains: 'step',
  path: INDEX,
  inputs: { hash: isText, of: isInt },
  formula: ({ of }) => (of > 0 ? 0 : null),
  example: {
    inputs: { hash: '76ddfb4f47', of: 8 },
    value: 0,
    text: 'template or steps changed: the update to 76ddfb4f47 begins at step 0',
  },
});

export const stepsSkippedToStable = defineRule({
  id: 'canary.steps.skipped.stable',
  title: 'The way back to the stable version skips the steps',
  statement: 'An update to the stable version needs no steps.',
  template: '{hash} is the stable version: all {of} steps are skipped',
  source: 'rollout/canary.go syncRolloutStatusCanary',
  explains: 'step',
  path: INDEX,
  inputs: { hash: isText, stableHash: isTextOrNull, of: isInt },
  formula: ({ hash, stableHash, of }) => (hash === stableHash ? of : undefined),
  example: {
    inputs: { hash: '5cd66ff7ff', stableHash: '5cd66ff7ff', of: 8 },
    value: 8,
    text: '5cd66ff7ff is the stable version: all 8 steps are skipped',
  },
});

export const stepsSkippedInWindow = defineRule({
  id: 'canary.steps.skipped.rollbackWindow',
  title: 'A rollback within rollbackWindow skips the steps',
  statement: 'An update to a recent version within rollbackWindow, which still runs, needs no steps.',
  template: '{hash} is within rollbackWindow {revisions}: all {of} steps are skipped',
  source: 'rollout/canary.go syncRolloutStatusCanary, rollout/sync.go isRollbackWithinWindow',
  explains: 'step',
  path: INDEX,
  inputs: { hash: isText, revisions: isInt, withinWindow: isFlag, of: isInt },
  formula: ({ withinWindow, of }) => (withinWindow ? of : undefined),
  example: {
    inputs: { hash: '5cd66ff7ff', revisions: 3, withinWindow: true, of: 8 },
    value: 8,
    text: '5cd66ff7ff is within rollbackWindow 3: all 8 steps are skipped',
  },
});

export const stepsSkippedOnPromotion = defineRule({
  id: 'canary.steps.skipped.promoteFull',
  title: 'A full promotion skips the steps',
  statement: 'A full promotion passes over all steps that are left.',
  template: 'full promotion: all {of} steps are skipped',
  source: 'rollout/canary.go syncRolloutStatusCanary',
  explains: 'step',
  path: INDEX,
  inputs: { promoteFull: isFlag, of: isInt },
  formula: ({ promoteFull, of }) => (promoteFull ? of : undefined),
  example: { inputs: { promoteFull: true, of: 8 }, value: 8, text: 'full promotion: all 8 steps are skipped' },
});

export const stepsCountedOnPromotion = defineRule({
  id: 'canary.steps.skipped.promoteFull.counted',
  title: 'A step that ends as a full promotion skips all is counted once more',
  statement: 'A full promotion passes over all steps; a step that is done in the same pass adds one to their number.',
  template: 'full promotion: all {of} steps are skipped, and one that was done is counted',
  source: 'rollout/canary.go syncRolloutStatusCanary',
  explains: 'step',
  path: INDEX,
  inputs: { promoteFull: isFlag, of: isInt },
  formula: ({ promoteFull, of }) => (promoteFull ? of + 1 : undefined),
  example: {
    inputs: { promoteFull: true, of: 5 },
    value: 6,
    text: 'full promotion: all 5 steps are skipped, and one that was done is counted',
  },
});

export const stepsCountedInWindow = defineRule({
  id: 'canary.steps.skipped.rollbackWindow.counted',
  title: 'A step that ends as a rollback skips all is counted once more',
  statement:
    'A rollback within rollbackWindow passes over all steps; a step that is done in the same pass adds one to their number.',
  template: '{hash} is within rollbackWindow {revisions}: all {of} steps are skipped, and one that was done is counted',
  source: 'rollout/canary.go syncRolloutStatusCanary',
  explains: 'step',
  path: INDEX,
  inputs: { hash: isText, revisions: isInt, withinWindow: isFlag, of: isInt },
  formula: ({ withinWindow, of }) => (withinWindow ? of + 1 : undefined),
  example: {
    inputs: { hash: '5cd66ff7ff', revisions: 3, withinWindow: true, of: 5 },
    value: 6,
    text: '5cd66ff7ff is within rollbackWindow 3: all 5 steps are skipped, and one that was done is counted',
  },
});

export const stepsPromoted = defineRule({
  id: 'canary.steps.promoted',
  title: 'A stable version is behind all steps',
  statement: 'When the current version becomes stable, the step index is that behind the last step.',
  template: '{currentHash} becomes stable: behind all {of} steps',
  source: 'rollout/sync.go promoteStable',
  explains: 'detail',
  path: INDEX,
  inputs: { currentHash: isText, stableHash: isText, of: isInt },
  formula: ({ currentHash, stableHash, of }) => (currentHash === stableHash ? (of > 0 ? of : null) : undefined),
  example: {
    inputs: { currentHash: '5cd66ff7ff', stableHash: '5cd66ff7ff', of: 8 },
    value: 8,
    text: '5cd66ff7ff becomes stable: behind all 8 steps',
  },
});

export const stepsAborted = defineRule({
  id: 'canary.steps.aborted',
  title: 'An abort goes back to the first step',
  statement: 'An aborted update stands at step 0, or behind the last one if the current version is the stable one.',
  template: 'aborted: back to step {value}',
  source: 'rollout/canary.go syncRolloutStatusCanary',
  explains: 'step',
  path: INDEX,
  inputs: { abort: isFlag, stableHash: isTextOrNull, currentHash: isTextOrNull, of: isInt },
  formula: ({ abort, stableHash, currentHash, of }) => (abort ? (stableHash === currentHash ? of : 0) : undefined),
  example: {
    inputs: { abort: true, stableHash: '5cd66ff7ff', currentHash: '76ddfb4f47', of: 8 },
    value: 0,
    text: 'aborted: back to step 0',
  },
});

export const stepsStand = defineRule({
  id: 'canary.steps.first',
  title: 'The first step is written down',
  statement: 'A rollout with steps and without a step index stands at step 0; without steps it has no index.',
  template: 'the rollout has {of} steps',
  source: 'utils/replicaset/canary.go GetCurrentCanaryStep',
  explains: 'detail',
  path: INDEX,
  inputs: { of: isInt, was: isIntOrNull },
  formula: ({ of, was }) => (of > 0 ? (was ?? 0) : null),
  example: { inputs: { of: 8, was: null }, value: 0, text: 'the rollout has 8 steps' },
});
