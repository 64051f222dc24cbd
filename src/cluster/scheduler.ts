import type { Clock } from '../api/clock.ts';
import type { EventRecorder } from '../api/events.ts';
import type { Because } from '../api/reason.ts';
import { POD, POD_DISRUPTION_BUDGET, REPLICA_SET, SERVICE } from '../api/resources.ts';
import { controllerOf } from '../api/rollouts/replica-sets.ts';
import { readableSelector, type Selector, selectorFromSet } from '../api/selector.ts';
import type { ApiServer } from '../api/server.ts';
import type { Pod } from '../api/shape/core.ts';
import type { Taint } from '../api/tolerations.ts';
import type { NodeSpec } from '../world/cluster.ts';
import { fitOf, type Misfit, type Surroundings, unavailableText } from './fit.ts';
import { cordoned, newNode, type Node, withoutPod, withPod } from './nodes.ts';
import { gatedStatus, unschedulableStatus } from './pod-status.ts';
import { preempt, type Preemption, priorityOf } from './preemption.ts';
import { podBound, podGated, podPreempted, podUnschedulable } from './rules.ts';
import { chosenNode, favouredNodes } from './score.ts';

export interface SchedulerEnv {
  readonly api: ApiServer;
  readonly clock: Clock;
  readonly recorder: EventRecorder;
  /** What happens to a pod once it has a node. */
  readonly onBound: (pod: Pod) => void;
}

/** What the post-filter of dynamic resources says of every pod that fits nowhere. Source: plugins/dynamicresources/dynamicresources.go PostFilter. */
const NO_CLAIMS = 'no new claims to deallocate';

/**
 * Gives pods their nodes as the default scheduler does: what fits nowhere stays Pending, and is tried again, the most important and then the oldest
 * first, whenever a pod leaves or a node changes. Without nodes every pod starts at once.
 */
export class Scheduler {
  readonly #env: SchedulerEnv;
  readonly #nodes: Map<string, Node>;
  readonly #surroundings: Surroundings;
  readonly #waiting = new Map<string, Pod>();
  /** Where each pod is, by uid. */
  readonly #bound = new Map<string, string>();
  #isTrying = false;
  #mustRetry = false;

  constructor(env: SchedulerEnv, nodes: readonly NodeSpec[]) {
    this.#env = env;
    const sorted = nodes.map(newNode).sort((a, b) => (a.name < b.name ? -1 : 1));
    this.#nodes = new Map(sorted.map((node) => [node.name, node]));
    this.#surroundings = {
      namespaceLabels: (namespace) => this.#namespaceLabels(namespace),
      siblings: (pod) => this.#siblings(pod),
    };
  }

  add(pod: Pod): void {
    if (this.#nodes.size === 0) {
      this.#env.onBound(pod);
      return;
    }
    this.#waiting.set(uidOf(pod), pod);
    this.#try([pod]);
  }

  remove(pod: Pod): void {
    const uid = uidOf(pod);
    this.#waiting.delete(uid);
    const node = this.#nodes.get(this.#bound.get(uid) ?? '');
    if (node === undefined) return;
    this.#bound.delete(uid);
    this.#nodes.set(node.name, withoutPod(node, pod));
    this.#retry();
  }

  /** Nothing new goes to a cordoned node that does not tolerate it; its pods stay. */
  cordon(name: string): void {
    this.#change(name, (node) => cordoned(node, true));
  }

  uncordon(name: string): void {
    this.#change(name, (node) => cordoned(node, false));
  }

  taint(name: string, taints: readonly Taint[]): void {
    this.#change(name, (node) => ({ ...node, taints: [...node.taints, ...taints] }));
  }

  /** Takes away the taints of this key. */
  untaint(name: string, key: string): void {
    this.#change(name, (node) => ({ ...node, taints: node.taints.filter((taint) => taint.key !== key) }));
  }

  /** The taints of a node that evict pods. */
  evictingTaints(name: string): readonly Taint[] {
    return this.#nodes.get(name)?.taints.filter(({ effect }) => effect === 'NoExecute') ?? [];
  }

  #change(name: string, change: (node: Node) => Node): void {
    const node = this.#nodes.get(name);
    if (node === undefined) return;
    this.#nodes.set(name, change(node));
    this.#retry();
  }

  /** Source: pkg/scheduler/framework/plugins/queuesort/priority_sort.go Less. */
  #retry(): void {
    if (this.#waiting.size > 0) this.#try([...this.#waiting.values()].sort((a, b) => priorityOf(b) - priorityOf(a)));
  }

  /** What happens meanwhile (pods that go, pods that come for them) is looked at afterwards. */
  #try(pods: readonly Pod[]): void {
    if (this.#isTrying) {
      this.#mustRetry = true;
      return;
    }
    this.#isTrying = true;
    for (const pod of pods) if (this.#tryBind(pod)) this.#waiting.delete(uidOf(pod));
    this.#isTrying = false;
    if (!this.#mustRetry) return;
    this.#mustRetry = false;
    this.#retry();
  }

  #tryBind(pod: Pod): boolean {
    const { namespace = '', name = '' } = pod.metadata;
    const current = this.#env.api.find(POD, namespace, name);
    if (current === undefined || current.metadata.uid !== pod.metadata.uid) return true;
    const { nodeName, schedulingGates = [] } = current.spec;
    if (nodeName !== undefined) return this.#bind(current, nodeName);
    if (schedulingGates.length > 0) {
      const gated = podGated.because((write) => ({ gates: write.before('spec.schedulingGates') }));
      this.#setStatus(current, gatedStatus(this.#env.clock.nowMs()), gated);
      return false;
    }
    const nodes = [...this.#nodes.values()];
    const fit = fitOf(current, nodes, this.#surroundings);
    const misfits = nodes.map(fit);
    const fitting = nodes.filter((_, index) => misfits[index] === undefined);
    const node = chosenNode(favouredNodes(current, fitting, nodes, this.#surroundings));
    if (node !== undefined) return this.#bind(current, node.name);
    this.#refuse(
      current,
      misfits.flatMap((misfit) => misfit ?? []),
    );
    return false;
  }

  /** A pod that names its node itself goes there unasked; one that is not there never runs it. */
  #bind(pod: Pod, nodeName: string): boolean {
    const node = this.#nodes.get(nodeName);
    if (node === undefined) return false;
    this.#nodes.set(nodeName, withPod(node, pod));
    this.#bound.set(uidOf(pod), nodeName);
    const because = podBound.because((write) => ({ node: write.setting(`nodes[${nodeName}].name`, nodeName) }));
    const bound = { ...pod, spec: { ...pod.spec, nodeName } };
    this.#env.onBound(this.#env.api.update(POD, bound, { because: [because] }));
    return true;
  }

  /** Says why a pod fits nowhere, and lets less important ones make room for it. */
  #refuse(pod: Pod, misfits: readonly Misfit[]): void {
    const { api, clock, recorder } = this.#env;
    const preemption = this.#preempt(pod, misfits);
    const why = unavailableText(misfits);
    const message = 'victims' in preemption ? why : `${why} ${NO_CLAIMS}, preemption: ${preemption.reason}`;
    const { conditions, nominatedNodeName } = pod.status;
    if (conditions?.find(({ type }) => type === 'PodScheduled')?.message !== message) {
      const nominated = 'victims' in preemption ? preemption.node : nominatedNodeName;
      const because = podUnschedulable.because((write) => ({
        nodes: write.setting('nodes.length', this.#nodes.size),
        message: write.after('status.conditions[type=PodScheduled].message'),
      }));
      this.#setStatus(pod, unschedulableStatus(message, clock.nowMs(), nominated), because);
      recorder.event(pod, 'Warning', 'FailedScheduling', message);
    }
    if (!('victims' in preemption)) return;
    for (const victim of preemption.victims) {
      const { namespace = '', name = '' } = victim.metadata;
      recorder.event(victim, 'Normal', 'Preempted', `Preempted by pod ${uidOf(pod)} on node ${preemption.node}`);
      const because = podPreempted.because((write) => ({
        pod: write.of(pod, 'metadata.name'),
        priority: write.of(pod, 'spec.priority'),
        own: write.before('spec.priority'),
      }));
      api.delete(POD, namespace, name, { because: [because] });
    }
  }

  /** A pod for which others are leaving already waits for them. Source: default_preemption.go PodEligibleToPreemptOthers. */
  #preempt(pod: Pod, misfits: readonly Misfit[]): Preemption {
    const nominated = this.#nodes.get(pod.status.nominatedNodeName ?? '');
    const isLeaving = (other: Pod): boolean =>
      other.metadata.deletionTimestamp !== undefined && priorityOf(other) < priorityOf(pod);
    if (nominated !== undefined && [...nominated.pods.values()].some(isLeaving)) {
      return { reason: 'not eligible due to a terminating pod on the nominated node.' };
    }
    const budgets = this.#env.api.list(POD_DISRUPTION_BUDGET);
    return preempt(pod, [...this.#nodes.values()], misfits, this.#surroundings, budgets);
  }

  #setStatus(pod: Pod, status: Pod['status'], because: Because): void {
    this.#env.api.updateStatus(POD, { ...pod, status }, { because: [because] });
  }

  /** Source: pkg/registry/core/namespace (the label is set by defaulting). */
  #namespaceLabels(namespace: string): Readonly<Record<string, string>> {
    const { api } = this.#env;
    const found = api.find(api.resourceFor('v1', 'Namespace'), '', namespace);
    return { ...found?.metadata.labels, 'kubernetes.io/metadata.name': namespace };
  }

  /** Source: pkg/scheduler/framework/plugins/helper/spread.go DefaultSelector. */
  #siblings(pod: Pod): Selector {
    const { api } = this.#env;
    const { namespace = '', labels } = pod.metadata;
    const services = api.list(SERVICE, namespace).flatMap((service) => {
      const selector = service.spec.selector ?? {};
      const selects = Object.keys(selector).length > 0 && selectorFromSet(selector).matches(labels);
      return selects ? Object.entries(selector) : [];
    });
    const ofServices = selectorFromSet(Object.fromEntries(services));
    const owner = controllerOf(pod);
    const replicaSet = owner?.kind === REPLICA_SET.kind ? api.find(REPLICA_SET, namespace, owner.name) : undefined;
    const own = readableSelector(replicaSet?.spec.selector);
    return {
      matches: (other) => ofServices.matches(other) && own?.matches(other) !== false,
      empty: ofServices.empty === true && own?.empty !== false,
    };
  }
}

function uidOf(pod: Pod): string {
  return pod.metadata.uid ?? '';
}
