import type { Clock, Timers } from '../api/clock.ts';
import { ApiError } from '../api/errors.ts';
import { evictPod } from '../api/eviction.ts';
import { POD } from '../api/resources.ts';
import type { ApiServer } from '../api/server.ts';
import type { NodeAction } from '../world/actions/node.ts';
import type { Kubelet } from './kubelet.ts';
import type { Scheduler } from './scheduler.ts';

/** After so long without news a node is taken for lost. Source: kube-controller-manager --node-monitor-grace-period, 50s since v1.32. */
const GRACE_MS = 50_000;
/** Pods tolerate a lost node so long. Source: plugin/pkg/admission/defaulttolerationseconds/admission.go. */
const TOLERATION_MS = 300_000;

/** How long `kubectl drain` waits before it asks again. Source: k8s.io/kubectl/pkg/drain/drain.go evictPods. */
const EVICTION_RETRY_MS = 5_000;

const CORDONED = 'node(s) were unschedulable';
const UNREACHABLE = 'node(s) had untolerated taint {node.kubernetes.io/unreachable: }';

export interface NodeFaultsEnv {
  readonly api: ApiServer;
  readonly clock: Clock;
  readonly timers: Timers;
}

/** Takes nodes away and gives them back. */
export class NodeFaults {
  readonly #env: NodeFaultsEnv;
  readonly #scheduler: Scheduler;
  readonly #kubelet: Kubelet;
  /** What is still to come for a node that failed. */
  readonly #pending = new Map<string, () => void>();

  constructor(env: NodeFaultsEnv, scheduler: Scheduler, kubelet: Kubelet) {
    this.#env = env;
    this.#scheduler = scheduler;
    this.#kubelet = kubelet;
  }

  act({ node, what }: NodeAction): void {
    if (what === 'drain') this.#drain(node);
    else if (what === 'fail') this.#fail(node);
    else this.#restore(node);
  }

  /**
   * As `kubectl drain` does: cordoned first, so that nothing comes back; pods that a PodDisruptionBudget holds are asked again and again.
   * Source: k8s.io/kubectl/pkg/drain/drain.go evictPods.
   */
  #drain(node: string): void {
    this.#scheduler.close(node, CORDONED);
    this.#askToGo(node);
  }

  #askToGo(node: string): void {
    const { api, clock } = this.#env;
    let held = false;
    for (const { namespace, name } of this.#podsOn(node)) {
      try {
        evictPod(api, namespace, name, clock.nowMs());
      } catch (error) {
        if (!(error instanceof ApiError && error.reason === 'TooManyRequests')) throw error;
        held = true;
      }
    }
    if (held) this.#later(node, EVICTION_RETRY_MS, () => this.#askToGo(node));
  }

  /**
   * A node that fails is noticed after a grace period: its pods are called not ready, and nothing new goes there. They are evicted when their
   * toleration ends. Source: pkg/controller/nodelifecycle/node_lifecycle_controller.go, pkg/controller/tainteviction.
   */
  #fail(node: string): void {
    this.#kubelet.lose(node);
    this.#later(node, GRACE_MS, () => {
      this.#scheduler.close(node, UNREACHABLE);
      this.#kubelet.markNotReady(node);
      this.#later(node, TOLERATION_MS, () => this.#evict(node));
    });
  }

  #restore(node: string): void {
    this.#pending.get(node)?.();
    this.#pending.delete(node);
    this.#kubelet.find(node);
    this.#scheduler.open(node);
  }

  #later(node: string, delayMs: number, run: () => void): void {
    this.#pending.get(node)?.();
    this.#pending.set(node, this.#env.timers.schedule(this.#env.clock.nowMs() + delayMs, run));
  }

  #evict(node: string): void {
    for (const { namespace, name } of this.#podsOn(node)) this.#env.api.delete(POD, namespace, name);
  }

  #podsOn(node: string): readonly { readonly namespace: string; readonly name: string }[] {
    const pods = this.#env.api.list(POD).filter(({ spec }) => spec.nodeName === node);
    return pods.map(({ metadata }) => ({ namespace: metadata.namespace ?? '', name: metadata.name ?? '' }));
  }
}
