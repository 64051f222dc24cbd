import type { Clock } from '../../api/clock.ts';
import type { WatchEvent } from '../../api/server.ts';
import type { Pod, PodStatus } from '../../api/shape/core.ts';
import { parseTime } from '../../api/times.ts';

/** A pod of a ReplicaSet, and when things happened to it on the clock (times in objects are cut to whole seconds). */
export interface OwnedPod {
  readonly pod: Pod;
  readonly createdMs: number;
  /** Since when it is ready; undefined if it is not. */
  readonly readySinceMs: number | undefined;
}

/** The pods of one ReplicaSet, in the order of creation. */
export interface PodSet {
  /** `namespace/name` of the ReplicaSet. */
  readonly key: string;
  readonly pods: Map<string, OwnedPod>;
  ready: number;
}

/** The pods of each ReplicaSet, kept up to date by a watch: nothing ever lists all pods. */
export class PodIndex {
  readonly #clock: Clock;
  readonly #sets = new Map<string, PodSet>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The pods of the ReplicaSet with this uid. */
  get(uid: string): PodSet | undefined {
    return this.#sets.get(uid);
  }

  /** Takes in a change of a pod; the key of its ReplicaSet if that has to look at it. */
  handle(event: WatchEvent<Pod>): string | undefined {
    const { object: pod } = event;
    const owner = pod.metadata.ownerReferences?.find(
      ({ controller, kind }) => controller === true && kind === 'ReplicaSet',
    );
    if (owner === undefined) return undefined;
    const name = pod.metadata.name ?? '';
    let set = this.#sets.get(owner.uid);
    if (set === undefined) {
      if (event.type === 'DELETED') return undefined;
      set = { key: `${pod.metadata.namespace ?? ''}/${owner.name}`, pods: new Map(), ready: 0 };
      this.#sets.set(owner.uid, set);
    }
    const known = set.pods.get(name);
    const wasReady = known?.readySinceMs !== undefined;
    if (event.type === 'DELETED') {
      set.pods.delete(name);
      if (wasReady) set.ready -= 1;
      if (set.pods.size === 0) this.#sets.delete(owner.uid);
      return set.key;
    }
    const ready = isPodReady(pod.status);
    const nowMs = this.#clock.nowMs();
    const readySinceMs = ready ? (known?.readySinceMs ?? nowMs) : undefined;
    set.pods.set(name, { pod, createdMs: known?.createdMs ?? nowMs, readySinceMs });
    if (ready !== wasReady) set.ready += ready ? 1 : -1;
    return known === undefined || ready !== wasReady ? set.key : undefined;
  }
}

const readiness = new WeakMap<PodStatus, boolean>();

/** Whether the condition Ready holds. Source: pkg/api/v1/pod/util.go IsPodReady. */
export function isPodReady(status: PodStatus): boolean {
  let ready = readiness.get(status);
  if (ready === undefined) {
    ready = status.conditions?.some(({ type, status: holds }) => type === 'Ready' && holds === 'True') ?? false;
    readiness.set(status, ready);
  }
  return ready;
}

/** Epoch milliseconds of the condition Ready's last change, as the object tells it. */
export function readyTransitionMs(status: PodStatus): number | undefined {
  const time = status.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime;
  return time === undefined || time === null ? undefined : parseTime(time);
}
