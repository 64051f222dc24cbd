import type { Clock } from '../api/clock.ts';
import type { EventRecorder } from '../api/events.ts';
import { POD } from '../api/resources.ts';
import type { ApiServer } from '../api/server.ts';
import type { Pod } from '../api/shape/core.ts';
import type { NodeSpec } from '../world/cluster.ts';
import { bestNode, misfits, unschedulableMessage } from './fit.ts';
import { addResources, newNode, type Node, podRequests, subtractResources } from './nodes.ts';
import { unschedulableStatus } from './pod-status.ts';

export interface SchedulerEnv {
  readonly api: ApiServer;
  readonly clock: Clock;
  readonly recorder: EventRecorder;
  /** What happens to a pod once it has a node. */
  readonly onBound: (pod: Pod) => void;
}

/**
 * Gives pods their nodes, first come first served; what fits nowhere waits, Pending, and is tried again in the order of arrival whenever a pod
 * leaves. Without nodes every pod starts at once.
 */
export class Scheduler {
  readonly #env: SchedulerEnv;
  readonly #nodes: readonly Node[];
  readonly #waiting = new Map<string, Pod>();
  /** Where each pod is, by uid. */
  readonly #bound = new Map<string, Node>();

  constructor(env: SchedulerEnv, nodes: readonly NodeSpec[]) {
    this.#env = env;
    this.#nodes = nodes.map(newNode).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  add(pod: Pod): void {
    if (this.#nodes.length === 0) this.#env.onBound(pod);
    else if (!this.#tryBind(pod)) this.#waiting.set(uidOf(pod), pod);
  }

  remove(pod: Pod): void {
    const uid = uidOf(pod);
    this.#waiting.delete(uid);
    const node = this.#bound.get(uid);
    if (node === undefined) return;
    this.#bound.delete(uid);
    node.pods.delete(uid);
    node.requested = subtractResources(node.requested, podRequests(pod.spec));
    this.#retry();
  }

  /** Nothing new goes to the node, for this reason; its pods stay. */
  close(name: string, reason: string): void {
    for (const node of this.#nodes) if (node.name === name) node.closed = reason;
  }

  open(name: string): void {
    for (const node of this.#nodes) if (node.name === name) node.closed = undefined;
    this.#retry();
  }

  #retry(): void {
    for (const waiting of [...this.#waiting.values()]) {
      if (this.#tryBind(waiting)) this.#waiting.delete(uidOf(waiting));
    }
  }

  #tryBind(pod: Pod): boolean {
    const { namespace = '', name = '' } = pod.metadata;
    const current = this.#env.api.find(POD, namespace, name);
    if (current === undefined || current.metadata.uid !== pod.metadata.uid) return true;
    const verdicts = this.#nodes.map((node) => misfits(current, node));
    const fitting = this.#nodes.filter((_, index) => verdicts[index]?.length === 0);
    const node = bestNode(current, fitting);
    if (node === undefined) {
      this.#refuse(current, unschedulableMessage(verdicts));
      return false;
    }
    const uid = uidOf(current);
    node.pods.set(uid, current);
    node.requested = addResources(node.requested, podRequests(current.spec));
    this.#bound.set(uid, node);
    this.#env.onBound(this.#env.api.update(POD, { ...current, spec: { ...current.spec, nodeName: node.name } }));
    return true;
  }

  #refuse(pod: Pod, message: string): void {
    const scheduled = pod.status.conditions?.find(({ type }) => type === 'PodScheduled');
    if (scheduled?.message === message) return;
    this.#env.api.updateStatus(POD, { ...pod, status: unschedulableStatus(message, this.#env.clock.nowMs()) });
    this.#env.recorder.event(pod, 'Warning', 'FailedScheduling', message);
  }
}

function uidOf(pod: Pod): string {
  return pod.metadata.uid ?? '';
}
