import { computePodTemplateHash } from '../../../api/hash.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../api/json.ts';
import { POD_TEMPLATE_HASH_LABEL } from '../../../api/rollouts/names.ts';
import type { Affinity } from '../../../api/shape/core.ts';
import type { AntiAffinity, Rollout } from '../../../api/shape/rollout.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

/** The anti-affinity that the strategy asks for. Source: utils/replicaset/replicaset.go GetRolloutAffinity. */
export function getRolloutAffinity(rollout: Rollout): AntiAffinity | undefined {
  const { blueGreen, canary } = rollout.spec.strategy;
  const asked = canary?.antiAffinity ?? blueGreen?.antiAffinity;
  return asked?.[PREFERRED] !== undefined || asked?.[REQUIRED] !== undefined ? asked : undefined;
}

/** Keeps pods away from nodes with pods of the stable version. Source: CreateInjectedAntiAffinityRule. */
function createInjectedAntiAffinityRule(rollout: Rollout): JsonObject {
  const requirement = { key: POD_TEMPLATE_HASH_LABEL, operator: 'In', values: [rollout.status.stableRS ?? ''] };
  return {
    labelSelector: { matchExpressions: [requirement] },
    namespaces: [rollout.metadata.namespace ?? 'default'],
    topologyKey: 'kubernetes.io/hostname',
  };
}

function termsOf(antiAffinity: JsonObject, key: string): readonly Json[] {
  const terms = antiAffinity[key];
  return isJsonArray(terms) ? terms : [];
}

function podAntiAffinityOf(affinity: Affinity | undefined): JsonObject {
  const value: unknown = affinity?.podAntiAffinity;
  return isJsonObject(value) ? value : {};
}

/**
 * The affinity of the new ReplicaSet's pods: the template's own, and the injected rule while another version is stable.
 * Source: GenerateReplicaSetAffinity.
 */
export function generateReplicaSetAffinity(rollout: Rollout): Affinity | undefined {
  const asked = getRolloutAffinity(rollout);
  const own = rollout.spec.template.spec.affinity;
  const { stableRS, collisionCount } = rollout.status;
  if (asked === undefined || stableRS === undefined) return own;
  if (stableRS === computePodTemplateHash(rollout.spec.template, collisionCount)) return own;
  const rule = createInjectedAntiAffinityRule(rollout);
  const podAntiAffinity = podAntiAffinityOf(own);
  const preferred = asked[PREFERRED];
  const injected =
    preferred === undefined
      ? { [REQUIRED]: [...termsOf(podAntiAffinity, REQUIRED), rule] }
      : { [PREFERRED]: [...termsOf(podAntiAffinity, PREFERRED), { weight: preferred.weight, podAffinityTerm: rule }] };
  return { ...own, podAntiAffinity: { ...podAntiAffinity, ...injected } };
}

/** The requirement on the version in a term, if the term is an injected one. */
function injectedRequirement(term: Json | undefined): JsonObject | undefined {
  const inner = isJsonObject(term) && isJsonObject(term['podAffinityTerm']) ? term['podAffinityTerm'] : term;
  const selector = isJsonObject(inner) ? inner['labelSelector'] : undefined;
  const expressions = isJsonObject(selector) ? selector['matchExpressions'] : undefined;
  if (!isJsonArray(expressions)) return undefined;
  return expressions.filter(isJsonObject).find((expression) => expression['key'] === POD_TEMPLATE_HASH_LABEL);
}

/** Where the injected rule stands among the terms; -1 if nowhere. Source: HasInjectedAntiAffinityRule. */
function injectedIndex(affinity: Affinity | undefined, rollout: Rollout): { key: string; index: number } {
  const asked = getRolloutAffinity(rollout);
  if (asked === undefined || affinity?.podAntiAffinity === undefined) return { key: REQUIRED, index: -1 };
  const key = asked[PREFERRED] === undefined ? REQUIRED : PREFERRED;
  const index = termsOf(podAntiAffinityOf(affinity), key).findIndex((term) => injectedRequirement(term) !== undefined);
  return { key, index };
}

/** The affinity without the injected rule, and without what is then empty. Source: RemoveInjectedAntiAffinityRule. */
export function removeInjectedAntiAffinityRule(affinity: Affinity | undefined, rollout: Rollout): Affinity | undefined {
  const { key, index } = injectedIndex(affinity, rollout);
  if (index < 0) return affinity;
  const podAntiAffinity: Record<string, Json | undefined> = { ...podAntiAffinityOf(affinity) };
  const terms = termsOf(podAntiAffinity, key).filter((_, position) => position !== index);
  if (terms.length === 0) delete podAntiAffinity[key];
  else podAntiAffinity[key] = terms;
  if (termsOf(podAntiAffinity, REQUIRED).length === 0) delete podAntiAffinity[REQUIRED];
  const empty = podAntiAffinity[REQUIRED] === undefined && podAntiAffinity[PREFERRED] === undefined;
  const rest: Affinity = { ...affinity, podAntiAffinity: empty ? undefined : podAntiAffinity };
  return empty && rest.podAffinity === undefined && rest.nodeAffinity === undefined ? undefined : rest;
}

/** Whether the injected rule names a version that is no longer stable. Source: IfInjectedAntiAffinityRuleNeedsUpdate. */
export function ifInjectedAntiAffinityRuleNeedsUpdate(affinity: Affinity | undefined, rollout: Rollout): boolean {
  const { key, index } = injectedIndex(affinity, rollout);
  if (index < 0) return false;
  const { stableRS, collisionCount } = rollout.status;
  if (stableRS === computePodTemplateHash(rollout.spec.template, collisionCount)) return false;
  const values = injectedRequirement(termsOf(podAntiAffinityOf(affinity), key)[index])?.['values'];
  return isJsonArray(values) && values[0] !== (stableRS ?? '');
}
