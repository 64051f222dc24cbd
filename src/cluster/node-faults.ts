import type { Clock, Timers } from '../api/clock.ts';
import { ApiError } from '../api/errors.ts';
import type { EventRecorder } from '../api/events.ts';
import { evictPod } from '../api/eviction.ts';
import type { RuleInput, Write } from '../api/reason.ts';
import { objectKey } from '../api/object-key.ts';
import { POD } from '../api/resources.ts';
import type { ApiServer } from '../api/server.ts';
import type { Pod } from '../api/shape/core.ts';
import { evictionDelayMs, type Taint, UNREACHABLE, withDefaultTolerations } from '../api/tolerations.ts';
import type { NodeAction } from '../world/actions/node.ts';
import type { Kubelet } from './kubelet.ts';
import { podDrained, podEvicted } from './rules.ts';
import type { Scheduler } from './scheduler.ts';

/** After so long without news a node is taken for lost. Source: kube-controller-manager --node-monitor-grace-period, 50s since v1.32. */
const GRACE_MS = 50_000;

/** How long `kubectl drain` waits before it asks again. Source: k8s.io/kubectl/pkg/drain/drain.go evictPods. */
const EVICTION_RETRY_MS = 5_000;

/** Source: pkg/controller/nodelifecycle/node_lifecycle_controller.go UnreachableTaintTemplate, nodeConditionToTaintKeyStatusMap. */
const UNREACHABLE_TAINTS: readonly Taint[] = [
  { key: UNREACHABLE, value: '', effect: 'NoSchedule' },
  { key: UNREACHABLE, value: '', effect: 'NoExecute' },
];

const node = (write: Write): RuleInput => write.before('spec.nodeName');
const EVICTED = podEvicted.because((write) => ({ node: node(write) }));
const DRAINED = podDrained.because((write) => ({ node: node(write) }));

export interface NodeFaultsEnv {
  readonly api: ApiServer;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly recorder: EventRecorder;
}

/** What a command about a node prints, and the error with which it ends. */
export interface NodeAnswer {
  readonly output?: string;
  readonly error?: string;
}

/** Takes nodes away and gives them back. */
export class NodeFaults {
  readonly #env: NodeFaultsEnv;
  readonly #scheduler: Scheduler;
  readonly #kubelet: Kubelet;
  /** What is still to come for a node. */
  readonly #pending = new Map<string, () => void>();
  /** Evictions to come, by pod. */
  readonly #evictions = new Map<string, () => void>();

  constructor(env: NodeFaultsEnv, scheduler: Scheduler, kubelet: Kubelet) {
    this.#env = env;
    this.#scheduler = scheduler;
    this.#kubelet = kubelet;
  }

  act({ node, what }: NodeAction): NodeAnswer {
    switch (what) {
      case 'drain':
        return this.#drain(node);
      case 'fail':
        this.#fail(node);
        return {};
      case 'restore':
        this.#restore(node);
        return {};
    }
  }

  /** A pod that comes to a node whose taints evict it goes again when it no longer tolerates them. */
  bound(pod: Pod): void {
    const taints = this.#scheduler.evictingTaints(pod.spec.nodeName ?? '');
    if (taints.length > 0) this.#planEviction(pod, taints);
  }

  forget(pod: Pod): void {
    const key = objectKey(pod);
    this.#evictions.get(key)?.();
    this.#evictions.delete(key);
  }

  /**
   * As `kubectl drain` does: cordoned first, so that nothing comes back; pods that a PodDisruptionBudget holds are asked again and again, and an error
   * about one pod does not keep the others.
   * Source: k8s.io/kubectl/pkg/drain/drain.go evictPods.
   */
  #drain(node: string): NodeAnswer {
    this.#scheduler.cordon(node);
    const { held, lines, errors } = this.#evictAll(this.#podsOn(node));
    this.#askAgain(node, held);
    const output = [`node/${node} cordoned`, ...lines].map((line) => `${line}\n`).join('');
    return errors.length === 0 ? { output } : { output, error: errors.join('\n') };
  }

  #evictAll(pods: readonly Pod[]): {
    readonly held: readonly Pod[];
    readonly lines: string[];
    readonly errors: string[];
  } {
    const { api, clock } = this.#env;
    const held: Pod[] = [];
    const lines: string[] = [];
    const errors: string[] = [];
    for (const pod of pods) {
      const { namespace = '', name = '', uid } = pod.metadata;
      if (api.find(POD, namespace, name)?.metadata.uid !== uid) continue;
      lines.push(`evicting pod ${namespace}/${name}`);
      const failed = `error when evicting pods/"${name}" -n "${namespace}"`;
      try {
        evictPod(api, namespace, name, clock.nowMs(), { because: [DRAINED] });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.reason === 'TooManyRequests') {
          lines.push(`${failed} (will retry after 5s): ${error.message}`);
          held.push(pod);
        } else if (error.reason !== 'NotFound') errors.push(`${failed}: ${error.message}`);
      }
    }
    return { held, lines, errors };
  }

  #askAgain(node: string, held: readonly Pod[]): void {
    if (held.length === 0) return;
    this.#later(node, EVICTION_RETRY_MS, () => this.#askAgain(node, this.#evictAll(held).held));
  }

  /**
   * A node that fails is noticed after a grace period: its pods are called not ready, and nothing new goes there. Each is evicted when its own
   * toleration ends. Source: pkg/controller/nodelifecycle/node_lifecycle_controller.go, pkg/controller/tainteviction/taint_eviction.go.
   */
  #fail(node: string): void {
    this.#kubelet.lose(node);
    this.#later(node, GRACE_MS, () => {
      this.#scheduler.taint(node, UNREACHABLE_TAINTS);
      this.#kubelet.markNotReady(node);
      const taints = this.#scheduler.evictingTaints(node);
      for (const pod of this.#podsOn(node)) this.#planEviction(pod, taints);
    });
  }

  #planEviction(pod: Pod, taints: readonly Taint[]): void {
    const { clock, timers } = this.#env;
    this.forget(pod);
    const delayMs = evictionDelayMs(withDefaultTolerations(pod.spec.tolerations), taints);
    if (delayMs === Infinity) return;
    const cancel = timers.schedule(clock.nowMs() + delayMs, () => this.#evict(pod));
    this.#evictions.set(objectKey(pod), cancel);
  }

  #evict(pod: Pod): void {
    const { api, recorder } = this.#env;
    const { namespace = '', name = '' } = pod.metadata;
    recorder.event(pod, 'Normal', 'TaintManagerEviction', `Marking for deletion Pod ${namespace}/${name}`);
    api.delete(POD, namespace, name, { because: [EVICTED] });
  }

  #restore(node: string): void {
    this.#pending.get(node)?.();
    this.#pending.delete(node);
    for (const pod of this.#podsOn(node)) this.forget(pod);
    this.#kubelet.find(node);
    this.#scheduler.untaint(node, UNREACHABLE);
    this.#scheduler.uncordon(node);
  }

  #later(node: string, delayMs: number, run: () => void): void {
    this.#pending.get(node)?.();
    this.#pending.set(node, this.#env.timers.schedule(this.#env.clock.nowMs() + delayMs, run));
  }

  #podsOn(node: string): readonly Pod[] {
    return this.#env.api.list(POD).filter(({ spec }) => spec.nodeName === node);
  }
}
