import { newRequirement, type Requirement, requirementMatches, SelectorError } from '../api/requirement.ts';
import { labelSelectorAsSelector, readableSelector, type Selector } from '../api/selector.ts';
import type { Pod, PodSpec } from '../api/shape/core.ts';
import type { NodeSelectorRequirement, NodeSelectorTerm, PodAffinityTerm } from '../api/shape/core-affinity.ts';
import type { LabelSelector } from '../api/shape/meta.ts';
import { own } from '../text/own.ts';
import type { Node } from './nodes.ts';

type Labels = Readonly<Record<string, string>>;

const OPERATORS = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
  ['Gt', 'gt'],
  ['Lt', 'lt'],
] as const satisfies readonly (readonly [string, Requirement['operator']])[]);

function requirementHolds({ key, operator, values = [] }: NodeSelectorRequirement, labels: Labels): boolean {
  const known = [...OPERATORS].find(([name]) => name === operator);
  if (known === undefined) return false;
  try {
    return requirementMatches(newRequirement(key, known[1], values), labels);
  } catch (error) {
    if (error instanceof SelectorError) return false;
    throw error;
  }
}

/** Whether a node meets a term; an empty one matches none. Source: k8s.io/component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go. */
export function nodeTermMatches({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, node: Node): boolean {
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  const fields = { 'metadata.name': node.name };
  return (
    matchExpressions.every((requirement) => requirementHolds(requirement, node.labels)) &&
    matchFields.every((requirement) => requirementHolds(requirement, fields))
  );
}

/** Whether a node has what nodeSelector and required node affinity ask for. Source: nodeaffinity.go RequiredNodeAffinity.Match. */
export function nodeAffinityMatches({ nodeSelector = {}, affinity }: PodSpec, node: Node): boolean {
  if (Object.entries(nodeSelector).some(([key, value]) => labelOf(node, key) !== value)) return false;
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || (required.nodeSelectorTerms ?? []).some((term) => nodeTermMatches(term, node));
}

export function labelOf({ labels }: Node, key: string): string | undefined {
  return own(labels, key);
}

/** The labels of a namespace. */
export type NamespaceLabels = (namespace: string) => Labels;

/** A term of pod affinity as a pod's namespace and labels complete it. */
export interface PodTerm {
  readonly topologyKey: string;
  readonly matches: (pod: Pod) => boolean;
}

function namespaceOf({ metadata }: Pod): string {
  return metadata.namespace ?? '';
}

/** A selector with further requirements: labels of the pod itself that others must, or must not, have. Source: pkg/registry/core/pod/strategy.go applyMatchLabelKeysAndMismatchLabelKeys. */
export function mergedSelector(
  selector: LabelSelector | undefined,
  { metadata }: Pod,
  matchLabelKeys: readonly string[] = [],
  mismatchLabelKeys: readonly string[] = [],
): Selector | undefined {
  const labels = metadata.labels ?? {};
  const requirement = (operator: string) => (key: string) => {
    const value = own(labels, key);
    return value === undefined ? [] : [{ key, operator, values: [value] }];
  };
  const added = [...matchLabelKeys.flatMap(requirement('In')), ...mismatchLabelKeys.flatMap(requirement('NotIn'))];
  if (selector === undefined || added.length === 0) return readableSelector(selector);
  return readableSelector({ ...selector, matchExpressions: [...(selector.matchExpressions ?? []), ...added] });
}

/** Source: pkg/scheduler/framework/types.go newAffinityTerm, getNamespacesFromPodAffinityTerm, AffinityTerm.Matches. */
export function podTerm(term: PodAffinityTerm, owner: Pod, namespaceLabels: NamespaceLabels): PodTerm {
  const { namespaces = [], namespaceSelector, topologyKey } = term;
  const selector = mergedSelector(term.labelSelector, owner, term.matchLabelKeys, term.mismatchLabelKeys);
  const own = namespaces.length === 0 && namespaceSelector === undefined ? [namespaceOf(owner)] : namespaces;
  const inNamespaces = namespaceSelector === undefined ? undefined : labelSelectorAsSelector(namespaceSelector);
  return {
    topologyKey,
    matches: (pod) => {
      const namespace = namespaceOf(pod);
      const inScope = own.includes(namespace) || inNamespaces?.matches(namespaceLabels(namespace)) === true;
      return inScope && selector?.matches(pod.metadata.labels) === true;
    },
  };
}

export function requiredAffinity({ spec }: Pod): readonly PodAffinityTerm[] {
  return spec.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

export function requiredAntiAffinity({ spec }: Pod): readonly PodAffinityTerm[] {
  return spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}
