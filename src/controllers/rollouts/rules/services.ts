import { defineRule, isFlag, isFlagOrNull, isInt, isIntOrNull, isText, isTextOrNull } from '../../../api/reason.ts';
import { MANAGED_BY_ANNOTATION, POD_TEMPLATE_HASH_LABEL } from '../../../api/rollouts/names.ts';
import { parseTime } from '../../../api/times.ts';

/** Why Services point where they do. */

const SELECTOR = `spec.selector[${POD_TEMPLATE_HASH_LABEL}]`;
const NOW_MS = 1_767_225_631_001;
const ENSURE = 'rollout/service.go ensureSVCTargets';
const ACTIVE = 'rollout/service.go reconcileActiveService';

const pods = { hash: isText, available: isInt };

export const stableService = defineRule({
  id: 'service.stable',
  title: 'The stable Service follows the stable version',
  statement: 'The stable Service selects the pods of the stable ReplicaSet, once that has available pods.',
  template: 'the stable version {hash} has available pods: {available}',
  source: `rollout/service.go reconcileStableAndCanaryService, ${ENSURE}`,
  explains: 'service',
  path: SELECTOR,
  inputs: { ...pods, stableHash: isText },
  formula: ({ hash, available, stableHash }) => (available > 0 && hash === stableHash ? hash : undefined),
  example: {
    inputs: { hash: '5cd66ff7ff', available: 3, stableHash: '5cd66ff7ff' },
    value: '5cd66ff7ff',
    text: 'the stable version 5cd66ff7ff has available pods: 3',
  },
});

export const canaryService = defineRule({
  id: 'service.canary',
  title: 'The canary Service follows the new version',
  statement: 'The canary Service selects the pods of the new ReplicaSet, once that has available pods.',
  template: 'the new version {hash} has available pods: {available}',
  source: `rollout/service.go reconcileStableAndCanaryService, ${ENSURE}`,
  explains: 'service',
  path: SELECTOR,
  inputs: { ...pods, isNew: isFlag },
  formula: ({ hash, available, isNew }) => (available > 0 && isNew ? hash : undefined),
  example: {
    inputs: { hash: '76ddfb4f47', available: 1, isNew: true },
    value: '76ddfb4f47',
    text: 'the new version 76ddfb4f47 has available pods: 1',
  },
});

export const canaryServiceAborted = defineRule({
  id: 'service.canary.aborted',
  title: 'After an abort the canary Service goes back to the stable version',
  statement:
    'After an abort the canary Service selects the pods of the stable ReplicaSet: without a router once these are available, with one when no traffic is left for the canary.',
  template: 'aborted: the canary Service goes back to the stable version {hash}',
  source: 'rollout/service.go reconcileStableAndCanaryService, rollout/trafficrouting.go reconcileTrafficRouting',
  explains: 'service',
  path: SELECTOR,
  inputs: { hash: isText, stableHash: isText, abort: isFlag },
  formula: ({ hash, stableHash, abort }) => (abort && hash === stableHash ? hash : undefined),
  example: {
    inputs: { hash: '5cd66ff7ff', stableHash: '5cd66ff7ff', abort: true },
    value: '5cd66ff7ff',
    text: 'aborted: the canary Service goes back to the stable version 5cd66ff7ff',
  },
});

export const pingPongService = defineRule({
  id: 'service.pingPong',
  title: 'The free Service of a ping-pong pair takes the new version',
  statement: 'Of the ping and the pong Service the one that is not stable selects the pods of the new ReplicaSet.',
  template: 'the Service that is not stable takes the new version {hash}',
  source: 'rollout/service.go reconcilePingAndPongService',
  explains: 'service',
  path: SELECTOR,
  inputs: { hash: isText, isNew: isFlag },
  formula: ({ hash, isNew }) => (isNew ? hash : undefined),
  example: {
    inputs: { hash: '76ddfb4f47', isNew: true },
    value: '76ddfb4f47',
    text: 'the Service that is not stable takes the new version 76ddfb4f47',
  },
});

export const previewService = defineRule({
  id: 'service.preview',
  title: 'The preview Service follows the new version',
  statement: 'The preview Service selects the pods of the new ReplicaSet at once.',
  template: 'the preview is the new version {hash}',
  source: 'rollout/service.go reconcilePreviewService',
  explains: 'service',
  path: SELECTOR,
  inputs: { hash: isText, isNew: isFlag },
  formula: ({ hash, isNew }) => (isNew ? hash : undefined),
  example: {
    inputs: { hash: '76ddfb4f47', isNew: true },
    value: '76ddfb4f47',
    text: 'the preview is the new version 76ddfb4f47',
  },
});

const complete = { hash: isText, available: isInt, replicas: isInt };

export const activeServiceFirst = defineRule({
  id: 'service.active.first',
  title: 'The active Service takes the first version',
  statement: 'An active Service that selects no version yet takes the new one, once that has all pods.',
  template: 'the Service selected no version yet, and all {replicas} pods of {hash} are available',
  source: ACTIVE,
  explains: 'service',
  path: SELECTOR,
  inputs: { ...complete, activeHash: isTextOrNull },
  formula: ({ hash, available, replicas, activeHash }) =>
    activeHash === null && available === replicas ? hash : undefined,
  example: {
    inputs: { hash: '5cd66ff7ff', available: 3, replicas: 3, activeHash: null },
    value: '5cd66ff7ff',
    text: 'the Service selected no version yet, and all 3 pods of 5cd66ff7ff are available',
  },
});

export const activeServiceReturns = defineRule({
  id: 'service.active.withinDelay',
  title: 'A way back within the scale-down delay needs no pause',
  statement: 'A new version that still has its pods, as its scale-down deadline has not come, becomes active at once.',
  template: '{hash} still has its pods, as its scale-down deadline has not come: no pause and no analysis',
  source: `${ACTIVE}, rollout/bluegreen.go isBlueGreenFastTracked`,
  explains: 'service',
  path: SELECTOR,
  inputs: { ...complete, deadline: isText },
  formula: ({ hash, available, replicas, deadline }) => (deadline !== '' && available === replicas ? hash : undefined),
  example: {
    inputs: { hash: '5cd66ff7ff', available: 3, replicas: 3, deadline: '2026-01-01T00:01:01Z' },
    value: '5cd66ff7ff',
    text: '5cd66ff7ff still has its pods, as its scale-down deadline has not come: no pause and no analysis',
  },
});

export const activeServicePromoted = defineRule({
  id: 'service.active.promoteFull',
  title: 'A full promotion moves the active Service',
  statement: 'On a full promotion the new version becomes active as soon as it has all pods.',
  template: 'full promotion, and all {replicas} pods of {hash} are available',
  source: `${ACTIVE}, rollout/bluegreen.go isBlueGreenFastTracked`,
  explains: 'service',
  path: SELECTOR,
  inputs: { ...complete, promoteFull: isFlag },
  formula: ({ hash, available, replicas, promoteFull }) => (promoteFull && available === replicas ? hash : undefined),
  example: {
    inputs: { hash: '76ddfb4f47', available: 3, replicas: 3, promoteFull: true },
    value: '76ddfb4f47',
    text: 'full promotion, and all 3 pods of 76ddfb4f47 are available',
  },
});

export const activeServiceAutomatic = defineRule({
  id: 'service.active.automatic',
  title: 'The active Service moves to a complete version',
  statement:
    'With automatic promotion and without a delay the new version becomes active as soon as it has all pods (and pre-promotion analysis has succeeded).',
  template: 'automatic promotion, and all {replicas} pods of {hash} are available',
  source: ACTIVE,
  explains: 'service',
  path: SELECTOR,
  inputs: { ...complete, autoPromotionEnabled: isFlagOrNull, autoPromotionSeconds: isIntOrNull },
  formula: ({ hash, available, replicas, autoPromotionEnabled, autoPromotionSeconds }) =>
    autoPromotionEnabled !== false && (autoPromotionSeconds ?? 0) === 0 && available === replicas ? hash : undefined,
  example: {
    inputs: {
      hash: '76ddfb4f47',
      available: 3,
      replicas: 3,
      autoPromotionEnabled: null,
      autoPromotionSeconds: null,
    },
    value: '76ddfb4f47',
    text: 'automatic promotion, and all 3 pods of 76ddfb4f47 are available',
  },
});

export const activeServiceElapsed = defineRule({
  id: 'service.active.autoPromotionSeconds',
  title: 'The active Service moves when autoPromotionSeconds is over',
  statement: 'The pause before the promotion ends by itself after autoPromotionSeconds.',
  template: 'autoPromotionSeconds {seconds} is over',
  source: `${ACTIVE}, rollout/pause.go CompletedBlueGreenPause`,
  explains: 'service',
  path: SELECTOR,
  inputs: { hash: isText, seconds: isInt, pausedAt: isText, nowMs: isInt },
  formula: ({ hash, seconds, pausedAt, nowMs }) =>
    nowMs > (parseTime(pausedAt) ?? 0) + seconds * 1000 ? hash : undefined,
  example: {
    inputs: { hash: '76ddfb4f47', seconds: 30, pausedAt: '2026-01-01T00:00:01Z', nowMs: NOW_MS },
    value: '76ddfb4f47',
    text: 'autoPromotionSeconds 30 is over',
  },
});

export const activeServiceResumed = defineRule({
  id: 'service.active.resumed',
  title: 'The active Service moves when a person promotes',
  statement: 'Without automatic promotion the new version becomes active when somebody ends the pause.',
  template: 'the pause was ended by a promotion, and all {replicas} pods of {hash} are available',
  source: `${ACTIVE}, rollout/pause.go CompletedBlueGreenPause`,
  explains: 'service',
  path: SELECTOR,
  inputs: { ...complete, controllerPause: isFlag, pauseStartTime: isTextOrNull },
  formula: ({ hash, available, replicas, controllerPause, pauseStartTime }) =>
    controllerPause && pauseStartTime === null && available === replicas ? hash : undefined,
  example: {
    inputs: { hash: '76ddfb4f47', available: 3, replicas: 3, controllerPause: true, pauseStartTime: null },
    value: '76ddfb4f47',
    text: 'the pause was ended by a promotion, and all 3 pods of 76ddfb4f47 are available',
  },
});

export const activeServiceCheckPoint = defineRule({
  id: 'service.active.checkPoint',
  title: 'The active Service moves when the preview has grown',
  statement: 'A preview that was small at first becomes active when it has grown to all pods.',
  template: 'the preview has grown to all {replicas} pods, and they are available',
  source: `${ACTIVE}, rollout/pause.go CompletedBlueGreenPause`,
  explains: 'service',
  path: SELECTOR,
  inputs: { ...complete, scaleUpPreviewCheckPoint: isFlag },
  formula: ({ hash, available, replicas, scaleUpPreviewCheckPoint }) =>
    scaleUpPreviewCheckPoint && available === replicas ? hash : undefined,
  example: {
    inputs: { hash: '76ddfb4f47', available: 3, replicas: 3, scaleUpPreviewCheckPoint: true },
    value: '76ddfb4f47',
    text: 'the preview has grown to all 3 pods, and they are available',
  },
});

export const activeServiceAborted = defineRule({
  id: 'service.active.aborted',
  title: 'After an abort the active Service goes back',
  statement: 'After an abort the active Service selects the stable version.',
  template: 'aborted: back to the stable version {stableHash}',
  source: ACTIVE,
  explains: 'service',
  path: SELECTOR,
  inputs: { abort: isFlag, stableHash: isText },
  formula: ({ abort, stableHash }) => (abort ? stableHash : undefined),
  example: {
    inputs: { abort: true, stableHash: '5cd66ff7ff' },
    value: '5cd66ff7ff',
    text: 'aborted: back to the stable version 5cd66ff7ff',
  },
});

export const serviceManaged = defineRule({
  id: 'service.managed',
  title: 'A Service names the rollout that manages it',
  statement:
    'A Service whose selector a rollout moves carries the name of the rollout, so that it can be cleaned when that is gone.',
  template: 'rollout {rollout} manages the Service',
  source: 'rollout/service.go switchServiceSelector',
  explains: 'detail',
  path: `metadata.annotations[${MANAGED_BY_ANNOTATION}]`,
  inputs: { rollout: isText },
  formula: ({ rollout }) => rollout,
  example: { inputs: { rollout: 'shop' }, value: 'shop', text: 'rollout shop manages the Service' },
});

export const serviceReleased = defineRule({
  id: 'service.released',
  title: 'A Service that no rollout names loses its hash',
  statement: 'When its rollout is gone, or no longer names it, a managed Service selects all versions again.',
  template: 'no rollout names the Service any more (it was managed by {manager})',
  source: 'service/service.go syncService',
  explains: 'service',
  path: SELECTOR,
  inputs: { manager: isText },
  formula: () => null,
  example: {
    inputs: { manager: 'shop' },
    value: null,
    text: 'no rollout names the Service any more (it was managed by shop)',
  },
});

export const serviceUnmarked = defineRule({
  id: 'service.unmarked',
  title: 'A Service that no rollout names loses its mark',
  statement: 'With the hash the name of the former rollout goes, too.',
  template: '{manager} manages the Service no longer',
  source: 'service/service.go syncService',
  explains: 'detail',
  path: `metadata.annotations[${MANAGED_BY_ANNOTATION}]`,
  inputs: { manager: isText },
  formula: () => null,
  example: { inputs: { manager: 'shop' }, value: null, text: 'shop manages the Service no longer' },
});
