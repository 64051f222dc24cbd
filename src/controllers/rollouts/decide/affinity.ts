import { podTemplateHash } from '../../../api/reference-types.ts';
import type { Reference } from '../../../api/reference.ts';
import { POD_TEMPLATE_HASH_LABEL } from '../../../api/rollouts/names.ts';
import type { Affinity } from '../../../api/shape/core.ts';
import type { PodAffinityTerm, PodAntiAffinity } from '../../../api/shape/core-affinity.ts';
import type { LabelSelector } from '../../../api/shape/meta.ts';
import type { AntiAffinity, Rollout } from '../../../api/shape/rollout.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

type LabelSelectorRequirement = NonNullable<LabelSelector['matchExpressions']>[number];

/** The anti-affinity that the strategy asks for. Source: utils/replicaset/replicaset.go GetRolloutAffinity. */
function getRolloutAffinity(rollout: Rollout): AntiAffinity | undefined {
  const { blueGreen, canary } = rollout.spec.strategy;
  const asked = canary?.antiAffinity ?? blueGreen?.antiAffinity;
  return asked?.[PREFERRED] !== undefined || asked?.[REQUIRED] !== undefined ? asked : undefined;
}

/** Keeps pods away from nodes with pods of the stable version. Source: CreateInjectedAntiAffinityRule. */
function createInjectedAntiAffinityRule(rollout: Rollout): PodAffinityTerm {
  const requirement = { key: POD_TEMPLATE_HASH_LABEL, operator: 'In', values: [rollout.status.stableRS ?? ''] };
  return {
    labelSelector: { matchExpressions: [requirement] },
    namespaces: [rollout.metadata.namespace ?? 'default'],
    topologyKey: 'kubernetes.io/hostname',
  };
}

function isStableWanted(reference: Reference, rollout: Rollout): boolean {
  const { stableRS, collisionCount } = rollout.status;
  return stableRS === podTemplateHash(reference, rollout.spec.template, collisionCount);
}

/**
 * The affinity of the new ReplicaSet's pods: the template's own, and the injected rule while another version is stable.
 * Source: GenerateReplicaSetAffinity.
 */
export function generateReplicaSetAffinity(reference: Reference, rollout: Rollout): Affinity | undefined {
  const asked = getRolloutAffinity(rollout);
  const own = rollout.spec.template.spec.affinity;
  if (asked === undefined || rollout.status.stableRS === undefined || isStableWanted(reference, rollout)) return own;
  const rule = createInjectedAntiAffinityRule(rollout);
  const before: PodAntiAffinity = own?.podAntiAffinity ?? {};
  const preferred = asked[PREFERRED];
  const podAntiAffinity: PodAntiAffinity =
    preferred === undefined
      ? { ...before, [REQUIRED]: [...(before[REQUIRED] ?? []), rule] }
      : { ...before, [PREFERRED]: [...(before[PREFERRED] ?? []), { weight: preferred.weight, podAffinityTerm: rule }] };
  return { ...own, podAntiAffinity };
}

/** The requirement on the version in a term, if the term is an injected one. */
function injectedRequirement(term: PodAffinityTerm): LabelSelectorRequirement | undefined {
  return term.labelSelector?.matchExpressions?.find(({ key }) => key === POD_TEMPLATE_HASH_LABEL);
}

/** Where the injected rule stands among the terms that the strategy asks for; -1 if nowhere. Source: HasInjectedAntiAffinityRule. */
function injectedRule(
  affinity: Affinity | undefined,
  asked: AntiAffinity | undefined,
): { readonly index: number; readonly requirement: LabelSelectorRequirement | undefined } {
  const present = affinity?.podAntiAffinity;
  if (asked === undefined || present === undefined) return { index: -1, requirement: undefined };
  const terms =
    asked[PREFERRED] === undefined
      ? (present[REQUIRED] ?? [])
      : (present[PREFERRED] ?? []).map(({ podAffinityTerm }) => podAffinityTerm);
  const requirements = terms.map(injectedRequirement);
  const index = requirements.findIndex((requirement) => requirement !== undefined);
  return { index, requirement: requirements[index] };
}

function without<T>(list: readonly T[] | undefined, index: number): readonly T[] {
  return list?.filter((_, position) => position !== index) ?? [];
}

/**
 * The affinity without the injected rule. What is then empty goes too, but for a list of preferred terms: emptied, it stays as a list, which
 * equals no template without affinity. Source: RemoveInjectedAntiAffinityRule.
 */
export function removeInjectedAntiAffinityRule(affinity: Affinity | undefined, rollout: Rollout): Affinity | undefined {
  const asked = getRolloutAffinity(rollout);
  const { index } = injectedRule(affinity, asked);
  if (index < 0 || asked === undefined) return affinity;
  const before: PodAntiAffinity = affinity?.podAntiAffinity ?? {};
  const preferred = asked[PREFERRED] === undefined ? before[PREFERRED] : without(before[PREFERRED], index);
  const required = asked[REQUIRED] === undefined ? before[REQUIRED] : without(before[REQUIRED], index);
  const kept = (required ?? []).length === 0 ? undefined : required;
  const empty = kept === undefined && preferred === undefined;
  const podAntiAffinity = empty ? undefined : { ...before, [PREFERRED]: preferred, [REQUIRED]: kept };
  const rest: Affinity = { ...affinity, podAntiAffinity };
  return empty && rest.podAffinity === undefined && rest.nodeAffinity === undefined ? undefined : rest;
}

/** Whether the injected rule names a version that is no longer stable. Source: IfInjectedAntiAffinityRuleNeedsUpdate. */
export function ifInjectedAntiAffinityRuleNeedsUpdate(
  reference: Reference,
  affinity: Affinity | undefined,
  rollout: Rollout,
): boolean {
  const { requirement } = injectedRule(affinity, getRolloutAffinity(rollout));
  if (requirement === undefined || isStableWanted(reference, rollout)) return false;
  return requirement.values?.[0] !== (rollout.status.stableRS ?? '');
}
