import type { Clock, Timers } from '../api/clock.ts';
import type { EventRecorder } from '../api/events.ts';
import { POD } from '../api/resources.ts';
import type { ApiServer } from '../api/server.ts';
import type { Pod } from '../api/shape/core.ts';
import type { RandomStreams } from '../kernel/streams.ts';
import { imageOf, Kubelet } from './kubelet.ts';
import { Scheduler } from './scheduler.ts';
import type { ClusterSpec, PodBehaviour, PodsAction } from './spec.ts';

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

  /** Watches the pods of the API server from now on. */
  constructor(env: ClusterEnv, spec: ClusterSpec) {
    this.#api = env.api;
    const kubelet = new Kubelet(env, spec);
    const ordinals = new Map<string, number>();
    const ordinalOf = (pod: Pod): number => ordinals.get(pod.metadata.uid ?? '') ?? 0;
    const scheduler = new Scheduler({ ...env, onBound: (pod) => kubelet.start(pod, ordinalOf(pod)) }, spec.nodes);
    env.api.watch(POD, (event) => {
      const pod = event.object;
      const uid = pod.metadata.uid ?? '';
      if (event.type === 'ADDED') {
        ordinals.set(uid, kubelet.count(pod));
        scheduler.add(pod);
      } else if (event.type === 'DELETED') {
        kubelet.forget(pod);
        ordinals.delete(uid);
        scheduler.remove(pod);
      }
    });
    this.#kubelet = kubelet;
  }

  /** A new behaviour for the pods of an image that were never ready, and for those to come. */
  setBehaviour(image: string, behaviour: PodBehaviour): void {
    this.#kubelet.setBehaviour(image, behaviour);
  }

  /** What fate does to the pods of an image. */
  act({ image, count, what }: PodsAction): void {
    if (what === 'unready') this.#kubelet.hold(image, count);
    else if (what === 'ready') this.#kubelet.letGo(image, count);
    else this.#deletePods(image, count);
  }

  #deletePods(image: string, count: number): void {
    const pods = this.#api.list(POD).filter((pod) => imageOf(pod) === image);
    for (const pod of count < 0 ? pods : pods.slice(0, count)) {
      this.#api.delete(POD, pod.metadata.namespace ?? '', pod.metadata.name ?? '');
    }
  }
}
