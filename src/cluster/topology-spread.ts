import type { Selector } from '../api/selector.ts';
import type { Pod } from '../api/shape/core.ts';
import type { TopologySpreadConstraint } from '../api/shape/core-affinity.ts';
import { type Taint, tolerates } from '../api/tolerations.ts';
import { log } from '../kernel/log.ts';
import { labelOf, mergedSelector, nodeAffinityMatches } from './affinity.ts';
import { HOSTNAME, type Node } from './nodes.ts';

/** Which pods a constraint counts. */
export type Siblings = Pick<Selector, 'matches' | 'empty'>;

const ZONE = 'topology.kubernetes.io/zone';

interface Constraint {
  readonly key: string;
  readonly maxSkew: number;
  readonly selector: Siblings;
  readonly minDomains: number;
  /** Whether a node counts at all. */
  readonly includes: (node: Node) => boolean;
}

/** Source: pkg/scheduler/framework/plugins/podtopologyspread/common.go filterTopologySpreadConstraints, matchNodeInclusionPolicies. */
function constraintsOf(pod: Pod, whenUnsatisfiable: string): readonly Constraint[] {
  const wanted = (pod.spec.topologySpreadConstraints ?? []).filter(
    (constraint) => constraint.whenUnsatisfiable === whenUnsatisfiable,
  );
  return wanted.flatMap((constraint) => {
    const selector = mergedSelector(constraint.labelSelector, pod, constraint.matchLabelKeys);
    const { topologyKey: key, maxSkew, minDomains = 1 } = constraint;
    return selector === undefined ? [] : [{ key, maxSkew, minDomains, selector, includes: inclusion(pod, constraint) }];
  });
}

function inclusion(
  pod: Pod,
  { nodeAffinityPolicy = 'Honor', nodeTaintsPolicy = 'Ignore' }: TopologySpreadConstraint,
): (node: Node) => boolean {
  return (node) =>
    (nodeAffinityPolicy !== 'Honor' || nodeAffinityMatches(pod.spec, node)) &&
    (nodeTaintsPolicy !== 'Honor' || untoleratedTaint(pod, node) === undefined);
}

/** The first taint that keeps a pod off a node. Source: k8s.io/component-helpers/scheduling/corev1/helpers.go FindMatchingUntoleratedTaint. */
export function untoleratedTaint(pod: Pod, node: Node): Taint | undefined {
  return node.taints.find((taint) => taint.effect !== 'PreferNoSchedule' && !tolerates(pod.spec.tolerations, taint));
}

/** Pods of a node that a constraint counts. Source: common.go countPodsMatchSelector. */
function matching(node: Node, selector: Siblings, namespace: string | undefined): number {
  if (selector.empty === true) return 0;
  let count = 0;
  for (const { metadata } of node.pods.values()) {
    const counts = metadata.deletionTimestamp === undefined && metadata.namespace === namespace;
    if (counts && selector.matches(metadata.labels)) count += 1;
  }
  return count;
}

const hasLabels = (node: Node, constraints: readonly Constraint[]): boolean =>
  constraints.every(({ key }) => labelOf(node, key) !== undefined);

export type SpreadVerdict = 'missing label' | 'skew' | undefined;

/**
 * Whether a pod may go to a node by the constraints that must hold: with it, no domain may have more than `maxSkew` matching pods more than the
 * emptiest one. Example: 2 pods in zone a, none in b, maxSkew 1: only b.
 * Source: pkg/scheduler/framework/plugins/podtopologyspread/filtering.go.
 */
export function spreadFilter(pod: Pod, nodes: readonly Node[]): (node: Node) => SpreadVerdict {
  const constraints = constraintsOf(pod, 'DoNotSchedule');
  const checks = constraints.map(({ key, maxSkew, minDomains, selector, includes }) => {
    const counts = new Map<string, number>();
    for (const node of nodes) {
      const value = labelOf(node, key);
      if (value === undefined || !hasLabels(node, constraints) || !includes(node)) continue;
      counts.set(value, (counts.get(value) ?? 0) + matching(node, selector, pod.metadata.namespace));
    }
    const least = counts.size < minDomains ? 0 : Math.min(...counts.values());
    const self = selector.matches(pod.metadata.labels) ? 1 : 0;
    return (node: Node): SpreadVerdict => {
      const value = labelOf(node, key);
      if (value === undefined) return 'missing label';
      return (counts.get(value) ?? 0) + self - least > maxSkew ? 'skew' : undefined;
    };
  });
  return (node) => {
    for (const check of checks) {
      const verdict = check(node);
      if (verdict !== undefined) return verdict;
    }
    return undefined;
  };
}

/** What every pod of a Service or ReplicaSet is spread by that has no constraints. Source: podtopologyspread/plugin.go systemDefaultConstraints. */
function defaultConstraints(selector: Siblings): readonly Constraint[] {
  if (selector.empty === true) return [];
  const includes = (): boolean => true;
  return [
    { key: HOSTNAME, maxSkew: 3, minDomains: 1, selector, includes },
    { key: ZONE, maxSkew: 5, minDomains: 1, selector, includes },
  ];
}

/**
 * 0 to 100 for each node that a pod fits on: the fewer matching pods in its domains, the more. Constraints that need not hold count, or those of the
 * system for a pod without any (`ownSelector`: its siblings).
 * Example: 3 pods on one of two nodes and 1 on the other give 33 and 100.
 * Source: pkg/scheduler/framework/plugins/podtopologyspread/scoring.go.
 */
export function spreadScores(
  pod: Pod,
  fitting: readonly Node[],
  nodes: readonly Node[],
  ownSelector: () => Siblings,
): readonly number[] {
  const isExplicit = (pod.spec.topologySpreadConstraints ?? []).length > 0;
  const constraints = isExplicit ? constraintsOf(pod, 'ScheduleAnyway') : defaultConstraints(ownSelector());
  if (constraints.length === 0) return fitting.map(() => 0);
  const { namespace } = pod.metadata;
  const isScored = (node: Node): boolean => !isExplicit || hasLabels(node, constraints);
  const scored = fitting.filter(isScored);
  const parts = constraints.map(({ key, maxSkew, selector, includes }) => {
    const counts = new Map<string, number>();
    for (const node of scored) counts.set(labelOf(node, key) ?? '', 0);
    const weight = log((key === HOSTNAME ? scored.length : counts.size) + 2);
    for (const node of key === HOSTNAME ? [] : nodes) {
      const value = labelOf(node, key) ?? '';
      const count = counts.get(value);
      if (count === undefined || !isScored(node) || !includes(node)) continue;
      counts.set(value, count + matching(node, selector, namespace));
    }
    return (node: Node): number => {
      const value = labelOf(node, key);
      if (value === undefined) return 0;
      const count = key === HOSTNAME ? matching(node, selector, namespace) : (counts.get(value) ?? 0);
      return count * weight + (maxSkew - 1);
    };
  });
  const raw = new Map(scored.map((node) => [node, Math.round(parts.reduce((sum, part) => sum + part(node), 0))]));
  const most = Math.max(0, ...raw.values());
  const least = Math.min(...raw.values());
  return fitting.map((node) => {
    const score = raw.get(node);
    if (score === undefined) return 0;
    return most === 0 ? 100 : Math.floor((100 * (most + least - score)) / most);
  });
}
