import type { Controller, ControllerEnv } from '../../api/controller.ts';
import { setBudgetCondition } from '../../api/disruption.ts';
import { isConflict, isNotFound, ReconcileError, reconcileErrorMessage } from '../../api/errors.ts';
import { budgetsOf } from '../../api/eviction.ts';
import { DEPLOYMENT, groupResource, POD, POD_DISRUPTION_BUDGET, REPLICA_SET } from '../../api/resources.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import { implementsScale, readScale, type ScaleTarget } from '../../api/scale.ts';
import { goLabelSelector, labelSelectorAsSelector, SelectorError } from '../../api/selector.ts';
import type { Pod } from '../../api/shape/core.ts';
import type { OwnerReference } from '../../api/shape/meta.ts';
import type { PodDisruptionBudget } from '../../api/shape/policy.ts';
import type { WorkQueue } from '../../api/workqueue.ts';
import { awaitedDeletions, budgetStatus, countHealthyPods } from './budget-status.ts';
import { expectedPods } from './expected-pods.ts';

/** How many pods a controller wants. */
interface Wanted {
  readonly uid: string;
  readonly pods: number;
}

/** Keeps in the status of PodDisruptionBudgets how many pods may be evicted. Source: pkg/controller/disruption/disruption.go. */
export class DisruptionController implements Controller {
  readonly name = 'disruption';
  readonly resource = POD_DISRUPTION_BUDGET;
  readonly queue: WorkQueue;
  readonly #env: ControllerEnv;
  #budgets = 0;

  constructor(env: ControllerEnv) {
    this.#env = env;
    this.queue = env.newQueue(this.name);
    env.api.watch(POD_DISRUPTION_BUDGET, ({ type, object }) => {
      if (type !== 'MODIFIED') this.#budgets += type === 'ADDED' ? 1 : -1;
      this.#enqueue(object);
    });
    env.api.watch(POD, ({ object }) => {
      const [budget] = this.#budgets === 0 ? [] : budgetsOf(env.api, object);
      if (budget !== undefined) this.#enqueue(budget);
    });
  }

  /** Source: disruption.go sync. */
  sync(key: string): void {
    const slash = key.indexOf('/');
    const budget = this.#env.api.find(POD_DISRUPTION_BUDGET, key.slice(0, slash), key.slice(slash + 1));
    if (budget === undefined) return;
    try {
      this.#trySync(budget, key);
    } catch (error) {
      if (isConflict(error)) throw error;
      this.#failSafe(budget, reconcileErrorMessage(error));
    }
  }

  #enqueue({ metadata }: PodDisruptionBudget): void {
    this.queue.add(`${metadata.namespace ?? ''}/${metadata.name ?? ''}`);
  }

  /** Source: disruption.go trySync. */
  #trySync(budget: PodDisruptionBudget, key: string): void {
    const { api, clock, recorder } = this.#env;
    const nowMs = clock.nowMs();
    const pods = this.#podsOf(budget);
    if (pods.length === 0) recorder.event(budget, 'Normal', 'NoPods', 'No matching pods found');
    const expected = this.#expectedPods(budget, pods);
    if ('error' in expected) {
      const message = `Failed to calculate the number of expected pods: ${expected.error}`;
      recorder.event(budget, 'Warning', 'CalculateExpectedPodCountFailed', message);
      throw new ReconcileError(expected.error);
    }
    const awaited = awaitedDeletions(pods, budget.status.disruptedPods ?? {}, nowMs);
    const { namespace = '' } = budget.metadata;
    for (const pod of awaited.overdue) {
      // The reference puts the namespace where the name belongs.
      const message = `Pod was expected by PDB ${namespace}/${namespace} to be deleted but it wasn't`;
      recorder.event(pod, 'Warning', 'NotDeleted', message);
    }
    const healthy = countHealthyPods(pods, awaited.pods, nowMs);
    const status = budgetStatus(budget, expected, healthy, awaited.pods, nowMs);
    if (status !== budget.status) api.updateStatus(POD_DISRUPTION_BUDGET, { ...budget, status });
    if (awaited.recheckMs !== undefined) this.queue.addAfter(key, awaited.recheckMs - nowMs);
  }

  #podsOf({ metadata, spec }: PodDisruptionBudget): readonly Pod[] {
    try {
      return this.#env.api.list(POD, metadata.namespace ?? '', labelSelectorAsSelector(spec.selector));
    } catch (error) {
      if (error instanceof SelectorError) throw new ReconcileError(error.message);
      throw error;
    }
  }

  #expectedPods(budget: PodDisruptionBudget, pods: readonly Pod[]): ReturnType<typeof expectedPods> {
    const unmanaged: Pod[] = [];
    try {
      const result = expectedPods(budget.spec, pods.length, () => this.#wantedPods(pods, unmanaged));
      if (unmanaged.length > 0 && !('error' in result)) this.#tellUnmanaged(budget);
      return result;
    } catch (error) {
      return { error: reconcileErrorMessage(error) };
    }
  }

  /** The pods that the controllers of these pods want, all together. Source: disruption.go getExpectedScale. */
  #wantedPods(pods: readonly Pod[], unmanaged: Pod[]): number {
    const wanted = new Map<string, number>();
    for (const pod of pods) {
      const reference = controllerOf(pod);
      if (reference === undefined) {
        unmanaged.push(pod);
        continue;
      }
      const found = this.#wantedBy(reference, pod.metadata.namespace ?? '');
      if (found === undefined) throw new ReconcileError(`found no controllers for pod "${pod.metadata.name ?? ''}"`);
      wanted.set(found.uid, found.pods);
    }
    return [...wanted.values()].reduce((sum, count) => sum + count, 0);
  }

  /**
   * A ReplicaSet of a Deployment counts as the Deployment; any other, also one of a rollout, as itself.
   * Source: disruption.go getPodDeployment, getPodReplicaSet, getScaleController.
   */
  #wantedBy({ apiVersion, kind, name, uid }: OwnerReference, namespace: string): Wanted | undefined {
    const { api } = this.#env;
    if (kind !== REPLICA_SET.kind) return this.#scaleOf({ apiVersion, kind, namespace, name }, uid);
    const replicaSet = api.find(REPLICA_SET, namespace, name);
    if (replicaSet?.metadata.uid !== uid) return undefined;
    const owner = controllerOf(replicaSet);
    if (owner?.kind !== DEPLOYMENT.kind) return { uid, pods: replicaSet.spec.replicas ?? 0 };
    const deployment = api.find(DEPLOYMENT, namespace, owner.name);
    if (deployment?.metadata.uid !== owner.uid) return undefined;
    return { uid: owner.uid, pods: deployment.spec.replicas ?? 0 };
  }

  /** What a controller with a scale subresource wants. Source: disruption.go getScaleController. */
  #scaleOf(target: ScaleTarget, uid: string): Wanted | undefined {
    const { api } = this.#env;
    if (!implementsScale(api, target)) {
      const name = groupResource(api.resourceFor(target.apiVersion, target.kind));
      throw new ReconcileError(`${name} does not implement the scale subresource`);
    }
    try {
      const scale = readScale(api, target);
      return scale.uid === uid ? { uid, pods: scale.specReplicas } : undefined;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  #tellUnmanaged(budget: PodDisruptionBudget): void {
    const message = `Pods selected by this PodDisruptionBudget (selector: ${goLabelSelector(budget.spec.selector)}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`;
    this.#env.recorder.event(budget, 'Warning', 'UnmanagedPods', message);
  }

  /** While the number is not known no pod may be evicted. Source: disruption.go failSafe. */
  #failSafe(budget: PodDisruptionBudget, message: string): void {
    const none = { ...budget.status, disruptionsAllowed: 0 };
    const status = setBudgetCondition(none, false, 'SyncFailed', message, this.#env.clock.nowMs());
    this.#env.api.updateStatus(POD_DISRUPTION_BUDGET, { ...budget, status });
  }
}
