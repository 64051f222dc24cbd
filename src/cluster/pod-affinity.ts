import type { Pod } from '../api/shape/core.ts';
import type { PodAffinityTerm } from '../api/shape/core-affinity.ts';
import {
  labelOf,
  type NamespaceLabels,
  podTerm,
  type PodTerm,
  requiredAffinity,
  requiredAntiAffinity,
} from './affinity.ts';
import type { Node } from './nodes.ts';

/** Counts by domain of a topology: `topology.kubernetes.io/zone` and `a`. */
class Domains {
  readonly #counts = new Map<string, Map<string, number>>();

  get isEmpty(): boolean {
    return this.#counts.size === 0;
  }

  /** Adds to the domain that a node is in; a node without the label is in none. */
  add(key: string, node: Node, count: number): void {
    const value = labelOf(node, key);
    if (value === undefined || count === 0) return;
    const byValue = this.#counts.get(key) ?? new Map<string, number>();
    byValue.set(value, (byValue.get(value) ?? 0) + count);
    this.#counts.set(key, byValue);
  }

  /** Undefined if the node is in no domain of this topology. */
  of(key: string, node: Node): number | undefined {
    const value = labelOf(node, key);
    return value === undefined ? undefined : (this.#counts.get(key)?.get(value) ?? 0);
  }

  /** The sum over all topologies. */
  total(node: Node): number {
    return [...this.#counts.keys()].reduce((sum, key) => sum + (this.of(key, node) ?? 0), 0);
  }
}

/** Why required affinity to pods keeps a pod off a node. */
export type AffinityVerdict = 'affinity' | 'anti-affinity' | 'existing' | undefined;

function termsOf(terms: readonly PodAffinityTerm[], owner: Pod, labels: NamespaceLabels): readonly PodTerm[] {
  return terms.map((term) => podTerm(term, owner, labels));
}

/**
 * Whether required affinity and anti-affinity, the pod's own and that of pods which are there, let a pod onto a node. A pod that needs company may be
 * the first of its kind.
 * Source: pkg/scheduler/framework/plugins/interpodaffinity/filtering.go.
 */
export function affinityFilter(
  pod: Pod,
  nodes: readonly Node[],
  labels: NamespaceLabels,
): (node: Node) => AffinityVerdict {
  const wanted = termsOf(requiredAffinity(pod), pod, labels);
  const refused = termsOf(requiredAntiAffinity(pod), pod, labels);
  const [company, rivals, enemies] = [new Domains(), new Domains(), new Domains()];
  for (const node of nodes) {
    for (const other of node.pods.values()) {
      if (wanted.length > 0 && wanted.every((term) => term.matches(other))) {
        for (const { topologyKey } of wanted) company.add(topologyKey, node, 1);
      }
      for (const term of refused) if (term.matches(other)) rivals.add(term.topologyKey, node, 1);
      for (const term of termsOf(requiredAntiAffinity(other), other, labels)) {
        if (term.matches(pod)) enemies.add(term.topologyKey, node, 1);
      }
    }
  }
  const isFirst = company.isEmpty && wanted.every((term) => term.matches(pod));
  return (node) => {
    const counts = wanted.map(({ topologyKey }) => company.of(topologyKey, node));
    if (counts.some((count) => count === undefined || (count === 0 && !isFirst))) return 'affinity';
    if (refused.some(({ topologyKey }) => (rivals.of(topologyKey, node) ?? 0) > 0)) return 'anti-affinity';
    return enemies.total(node) > 0 ? 'existing' : undefined;
  };
}

/** How much a pod that is there with required affinity counts for one that it wants. Source: pkg/scheduler/apis/config/v1/defaults.go HardPodAffinityWeight. */
const HARD_WEIGHT = 1;

/**
 * How much preferred affinity speaks for a node: the pod's own terms, and those of pods which are there; undefined if there are none.
 * Source: pkg/scheduler/framework/plugins/interpodaffinity/scoring.go.
 */
export function affinityPreference(
  pod: Pod,
  nodes: readonly Node[],
  labels: NamespaceLabels,
): ((node: Node) => number) | undefined {
  const preferred = preferredTerms(pod, labels);
  const domains = new Domains();
  for (const node of nodes) {
    for (const other of node.pods.values()) {
      for (const { term, weight } of preferred) if (term.matches(other)) domains.add(term.topologyKey, node, weight);
      const hard = termsOf(requiredAffinity(other), other, labels).map((term) => ({ term, weight: HARD_WEIGHT }));
      for (const { term, weight } of [...hard, ...preferredTerms(other, labels)]) {
        if (term.matches(pod)) domains.add(term.topologyKey, node, weight);
      }
    }
  }
  return domains.isEmpty ? undefined : (node) => domains.total(node);
}

interface WeightedTerm {
  readonly term: PodTerm;
  /** Below zero: away from it. */
  readonly weight: number;
}

function preferredTerms(pod: Pod, labels: NamespaceLabels): readonly WeightedTerm[] {
  const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {};
  const terms = (list: typeof podAffinity | typeof podAntiAffinity, sign: 1 | -1): readonly WeightedTerm[] =>
    (list?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ weight, podAffinityTerm }) => ({
      term: podTerm(podAffinityTerm, pod, labels),
      weight: sign * weight,
    }));
  return [...terms(podAffinity, 1), ...terms(podAntiAffinity, -1)];
}
