import { DEPLOYMENT, POD, REPLICA_SET } from '../../api/resources.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import { deepEqual } from '../../api/equality.ts';
import { readableSelector } from '../../api/selector.ts';
import type { ApiServer, WatchEvent } from '../../api/server.ts';
import type { Deployment, ReplicaSet } from '../../api/shape/apps.ts';
import type { Pod } from '../../api/shape/core.ts';
import type { OwnerReference } from '../../api/shape/meta.ts';
import type { WorkQueue } from '../../api/workqueue.ts';
import { podMapOf } from './pod-map.ts';

/** What wakes a deployment. Source: deployment_controller.go NewDeploymentController and its event handlers. */
export class DeploymentHandlers {
  readonly #api: ApiServer;
  readonly #queue: WorkQueue;

  constructor(api: ApiServer, queue: WorkQueue) {
    this.#api = api;
    this.#queue = queue;
  }

  watch(): void {
    this.#api.watch(DEPLOYMENT, ({ object }) => this.#enqueue(object));
    this.#api.watch(REPLICA_SET, (event) => this.#onReplicaSet(event));
    this.#api.watch(POD, (event) => {
      if (event.type === 'DELETED') this.#onPodGone(event.object);
    });
  }

  #enqueue(deployment: Deployment | undefined): void {
    if (deployment === undefined) return;
    const { namespace = '', name = '' } = deployment.metadata;
    this.#queue.add(`${namespace}/${name}`);
  }

  /** Source: addReplicaSet, updateReplicaSet, deleteReplicaSet. */
  #onReplicaSet(event: WatchEvent<ReplicaSet>): void {
    const { object } = event;
    const namespace = object.metadata.namespace ?? '';
    const owner = controllerOf(object);
    const former = event.type === 'MODIFIED' ? controllerOf(event.previous) : undefined;
    const ownerChanged = event.type === 'MODIFIED' && !deepEqual(owner, former);
    if (ownerChanged && former !== undefined) this.#enqueue(this.#resolve(namespace, former));
    if (owner !== undefined) {
      this.#enqueue(this.#resolve(namespace, owner));
      return;
    }
    if (event.type === 'DELETED') return;
    const relabelled = event.type === 'MODIFIED' && !deepEqual(object.metadata.labels, event.previous.metadata.labels);
    if (event.type === 'MODIFIED' && !relabelled && !ownerChanged) return;
    for (const deployment of this.#deploymentsFor(object)) this.#enqueue(deployment);
  }

  /** The deployment that an owner reference names. Source: resolveControllerRef. */
  #resolve(namespace: string, { kind, name, uid }: OwnerReference): Deployment | undefined {
    if (kind !== DEPLOYMENT.kind) return undefined;
    const deployment = this.#api.find(DEPLOYMENT, namespace, name);
    return deployment?.metadata.uid === uid ? deployment : undefined;
  }

  /** Deployments that could adopt an orphan. Source: util/deployment_util.go GetDeploymentsForReplicaSet. */
  #deploymentsFor({ metadata }: ReplicaSet): readonly Deployment[] {
    if (Object.keys(metadata.labels ?? {}).length === 0) return [];
    return this.#api.list(DEPLOYMENT, metadata.namespace ?? '').filter((deployment) => {
      const selector = readableSelector(deployment.spec.selector);
      return selector !== undefined && selector.empty !== true && selector.matches(metadata.labels);
    });
  }

  /** A Recreate goes on when its last pod is gone. Source: deletePod, getDeploymentForPod. */
  #onPodGone(pod: Pod): void {
    const namespace = pod.metadata.namespace ?? '';
    const owner = controllerOf(pod);
    if (owner?.kind !== REPLICA_SET.kind) return;
    const replicaSet = this.#api.find(REPLICA_SET, namespace, owner.name);
    if (replicaSet?.metadata.uid !== owner.uid) return;
    const reference = controllerOf(replicaSet);
    const deployment = reference === undefined ? undefined : this.#resolve(namespace, reference);
    if (deployment?.spec.strategy.type !== 'Recreate') return;
    const own = this.#api
      .list(REPLICA_SET, namespace, readableSelector(deployment.spec.selector))
      .filter((other) => controllerOf(other)?.uid === deployment.metadata.uid);
    const left = [...podMapOf(this.#api, deployment, own).values()].some((pods) => pods.length > 0);
    if (!left) this.#enqueue(deployment);
  }
}
