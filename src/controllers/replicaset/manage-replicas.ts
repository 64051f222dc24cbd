import { objectKey } from '../../api/object-key.ts';
import type { ControllerEnv } from '../../api/controller.ts';
import { ApiError, isNotFound } from '../../api/errors.ts';
import type { Because } from '../../api/reason.ts';
import { POD } from '../../api/resources.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Pod } from '../../api/shape/core.ts';
import { becauseOfFewerPods, becauseOfNewPods } from './rules.ts';
import { newPod } from './new-pod.ts';

/** Pods made or deleted in one pass at most. Source: pkg/controller/replicaset/replica_set.go BurstReplicas. */
const BURST_REPLICAS = 500;

/** A ReplicaSet, and how many pods it has. */
export interface ListedPods {
  readonly replicaSet: ReplicaSet;
  readonly existing: number;
}

/** Names of pods: the ReplicaSet's and a counter that is never used twice for it. */
export class PodNames {
  readonly #used = new Map<string, number>();

  next(replicaSet: ReplicaSet): string {
    const count = (this.#used.get(objectKey(replicaSet)) ?? 0) + 1;
    return `${replicaSet.metadata.name ?? ''}-${String(count).padStart(5, '0')}`;
  }

  /** The next name was taken. */
  use(replicaSet: ReplicaSet): void {
    const key = objectKey(replicaSet);
    this.#used.set(key, (this.#used.get(key) ?? 0) + 1);
  }
}

/**
 * Makes pods in batches of 1, 2, 4, … until one fails; that batch is still finished. The first failure, if any.
 * Source: replica_set.go manageReplicas, slowStartBatch.
 */
export function createPods(
  env: ControllerEnv,
  { replicaSet, existing }: ListedPods,
  names: PodNames,
): ApiError | undefined {
  const because = becauseOfNewPods(replicaSet, existing, env.api.resourceVersion);
  let remaining = Math.min((replicaSet.spec.replicas ?? 0) - existing, BURST_REPLICAS);
  for (let batch = Math.min(remaining, 1); batch > 0; batch = Math.min(2 * batch, remaining)) {
    let failure: ApiError | undefined;
    for (let made = 0; made < batch; made += 1) failure = createPod(env, replicaSet, names, because) ?? failure;
    if (failure !== undefined) return failure;
    remaining -= batch;
  }
  return undefined;
}

/** Source: pkg/controller/controller_utils.go RealPodControl.createPods. */
function createPod(
  env: ControllerEnv,
  replicaSet: ReplicaSet,
  names: PodNames,
  because: Because,
): ApiError | undefined {
  const pod = newPod(replicaSet, names.next(replicaSet));
  const generateName = `${replicaSet.metadata.name ?? ''}-`;
  try {
    const created = env.api.create(
      POD,
      { ...pod, metadata: { ...pod.metadata, generateName } },
      { because: [because] },
    );
    names.use(replicaSet);
    env.recorder.event(replicaSet, 'Normal', 'SuccessfulCreate', `Created pod: ${created.metadata.name ?? ''}`);
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    env.recorder.event(replicaSet, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
    return error;
  }
}

/** Deletes pods, in the order given; those that are gone already are well. Source: pkg/controller/controller_utils.go RealPodControl.DeletePod. */
export function deletePods(env: ControllerEnv, { replicaSet, existing }: ListedPods, pods: readonly Pod[]): void {
  const because = becauseOfFewerPods(replicaSet, existing, env.api.resourceVersion);
  for (const { metadata } of pods.slice(0, BURST_REPLICAS)) {
    const name = metadata.name ?? '';
    try {
      env.api.delete(POD, metadata.namespace ?? '', name, { because: [because] });
      env.recorder.event(replicaSet, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}
