import type { Pod } from '../api/shape/core.ts';
import { tolerates } from '../api/tolerations.ts';
import { nodeTermMatches } from './affinity.ts';
import type { Surroundings } from './fit.ts';
import type { Node } from './nodes.ts';
import { affinityPreference } from './pod-affinity.ts';
import { podRequests, scoredRequests } from './requests.ts';
import { spreadScores } from './topology-spread.ts';

const RESOURCES = ['cpu', 'memory'];
const MAX_SCORE = 100;

/** Source: pkg/scheduler/apis/config/v1/default_plugins.go (ImageLocality has no say: nodes here have no images). */
const WEIGHTS = { taints: 3, nodeAffinity: 2, spread: 2, podAffinity: 2, leastAllocated: 1, balance: 1 };

/** Of the nodes that a pod fits on, those with the highest score. Source: pkg/scheduler/schedule_one.go prioritizeNodes. */
export function favouredNodes(
  pod: Pod,
  fitting: readonly Node[],
  nodes: readonly Node[],
  surroundings: Surroundings,
): readonly Node[] {
  if (fitting.length < 2) return fitting;
  const scores = totals(pod, fitting, nodes, surroundings);
  const highest = Math.max(...scores);
  return fitting.filter((_, index) => scores[index] === highest);
}

/** The one of several favoured nodes that has the fewest pods, and the first of these. (The real scheduler draws one: selectHost.) */
export function chosenNode(favoured: readonly Node[]): Node | undefined {
  const fewest = Math.min(...favoured.map(({ pods }) => pods.size));
  return favoured.find(({ pods }) => pods.size === fewest);
}

function totals(
  pod: Pod,
  fitting: readonly Node[],
  nodes: readonly Node[],
  { namespaceLabels, siblings }: Surroundings,
): readonly number[] {
  const taints = normalized(fitting.map((node) => unwelcome(pod, node))).map((share) => MAX_SCORE - share);
  const nodeAffinity = normalized(fitting.map((node) => preference(pod, node)));
  const spread = spreadScores(pod, fitting, nodes, () => siblings(pod));
  const wish = affinityPreference(pod, nodes, namespaceLabels);
  const podAffinity = wish === undefined ? fitting.map(() => 0) : stretched(fitting.map(wish));
  const scored = scoredRequests(pod);
  const requests = podRequests(pod);
  const isBestEffort = RESOURCES.every((name) => (requests.get(name) ?? 0) === 0);
  return fitting.map((node, index) => {
    const least = leastAllocated(RESOURCES.map((name) => use(node, name, node.scored, scored)));
    const balance = isBestEffort ? 0 : balanced(RESOURCES.map((name) => use(node, name, node.requested, requests)));
    return (
      WEIGHTS.taints * (taints[index] ?? 0) +
      WEIGHTS.nodeAffinity * (nodeAffinity[index] ?? 0) +
      WEIGHTS.spread * (spread[index] ?? 0) +
      WEIGHTS.podAffinity * (podAffinity[index] ?? 0) +
      WEIGHTS.leastAllocated * least +
      WEIGHTS.balance * balance
    );
  });
}

/** 100 for the highest count, the others in proportion. Source: pkg/scheduler/framework/plugins/helper/normalize_score.go DefaultNormalizeScore. */
function normalized(counts: readonly number[]): readonly number[] {
  const most = Math.max(0, ...counts);
  return counts.map((count) => (most === 0 ? 0 : Math.floor((MAX_SCORE * count) / most)));
}

/** 0 for the least, 100 for the most. Source: interpodaffinity/scoring.go NormalizeScore. */
function stretched(sums: readonly number[]): readonly number[] {
  const [least, most] = [Math.min(...sums), Math.max(...sums)];
  return sums.map((sum) => (most === least ? 0 : Math.trunc(MAX_SCORE * ((sum - least) / (most - least)))));
}

/** Taints that say: rather not. Source: tainttoleration/taint_toleration.go countIntolerableTaintsPreferNoSchedule. */
function unwelcome({ spec }: Pod, { taints }: Node): number {
  const preferring = (spec.tolerations ?? []).filter(
    ({ effect = '' }) => effect === '' || effect === 'PreferNoSchedule',
  );
  return taints.filter((taint) => taint.effect === 'PreferNoSchedule' && !tolerates(preferring, taint)).length;
}

/** Source: nodeaffinity/node_affinity.go Score. */
function preference({ spec }: Pod, node: Node): number {
  const terms = spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.reduce((sum, { weight, preference: term }) => sum + (nodeTermMatches(term, node) ? weight : 0), 0);
}

interface Use {
  readonly requested: number;
  readonly allocatable: number;
}

function use(node: Node, name: string, taken: ReadonlyMap<string, number>, wanted: ReadonlyMap<string, number>): Use {
  return {
    requested: (taken.get(name) ?? 0) + (wanted.get(name) ?? 0),
    allocatable: node.allocatable.get(name) ?? 0,
  };
}

/**
 * 0 to 100, the more is left the higher. Example: half of the cpu and a quarter of the memory in use gives floor((50 + 75) / 2) = 62.
 * Source: noderesources/least_allocated.go leastResourceScorer.
 */
function leastAllocated(uses: readonly Use[]): number {
  const scores = uses.flatMap(({ requested, allocatable }) => {
    if (allocatable === 0) return [];
    if (allocatable === Infinity) return [MAX_SCORE];
    return [requested > allocatable ? 0 : Math.floor(((allocatable - requested) * MAX_SCORE) / allocatable)];
  });
  return scores.length === 0 ? 0 : Math.floor(scores.reduce((sum, score) => sum + score, 0) / scores.length);
}

/**
 * 0 to 100, the more equally cpu and memory are used the higher. Example: 60 % and 20 % give 80.
 * Source: noderesources/balanced_allocation.go balancedResourceScorer.
 */
function balanced(uses: readonly Use[]): number {
  const fractions = uses.flatMap(({ requested, allocatable }) =>
    allocatable === 0 ? [] : [Math.min(1, requested / allocatable)],
  );
  const [a = 0, b = a] = fractions;
  return Math.trunc((1 - Math.abs((a - b) / 2)) * MAX_SCORE);
}
