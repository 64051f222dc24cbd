import { defineRule, isAnything, isFlag, isInt, isIntOrNull, isText, isTextOrNull } from '../../../api/reason.ts';
import { REASON } from '../../../api/rollouts/conditions.ts';
import type { ConditionType } from '../../../api/rollouts/names.ts';
import { isJsonObject } from '../../../api/json.ts';
import { MESSAGE } from '../decide/messages.ts';
import { CONDITION_EXAMPLE, conditionInputs, conditionPath, conditionValue } from './condition-parts.ts';

/** Why the conditions of a rollout are what they are; the many reasons of Progressing have a file of their own. */

const CONDITIONS = 'rollout/sync.go calculateRolloutConditions';

export const healthyTrue = defineRule({
  id: 'rollout.condition.healthy',
  title: 'A rollout is healthy',
  statement:
    'Healthy is True when all pods are of the current version and available, the strategy is through, and the controller has seen the spec.',
  template: 'all {replicas} pods are of the current version and available, and the strategy is through',
  source: `${CONDITIONS}, utils/conditions/conditions.go RolloutHealthy`,
  explains: 'detail',
  path: conditionPath('Healthy'),
  inputs: { ...conditionInputs, healthy: isFlag, replicas: isInt },
  formula: (values) =>
    values.healthy
      ? conditionValue('Healthy', 'True', REASON.rolloutHealthy, MESSAGE.rolloutHealthy, values)
      : undefined,
  example: {
    inputs: { ...CONDITION_EXAMPLE, healthy: true, replicas: 5 },
    value: conditionValue('Healthy', 'True', REASON.rolloutHealthy, MESSAGE.rolloutHealthy, CONDITION_EXAMPLE),
    text: 'all 5 pods are of the current version and available, and the strategy is through',
  },
});

export const healthyFalse = defineRule({
  id: 'rollout.condition.unhealthy',
  title: 'A rollout that was healthy is no longer',
  statement: 'Healthy turns False when pods or steps are missing again, or the rollout is paused.',
  template: 'pods of the current version {updated}, available {available}, wanted {replicas}; paused: {paused}',
  source: CONDITIONS,
  explains: 'detail',
  path: conditionPath('Healthy'),
  inputs: { ...conditionInputs, healthy: isFlag, paused: isFlag, updated: isInt, available: isInt, replicas: isInt },
  formula: (values) =>
    values.healthy && !values.paused
      ? undefined
      : conditionValue('Healthy', 'False', REASON.rolloutHealthy, MESSAGE.rolloutNotHealthy, values),
  example: {
    inputs: { ...CONDITION_EXAMPLE, healthy: false, paused: false, updated: 0, available: 5, replicas: 5 },
    value: conditionValue('Healthy', 'False', REASON.rolloutHealthy, MESSAGE.rolloutNotHealthy, CONDITION_EXAMPLE),
    text: 'pods of the current version 0, available 5, wanted 5; paused: false',
  },
});

function availableRule(available: boolean) {
  const [status, message] = available
    ? (['True', MESSAGE.available] as const)
    : (['False', MESSAGE.notAvailable] as const);
  return defineRule({
    id: available ? 'canary.condition.available' : 'canary.condition.unavailable',
    title: available ? 'Enough pods are available' : 'Too few pods are available',
    statement: 'A canary is Available while as many pods as spec.replicas, of any version, are available.',
    template: '{count} of {replicas} pods are available',
    source: CONDITIONS,
    explains: 'detail',
    path: conditionPath('Available'),
    inputs: { ...conditionInputs, count: isInt, replicas: isInt },
    formula: (values) =>
      values.count >= values.replicas === available
        ? conditionValue('Available', status, REASON.available, message, values)
        : undefined,
    example: {
      inputs: { ...CONDITION_EXAMPLE, count: available ? 5 : 4, replicas: 5 },
      value: conditionValue('Available', status, REASON.available, message, CONDITION_EXAMPLE),
      text: available ? '5 of 5 pods are available' : '4 of 5 pods are available',
    },
  });
}

export const canaryAvailable = availableRule(true);
export const canaryUnavailable = availableRule(false);

function activeAvailableRule(available: boolean) {
  const [status, message] = available
    ? (['True', MESSAGE.available] as const)
    : (['False', MESSAGE.notAvailable] as const);
  return defineRule({
    id: available ? 'blueGreen.condition.available' : 'blueGreen.condition.unavailable',
    title: available ? 'The active version is complete' : 'The active version is not complete',
    statement: 'A blue-green rollout is Available while the active ReplicaSet has all its pods, available.',
    template: 'the active version has {count} of {replicas} available pods',
    source: `${CONDITIONS}, utils/annotations/annotations.go IsSaturated`,
    explains: 'detail',
    path: conditionPath('Available'),
    inputs: { ...conditionInputs, count: isInt, size: isInt, desired: isTextOrNull, replicas: isInt },
    formula: (values) => {
      const { count, size, desired, replicas } = values;
      const saturated = count === replicas && size === replicas && desired === String(replicas);
      return saturated === available
        ? conditionValue('Available', status, REASON.available, message, values)
        : undefined;
    },
    example: {
      inputs: { ...CONDITION_EXAMPLE, count: available ? 3 : 0, size: 3, desired: '3', replicas: 3 },
      value: conditionValue('Available', status, REASON.available, message, CONDITION_EXAMPLE),
      text: `the active version has ${available ? 3 : 0} of 3 available pods`,
    },
  });
}

export const blueGreenAvailable = activeAvailableRule(true);
export const blueGreenUnavailable = activeAvailableRule(false);

function completedRule(completed: boolean) {
  const status = completed ? 'True' : 'False';
  const reason = REASON.rolloutCompleted;
  return defineRule({
    id: completed ? 'rollout.condition.completed' : 'rollout.condition.notCompleted',
    title: completed ? 'The current version is the stable one' : 'The current version is not the stable one',
    statement: 'A rollout is Completed while the current version is the stable one, whatever its pods do.',
    template: completed
      ? '{currentHash} is the stable version'
      : 'the stable version is {stableHash}, not {currentHash}',
    source: CONDITIONS,
    explains: 'detail',
    path: conditionPath('Completed'),
    inputs: { ...conditionInputs, stableHash: isTextOrNull, currentHash: isTextOrNull },
    formula: (values) => {
      const { stableHash, currentHash } = values;
      const isStable = stableHash !== null && stableHash === currentHash;
      return isStable === completed ? conditionValue('Completed', status, reason, reason, values) : undefined;
    },
    example: {
      inputs: {
        ...CONDITION_EXAMPLE,
        stableHash: '5cd66ff7ff',
        currentHash: completed ? '5cd66ff7ff' : '76ddfb4f47',
      },
      value: conditionValue('Completed', status, reason, reason, CONDITION_EXAMPLE),
      text: completed ? '5cd66ff7ff is the stable version' : 'the stable version is 5cd66ff7ff, not 76ddfb4f47',
    },
  });
}

export const completedTrue = completedRule(true);
export const completedFalse = completedRule(false);

function pausedRule(paused: boolean) {
  const status = paused ? 'True' : 'False';
  return defineRule({
    id: paused ? 'rollout.condition.paused' : 'rollout.condition.unpaused',
    title: paused ? 'A pause is seen' : 'The end of a pause is seen',
    statement: 'The condition Paused follows the pauses of the rollout, so that no deadline runs while it is paused.',
    template: paused ? 'spec.paused or a pause condition is set' : 'no pause is set any more',
    source: 'rollout/sync.go checkPausedConditions',
    explains: 'detail',
    path: conditionPath('Paused'),
    inputs: { ...conditionInputs, paused: isFlag },
    formula: (values) =>
      values.paused === paused
        ? conditionValue('Paused', status, REASON.rolloutPaused, MESSAGE.rolloutPaused, values)
        : undefined,
    example: {
      inputs: { ...CONDITION_EXAMPLE, paused },
      value: conditionValue('Paused', status, REASON.rolloutPaused, MESSAGE.rolloutPaused, CONDITION_EXAMPLE),
      text: paused ? 'spec.paused or a pause condition is set' : 'no pause is set any more',
    },
  });
}

export const pausedTrue = pausedRule(true);
export const pausedFalse = pausedRule(false);

export const replicaFailure = defineRule({
  id: 'rollout.condition.replicaFailure',
  title: 'Pods cannot be created',
  statement: 'A rollout reports the ReplicaFailure of its ReplicaSets, the new one first.',
  template: 'a ReplicaSet cannot create its pods',
  source: 'rollout/sync.go getReplicaFailures',
  explains: 'detail',
  path: conditionPath('ReplicaFailure'),
  inputs: { failure: isAnything },
  formula: ({ failure }) => {
    if (!isJsonObject(failure)) return undefined;
    const { type, status, lastTransitionTime, reason = '', message = '' } = failure;
    return { type, status, lastUpdateTime: lastTransitionTime, lastTransitionTime, reason, message };
  },
  example: {
    inputs: {
      failure: {
        type: 'ReplicaFailure',
        status: 'True',
        lastTransitionTime: '2026-01-01T00:00:31Z',
        reason: 'FailedCreate',
        message: 'exceeded quota',
      },
    },
    value: {
      type: 'ReplicaFailure',
      status: 'True',
      lastUpdateTime: '2026-01-01T00:00:31Z',
      lastTransitionTime: '2026-01-01T00:00:31Z',
      reason: 'FailedCreate',
      message: 'exceeded quota',
    },
    text: 'a ReplicaSet cannot create its pods',
  },
});

export const replicaFailureOver = defineRule({
  id: 'rollout.condition.noReplicaFailure',
  title: 'Pods can be created again',
  statement: 'The condition ReplicaFailure goes when no ReplicaSet has it any more.',
  template: 'ReplicaSets that cannot create their pods: {failures}',
  source: CONDITIONS,
  explains: 'detail',
  path: conditionPath('ReplicaFailure'),
  inputs: { failures: isInt },
  formula: ({ failures }) => (failures === 0 ? null : undefined),
  example: { inputs: { failures: 0 }, value: null, text: 'ReplicaSets that cannot create their pods: 0' },
});

function conditionAsRead(type: ConditionType) {
  const condition = { type, status: 'True', reason: 'RolloutPaused' };
  return defineRule({
    id: `rollout.condition.asRead.${type}`,
    title: `A pass writes ${type} as it read it`,
    statement:
      'A pass works out all conditions from those that it read, also when it has written some of them since: what it wrote first is then undone.',
    template: 'the pass writes the condition that it had read',
    source: 'rollout/sync.go persistRolloutStatus',
    explains: 'detail',
    path: conditionPath(type),
    inputs: { read: isAnything },
    formula: ({ read }) => read,
    example: { inputs: { read: condition }, value: condition, text: 'the pass writes the condition that it had read' },
  });
}

/** Of the conditions that a pass may write before it writes the status. */
export const CONDITIONS_AS_READ = [conditionAsRead('Progressing'), conditionAsRead('Paused')];

export const invalidSpec = defineRule({
  id: 'rollout.invalidSpec',
  title: 'An invalid spec stops everything',
  statement:
    'A rollout whose spec, or an object that it names, is not valid is Degraded, and nothing else is done until it is corrected.',
  template: '{problem}',
  source: 'rollout/controller.go createInvalidRolloutCondition',
  explains: 'phase',
  path: conditionPath('InvalidSpec'),
  inputs: { ...conditionInputs, problem: isText, generation: isIntOrNull },
  formula: (values) => conditionValue('InvalidSpec', 'True', REASON.invalidSpec, values.problem, values),
  example: {
    inputs: { ...CONDITION_EXAMPLE, problem: 'spec.selector: Required value', generation: 2 },
    value: conditionValue(
      'InvalidSpec',
      'True',
      REASON.invalidSpec,
      'spec.selector: Required value',
      CONDITION_EXAMPLE,
    ),
    text: 'spec.selector: Required value',
  },
});

export const validAgain = defineRule({
  id: 'rollout.validSpec',
  title: 'A corrected spec is carried out',
  statement: 'When spec and the objects that it names are valid again, the condition InvalidSpec goes.',
  template: 'the spec (generation {generation}) and what it names are valid again',
  source: 'rollout/sync.go calculateBaseStatus',
  explains: 'phase',
  path: conditionPath('InvalidSpec'),
  inputs: { generation: isIntOrNull },
  formula: () => null,
  example: {
    inputs: { generation: 3 },
    value: null,
    text: 'the spec (generation 3) and what it names are valid again',
  },
});
