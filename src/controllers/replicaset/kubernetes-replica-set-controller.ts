import type { Controller, ControllerEnv } from '../../api/controller.ts';
import { isNotFound, ReconcileError } from '../../api/errors.ts';
import { newControllerRef } from '../../api/controller-ref.ts';
import type { Because } from '../../api/reason.ts';
import { POD, REPLICA_SET } from '../../api/resources.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import { readableSelector, type Selector } from '../../api/selector.ts';
import type { WatchEvent } from '../../api/server.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Pod } from '../../api/shape/core.ts';
import type { OwnerReference } from '../../api/shape/meta.ts';
import type { WorkQueue } from '../../api/workqueue.ts';
import { calculateStatus, nextAvailableMs, statusToWrite } from './kubernetes-status.ts';
import { becauseOfClaim, becauseOfStatus } from './rules.ts';
import { createPods, deletePods, PodNames } from './manage-replicas.ts';
import { OwnedPods } from './owned-pods.ts';
import type { OwnedPod } from './pod-index.ts';
import { countByNode, kubernetesPodOrder } from './pod-ranking.ts';

/**
 * The ReplicaSet controller as Kubernetes has it: one pass makes or deletes pods and writes the status as it was before; the next pass, woken by
 * the pods, counts them. It adopts and releases pods, starts slowly when pods are refused, and tells of each pod.
 * Source: pkg/controller/replicaset/replica_set.go.
 */
export class KubernetesReplicaSetController implements Controller {
  readonly name = 'replicaset';
  readonly resource = REPLICA_SET;
  readonly queue: WorkQueue;
  readonly #env: ControllerEnv;
  readonly #pods = new OwnedPods();
  readonly #names = new PodNames();
  /** ReplicaSets by the uid of what controls them. */
  readonly #siblings = new Map<string, Set<string>>();

  constructor(env: ControllerEnv) {
    this.#env = env;
    this.queue = env.newQueue(this.name);
    env.api.watch(REPLICA_SET, (event) => this.#onReplicaSet(event));
    env.api.watch(POD, (event) => this.#onPod(event));
  }

  /** Source: replica_set.go syncReplicaSet. */
  sync(key: string): void {
    const { api, clock } = this.#env;
    const slash = key.indexOf('/');
    const replicaSet = api.find(REPLICA_SET, key.slice(0, slash), key.slice(slash + 1));
    const selector = replicaSet === undefined ? undefined : readableSelector(replicaSet.spec.selector);
    if (replicaSet === undefined || selector === undefined) return;
    const pods = this.#claim(replicaSet, selector);
    const asOf = api.resourceVersion;
    const failure = this.#manage(replicaSet, pods);
    const status = calculateStatus(replicaSet, pods, failure, clock.nowMs());
    const written = statusToWrite(replicaSet, status);
    if (written !== undefined) {
      const because = becauseOfStatus(replicaSet, {
        replicas: status.replicas,
        labeled: status.fullyLabeledReplicas ?? 0,
        ready: status.readyReplicas ?? 0,
        available: status.availableReplicas ?? 0,
        asOf,
      });
      api.updateStatus(REPLICA_SET, { ...replicaSet, status: written }, { because });
    }
    if (failure !== undefined) throw new ReconcileError(failure);
    const nextMs = nextAvailableMs(pods, replicaSet.spec.minReadySeconds ?? 0, clock.nowMs());
    if (nextMs !== undefined) this.queue.addAfter(key, nextMs - clock.nowMs());
  }

  #enqueue({ metadata }: ReplicaSet): void {
    this.queue.add(`${metadata.namespace ?? ''}/${metadata.name ?? ''}`);
  }

  #onReplicaSet(event: WatchEvent<ReplicaSet>): void {
    const { object } = event;
    const uid = object.metadata.uid ?? '';
    if (event.type !== 'ADDED')
      this.#siblings.get(ownerUid(event.type === 'MODIFIED' ? event.previous : object))?.delete(uid);
    if (event.type !== 'DELETED') {
      const owner = ownerUid(object);
      const siblings = this.#siblings.get(owner);
      if (siblings === undefined) this.#siblings.set(owner, new Set([uid]));
      else siblings.add(uid);
    }
    this.#enqueue(object);
  }

  /** Source: replica_set.go addPod, updatePod, deletePod. */
  #onPod(event: WatchEvent<Pod>): void {
    this.#pods.handle(event);
    const { object } = event;
    const owner = controllerOf(object);
    const former = event.type === 'MODIFIED' ? controllerOf(event.previous) : undefined;
    if (former !== undefined && former.uid !== owner?.uid) this.#wakeOwner(object, former);
    if (owner !== undefined) {
      this.#wakeOwner(object, owner);
      return;
    }
    if (event.type === 'DELETED') return;
    for (const replicaSet of this.#env.api.list(REPLICA_SET, object.metadata.namespace ?? '')) {
      if (readableSelector(replicaSet.spec.selector)?.matches(object.metadata.labels) === true)
        this.#enqueue(replicaSet);
    }
  }

  #wakeOwner({ metadata }: Pod, { kind, name, uid }: OwnerReference): void {
    if (kind !== REPLICA_SET.kind) return;
    const replicaSet = this.#env.api.find(REPLICA_SET, metadata.namespace ?? '', name);
    if (replicaSet?.metadata.uid === uid) this.#enqueue(replicaSet);
  }

  /** The pods that are the ReplicaSet's; matching orphans join, own ones that no longer match are released. Source: replica_set.go claimPods. */
  #claim(replicaSet: ReplicaSet, selector: Selector): readonly Pod[] {
    const { namespace, uid = '' } = replicaSet.metadata;
    const own = this.#pods.activeOf(uid);
    const orphans = this.#pods
      .orphans()
      .filter(({ metadata }) => metadata.namespace === namespace && selector.matches(metadata.labels));
    const lost = own.filter(({ metadata }) => !selector.matches(metadata.labels));
    if (orphans.length + lost.length === 0) return own;
    const reference = newControllerRef(REPLICA_SET, replicaSet.metadata);
    for (const pod of lost)
      this.#setOwners(
        pod,
        (pod.metadata.ownerReferences ?? []).filter((owner) => owner.uid !== uid),
        becauseOfClaim(replicaSet, false),
      );
    const adopted = orphans.filter((pod) =>
      this.#setOwners(pod, [...(pod.metadata.ownerReferences ?? []), reference], becauseOfClaim(replicaSet, true)),
    );
    return [...own.filter((pod) => !lost.includes(pod)), ...adopted];
  }

  /** Whether the pod was still there. */
  #setOwners({ metadata }: Pod, ownerReferences: readonly OwnerReference[], because: Because): boolean {
    try {
      const owners = ownerReferences.length === 0 ? null : ownerReferences;
      const patch = { metadata: { ownerReferences: owners } };
      this.#env.api.patch(POD, metadata.namespace ?? '', metadata.name ?? '', patch, { because: [because] });
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  /** What went wrong, if anything did. Source: replica_set.go manageReplicas, getPodsToDelete. */
  #manage(replicaSet: ReplicaSet, pods: readonly Pod[]): string | undefined {
    const missing = (replicaSet.spec.replicas ?? 0) - pods.length;
    if (missing > 0) {
      return createPods(this.#env, { replicaSet, existing: pods.length }, this.#names)?.message;
    }
    if (missing < 0) {
      const order = kubernetesPodOrder(this.#env.clock.nowMs(), this.#relatedByNode(replicaSet));
      const ranked = pods.map(ownedPod).sort(order).slice(0, -missing);
      const chosen = new Set(ranked.map(({ pod }) => pod));
      deletePods(
        this.#env,
        { replicaSet, existing: pods.length },
        pods.filter((pod) => chosen.has(pod)),
      );
    }
    return undefined;
  }

  /** Pods of all ReplicaSets with the same owner. Source: replica_set.go getIndirectlyRelatedPods. */
  #relatedByNode(replicaSet: ReplicaSet): ReadonlyMap<string, number> {
    const owner = ownerUid(replicaSet);
    const uids = owner === '' ? [replicaSet.metadata.uid ?? ''] : (this.#siblings.get(owner) ?? []);
    const counts = new Map<string, number>();
    for (const uid of uids) countByNode(this.#pods.activeOf(uid).map(ownedPod), counts);
    return counts;
  }
}

function ownerUid(replicaSet: ReplicaSet): string {
  return controllerOf(replicaSet)?.uid ?? '';
}

/** The ranking reads the pod alone. */
function ownedPod(pod: Pod): OwnedPod {
  return { pod, createdMs: 0, readySinceMs: undefined };
}
