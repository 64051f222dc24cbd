import { defineUncheckedRule } from '../../../api/reason.ts';

export const stepCompleted = defineUncheckedRule<'step' | 'of' | 'what'>({
  id: 'canary.step.completed',
  title: 'A step is done',
  statement:
    'A weight or scale step is done when both sides have the pods it asks for; a pause when its time is over or a person resumes; analysis and experiments when they succeed.',
  template: 'step {step}/{of} is done ({what})',
  source: 'rollout/canary.go completedCurrentCanaryStep',
  example: { inputs: { step: 1, of: 8, what: 'setWeight: 20' }, text: 'step 1/8 is done (setWeight: 20)' },
});

export const stepsReset = defineUncheckedRule<'hash'>({
  id: 'canary.steps.reset',
  title: 'A change starts the steps again',
  statement: 'A changed pod template or changed steps begin a new update: step 0, no pause, no abort.',
  template: 'template or steps changed: the update to {hash} begins at step 0',
  source: 'rollout/sync.go resetRolloutStatus',
  example: {
    inputs: { hash: '76ddfb4f47' },
    text: 'template or steps changed: the update to 76ddfb4f47 begins at step 0',
  },
});

export const stepsSkipped = defineUncheckedRule<'why'>({
  id: 'canary.steps.skipped',
  title: 'A way back skips the steps',
  statement:
    'Going back to the stable version, or to a recent one within rollbackWindow that still runs, needs no steps.',
  template: 'steps skipped: {why}',
  source: 'rollout/canary.go syncRolloutStatusCanary',
  example: { inputs: { why: 'back to the stable version' }, text: 'steps skipped: back to the stable version' },
});

export const fullPromotion = defineUncheckedRule<'hash' | 'why'>({
  id: 'rollout.promoted',
  title: 'The new version becomes stable',
  statement:
    'The current version becomes stable at the first deployment, when all steps are done with all pods available, on a full promotion, or on a rollback within the window.',
  template: '{hash} becomes stable: {why}',
  source: 'rollout/sync.go shouldFullPromote, promoteStable',
  example: {
    inputs: { hash: '76ddfb4f47', why: 'Completed all 8 canary steps' },
    text: '76ddfb4f47 becomes stable: Completed all 8 canary steps',
  },
});

export const pauseStep = defineUncheckedRule<'step' | 'duration'>({
  id: 'canary.pause',
  title: 'A pause step pauses the rollout',
  statement:
    'At a pause step the controller adds a pause condition; the pause ends with its duration, or when a person promotes.',
  template: 'step {step} is a pause ({duration})',
  source: 'rollout/canary.go reconcileCanaryPause',
  example: { inputs: { step: 1, duration: 'until promoted' }, text: 'step 1 is a pause (until promoted)' },
});

export const aborted = defineUncheckedRule<'why'>({
  id: 'rollout.aborted',
  title: 'An abort goes back to the stable version',
  statement:
    'An aborted rollout is Degraded, its weight is 0 and its step index starts again; the stable version gets its pods back.',
  template: 'aborted: {why}',
  source: 'rollout/pause.go CalculateAbortStatus',
  example: { inputs: { why: 'status.abort' }, text: 'aborted: status.abort' },
});

export const phaseChanged = defineUncheckedRule<'phase' | 'message'>({
  id: 'rollout.phase',
  title: 'The phase',
  statement:
    'Degraded by an invalid spec, an abort or the deadline; Paused by a pause; Progressing while pods or steps are missing; else Healthy.',
  template: '{phase}: {message}',
  source: 'utils/rollout/rolloututil.go CalculateRolloutPhase',
  example: { inputs: { phase: 'Paused', message: 'CanaryPauseStep' }, text: 'Paused: CanaryPauseStep' },
});

export const deadlineExceeded = defineUncheckedRule<'deadlineSeconds'>({
  id: 'rollout.deadline',
  title: 'The progress deadline',
  statement:
    'A rollout that makes no progress for longer than progressDeadlineSeconds is Degraded, and aborted with progressDeadlineAbort.',
  template: 'no progress for more than {deadlineSeconds} s',
  source: 'utils/conditions/conditions.go RolloutTimedOut',
  example: { inputs: { deadlineSeconds: 600 }, text: 'no progress for more than 600 s' },
});

export const invalidSpec = defineUncheckedRule<'problem'>({
  id: 'rollout.invalidSpec',
  title: 'An invalid spec stops everything',
  statement:
    'A rollout whose spec, or a referenced object, is not valid is Degraded and nothing else is done until it is mended.',
  template: '{problem}',
  source: 'rollout/controller.go createInvalidRolloutCondition',
  example: { inputs: { problem: 'spec.selector: Required value' }, text: 'spec.selector: Required value' },
});

export const trafficWeight = defineUncheckedRule<'weight' | 'why'>({
  id: 'canary.trafficWeight',
  title: 'The weight that the traffic router gets',
  statement: 'The router gets the weight in force once the pods for it are there; until then the weight before it.',
  template: 'the router sends {weight} to the canary: {why}',
  source: 'rollout/trafficrouting.go reconcileTrafficRouting',
  example: { inputs: { weight: 20, why: 'setWeight' }, text: 'the router sends 20 to the canary: setWeight' },
});
