import type { Controller, ControllerEnv } from '../../api/controller.ts';
import { POD, REPLICA_SET } from '../../api/resources.ts';
import type { WatchEvent } from '../../api/server.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { WorkQueue } from '../../api/workqueue.ts';
import { newPod } from './new-pod.ts';
import { type OwnedPod, PodIndex } from './pod-index.ts';
import { countByNode, kubernetesPodOrder, type PodOrder, simplePodOrder } from './pod-ranking.ts';
import { becauseOfFewerPods, becauseOfNewPods, becauseOfStatus } from './rules.ts';
import { countReplicas, replicaSetStatus } from './replica-set-status.ts';

export interface ReplicaSetOptions {
  /** How pods are ranked when some have to go. */
  readonly podDeletion: 'recordings' | 'kubernetes';
}

/**
 * Keeps as many pods as each ReplicaSet asks for, and counts them. Pods are made and deleted at once; a name is the ReplicaSet's and a counter that is
 * never used twice for it. Source: pkg/controller/replicaset/replica_set.go.
 */
export class ReplicaSetController implements Controller {
  readonly name = 'replicaset';
  readonly resource = REPLICA_SET;
  readonly queue: WorkQueue;
  readonly #env: ControllerEnv;
  readonly #options: ReplicaSetOptions;
  readonly #index: PodIndex;
  readonly #counters = new Map<string, number>();
  /** uids of the ReplicaSets that share an owner, by its uid. */
  readonly #siblings = new Map<string, Set<string>>();

  constructor(env: ControllerEnv, options: ReplicaSetOptions) {
    this.#env = env;
    this.#options = options;
    this.queue = env.newQueue(this.name);
    this.#index = new PodIndex(env.clock);
    env.api.watch(REPLICA_SET, (event) => this.#onReplicaSet(event));
    env.api.watch(POD, (event) => {
      const key = this.#index.handle(event);
      if (key !== undefined) this.queue.add(key);
    });
  }

  sync(key: string): void {
    const { api, clock } = this.#env;
    const slash = key.indexOf('/');
    const replicaSet = api.find(REPLICA_SET, key.slice(0, slash), key.slice(slash + 1));
    if (replicaSet === undefined) return;
    this.#manageReplicas(replicaSet);
    const asOf = api.resourceVersion;
    const set = this.#index.get(replicaSet.metadata.uid ?? '');
    const counts = countReplicas(set, replicaSet.spec.minReadySeconds ?? 0, clock.nowMs());
    const status = replicaSetStatus(replicaSet, counts);
    if (status !== replicaSet.status) {
      const because = becauseOfStatus(replicaSet, { ...counts, labeled: counts.replicas, asOf });
      api.updateStatus(REPLICA_SET, { ...replicaSet, status }, { because });
    }
    if (counts.nextAvailableMs !== undefined) this.queue.addAfter(key, counts.nextAvailableMs - clock.nowMs());
  }

  #onReplicaSet(event: WatchEvent<ReplicaSet>): void {
    const { object } = event;
    const { namespace = '', name = '', uid = '', ownerReferences } = object.metadata;
    const owner = ownerReferences?.find(({ controller }) => controller === true)?.uid;
    if (event.type === 'DELETED') {
      if (owner !== undefined) this.#siblings.get(owner)?.delete(uid);
      return;
    }
    if (event.type === 'ADDED' && owner !== undefined) {
      const siblings = this.#siblings.get(owner);
      if (siblings === undefined) this.#siblings.set(owner, new Set([uid]));
      else siblings.add(uid);
    }
    if (event.type === 'ADDED' || event.previous.spec !== object.spec) this.queue.add(`${namespace}/${name}`);
  }

  /** Source: replica_set.go manageReplicas. */
  #manageReplicas(replicaSet: ReplicaSet): void {
    const { namespace = '', name = '', uid = '' } = replicaSet.metadata;
    const pods = this.#index.get(uid)?.pods;
    const existing = pods?.size ?? 0;
    const missing = (replicaSet.spec.replicas ?? 0) - existing;
    if (missing === 0) return;
    const { api } = this.#env;
    const becauseOf = missing > 0 ? becauseOfNewPods : becauseOfFewerPods;
    const because = [becauseOf(replicaSet, existing, api.resourceVersion)];
    for (let made = 0; made < missing; made += 1) {
      api.create(POD, newPod(replicaSet, this.#nextName(`${namespace}/${name}`, name)), { because });
    }
    if (missing >= 0 || pods === undefined) return;
    const ranked = [...pods.values()].sort(this.#podOrder(replicaSet, pods.values()));
    for (const { pod } of ranked.slice(0, -missing)) api.delete(POD, namespace, pod.metadata.name ?? '', { because });
  }

  #podOrder(replicaSet: ReplicaSet, pods: Iterable<OwnedPod>): PodOrder {
    if (this.#options.podDeletion === 'recordings') return simplePodOrder;
    const owner = replicaSet.metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid;
    const siblings = owner === undefined ? undefined : this.#siblings.get(owner);
    if (siblings === undefined) return kubernetesPodOrder(this.#env.clock.nowMs(), countByNode(pods));
    const counts = new Map<string, number>();
    for (const uid of siblings) countByNode(this.#index.get(uid)?.pods.values() ?? [], counts);
    return kubernetesPodOrder(this.#env.clock.nowMs(), counts);
  }

  #nextName(key: string, name: string): string {
    const count = (this.#counters.get(key) ?? 0) + 1;
    this.#counters.set(key, count);
    return `${name}-${String(count).padStart(5, '0')}`;
  }
}
