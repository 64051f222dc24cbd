import type { Pod } from '../api/shape/core.ts';
import type { ContainerPort } from '../api/shape/core-container.ts';
import { type Taint, tolerates, UNSCHEDULABLE } from '../api/tolerations.ts';
import { type NamespaceLabels, nodeAffinityMatches } from './affinity.ts';
import type { Node } from './nodes.ts';
import { affinityFilter } from './pod-affinity.ts';
import { podRequests } from './requests.ts';
import { type Siblings, spreadFilter, untoleratedTaint } from './topology-spread.ts';

/** Why a pod cannot go to a node. */
export interface Misfit {
  readonly reasons: readonly string[];
  /** Whether it could, if other pods went away. */
  readonly resolvable: boolean;
}

/** What the scheduler sees of the cluster besides its nodes. */
export interface Surroundings {
  readonly namespaceLabels: NamespaceLabels;
  /** The labels that a pod shares with its siblings of a Service or ReplicaSet. Source: pkg/scheduler/framework/plugins/helper/spread.go DefaultSelector. */
  readonly siblings: (pod: Pod) => Siblings;
}

export type Fit = (node: Node) => Misfit | undefined;

const resolvable = (reason: string): Misfit => ({ reasons: [reason], resolvable: true });
const unresolvable = (reason: string): Misfit => ({ reasons: [reason], resolvable: false });

const CORDON: Taint = { key: UNSCHEDULABLE, value: '', effect: 'NoSchedule' };

const AFFINITY_REASONS = {
  affinity: unresolvable("node(s) didn't match pod affinity rules"),
  'anti-affinity': resolvable("node(s) didn't match pod anti-affinity rules"),
  existing: resolvable("node(s) didn't satisfy existing pods anti-affinity rules"),
};

const SPREAD_REASONS = {
  'missing label': unresolvable("node(s) didn't match pod topology spread constraints (missing required label)"),
  skew: resolvable("node(s) didn't match pod topology spread constraints"),
};

/**
 * Whether a pod fits on a node: the filters of the default scheduler in their order, of which the first that objects is named.
 * Source: pkg/scheduler/apis/config/v1/default_plugins.go; Filter of each plugin.
 */
export function fitOf(pod: Pod, nodes: readonly Node[], { namespaceLabels }: Surroundings): Fit {
  const spread = spreadFilter(pod, nodes);
  const affinity = affinityFilter(pod, nodes, namespaceLabels);
  const ports = hostPorts(pod);
  return (node) => {
    if (node.unschedulable && !tolerates(pod.spec.tolerations, CORDON)) {
      return unresolvable('node(s) were unschedulable');
    }
    const taint = untoleratedTaint(pod, node);
    if (taint !== undefined) return unresolvable(`node(s) had untolerated taint {${taint.key}: ${taint.value}}`);
    if (!nodeAffinityMatches(pod.spec, node)) {
      return unresolvable("node(s) didn't match Pod's node affinity/selector");
    }
    if (ports.length > 0 && [...node.pods.values()].some((other) => portsConflict(ports, hostPorts(other)))) {
      return resolvable("node(s) didn't have free ports for the requested pod ports");
    }
    const lacking = lackingResources(pod, node);
    if (lacking !== undefined) return lacking;
    const skewed = spread(node);
    if (skewed !== undefined) return SPREAD_REASONS[skewed];
    const repelled = affinity(node);
    return repelled === undefined ? undefined : AFFINITY_REASONS[repelled];
  };
}

/**
 * Other pods can make room only if the node as a whole has it. Example: 2 cpus free of 8, 4 requested: resolvable; 16 requested: not.
 * Source: pkg/scheduler/framework/plugins/noderesources/fit.go fitsRequest.
 */
function lackingResources(pod: Pod, node: Node): Misfit | undefined {
  const reasons: string[] = [];
  let canFree = true;
  if (node.pods.size + 1 > node.maxPods) {
    reasons.push('Too many pods');
    canFree &&= node.maxPods > 0;
  }
  for (const [name, amount] of podRequests(pod)) {
    const allocatable = node.allocatable.get(name) ?? 0;
    if (amount === 0 || amount <= allocatable - (node.requested.get(name) ?? 0)) continue;
    reasons.push(`Insufficient ${name}`);
    canFree &&= amount <= allocatable;
  }
  return reasons.length === 0 ? undefined : { reasons, resolvable: canFree };
}

type HostPort = Required<Pick<ContainerPort, 'hostPort' | 'protocol' | 'hostIP'>>;

/** Ports of the node that a pod takes; on the host's network, all of its ports. Source: pkg/apis/core/v1/defaults.go defaultHostNetworkPorts. */
function hostPorts({ spec }: Pod): readonly HostPort[] {
  const { containers, initContainers = [], hostNetwork = false } = spec;
  const sidecars = initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...(containers ?? []), ...sidecars].flatMap(({ ports = [] }) =>
    ports.flatMap(({ containerPort, hostPort = 0, protocol = 'TCP', hostIP = '' }) => {
      const port = hostPort > 0 ? hostPort : hostNetwork ? containerPort : 0;
      return port > 0 ? [{ hostPort: port, protocol, hostIP: hostIP === '' ? ANY_ADDRESS : hostIP }] : [];
    }),
  );
}

const ANY_ADDRESS = '0.0.0.0';

/** Source: k8s.io/kube-scheduler/framework/types.go HostPortInfo.CheckConflict. */
function portsConflict(wanted: readonly HostPort[], taken: readonly HostPort[]): boolean {
  return wanted.some((port) =>
    taken.some(
      (other) =>
        port.hostPort === other.hostPort &&
        port.protocol === other.protocol &&
        (port.hostIP === other.hostIP || port.hostIP === ANY_ADDRESS || other.hostIP === ANY_ADDRESS),
    ),
  );
}

/** `1 Insufficient memory, 2 Insufficient cpu`: counted, in the order of the texts. */
export function histogram(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ');
}

/**
 * What the scheduler's event says of a pod that fits nowhere, before what preemption could do.
 * Example: `0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient cpu.`
 * Source: pkg/scheduler/framework/types.go FitError.Error.
 */
export function unavailableText(misfits: readonly Misfit[]): string {
  return `0/${misfits.length} nodes are available: ${histogram(misfits.flatMap(({ reasons }) => reasons))}.`;
}
