import { defineRule, isFlag, isInt, isText, isTextOrNull } from '../../../api/reason.ts';
import { formatTime, parseTime } from '../../../api/times.ts';
import { DEADLINE } from './inputs.ts';

/** Why ReplicaSets that are neither new nor stable keep or lose their pods. */

const NOW_MS = 1_767_225_631_001;

export const scaleDownDelay = defineRule({
  id: 'rollout.scaleDownDelay',
  title: 'An old ReplicaSet waits before it goes',
  statement:
    'Behind a Service switch or a traffic router an old ReplicaSet keeps its pods for scaleDownDelaySeconds, so that clients can move away from it and a rollback is quick.',
  template: 'an old version keeps its pods for scaleDownDelaySeconds {delaySeconds}',
  source: 'rollout/replicaset.go scaleDownDelayHelper, addScaleDownDelay',
  explains: 'scale',
  path: DEADLINE,
  inputs: { delaySeconds: isInt, nowMs: isInt },
  formula: ({ delaySeconds, nowMs }) => formatTime(nowMs + delaySeconds * 1000),
  example: {
    inputs: { delaySeconds: 30, nowMs: NOW_MS },
    value: '2026-01-01T00:01:01Z',
    text: 'an old version keeps its pods for scaleDownDelaySeconds 30',
  },
});

export const scaleDownDelayOver = defineRule({
  id: 'rollout.scaleDownDelay.over',
  title: 'An old ReplicaSet goes when its delay is over',
  statement: 'An old ReplicaSet loses its pods at its deadline; a deadline that is not a time counts as past.',
  template: 'scaleDownDelaySeconds {delaySeconds} is over',
  source: 'rollout/replicaset.go scaleDownDelayHelper',
  explains: 'scale',
  path: 'spec.replicas',
  inputs: { deadline: isText, delaySeconds: isInt, nowMs: isInt },
  formula: ({ deadline, nowMs }) => ((parseTime(deadline) ?? 0) > nowMs ? undefined : 0),
  example: {
    inputs: { deadline: '2026-01-01T00:00:31Z', delaySeconds: 30, nowMs: NOW_MS },
    value: 0,
    text: 'scaleDownDelaySeconds 30 is over',
  },
});

export const scaleDownDelayRevisionLimit = defineRule({
  id: 'rollout.scaleDownDelay.revisionLimit',
  title: 'Only so many old ReplicaSets wait',
  statement: 'Beyond scaleDownDelayRevisionLimit old ReplicaSets lose their pods at once, oldest revisions first.',
  template: '{waiting} newer ReplicaSets wait already, and scaleDownDelayRevisionLimit is {limit}',
  source: 'rollout/replicaset.go scaleDownDelayHelper',
  explains: 'scale',
  path: 'spec.replicas',
  inputs: { waiting: isInt, limit: isInt },
  formula: ({ waiting, limit }) => (waiting < limit ? undefined : 0),
  example: {
    inputs: { waiting: 1, limit: 1 },
    value: 0,
    text: '1 newer ReplicaSets wait already, and scaleDownDelayRevisionLimit is 1',
  },
});

export const scaleDownDelayWaits = defineRule({
  id: 'blueGreen.old.waits',
  title: 'A waiting ReplicaSet has the size of the rollout',
  statement: 'Until its deadline an old ReplicaSet of a blue-green rollout has as many pods as spec.replicas says.',
  template: 'an old version waits for its scale-down deadline with all {replicas} pods',
  source: 'rollout/bluegreen.go scaleDownOldReplicaSetsForBlueGreen',
  explains: 'scale',
  path: 'spec.replicas',
  inputs: { replicas: isInt, deadline: isText, nowMs: isInt },
  formula: ({ replicas, deadline, nowMs }) => ((parseTime(deadline) ?? 0) > nowMs ? replicas : undefined),
  example: {
    inputs: { replicas: 5, deadline: '2026-01-01T00:01:01Z', nowMs: NOW_MS },
    value: 5,
    text: 'an old version waits for its scale-down deadline with all 5 pods',
  },
});

export const scaleDownDeadlineDropped = defineRule({
  id: 'rollout.scaleDownDelay.dropped',
  title: 'A ReplicaSet without pods has no deadline',
  statement: 'A scale-down to zero takes the deadline away.',
  template: 'the deadline goes with the last pods',
  source: 'rollout/sync.go scaleReplicaSet',
  explains: 'detail',
  path: DEADLINE,
  inputs: { replicas: isInt },
  formula: ({ replicas }) => (replicas === 0 ? null : undefined),
  example: { inputs: { replicas: 0 }, value: null, text: 'the deadline goes with the last pods' },
});

export const intermediateDown = defineRule({
  id: 'canary.old.intermediate',
  title: 'A version that never was stable goes at once',
  statement:
    'Behind a traffic router a ReplicaSet of an update that another one replaced loses its pods at once: nobody rolls back to it.',
  template: 'a newer update replaced it before it was stable (stable is {stableHash})',
  source: 'rollout/canary.go scaleDownOldReplicaSetsForCanary',
  explains: 'scale',
  path: 'spec.replicas',
  inputs: { stableHash: isTextOrNull, currentHash: isTextOrNull, deadline: isTextOrNull },
  formula: ({ stableHash, currentHash, deadline }) =>
    stableHash === currentHash || (deadline ?? '') !== '' ? undefined : 0,
  example: {
    inputs: { stableHash: '5cd66ff7ff', currentHash: '76ddfb4f47', deadline: null },
    value: 0,
    text: 'a newer update replaced it before it was stable (stable is 5cd66ff7ff)',
  },
});

export const dynamicOldDown = defineRule({
  id: 'canary.old.dynamicStableScale',
  title: 'With dynamicStableScale no old version waits',
  statement: 'With dynamicStableScale the pods of older versions go at once when nothing points at them.',
  template: 'dynamicStableScale is {dynamicStableScale}: older versions do not wait',
  source: 'rollout/canary.go scaleDownOldReplicaSetsForCanary',
  explains: 'scale',
  path: 'spec.replicas',
  inputs: { dynamicStableScale: isFlag },
  formula: ({ dynamicStableScale }) => (dynamicStableScale ? 0 : undefined),
  example: {
    inputs: { dynamicStableScale: true },
    value: 0,
    text: 'dynamicStableScale is true: older versions do not wait',
  },
});

export const oldReplicaSetsDown = defineRule({
  id: 'canary.old.scaleDown',
  title: 'Older ReplicaSets go first',
  statement:
    'ReplicaSets that are neither new nor stable lose as many pods as availability allows, newest revision first.',
  template: '{available} pods available, {least} must stay: {room} of older versions may go',
  source: 'rollout/canary.go scaleDownOldReplicaSetsForCanary',
  explains: 'scale',
  path: 'spec.replicas',
  inputs: { size: isInt, available: isInt, least: isInt, room: isInt },
  formula: ({ size, room }) => (room <= 0 ? undefined : Math.max(0, size - room)),
  example: {
    inputs: { size: 3, available: 6, least: 4, room: 2 },
    value: 1,
    text: '6 pods available, 4 must stay: 2 of older versions may go',
  },
});

export const unhealthyOldReplicasDown = defineRule({
  id: 'canary.old.unhealthy',
  title: 'Unhealthy old pods go at once',
  statement: 'Pods of older ReplicaSets that are not available are removed before anything else; they serve nobody.',
  template: 'only {available} of its {size} pods are available: the others go at once',
  source: 'rollout/replicaset.go cleanupUnhealthyReplicas',
  explains: 'scale',
  path: 'spec.replicas',
  inputs: { size: isInt, available: isInt },
  formula: ({ size, available }) => (available < size ? available : undefined),
  example: {
    inputs: { size: 3, available: 2 },
    value: 2,
    text: 'only 2 of its 3 pods are available: the others go at once',
  },
});

export const abortScaleDownDelay = defineRule({
  id: 'rollout.abortScaleDown.delay',
  title: 'An aborted version waits before it goes',
  statement:
    'Behind a router or an active Service the aborted version keeps its pods for abortScaleDownDelaySeconds, counted from when all stable pods are available.',
  template: 'an aborted version keeps its pods for abortScaleDownDelaySeconds {delaySeconds}',
  source: 'rollout/replicaset.go reconcileNewReplicaSet',
  explains: 'scale',
  path: DEADLINE,
  inputs: { delaySeconds: isInt, nowMs: isInt },
  formula: ({ delaySeconds, nowMs }) => formatTime(nowMs + delaySeconds * 1000),
  example: {
    inputs: { delaySeconds: 30, nowMs: NOW_MS },
    value: '2026-01-01T00:01:01Z',
    text: 'an aborted version keeps its pods for abortScaleDownDelaySeconds 30',
  },
});

export const abortScaleDown = defineRule({
  id: 'rollout.abortScaleDown',
  title: 'An aborted version goes after its delay',
  statement: 'The aborted version loses its pods at its deadline.',
  template: 'aborted, and abortScaleDownDelaySeconds {delaySeconds} is over',
  source: 'rollout/replicaset.go reconcileNewReplicaSet',
  explains: 'scale',
  path: 'spec.replicas',
  inputs: { deadline: isText, delaySeconds: isInt, nowMs: isInt },
  formula: ({ deadline, nowMs }) => ((parseTime(deadline) ?? Infinity) > nowMs ? undefined : 0),
  example: {
    inputs: { deadline: '2026-01-01T00:00:31Z', delaySeconds: 30, nowMs: NOW_MS },
    value: 0,
    text: 'aborted, and abortScaleDownDelaySeconds 30 is over',
  },
});

export const newDeadlineRemoved = defineRule({
  id: 'rollout.scaleDownDelay.removed.new',
  title: 'The new ReplicaSet has no deadline',
  statement: 'A ReplicaSet whose template is wanted again loses the scale-down deadline that it had as an old one.',
  template: 'its template is wanted again: no deadline',
  source: 'rollout/replicaset.go removeScaleDownDeadlines',
  explains: 'detail',
  path: DEADLINE,
  inputs: { deadline: isText, isNew: isFlag },
  formula: ({ isNew }) => (isNew ? null : undefined),
  example: {
    inputs: { deadline: '2026-01-01T00:00:31Z', isNew: true },
    value: null,
    text: 'its template is wanted again: no deadline',
  },
});

export const stableDeadlineRemoved = defineRule({
  id: 'rollout.scaleDownDelay.removed.stable',
  title: 'The stable ReplicaSet has no deadline',
  statement: 'The stable ReplicaSet loses a scale-down deadline that it had as an old or an aborted one.',
  template: 'it is the stable version: no deadline',
  source: 'rollout/replicaset.go removeScaleDownDeadlines',
  explains: 'detail',
  path: DEADLINE,
  inputs: { deadline: isText, hash: isText, stableHash: isText },
  formula: ({ hash, stableHash }) => (hash === stableHash ? null : undefined),
  example: {
    inputs: { deadline: '2026-01-01T00:00:31Z', hash: '5cd66ff7ff', stableHash: '5cd66ff7ff' },
    value: null,
    text: 'it is the stable version: no deadline',
  },
});
