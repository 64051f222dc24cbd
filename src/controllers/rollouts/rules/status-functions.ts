import { Reference } from '../../../api/reference.ts';
import { canonical } from '../../../api/canonical.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../api/json.ts';
import {
  defineFunction,
  defineListFunction,
  isAnything,
  isFlag,
  isInt,
  isText,
  orNull,
  type Guard,
} from '../../../api/reason.ts';
import { DEFAULT_PROGRESS_DEADLINE_SECONDS } from '../../../api/rollouts/defaults.ts';
import { stepText } from '../../../api/rollouts/step-kinds.ts';
import { formatLabelSelector } from '../../../api/selector.ts';
import { canaryStep, type CanaryStep } from '../../../api/shape/canary-steps.ts';
import { labelSelector, type LabelSelector } from '../../../api/shape/meta.ts';
import {
  rollout as rolloutShape,
  type Rollout,
  rolloutStatus,
  type RolloutStatus,
} from '../../../api/shape/rollout.ts';
import { parseTime } from '../../../api/times.ts';
import { enoughPods } from '../decide/canary-progress.ts';
import { abortText, ANALYSIS_FAILED, EXPERIMENT_FAILED } from '../decide/messages.ts';
import { rolloutHealthy, strategyProgressed } from '../decide/progress.ts';
import { computeStepHash } from '../decide/step-hash.ts';

/** Functions of whole rollouts, statuses and steps; see `functions.ts`. */

const isIntOrNull = orNull(isInt);
const isFlagOrNull = orNull(isFlag);
const isTextOrNull = orNull(isText);

/** What went through the canonical form of a shape has it. */
function isRollout(value: Json): value is Rollout & JsonObject {
  return isJsonObject(value);
}

function isStatus(value: Json): value is RolloutStatus & JsonObject {
  return isJsonObject(value);
}

function isStep(value: Json): value is CanaryStep & JsonObject {
  return isJsonObject(value);
}

function isSelector(value: Json): value is LabelSelector & JsonObject {
  return isJsonObject(value);
}

const isList: Guard<readonly Json[]> = (value): value is readonly Json[] => isJsonArray(value);

/** Of a rollout before the write and its status after it. */
function ofRolloutAndStatus(name: string, compute: (rollout: Rollout, status: RolloutStatus) => Json) {
  return defineFunction(name, [isAnything, isAnything], ([rolloutValue, statusValue]) => {
    const rollout = canonical(rolloutShape, rolloutValue);
    const status = canonical(rolloutStatus, statusValue);
    return isRollout(rollout) && isStatus(status) ? compute(rollout, status) : null;
  });
}

/** Source: utils/conditions/conditions.go RolloutHealthy. */
export const isHealthy = ofRolloutAndStatus('isHealthy', rolloutHealthy);

/** Source: utils/conditions/conditions.go RolloutProgressing. */
export const strategyMovedOn = ofRolloutAndStatus('strategyMovedOn', strategyProgressed);

/** Reasons are computed as the default version computes. */
const AS_EXPLAINED = new Reference();

/** The hash of a rollout's steps. */
export const stepHash = defineFunction('stepHash', [isAnything], ([value]) => {
  const rollout = canonical(rolloutShape, value);
  return isRollout(rollout) ? (computeStepHash(AS_EXPLAINED, rollout) ?? null) : null;
});

/** Of spec.paused and the pause conditions. */
export const isPaused = defineFunction(
  'isPaused',
  [isFlagOrNull, orNull(isList)],
  ([paused, conditions]) => paused === true || (conditions ?? []).length > 0,
);

/** A flag that a JSON object leaves out is false. */
export const isSet = defineFunction('isSet', [isFlagOrNull], ([flag]) => flag === true);

export const isThere = defineFunction('isThere', [isAnything], ([value]) => value !== null);

/** How many elements a list has; none if it is not there. */
export const lengthOf = defineFunction('lengthOf', [orNull(isList)], ([list]) => (list ?? []).length);

/** One more: steps count from 1 for people. */
export const next = defineFunction('next', [isIntOrNull], ([index]) => (index ?? 0) + 1);

/** A step as the reference prints it. */
export const stepName = defineFunction('stepName', [isAnything], ([value]) => {
  const step = canonical(canaryStep, value);
  return isStep(step) ? stepText(step, 'reference') : null;
});

/** The duration of a pause step, or that it has none. */
export const pauseLength = defineFunction('pauseLength', [isAnything], ([duration]) => {
  if (duration === null) return 'until promoted';
  const text = typeof duration === 'string' ? duration : JSON.stringify(duration);
  return /^\d+$/.test(text) ? `${text}s` : text;
});

export const selectorText = defineFunction('selectorText', [isAnything], ([value]) => {
  const selector = canonical(labelSelector, value);
  return value === null || isSelector(selector)
    ? formatLabelSelector(isSelector(selector) ? selector : undefined)
    : null;
});

export const progressDeadlineSecondsOrDefault = defineFunction(
  'progressDeadlineSecondsOrDefault',
  [isIntOrNull],
  ([seconds]) => seconds ?? DEFAULT_PROGRESS_DEADLINE_SECONDS,
);

export const autoPromotionEnabledOrDefault = defineFunction(
  'autoPromotionEnabledOrDefault',
  [isFlagOrNull],
  ([enabled]) => enabled ?? true,
);

/**
 * Whether a ReplicaSet has pods enough: of replicaProgressThreshold's type and value, the pods asked for, available, and wanted.
 * Source: utils/replicaset/canary.go ReplicaProgressThresholdMet.
 */
export const hasEnoughPods = defineFunction(
  'hasEnoughPods',
  [isTextOrNull, isIntOrNull, isInt, isInt, isInt],
  ([type, threshold, size, available, desired]) =>
    enoughPods(threshold === null ? undefined : { type: type ?? '', value: threshold }, { size, available }, desired),
);

/**
 * Whether a version is recent: of rollbackWindow.revisions, the creation times of the new and the stable ReplicaSet, and those of all others.
 * Source: rollout/sync.go isRollbackWithinWindow.
 */
export const isWithinWindow = defineListFunction(
  'isWithinWindow',
  isAnything,
  ([revisions, newCreated, stableCreated, ...others]) => {
    const timeOf = (value: Json | undefined): number =>
      typeof value === 'string' ? (parseTime(value) ?? -Infinity) : -Infinity;
    const [from, to] = [timeOf(newCreated), timeOf(stableCreated)];
    const between = others.filter((created) => from < timeOf(created) && timeOf(created) < to);
    return from < to && typeof revisions === 'number' && between.length < revisions;
  },
);

/** How many lists of conditions have a ReplicaFailure. */
export const replicaFailures = defineListFunction('replicaFailures', orNull(isList), (lists) => {
  const isFailure = (item: Json): boolean => isJsonObject(item) && item['type'] === 'ReplicaFailure';
  return lists.filter((list) => list?.some(isFailure)).length;
});

/** How an analysis that aborts is named in conditions: of the run's type and message. Source: rollout/analysis.go reconcileAnalysisRuns. */
export const analysisAbortMessage = defineFunction('analysisAbortMessage', [isText, isTextOrNull], ([type, message]) =>
  abortText(ANALYSIS_FAILED.get(type) ?? '', message ?? ''),
);

/** The same of an Experiment's message. Source: rollout/experiment.go reconcileExperiments. */
export const experimentAbortMessage = defineFunction('experimentAbortMessage', [isTextOrNull], ([message]) =>
  abortText(EXPERIMENT_FAILED, message ?? ''),
);
