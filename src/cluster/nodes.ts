import type { Pod } from '../api/shape/core.ts';
import { type Taint, UNSCHEDULABLE } from '../api/tolerations.ts';
import type { NodeSpec } from '../world/cluster.ts';
import { addAmounts, type Amounts, amountOf, podRequests, scoredRequests, subtractAmounts } from './requests.ts';

export const HOSTNAME = 'kubernetes.io/hostname';

/** What a node that does not specify it has without limit; other resources it does not have at all. */
const UNLIMITED = ['cpu', 'memory', 'ephemeral-storage'];

/** A node and the pods on it. */
export interface Node {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly allocatable: Amounts;
  /** How many pods it takes. */
  readonly maxPods: number;
  /** By uid. */
  readonly pods: ReadonlyMap<string, Pod>;
  /** What the pods request, and what they are scored by. */
  readonly requested: Amounts;
  readonly scored: Amounts;
  /** Cordoned. */
  readonly unschedulable: boolean;
  readonly taints: readonly Taint[];
}

/** An empty node. */
export function newNode({
  name,
  cpu,
  memory,
  pods,
  labels = {},
  taints = [],
  resources = {},
  unschedulable,
}: NodeSpec): Node {
  const given = { ...resources, ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
  const allocatable = new Map([
    ...UNLIMITED.map((resource) => [resource, Infinity] as const),
    ...Object.entries(given).map(([resource, quantity]) => [resource, amountOf(resource, quantity)] as const),
  ]);
  const node = {
    name,
    labels: { [HOSTNAME]: name, ...labels },
    allocatable,
    maxPods: pods ?? Infinity,
    pods: new Map<string, Pod>(),
    requested: new Map<string, number>(),
    scored: new Map<string, number>(),
    unschedulable: false,
    taints,
  };
  return unschedulable === true ? cordoned(node, true) : node;
}

function uidOf(pod: Pod): string {
  return pod.metadata.uid ?? '';
}

export function withPod(node: Node, pod: Pod): Node {
  return {
    ...node,
    pods: new Map(node.pods).set(uidOf(pod), pod),
    requested: addAmounts(node.requested, podRequests(pod)),
    scored: addAmounts(node.scored, scoredRequests(pod)),
  };
}

export function withoutPod(node: Node, pod: Pod): Node {
  const pods = new Map(node.pods);
  if (!pods.delete(uidOf(pod))) return node;
  return {
    ...node,
    pods,
    requested: subtractAmounts(node.requested, podRequests(pod)),
    scored: subtractAmounts(node.scored, scoredRequests(pod)),
  };
}

/** A cordoned node is tainted, too. Source: pkg/controller/nodelifecycle/node_lifecycle_controller.go doNoScheduleTaintingPass. */
export function cordoned(node: Node, unschedulable: boolean): Node {
  const taint: Taint = { key: UNSCHEDULABLE, value: '', effect: 'NoSchedule' };
  const others = node.taints.filter(({ key }) => key !== UNSCHEDULABLE);
  return { ...node, unschedulable, taints: unschedulable ? [...others, taint] : others };
}
