import { labelSelectorAsSelector } from '../api/selector.ts';
import type { Pod } from '../api/shape/core.ts';
import { type Node, podRequests } from './nodes.ts';

/** Why a pod cannot go to a node. `resolvable`: it could, if other pods went away. */
export interface Misfit {
  readonly reason: string;
  readonly resolvable: boolean;
}

const HOSTNAME = 'kubernetes.io/hostname';

/**
 * Why a pod does not fit on a node, empty if it does: of the scheduler's filters, whether the node is closed, resources, and required anti-affinity
 * by host name. Source: pkg/scheduler/framework/plugins/noderesources/fit.go fitsRequest, plugins/interpodaffinity/filtering.go.
 */
export function misfits(pod: Pod, node: Node): readonly Misfit[] {
  if (node.closed !== undefined) return [{ reason: node.closed, resolvable: false }];
  const request = podRequests(pod.spec);
  const { allocatable, requested } = node;
  const found: Misfit[] = [];
  if (node.pods.size + 1 > allocatable.pods) found.push({ reason: 'Too many pods', resolvable: allocatable.pods > 0 });
  if (request.milliCpu > 0 && request.milliCpu > allocatable.milliCpu - requested.milliCpu) {
    found.push({ reason: 'Insufficient cpu', resolvable: request.milliCpu <= allocatable.milliCpu });
  }
  if (request.memoryBytes > 0 && request.memoryBytes > allocatable.memoryBytes - requested.memoryBytes) {
    found.push({ reason: 'Insufficient memory', resolvable: request.memoryBytes <= allocatable.memoryBytes });
  }
  if (found.length === 0 && repelled(pod, node)) {
    found.push({ reason: "node(s) didn't match pod anti-affinity rules", resolvable: true });
  }
  return found;
}

/** Whether the pod must not share the node with a pod that is there. */
function repelled(pod: Pod, node: Node): boolean {
  const terms = pod.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.some((term) => {
    if (term.topologyKey !== HOSTNAME) return false;
    const selector = labelSelectorAsSelector(term.labelSelector);
    const namespaces = term.namespaces ?? [pod.metadata.namespace ?? ''];
    for (const other of node.pods.values()) {
      if (namespaces.includes(other.metadata.namespace ?? '') && selector.matches(other.metadata.labels)) return true;
    }
    return false;
  });
}

/**
 * The node on which the pod leaves most free, by cpu and memory in equal parts; then the one with fewest pods, then the first by name.
 * Source: pkg/scheduler/framework/plugins/noderesources/least_allocated.go (the real scheduler draws among equals).
 */
export function bestNode(pod: Pod, fitting: readonly Node[]): Node | undefined {
  let best: Node | undefined;
  let bestScore = -1;
  for (const node of fitting) {
    const score = leastAllocatedScore(pod, node);
    if (best !== undefined && (score < bestScore || (score === bestScore && !(node.pods.size < best.pods.size))))
      continue;
    best = node;
    bestScore = score;
  }
  return best;
}

/** 0 to 100: half of the cpu and a quarter of the memory in use gives floor((50 + 75) / 2) = 62. */
function leastAllocatedScore(pod: Pod, node: Node): number {
  const request = podRequests(pod.spec);
  const { allocatable, requested } = node;
  const free = (capacity: number, used: number): number =>
    capacity === Infinity ? 100 : capacity === 0 ? 0 : Math.floor(((capacity - used) * 100) / capacity);
  const cpu = free(allocatable.milliCpu, requested.milliCpu + request.milliCpu);
  const memory = free(allocatable.memoryBytes, requested.memoryBytes + request.memoryBytes);
  return Math.floor((cpu + memory) / 2);
}

/**
 * What the scheduler says of a pod that fits nowhere: `0/3 nodes are available: 3 Insufficient cpu. no new claims to deallocate, preemption:
 * 0/3 nodes are available: 3 No preemption victims found for incoming pod.`
 * Source: pkg/scheduler/framework/types.go FitError.Error, plugins/dynamicresources (PostFilter), framework/preemption (v1.34).
 */
export function unschedulableMessage(verdicts: readonly (readonly Misfit[])[]): string {
  const count = verdicts.length;
  const none = `0/${count} nodes are available:`;
  const reasons = histogram(verdicts.flatMap((misfit) => misfit.map(({ reason }) => reason)));
  const helpful = verdicts.map((misfit) =>
    misfit.every(({ resolvable }) => resolvable)
      ? 'No preemption victims found for incoming pod'
      : 'Preemption is not helpful for scheduling',
  );
  return `${none} ${reasons}. no new claims to deallocate, preemption: ${none} ${histogram(helpful)}.`;
}

/** `1 Insufficient memory, 2 Insufficient cpu`: counted, in the order of the texts. */
function histogram(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ');
}
