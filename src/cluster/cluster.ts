import type { Clock, Timers } from '../api/clock.ts';
import type { EventRecorder } from '../api/events.ts';
import { POD } from '../api/resources.ts';
import type { ApiServer } from '../api/server.ts';
import type { Pod } from '../api/shape/core.ts';
import type { RandomStreams } from '../kernel/streams.ts';
import type { NodeAction } from '../world/actions/node.ts';
import type { PodsAction } from '../world/actions/pods.ts';
import type { ClusterSpec, PodBehaviour } from '../world/cluster.ts';
import { type CrashLoop, imageOf, Kubelet } from './kubelet.ts';
import { type NodeAnswer, NodeFaults } from './node-faults.ts';
import { chosenCount } from './pod-choice.ts';
import { Scheduler } from './scheduler.ts';

/** What the cluster is given. */
export interface ClusterEnv {
  readonly api: ApiServer;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly recorder: EventRecorder;
  readonly random: RandomStreams;
}

/** What happens under the controllers: pods get nodes, start, turn ready, fail and go. */
export class Cluster {
  readonly #api: ApiServer;
  readonly #kubelet: Kubelet;
  readonly #nodes: NodeFaults;

  /** Watches the pods of the API server from now on. */
  constructor(env: ClusterEnv, spec: ClusterSpec) {
    this.#api = env.api;
    const kubelet = new Kubelet(env, spec);
    const ordinals = new Map<string, number>();
    const ordinalOf = (pod: Pod): number => ordinals.get(pod.metadata.uid ?? '') ?? 0;
    const onBound = (pod: Pod): void => {
      kubelet.start(pod, ordinalOf(pod));
      nodes.bound(pod);
    };
    const scheduler = new Scheduler({ ...env, onBound }, spec.nodes);
    const nodes = new NodeFaults(env, scheduler, kubelet);
    env.api.watch(POD, (event) => {
      const pod = event.object;
      const uid = pod.metadata.uid ?? '';
      if (event.type === 'ADDED') {
        ordinals.set(uid, kubelet.count(pod));
        scheduler.add(pod);
      } else if (event.type === 'MODIFIED') {
        if (pod.metadata.deletionTimestamp !== undefined) kubelet.terminate(pod);
      } else {
        kubelet.forget(pod);
        ordinals.delete(uid);
        nodes.forget(pod);
        scheduler.remove(pod);
      }
    });
    this.#kubelet = kubelet;
    this.#nodes = nodes;
  }

  /** A new behaviour for the pods of an image that were never ready, and for those to come. */
  setBehaviour(image: string, behaviour: PodBehaviour): void {
    this.#kubelet.setBehaviour(image, behaviour);
  }

  /** See `Kubelet.crashLoops`. */
  crashLoops(): readonly CrashLoop[] {
    return this.#kubelet.crashLoops();
  }

  /** A fault of the pods of an image, or the end of one. */
  act(action: PodsAction): void {
    switch (action.what) {
      case 'unready':
        return this.#kubelet.hold(action);
      case 'ready':
        return this.#kubelet.letGo(action);
      case 'crash':
      case 'crash-loop':
        return this.#kubelet.crash(action, action.what === 'crash-loop');
      case 'heal':
        return this.#kubelet.heal(action);
      case 'delete':
        return this.#deletePods(action);
    }
  }

  /** The nodes that are cut off, whether or not anybody has noticed: another set whenever they change. */
  get lostNodes(): ReadonlySet<string> {
    return this.#kubelet.lostNodes;
  }

  /** What happens to a node. */
  actOnNode(action: NodeAction): NodeAnswer {
    return this.#nodes.act(action);
  }

  #deletePods(action: PodsAction): void {
    const pods = this.#api.list(POD).filter((pod) => imageOf(pod) === action.image);
    for (const pod of pods.slice(0, chosenCount(action, pods.length))) {
      this.#api.delete(POD, pod.metadata.namespace ?? '', pod.metadata.name ?? '');
    }
  }
}
