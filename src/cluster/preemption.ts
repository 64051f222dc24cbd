import { compareText } from '../api/order.ts';
import { readableSelector } from '../api/selector.ts';
import type { Pod } from '../api/shape/core.ts';
import type { PodDisruptionBudget } from '../api/shape/policy.ts';
import { parseTime } from '../api/times.ts';
import { own } from '../text/own.ts';
import { fitOf, histogram, type Misfit, type Surroundings } from './fit.ts';
import { type Node, withoutPod, withPod } from './nodes.ts';

/** Pods that would have to go from a node for another one. */
interface Candidate {
  readonly node: Node;
  /** The most important one first. */
  readonly victims: readonly Pod[];
  /** How many of them a PodDisruptionBudget protects. */
  readonly violations: number;
}

/** What preemption does for a pod that fits nowhere: pods that go from a node, or why it cannot help. */
export type Preemption = { readonly node: string; readonly victims: readonly Pod[] } | { readonly reason: string };

const NOT_HELPFUL = 'Preemption is not helpful for scheduling';
const NO_VICTIMS = 'No preemption victims found for incoming pod';

export function priorityOf({ spec }: Pod): number {
  return spec.priority ?? 0;
}

function startMsOf({ status }: Pod): number {
  return parseTime(status.startTime ?? '') ?? 0;
}

/** The more important pod first: by priority, then the one that runs longer. Source: pkg/scheduler/util/utils.go MoreImportantPod. */
function byImportance(a: Pod, b: Pod): number {
  return (
    priorityOf(b) - priorityOf(a) ||
    startMsOf(a) - startMsOf(b) ||
    compareText(a.metadata.name ?? '', b.metadata.name ?? '')
  );
}

/** Pods whose eviction a budget would not allow, counted in this order. Source: defaultpreemption/default_preemption.go filterPodsWithPDBViolation. */
function protectedPods(pods: readonly Pod[], budgets: readonly PodDisruptionBudget[]): ReadonlySet<Pod> {
  const left = new Map(budgets.map((budget) => [budget, budget.status.disruptionsAllowed]));
  const isProtected = (pod: Pod): boolean => {
    const { name = '', namespace, labels } = pod.metadata;
    let violates = false;
    for (const [budget, allowed] of left) {
      const selector = readableSelector(budget.spec.selector);
      const covers = budget.metadata.namespace === namespace && selector?.empty === false && selector.matches(labels);
      if (!covers || own(budget.status.disruptedPods, name) !== undefined) continue;
      left.set(budget, allowed - 1);
      violates ||= allowed - 1 < 0;
    }
    return violates;
  };
  return new Set(pods.filter(isProtected));
}

/**
 * The least important pods of a node that would have to go; a misfit if that would not help.
 * Source: pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go SelectVictimsOnNode.
 */
function victimsOn(
  pod: Pod,
  node: Node,
  nodes: readonly Node[],
  surroundings: Surroundings,
  budgets: readonly PodDisruptionBudget[],
): Candidate | Misfit {
  const fits = (candidate: Node): Misfit | undefined => {
    const others = nodes.map((other) => (other.name === node.name ? candidate : other));
    return fitOf(pod, others, surroundings)(candidate);
  };
  const lesser = [...node.pods.values()].filter((other) => priorityOf(other) < priorityOf(pod)).sort(byImportance);
  if (lesser.length === 0) return { reasons: [NO_VICTIMS], resolvable: false };
  let left = lesser.reduce(withoutPod, node);
  const misfit = fits(left);
  if (misfit !== undefined) return misfit;
  const guarded = protectedPods(lesser, budgets);
  const victims: Pod[] = [];
  for (const other of [...lesser.filter((one) => guarded.has(one)), ...lesser.filter((one) => !guarded.has(one))]) {
    const spared = withPod(left, other);
    if (fits(spared) === undefined) left = spared;
    else victims.push(other);
  }
  const violations = victims.filter((victim) => guarded.has(victim)).length;
  return { node, victims: victims.sort(byImportance), violations };
}

/** A sum of priorities counts each pod even below zero. Source: preemption.go OrderedScoreFuncs minSumPrioritiesScoreFunc. */
const PRIORITY_OFFSET = 2_147_483_648;

/** What is compared of candidates, the first difference decides and less is better. Source: preemption.go pickOneNodeForPreemption. */
const CRITERIA: readonly ((candidate: Candidate) => number)[] = [
  ({ violations }) => violations,
  ({ victims: [first] }) => (first === undefined ? -Infinity : priorityOf(first)),
  ({ victims }) => victims.reduce((sum, victim) => sum + priorityOf(victim) + PRIORITY_OFFSET, 0),
  ({ victims }) => victims.length,
  // The most important victims that started last.
  ({ victims }) => {
    const highest = Math.max(...victims.map(priorityOf));
    return -Math.min(...victims.filter((victim) => priorityOf(victim) === highest).map(startMsOf));
  },
];

function isBetter(a: Candidate, b: Candidate): boolean {
  for (const criterion of CRITERIA) {
    const difference = criterion(a) - criterion(b);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/**
 * Whether pods of lower priority make room for a pod that fits nowhere. `misfits` are those of the nodes, in their order.
 * Source: pkg/scheduler/framework/preemption/preemption.go Evaluator.Preempt.
 */
export function preempt(
  pod: Pod,
  nodes: readonly Node[],
  misfits: readonly Misfit[],
  surroundings: Surroundings,
  budgets: readonly PodDisruptionBudget[],
): Preemption {
  if (pod.spec.preemptionPolicy === 'Never') return { reason: 'not eligible due to preemptionPolicy=Never.' };
  const reasons: string[] = [];
  let best: Candidate | undefined;
  nodes.forEach((node, index) => {
    if (misfits[index]?.resolvable !== true) {
      reasons.push(NOT_HELPFUL);
      return;
    }
    const found = victimsOn(pod, node, nodes, surroundings, budgets);
    if ('reasons' in found) reasons.push(...found.reasons);
    else if (best === undefined || isBetter(found, best)) best = found;
  });
  if (best !== undefined) return { node: best.node.name, victims: best.victims };
  return { reason: `0/${nodes.length} nodes are available: ${histogram(reasons)}.` };
}
