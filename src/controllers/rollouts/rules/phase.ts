import type { Json } from '../../../api/json.ts';
import { defineRule, isFlag, isInt, isText, isTextOrNull } from '../../../api/reason.ts';

/** Why a rollout has its phase: what is missing, or what stopped it. The first cause that applies decides. */

const SOURCE = 'utils/rollout/rolloututil.go CalculateRolloutPhase';
const PATH = 'status.{phase,message}';

function phase(name: string, message: string | null): Json {
  return { phase: name, message };
}

export const phaseInvalid = defineRule({
  id: 'rollout.phase.invalid',
  title: 'Degraded: the spec is invalid',
  statement: 'A rollout with the condition InvalidSpec is Degraded.',
  template: 'the spec is invalid: {problem}',
  source: SOURCE,
  explains: 'phase',
  path: PATH,
  inputs: { problem: isText },
  formula: ({ problem }) => phase('Degraded', `InvalidSpec: ${problem}`),
  example: {
    inputs: { problem: 'spec.selector: Required value' },
    value: phase('Degraded', 'InvalidSpec: spec.selector: Required value'),
    text: 'the spec is invalid: spec.selector: Required value',
  },
});

export const phaseAborted = defineRule({
  id: 'rollout.phase.aborted',
  title: 'Degraded: the update is aborted',
  statement: 'A rollout is Degraded from an abort to a retry or the next update.',
  template: '{message}',
  source: SOURCE,
  explains: 'phase',
  path: PATH,
  inputs: { reason: isText, message: isText },
  formula: ({ reason, message }) =>
    reason === 'RolloutAborted' ? phase('Degraded', `${reason}: ${message}`) : undefined,
  example: {
    inputs: { reason: 'RolloutAborted', message: 'Rollout aborted update to revision 2' },
    value: phase('Degraded', 'RolloutAborted: Rollout aborted update to revision 2'),
    text: 'Rollout aborted update to revision 2',
  },
});

export const phaseTimedOut = defineRule({
  id: 'rollout.phase.timedOut',
  title: 'Degraded: no progress within the deadline',
  statement: 'A rollout that made no progress within progressDeadlineSeconds is Degraded until it makes progress.',
  template: '{message}',
  source: SOURCE,
  explains: 'phase',
  path: PATH,
  inputs: { reason: isText, message: isText },
  formula: ({ reason, message }) =>
    reason === 'ProgressDeadlineExceeded' ? phase('Degraded', `${reason}: ${message}`) : undefined,
  example: {
    inputs: { reason: 'ProgressDeadlineExceeded', message: 'ReplicaSet "shop-76ddfb4f47" has timed out progressing.' },
    value: phase('Degraded', 'ProgressDeadlineExceeded: ReplicaSet "shop-76ddfb4f47" has timed out progressing.'),
    text: 'ReplicaSet "shop-76ddfb4f47" has timed out progressing.',
  },
});

export const phasePausedByUser = defineRule({
  id: 'rollout.phase.manuallyPaused',
  title: 'Paused: by spec.paused',
  statement: 'A rollout with spec.paused is Paused.',
  template: 'spec.paused is {paused}',
  source: SOURCE,
  explains: 'phase',
  path: PATH,
  inputs: { paused: isFlag },
  formula: ({ paused }) => (paused ? phase('Paused', 'manually paused') : undefined),
  example: { inputs: { paused: true }, value: phase('Paused', 'manually paused'), text: 'spec.paused is true' },
});

export const phasePaused = defineRule({
  id: 'rollout.phase.paused',
  title: 'Paused: by the controller',
  statement: 'A rollout with a pause condition is Paused; the first condition is named.',
  template: '{reason}',
  source: SOURCE,
  explains: 'phase',
  path: PATH,
  inputs: { reason: isText, startTime: isTextOrNull },
  formula: ({ reason }) => phase('Paused', reason),
  example: {
    inputs: { reason: 'CanaryPauseStep', startTime: '2026-01-01T00:00:31Z' },
    value: phase('Paused', 'CanaryPauseStep'),
    text: 'CanaryPauseStep',
  },
});

export const phaseRestarting = defineRule({
  id: 'rollout.phase.restarting',
  title: 'Progressing: pods are restarted',
  statement: 'A rollout is Progressing until all pods are younger than spec.restartAt.',
  template: 'pods older than {restartAt} are restarted',
  source: SOURCE,
  explains: 'phase',
  path: PATH,
  inputs: { restartAt: isText, restartedAt: isTextOrNull },
  formula: ({ restartAt, restartedAt }) =>
    restartAt === restartedAt ? undefined : phase('Progressing', 'rollout is restarting'),
  example: {
    inputs: { restartAt: '2026-01-01T00:00:31Z', restartedAt: null },
    value: phase('Progressing', 'rollout is restarting'),
    text: 'pods older than 2026-01-01T00:00:31Z are restarted',
  },
});

export const phaseNotUpdated = defineRule({
  id: 'rollout.phase.notUpdated',
  title: 'Progressing: pods of the current version are missing',
  statement: 'A rollout is Progressing while fewer pods than spec.replicas are of the current version.',
  template: '{updated} of {replicas} pods are of the current version',
  source: SOURCE,
  explains: 'phase',
  path: PATH,
  inputs: { updated: isInt, replicas: isInt },
  formula: ({ updated, replicas }) =>
    updated < replicas ? phase('Progressing', 'more replicas need to be updated') : undefined,
  example: {
    inputs: { updated: 1, replicas: 5 },
    value: phase('Progressing', 'more replicas need to be updated'),
    text: '1 of 5 pods are of the current version',
  },
});

export const phaseNotAvailable = defineRule({
  id: 'rollout.phase.notAvailable',
  title: 'Progressing: pods are not available yet',
  statement: 'A rollout is Progressing while fewer pods are available than are of the current version.',
  template: '{available} pods are available, {updated} are of the current version',
  source: SOURCE,
  explains: 'phase',
  path: PATH,
  inputs: { available: isInt, updated: isInt },
  formula: ({ available, updated }) =>
    available < updated ? phase('Progressing', 'updated replicas are still becoming available') : undefined,
  example: {
    inputs: { available: 4, updated: 5 },
    value: phase('Progressing', 'updated replicas are still becoming available'),
    text: '4 pods are available, 5 are of the current version',
  },
});

export const phaseOldReplicas = defineRule({
  id: 'rollout.phase.oldReplicas',
  title: 'Progressing: old pods are still there',
  statement: 'A canary without a router is Progressing while pods of other versions exist.',
  template: '{replicas} pods exist, {updated} are of the current version',
  source: SOURCE,
  explains: 'phase',
  path: PATH,
  inputs: { replicas: isInt, updated: isInt },
  formula: ({ replicas, updated }) =>
    replicas > updated ? phase('Progressing', 'old replicas are pending termination') : undefined,
  example: {
    inputs: { replicas: 6, updated: 5 },
    value: phase('Progressing', 'old replicas are pending termination'),
    text: '6 pods exist, 5 are of the current version',
  },
});

export const phaseCutover = defineRule({
  id: 'rollout.phase.cutover',
  title: 'Progressing: the active Service has yet to move',
  statement: 'A blue-green rollout is Progressing until the active Service selects the current version.',
  template: 'the active Service selects {activeHash}, not {currentHash}',
  source: SOURCE,
  explains: 'phase',
  path: PATH,
  inputs: { activeHash: isTextOrNull, currentHash: isTextOrNull },
  formula: ({ activeHash, currentHash }) =>
    activeHash === null || activeHash !== currentHash
      ? phase('Progressing', 'active service cutover pending')
      : undefined,
  example: {
    inputs: { activeHash: '5cd66ff7ff', currentHash: '76ddfb4f47' },
    value: phase('Progressing', 'active service cutover pending'),
    text: 'the active Service selects 5cd66ff7ff, not 76ddfb4f47',
  },
});

export const phasePostAnalysis = defineRule({
  id: 'rollout.phase.postPromotionAnalysis',
  title: 'Progressing: post-promotion analysis runs',
  statement: 'A blue-green rollout is Progressing until its post-promotion analysis is complete.',
  template: 'post-promotion analysis: {analysis}',
  source: SOURCE,
  explains: 'phase',
  path: PATH,
  inputs: { analysis: isTextOrNull },
  formula: () => phase('Progressing', 'waiting for analysis to complete'),
  example: {
    inputs: { analysis: 'Running' },
    value: phase('Progressing', 'waiting for analysis to complete'),
    text: 'post-promotion analysis: Running',
  },
});

export const phaseVerification = defineRule({
  id: 'rollout.phase.verification',
  title: 'Progressing: the new version is active, but not stable yet',
  statement: 'A blue-green rollout is Progressing until the active version is the stable one.',
  template: '{currentHash} is active, and the stable version is {stableHash}',
  source: SOURCE,
  explains: 'phase',
  path: PATH,
  inputs: { stableHash: isTextOrNull, currentHash: isTextOrNull },
  formula: ({ stableHash, currentHash }) =>
    stableHash !== null && stableHash === currentHash
      ? undefined
      : phase('Progressing', 'waiting for post-promotion verification to complete'),
  example: {
    inputs: { stableHash: '5cd66ff7ff', currentHash: '76ddfb4f47' },
    value: phase('Progressing', 'waiting for post-promotion verification to complete'),
    text: '76ddfb4f47 is active, and the stable version is 5cd66ff7ff',
  },
});

export const phaseSteps = defineRule({
  id: 'rollout.phase.steps',
  title: 'Progressing: steps are left',
  statement: 'A canary with all its pods is Progressing until the current version is the stable one.',
  template: 'all pods are there, and {currentHash} is not the stable version yet',
  source: SOURCE,
  explains: 'phase',
  path: PATH,
  inputs: { stableHash: isTextOrNull, currentHash: isTextOrNull },
  formula: ({ stableHash, currentHash }) =>
    stableHash !== null && stableHash === currentHash
      ? undefined
      : phase('Progressing', 'waiting for all steps to complete'),
  example: {
    inputs: { stableHash: '5cd66ff7ff', currentHash: '76ddfb4f47' },
    value: phase('Progressing', 'waiting for all steps to complete'),
    text: 'all pods are there, and 76ddfb4f47 is not the stable version yet',
  },
});

export const phaseHealthy = defineRule({
  id: 'rollout.phase.healthy',
  title: 'Healthy: nothing is missing',
  statement: 'A rollout is Healthy when its pods are of the current version and available, and that is the stable one.',
  template: 'all {updated} pods are of the current version and available',
  source: SOURCE,
  explains: 'phase',
  path: PATH,
  inputs: { updated: isInt, available: isInt, replicas: isInt },
  formula: ({ updated, available, replicas }) =>
    updated >= replicas && available >= updated ? phase('Healthy', null) : undefined,
  example: {
    inputs: { updated: 5, available: 5, replicas: 5 },
    value: phase('Healthy', null),
    text: 'all 5 pods are of the current version and available',
  },
});
