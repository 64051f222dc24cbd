import { Reference } from '../../../api/reference.ts';
import { canonical } from '../../../api/canonical.ts';
import { valueAt } from '../../../api/field-path.ts';
import { goJson } from '../../../api/go-json.ts';
import { lenientScaledValue } from '../../../api/int-or-string.ts';
import { podTemplateMetadata, type PodTemplateMetadata } from '../../../api/shape/meta.ts';
import { rollout as rolloutShape, type Rollout } from '../../../api/shape/rollout.ts';
import { computePodTemplateHash } from '../../../api/hash.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject, textsOf } from '../../../api/json.ts';
import {
  defineFunction,
  defineListFunction,
  isAnything,
  isFlagOrNull,
  isInt,
  isIntOrNull,
  isText,
  isTextOrNull,
  orNull,
} from '../../../api/reason.ts';
import {
  DEFAULT_ABORT_SCALE_DOWN_DELAY_SECONDS,
  DEFAULT_ANALYSIS_RUN_HISTORY_LIMIT,
  DEFAULT_MAX_SURGE,
  DEFAULT_MAX_UNAVAILABLE,
  DEFAULT_REVISION_HISTORY_LIMIT,
  DEFAULT_SCALE_DOWN_DELAY_SECONDS,
  getReplicasOrDefault,
  MAX_INT32,
} from '../../../api/rollouts/defaults.ts';
import { stepWeight } from '../../../api/rollouts/step-kinds.ts';
import { replicaSet, type ReplicaSet } from '../../../api/shape/apps.ts';
import { getPodTemplateHash } from '../../../api/rollouts/replica-sets.ts';
import { generateReplicaSetAffinity } from '../decide/affinity.ts';
import {
  parseRememberedMetadata,
  syncEphemeralPodMetadata,
  syncReplicaSetEphemeralPodMetadata,
} from '../decide/ephemeral-metadata.ts';
import { weightOfAvailable, rollbackWeight } from '../decide/traffic-weights.ts';
import { podTemplateEqualIgnoreHash } from '../decide/replica-set-lists.ts';
import { canaryStep, type CanaryStep } from '../../../api/shape/canary-steps.ts';
import { podTemplateSpec, type PodTemplateSpec } from '../../../api/shape/core.ts';
import { resolveFenceposts } from '../decide/fenceposts.ts';

/** What inputs of reasons are computed with; timelines show them by these names. */

function isIntOrText(value: Json): value is number | string {
  return isInt(value) || isText(value);
}

function isList(value: Json): value is readonly Json[] {
  return isJsonArray(value);
}

/** Whatever it is, an object is read as a pod template: fields that are none drop out. */
function podTemplateOf(value: Json): PodTemplateSpec | undefined {
  const template = canonical(podTemplateSpec, value);
  return isPodTemplate(template) ? template : undefined;
}

function isPodTemplate(template: Json): template is PodTemplateSpec & JsonObject {
  return isJsonObject(template);
}

/** The hash of a pod template, with the collisions counted. */
export const podTemplateHash = defineFunction('podTemplateHash', [isAnything, isIntOrNull], ([value, collisions]) => {
  const template = podTemplateOf(value);
  return template === undefined ? null : computePodTemplateHash(template, collisions ?? undefined);
});

/** What went through the canonical form of a ReplicaSet is one. */
function isReplicaSet(value: Json): value is ReplicaSet & JsonObject {
  return isJsonObject(value);
}

/**
 * Whether a ReplicaSet is that of a template: by the hash in its label, or by an equal template, metadata and affinity that the controller put in
 * aside. Of the template, the collisions counted, and the ReplicaSet.
 */
export const isOfTemplate = defineFunction(
  'isOfTemplate',
  [isAnything, isIntOrNull, isAnything],
  ([value, collisions, object]) => {
    const template = podTemplateOf(value);
    const rs = canonical(replicaSet, object);
    if (template === undefined || !isReplicaSet(rs)) return null;
    if (getPodTemplateHash(rs) === computePodTemplateHash(template, collisions ?? undefined)) return true;
    const bare = syncReplicaSetEphemeralPodMetadata(rs, undefined) ?? rs;
    return podTemplateEqualIgnoreHash(withoutAffinity(bare.spec.template), withoutAffinity(template));
  },
);

function withoutAffinity(template: PodTemplateSpec): PodTemplateSpec {
  return { ...template, spec: { ...template.spec, affinity: undefined } };
}

/** The number in a revision annotation; 0 without one. */
export const revisionNumber = defineFunction('revisionNumber', [orNull(isText)], ([text]) => {
  const number = Number(text ?? 0);
  return Number.isInteger(number) ? number : 0;
});

export const replicasOrDefault = defineFunction('replicasOrDefault', [isIntOrNull], ([replicas]) =>
  getReplicasOrDefault(replicas ?? undefined),
);

export const scaleDownDelaySecondsOrDefault = defineFunction(
  'scaleDownDelaySecondsOrDefault',
  [isIntOrNull],
  ([seconds]) => seconds ?? DEFAULT_SCALE_DOWN_DELAY_SECONDS,
);

/** 0 in the manifest means that the pods stay for good. */
export const abortScaleDownDelaySecondsOrDefault = defineFunction(
  'abortScaleDownDelaySecondsOrDefault',
  [isIntOrNull],
  ([seconds]) => seconds ?? DEFAULT_ABORT_SCALE_DOWN_DELAY_SECONDS,
);

export const scaleDownRevisionLimitOrDefault = defineFunction(
  'scaleDownDelayRevisionLimitOrDefault',
  [isIntOrNull],
  ([limit]) => limit ?? MAX_INT32,
);

/** Pods that may be missing, at most all: of maxUnavailable, maxSurge and the size of a canary. */
export const maxUnavailablePods = defineFunction(
  'maxUnavailablePods',
  [orNull(isIntOrText), orNull(isIntOrText), isIntOrNull],
  ([unavailable, surge, replicas]) =>
    Math.min(fenceposts(unavailable, surge, replicas)?.unavailable ?? 0, getReplicasOrDefault(replicas ?? undefined)),
);

/** The same of maxUnavailable and the size of a blue-green rollout. */
export const blueGreenMaxUnavailablePods = defineFunction(
  'blueGreenMaxUnavailablePods',
  [orNull(isIntOrText), isIntOrNull],
  ([unavailable, replicas]) => {
    const size = getReplicasOrDefault(replicas ?? undefined);
    return Math.min(lenientScaledValue(unavailable ?? DEFAULT_MAX_UNAVAILABLE, size, false) ?? 0, size);
  },
);

/** Pods above the size of a canary: of maxUnavailable, maxSurge and the size. */
export const maxSurgePods = defineFunction(
  'maxSurgePods',
  [orNull(isIntOrText), orNull(isIntOrText), isIntOrNull],
  ([unavailable, surge, replicas]) => fenceposts(unavailable, surge, replicas)?.surge ?? 0,
);

function fenceposts(unavailable: number | string | null, surge: number | string | null, replicas: number | null) {
  const size = getReplicasOrDefault(replicas ?? undefined);
  const resolved = resolveFenceposts(surge ?? DEFAULT_MAX_SURGE, unavailable ?? DEFAULT_MAX_UNAVAILABLE, size);
  return typeof resolved === 'string' ? undefined : resolved;
}

const MAX_WEIGHT = 100;

/** The weight that means all traffic. */
export const maxWeightOrDefault = defineFunction(
  'maxTrafficWeightOrDefault',
  [isIntOrNull],
  ([weight]) => weight ?? MAX_WEIGHT,
);

/** Why a canary has no weight, or all of it: null where that is not so. */

export const weightOnAbort = defineFunction('weightOnAbort', [isFlagOrNull], ([abort]) => (abort === true ? 0 : null));

export const weightBeforeSetWeight = defineFunction(
  'weightBeforeSetWeight',
  [orNull(isList), isIntOrNull],
  ([steps, index]) => (setsWeight((steps ?? []).slice(0, (index ?? 0) + 1)) ? null : 0),
);

function setsWeight(steps: readonly Json[]): boolean {
  return steps.some((value) => {
    const step = canonical(canaryStep, value);
    return isStep(step) && stepWeight(step) !== undefined;
  });
}

/** What went through the canonical form of a step is one. */
function isStep(value: Json): value is CanaryStep & JsonObject {
  return isJsonObject(value);
}

export const weightAfterLastStep = defineFunction(
  'weightAfterLastStep',
  [orNull(isList), isIntOrNull, isInt],
  ([steps, index, most]) => ((index ?? 0) >= (steps ?? []).length ? most : null),
);

export const weightOnFullPromotion = defineFunction(
  'weightOnFullPromotion',
  [isFlagOrNull, isInt],
  ([promoteFull, most]) => (promoteFull === true ? most : null),
);

export const weightWithoutStable = defineFunction('weightWithoutStable', [isTextOrNull, isInt], ([stableHash, most]) =>
  stableHash === null ? most : null,
);

export const weightWhenPromoted = defineFunction(
  'weightWhenPromoted',
  [isTextOrNull, isTextOrNull, isInt],
  ([stableHash, currentHash, most]) => (stableHash === currentHash ? most : null),
);

export const weightBeforeStep = defineFunction('weightBeforeStep', [orNull(isList), isIntOrNull], ([steps, index]) =>
  setsWeight((steps ?? []).slice(0, index ?? 0)) ? null : 0,
);

export const noWeightWhenPromoted = defineFunction(
  'noWeightWhenPromoted',
  [isTextOrNull, isTextOrNull],
  ([stableHash, currentHash]) => (stableHash === currentHash ? 0 : null),
);

export const noWeightWithoutPods = defineFunction('noWeightWithoutPods', [isInt], ([available]) =>
  available === 0 ? 0 : null,
);

export const noWeightWithoutSteps = defineFunction('noWeightWithoutSteps', [orNull(isList)], ([steps]) =>
  (steps ?? []).length === 0 ? 0 : null,
);

/** Of the full weight, spec.replicas, the available stable pods, the weight that the steps ask for, and the present one. */
export const rollbackWeightOf = defineFunction(
  'rollbackWeight',
  [isInt, isInt, isInt, isInt, isIntOrNull],
  ([most, replicas, available, desired, current]) =>
    rollbackWeight(most, replicas, desired, available, current ?? undefined),
);

/** Of the full weight, the available pods, and spec.replicas. */
export const weightOfPods = defineFunction('weightOfPods', [isInt, isInt, isInt], ([most, available, replicas]) =>
  weightOfAvailable(most, available, replicas),
);

/** An empty text is not there. */
export const textOrNothing = defineFunction('textOrNothing', [isTextOrNull], ([text]) => (text === '' ? null : text));

/** The names in a list of objects, in one text. */
export const namesOf = defineFunction('namesOf', [orNull(isList)], ([list]) =>
  (list ?? []).flatMap((item) => (isJsonObject(item) ? [String(item['name'])] : [])).join(', '),
);

/** Destinations of weights: of each its weight, Service and hash. */
export const destinationList = defineListFunction('destinationList', isAnything, (parts) => {
  const destinations: Json[] = [];
  for (let index = 0; index < parts.length; index += 3) {
    const [weight = null, serviceName = null, podTemplateHash = null] = parts.slice(index, index + 3);
    destinations.push({
      weight,
      ...(serviceName === null ? {} : { serviceName }),
      ...(podTemplateHash === null ? {} : { podTemplateHash }),
    });
  }
  return destinations;
});

export const revisionHistoryLimitOrDefault = defineFunction(
  'revisionHistoryLimitOrDefault',
  [isIntOrNull],
  ([limit]) => limit ?? DEFAULT_REVISION_HISTORY_LIMIT,
);

/** How many of an object's owners control it. */
export const controllerCount = defineFunction(
  'controllerCount',
  [orNull(isList)],
  ([references]) => (references ?? []).filter((item) => isJsonObject(item) && item['controller'] === true).length,
);

/** What went through the canonical form of a pod template's metadata has it. */
function isSideMetadata(value: Json): value is PodTemplateMetadata & JsonObject {
  return isJsonObject(value);
}

/** Metadata with that of a side: of the metadata before, what the ReplicaSet remembers, and what the side asks for now. */
export const withSideMetadata = defineFunction(
  'withSideMetadata',
  [isAnything, isTextOrNull, isAnything],
  ([value, remembered, asked]) => {
    if (!isJsonObject(value)) return null;
    const wanted = canonical(podTemplateMetadata, asked);
    const before = { labels: textsOf(value['labels'] ?? null), annotations: textsOf(value['annotations'] ?? null) };
    const existing = remembered === null ? undefined : parseRememberedMetadata(remembered);
    const after = syncEphemeralPodMetadata(before, existing, isSideMetadata(wanted) ? wanted : undefined) ?? before;
    const texts = (all: Readonly<Record<string, string>> | undefined): Json =>
      all === undefined || Object.keys(all).length === 0 ? null : { ...all };
    const changed = { ...value, labels: texts(after.labels), annotations: texts(after.annotations) };
    return Object.fromEntries(Object.entries(changed).filter(([, item]) => item !== null));
  },
);

/** What a side asks for, as a ReplicaSet remembers it. */
export const metadataText = defineFunction('metadataText', [isAnything], ([asked]) => {
  if (asked === null) return null;
  const wanted = canonical(podTemplateMetadata, asked);
  return isSideMetadata(wanted) ? goJson(podTemplateMetadata, wanted) : null;
});

/** Reasons are computed as the default version computes. */
const AS_EXPLAINED = new Reference();

/** The affinity of a ReplicaSet's pods: of the rollout and its pod template. */
export const replicaSetAffinity = defineFunction('replicaSetAffinity', [isAnything, isAnything], ([value, asked]) => {
  const rollout = canonical(rolloutShape, value);
  const template = podTemplateOf(asked);
  if (!isRollout(rollout) || template === undefined) return null;
  const affinity = generateReplicaSetAffinity(AS_EXPLAINED, { ...rollout, spec: { ...rollout.spec, template } });
  const written = canonical(podTemplateSpec, { ...template, spec: { ...template.spec, affinity } });
  return valueAt(written, 'spec.affinity');
});

function isRollout(value: Json): value is Rollout & JsonObject {
  return isJsonObject(value);
}

/** The names of the templates of an analysis, in one text. */
export const templateNames = defineFunction('templateNames', [orNull(isList)], ([list]) =>
  (list ?? []).flatMap((item) => (isJsonObject(item) ? [String(item['templateName'])] : [])).join(', '),
);

export const historyLimitOrDefault = defineFunction(
  'historyLimitOrDefault',
  [isIntOrNull],
  ([limit]) => limit ?? DEFAULT_ANALYSIS_RUN_HISTORY_LIMIT,
);
