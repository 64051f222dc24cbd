import { defineRule, isFlag, isInt, isIntOrNull, isText, isTextOrNull } from '../../../api/reason.ts';

/** Why a version becomes the current or the stable one. */

const STABLE = 'status.stableRS';
const PROMOTED = 'rollout/sync.go shouldFullPromote, promoteStable';

export const currentVersion = defineRule({
  id: 'rollout.update',
  title: 'A changed template begins an update',
  statement:
    'The hash of the ReplicaSet of the pod template is that of the current version; another one begins an update.',
  template: 'the template is that of ReplicaSet {name}: the update to {value} begins',
  source: 'rollout/sync.go calculateBaseStatus',
  explains: 'detail',
  path: 'status.currentPodHash',
  inputs: { name: isText, hash: isText },
  formula: ({ hash }) => hash,
  example: {
    inputs: { name: 'shop-76ddfb4f47', hash: '76ddfb4f47' },
    value: '76ddfb4f47',
    text: 'the template is that of ReplicaSet shop-76ddfb4f47: the update to 76ddfb4f47 begins',
  },
});

export const currentSteps = defineRule({
  id: 'canary.steps.changed',
  title: 'Changed steps begin an update',
  statement: 'The steps are known by their hash; another one begins the steps again.',
  template: 'the steps of the strategy hash to {value}',
  source: 'utils/conditions/conditions.go ComputeStepHash',
  explains: 'detail',
  path: 'status.currentStepHash',
  inputs: { stepHash: isTextOrNull },
  formula: ({ stepHash }) => stepHash,
  example: {
    inputs: { stepHash: '6556f446b7' },
    value: '6556f446b7',
    text: 'the steps of the strategy hash to 6556f446b7',
  },
});

export const promotedFirst = defineRule({
  id: 'rollout.promoted.first',
  title: 'The first version is stable at once',
  statement: 'Without a stable ReplicaSet the current version becomes stable at once.',
  template: 'there is no stable version yet: {hash} becomes stable',
  source: PROMOTED,
  explains: 'stable',
  path: STABLE,
  inputs: { hash: isText, stableHash: isTextOrNull },
  formula: ({ hash, stableHash }) => (stableHash === hash ? undefined : hash),
  example: {
    inputs: { hash: '5cd66ff7ff', stableHash: null },
    value: '5cd66ff7ff',
    text: 'there is no stable version yet: 5cd66ff7ff becomes stable',
  },
});

export const promotedBySteps = defineRule({
  id: 'canary.promoted',
  title: 'A canary behind all steps becomes stable',
  statement: 'When all steps are done and all pods of the new version are available, it becomes stable.',
  template: 'all {of} steps are done, and {available} of {replicas} pods of {hash} are available',
  source: PROMOTED,
  explains: 'stable',
  path: STABLE,
  inputs: { hash: isText, step: isIntOrNull, of: isInt, available: isInt, replicas: isInt, enough: isFlag },
  formula: ({ hash, step, of, enough }) => (enough && (of === 0 || (step ?? 0) === of) ? hash : undefined),
  example: {
    inputs: { hash: '76ddfb4f47', step: 8, of: 8, available: 5, replicas: 5, enough: true },
    value: '76ddfb4f47',
    text: 'all 8 steps are done, and 5 of 5 pods of 76ddfb4f47 are available',
  },
});

export const promotedInFull = defineRule({
  id: 'rollout.promoted.full',
  title: 'A full promotion makes a version stable',
  statement: 'On a full promotion the new version becomes stable as soon as its pods are there.',
  template: 'full promotion: {hash} becomes stable',
  source: PROMOTED,
  explains: 'stable',
  path: STABLE,
  inputs: { hash: isText, promoteFull: isFlag },
  formula: ({ hash, promoteFull }) => (promoteFull ? hash : undefined),
  example: {
    inputs: { hash: '76ddfb4f47', promoteFull: true },
    value: '76ddfb4f47',
    text: 'full promotion: 76ddfb4f47 becomes stable',
  },
});

export const promotedInWindow = defineRule({
  id: 'rollout.promoted.rollbackWindow',
  title: 'A rollback within rollbackWindow makes a version stable',
  statement: 'A recent version within rollbackWindow becomes stable as soon as its pods are there.',
  template: '{hash} is within rollbackWindow {revisions}: it becomes stable',
  source: `${PROMOTED}, isRollbackWithinWindow`,
  explains: 'stable',
  path: STABLE,
  inputs: { hash: isText, revisions: isInt, withinWindow: isFlag },
  formula: ({ hash, withinWindow }) => (withinWindow ? hash : undefined),
  example: {
    inputs: { hash: '5cd66ff7ff', revisions: 3, withinWindow: true },
    value: '5cd66ff7ff',
    text: '5cd66ff7ff is within rollbackWindow 3: it becomes stable',
  },
});

export const promotedActive = defineRule({
  id: 'blueGreen.promoted',
  title: 'The active version becomes stable',
  statement:
    'A blue-green version becomes stable when the active Service selects it (and post-promotion analysis has succeeded).',
  template: 'the active Service selects {hash} (post-promotion analysis: {analysis})',
  source: PROMOTED,
  explains: 'stable',
  path: STABLE,
  inputs: { hash: isText, activeHash: isTextOrNull, analysis: isTextOrNull, wanted: isFlag },
  formula: ({ hash, activeHash, analysis, wanted }) =>
    hash === activeHash && (!wanted || analysis === 'Successful') ? hash : undefined,
  example: {
    inputs: { hash: '76ddfb4f47', activeHash: '76ddfb4f47', analysis: null, wanted: false },
    value: '76ddfb4f47',
    text: 'the active Service selects 76ddfb4f47 (post-promotion analysis: none)',
  },
});

export const promotedWithinDelay = defineRule({
  id: 'blueGreen.promoted.withinDelay',
  title: 'A way back within the scale-down delay needs no analysis',
  statement: 'A version whose scale-down deadline has not come becomes stable without post-promotion analysis.',
  template: 'the active Service selects {hash}, whose scale-down deadline has not come',
  source: PROMOTED,
  explains: 'stable',
  path: STABLE,
  inputs: { hash: isText, activeHash: isTextOrNull, deadline: isText },
  formula: ({ hash, activeHash, deadline }) => (hash === activeHash && deadline !== '' ? hash : undefined),
  example: {
    inputs: { hash: '5cd66ff7ff', activeHash: '5cd66ff7ff', deadline: '2026-01-01T00:01:01Z' },
    value: '5cd66ff7ff',
    text: 'the active Service selects 5cd66ff7ff, whose scale-down deadline has not come',
  },
});

export const promotedFirstActive = defineRule({
  id: 'blueGreen.promoted.first',
  title: 'Without an active version the new one is stable',
  statement: 'While the active Service selects no version, the current one is stable.',
  template: 'the active Service selects no version yet: {hash} becomes stable',
  source: PROMOTED,
  explains: 'stable',
  path: STABLE,
  inputs: { hash: isText, activeHash: isTextOrNull },
  formula: ({ hash, activeHash }) => (activeHash === null ? hash : undefined),
  example: {
    inputs: { hash: '5cd66ff7ff', activeHash: null },
    value: '5cd66ff7ff',
    text: 'the active Service selects no version yet: 5cd66ff7ff becomes stable',
  },
});

export const promoteFullOver = defineRule({
  id: 'rollout.promoteFull.over',
  title: 'A full promotion is used up',
  statement: 'status.promoteFull goes when the version is stable, or another update begins.',
  template: '{currentHash} is stable, or a new update',
  source: 'rollout/sync.go promoteStable, resetRolloutStatus',
  explains: 'detail',
  path: 'status.promoteFull',
  inputs: { currentHash: isTextOrNull },
  formula: () => null,
  example: { inputs: { currentHash: '76ddfb4f47' }, value: null, text: '76ddfb4f47 is stable, or a new update' },
});

export const pingPongSwapped = defineRule({
  id: 'canary.pingPong',
  title: 'Ping and pong swap at a promotion',
  statement: 'With ping-pong the Service that served the canary serves the stable version after its promotion.',
  template: '{hash} becomes stable: {value} is the stable Service now',
  source: 'rollout/sync.go promoteStable',
  explains: 'service',
  path: 'status.canary.stablePingPong',
  inputs: { was: isTextOrNull, hash: isText },
  formula: ({ was }) => (was === 'ping' ? 'pong' : 'ping'),
  example: {
    inputs: { was: 'ping', hash: '76ddfb4f47' },
    value: 'pong',
    text: '76ddfb4f47 becomes stable: pong is the stable Service now',
  },
});

export const checkPointReached = defineRule({
  id: 'blueGreen.checkPoint',
  title: 'A small preview may grow',
  statement: 'When the preview has previewReplicaCount available pods and nothing pauses it, it may grow to all pods.',
  template: 'the preview has its {previewReplicaCount} pods, and nothing pauses it',
  source: 'rollout/bluegreen.go calculateScaleUpPreviewCheckPoint',
  explains: 'detail',
  path: 'status.blueGreen.scaleUpPreviewCheckPoint',
  inputs: { previewReplicaCount: isInt, available: isInt },
  formula: ({ previewReplicaCount, available }) => (previewReplicaCount === available ? true : undefined),
  example: {
    inputs: { previewReplicaCount: 1, available: 1 },
    value: true,
    text: 'the preview has its 1 pods, and nothing pauses it',
  },
});

export const checkPointOver = defineRule({
  id: 'blueGreen.checkPoint.over',
  title: 'The check point of a preview ends with the update',
  statement: 'The check point goes when the version is stable, or another update begins.',
  template: '{currentHash} is stable, or a new update',
  source: 'rollout/sync.go promoteStable, resetRolloutStatus',
  explains: 'detail',
  path: 'status.blueGreen.scaleUpPreviewCheckPoint',
  inputs: { currentHash: isTextOrNull },
  formula: () => null,
  example: { inputs: { currentHash: '76ddfb4f47' }, value: null, text: '76ddfb4f47 is stable, or a new update' },
});
