import { defineRule, isFlag, isInt, isText, isTextOrNull } from '../../../api/reason.ts';
import { REASON } from '../../../api/rollouts/conditions.ts';
import { parseTime } from '../../../api/times.ts';
import { MESSAGE } from '../decide/messages.ts';
import { CONDITION_EXAMPLE, conditionInputs, conditionPath, conditionValue } from './condition-parts.ts';

/** Why the condition Progressing is what it is. Its time is what the progress deadline counts from. */

const PROGRESSING = conditionPath('Progressing');
const SOURCE = 'rollout/sync.go calculateRolloutConditions';
const PROGRESS = `${SOURCE}, utils/conditions/conditions.go RolloutProgressing`;
const NAME = 'shop-76ddfb4f47';

/** A pass with progress writes the condition anew, with the current time. */
const progressInputs = { ...conditionInputs, name: isText };

type ProgressValues = Parameters<typeof conditionValue>[4] & { readonly name: string };

function progressed(values: ProgressValues) {
  const message = MESSAGE.replicaSetProgressing(values.name);
  return conditionValue('Progressing', 'True', REASON.replicaSetUpdated, message, values);
}

const EXAMPLE = { ...CONDITION_EXAMPLE, name: NAME };

/** Progress in a count of pods: each count has its rule. */
function countProgress(id: string, title: string, statement: string, template: string, grows: boolean) {
  const example = grows ? { was: 1, count: 2 } : { was: 2, count: 1 };
  return defineRule({
    id,
    title,
    statement,
    template,
    source: PROGRESS,
    explains: 'detail',
    path: PROGRESSING,
    inputs: { ...progressInputs, was: isInt, count: isInt },
    formula: (values) =>
      (grows ? values.count > values.was : values.count < values.was) ? progressed(values) : undefined,
    example: {
      inputs: { ...EXAMPLE, ...example },
      value: progressed(EXAMPLE),
      text: template.replace('{was}', String(example.was)).replace('{count}', String(example.count)),
    },
  });
}

export const moreUpdated = countProgress(
  'rollout.progress.updated',
  'More pods of the current version are progress',
  'A pod more of the current version is progress: the deadline starts anew.',
  'pods of the current version: {count}, {was} before',
  true,
);

export const fewerUpdated = countProgress(
  'rollout.progress.updatedFewer',
  'Fewer pods of the current version count as progress',
  'Any change of the number of pods of the current version counts as progress, a loss too.',
  'pods of the current version: {count}, {was} before',
  false,
);

export const fewerOld = countProgress(
  'rollout.progress.old',
  'Fewer pods of older versions are progress',
  'A pod less of older versions is progress: the deadline starts anew.',
  'pods of other versions: {count}, {was} before',
  false,
);

export const moreReady = countProgress(
  'rollout.progress.ready',
  'More ready pods are progress',
  'A ready pod more is progress: the deadline starts anew.',
  'ready pods: {count}, {was} before',
  true,
);

export const moreAvailable = countProgress(
  'rollout.progress.available',
  'More available pods are progress',
  'An available pod more is progress: the deadline starts anew.',
  'available pods: {count}, {was} before',
  true,
);

export const strategyMoved = defineRule({
  id: 'rollout.progress.strategy',
  title: 'A move of the strategy is progress',
  statement:
    'Another step, other steps, a new stable version, or a switch of the active or the preview Service is progress.',
  template: 'another step, stable version or Service',
  source: PROGRESS,
  explains: 'detail',
  path: PROGRESSING,
  inputs: { ...progressInputs, moved: isFlag },
  formula: (values) => (values.moved ? progressed(values) : undefined),
  example: {
    inputs: { ...EXAMPLE, moved: true },
    value: progressed(EXAMPLE),
    text: 'another step, stable version or Service',
  },
});

export const healthLost = defineRule({
  id: 'rollout.progress.healthLost',
  title: 'A lost health starts the deadline',
  statement: 'When a rollout stops being healthy, its deadline starts.',
  template: 'the rollout was healthy until now; promoted: {promoted}',
  source: SOURCE,
  explains: 'detail',
  path: PROGRESSING,
  inputs: { ...progressInputs, healthy: isTextOrNull, promoted: isFlag },
  formula: (values) => {
    if (values.healthy !== 'False') return undefined;
    return values.promoted
      ? conditionValue('Progressing', 'True', REASON.replicaSetNotAvailable, MESSAGE.notAvailable, values)
      : progressed(values);
  },
  example: {
    inputs: { ...EXAMPLE, healthy: 'False', promoted: false },
    value: progressed(EXAMPLE),
    text: 'the rollout was healthy until now; promoted: false',
  },
});

export const progressDone = defineRule({
  id: 'rollout.progress.done',
  title: 'A healthy rollout has progressed',
  statement: 'Progressing says NewReplicaSetAvailable when the rollout is healthy.',
  template: 'all {replicas} pods are of the current version and available, and the strategy is through',
  source: SOURCE,
  explains: 'detail',
  path: PROGRESSING,
  inputs: { ...progressInputs, healthy: isFlag, replicas: isInt },
  formula: (values) =>
    values.healthy
      ? conditionValue(
          'Progressing',
          'True',
          REASON.newReplicaSetAvailable,
          MESSAGE.replicaSetCompleted(values.name),
          values,
        )
      : undefined,
  example: {
    inputs: { ...EXAMPLE, healthy: true, replicas: 5 },
    value: conditionValue(
      'Progressing',
      'True',
      REASON.newReplicaSetAvailable,
      MESSAGE.replicaSetCompleted(NAME),
      CONDITION_EXAMPLE,
    ),
    text: 'all 5 pods are of the current version and available, and the strategy is through',
  },
});

export const deadlineExceeded = defineRule({
  id: 'rollout.deadline',
  title: 'The progress deadline',
  statement:
    'A rollout that makes no progress for longer than progressDeadlineSeconds is Degraded, and aborted with progressDeadlineAbort.',
  template: 'no progress for more than progressDeadlineSeconds {deadlineSeconds}',
  source: 'utils/conditions/conditions.go RolloutTimedOut',
  explains: 'phase',
  path: PROGRESSING,
  inputs: { ...progressInputs, progressAt: isText, deadlineSeconds: isInt },
  formula: (values) =>
    (parseTime(values.progressAt) ?? 0) + values.deadlineSeconds * 1000 < values.nowMs
      ? conditionValue('Progressing', 'False', REASON.timedOut, MESSAGE.replicaSetTimedOut(values.name), values)
      : undefined,
  example: {
    inputs: { ...EXAMPLE, progressAt: '2026-01-01T00:00:01Z', deadlineSeconds: 20 },
    value: conditionValue('Progressing', 'False', REASON.timedOut, MESSAGE.replicaSetTimedOut(NAME), CONDITION_EXAMPLE),
    text: 'no progress for more than progressDeadlineSeconds 20',
  },
});

export const progressAborted = defineRule({
  id: 'rollout.progress.aborted',
  title: 'An aborted update makes no progress',
  statement: 'Progressing is False with the reason RolloutAborted after an abort, and names what aborted the update.',
  template: 'the update to revision {revision} is aborted',
  source: SOURCE,
  explains: 'detail',
  path: PROGRESSING,
  inputs: { ...conditionInputs, revision: isInt, cause: isTextOrNull },
  formula: (values) => {
    const aborted = MESSAGE.rolloutAborted(values.revision);
    const message = values.cause === null ? aborted : `${aborted}: ${values.cause}`;
    return conditionValue('Progressing', 'False', REASON.rolloutAborted, message, values);
  },
  example: {
    inputs: { ...CONDITION_EXAMPLE, revision: 2, cause: null },
    value: conditionValue('Progressing', 'False', REASON.rolloutAborted, MESSAGE.rolloutAborted(2), CONDITION_EXAMPLE),
    text: 'the update to revision 2 is aborted',
  },
});

export const progressPaused = defineRule({
  id: 'rollout.progress.paused',
  title: 'A pause stops the progress deadline',
  statement: 'Progressing turns Unknown when a pause begins, so that no time counts against the deadline.',
  template: 'the rollout is paused',
  source: 'rollout/sync.go checkPausedConditions',
  explains: 'detail',
  path: PROGRESSING,
  inputs: { ...conditionInputs, paused: isFlag },
  formula: (values) =>
    values.paused
      ? conditionValue('Progressing', 'Unknown', REASON.rolloutPaused, MESSAGE.rolloutPaused, values)
      : undefined,
  example: {
    inputs: { ...CONDITION_EXAMPLE, paused: true },
    value: conditionValue('Progressing', 'Unknown', REASON.rolloutPaused, MESSAGE.rolloutPaused, CONDITION_EXAMPLE),
    text: 'the rollout is paused',
  },
});

export const progressResumed = defineRule({
  id: 'rollout.progress.resumed',
  title: 'After a pause the progress deadline starts anew',
  statement: 'Progressing turns Unknown when a pause ends.',
  template: 'the rollout is no longer paused',
  source: 'rollout/sync.go checkPausedConditions',
  explains: 'detail',
  path: PROGRESSING,
  inputs: { ...conditionInputs, paused: isFlag },
  formula: (values) =>
    values.paused
      ? undefined
      : conditionValue('Progressing', 'Unknown', REASON.rolloutResumed, MESSAGE.rolloutResumed, values),
  example: {
    inputs: { ...CONDITION_EXAMPLE, paused: false },
    value: conditionValue('Progressing', 'Unknown', REASON.rolloutResumed, MESSAGE.rolloutResumed, CONDITION_EXAMPLE),
    text: 'the rollout is no longer paused',
  },
});

export const progressRetried = defineRule({
  id: 'rollout.progress.retried',
  title: 'A retry starts the progress deadline anew',
  statement: 'Progressing turns Unknown when an abort was taken back.',
  template: 'the abort was taken back',
  source: 'rollout/sync.go checkPausedConditions',
  explains: 'detail',
  path: PROGRESSING,
  inputs: { ...conditionInputs, abort: isFlag },
  formula: (values) =>
    values.abort
      ? undefined
      : conditionValue('Progressing', 'Unknown', REASON.rolloutRetry, MESSAGE.rolloutRetry, values),
  example: {
    inputs: { ...CONDITION_EXAMPLE, abort: false },
    value: conditionValue('Progressing', 'Unknown', REASON.rolloutRetry, MESSAGE.rolloutRetry, CONDITION_EXAMPLE),
    text: 'the abort was taken back',
  },
});

export const progressCreated = defineRule({
  id: 'rollout.progress.created',
  title: 'A new ReplicaSet starts the progress deadline',
  statement: 'Progressing says NewReplicaSetCreated when the ReplicaSet of a new template was made.',
  template: 'ReplicaSet {name} was created',
  source: 'rollout/sync.go createDesiredReplicaSet',
  explains: 'detail',
  path: PROGRESSING,
  inputs: progressInputs,
  formula: (values) =>
    conditionValue('Progressing', 'True', REASON.newReplicaSetCreated, MESSAGE.newReplicaSet(values.name), values),
  example: {
    inputs: EXAMPLE,
    value: conditionValue(
      'Progressing',
      'True',
      REASON.newReplicaSetCreated,
      MESSAGE.newReplicaSet(NAME),
      CONDITION_EXAMPLE,
    ),
    text: `ReplicaSet ${NAME} was created`,
  },
});

export const progressFound = defineRule({
  id: 'rollout.progress.found',
  title: 'A ReplicaSet that was there starts the progress deadline',
  statement:
    'Progressing says FoundNewReplicaSet when there is no such condition yet, but the ReplicaSet of the template.',
  template: 'ReplicaSet {name} was found',
  source: 'rollout/sync.go syncReplicaSetRevision',
  explains: 'detail',
  path: PROGRESSING,
  inputs: progressInputs,
  formula: (values) =>
    values.wasStatus === null
      ? conditionValue('Progressing', 'True', REASON.foundNewReplicaSet, MESSAGE.foundNewRS(values.name), values)
      : undefined,
  example: {
    inputs: EXAMPLE,
    value: conditionValue(
      'Progressing',
      'True',
      REASON.foundNewReplicaSet,
      MESSAGE.foundNewRS(NAME),
      CONDITION_EXAMPLE,
    ),
    text: `ReplicaSet ${NAME} was found`,
  },
});

export const createFailed = defineRule({
  id: 'rollout.progress.createFailed',
  title: 'A ReplicaSet that cannot be created stops the progress',
  statement:
    'Progressing is False with the reason ReplicaSetCreateError when the ReplicaSet of a new template is refused.',
  template: '{message}',
  source: 'rollout/sync.go createDesiredReplicaSet',
  explains: 'phase',
  path: PROGRESSING,
  inputs: { ...conditionInputs, message: isText },
  formula: (values) => conditionValue('Progressing', 'False', REASON.replicaSetCreateError, values.message, values),
  example: {
    inputs: { ...CONDITION_EXAMPLE, message: MESSAGE.failedRSCreate(NAME, 'exceeded quota') },
    value: conditionValue(
      'Progressing',
      'False',
      REASON.replicaSetCreateError,
      MESSAGE.failedRSCreate(NAME, 'exceeded quota'),
      CONDITION_EXAMPLE,
    ),
    text: `Failed to create new replica set "${NAME}": exceeded quota`,
  },
});
