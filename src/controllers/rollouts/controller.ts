import type { Controller, ControllerEnv } from '../../api/controller.ts';
import { ReconcileError } from '../../api/errors.ts';
import { Informer } from '../../api/informer.ts';
import { objectKey } from '../../api/object-key.ts';
import { ANALYSIS_RUN, type KubeObject, REPLICA_SET, ROLLOUT } from '../../api/resources.ts';
import { REASON } from '../../api/rollouts/conditions.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import type { WorkQueue } from '../../api/workqueue.ts';
import { newRouterEnv } from '../../routers/router.ts';
import type { RoutingSettings } from '../../world/routing.ts';
import { forgettingNotFound } from '../work-item.ts';
import { rolloutBlueGreen } from './bluegreen.ts';
import { rolloutCanary } from './canary.ts';
import type { ReconcilerBase, RolloutContext } from './context.ts';
import { MESSAGE } from './decide/messages.ts';
import { newRolloutContext } from './new-context.ts';
import { ReplicaSetIndex } from './replica-set-index.ts';
import { replicasOrDefault } from './rules/functions.ts';
import { rolloutReplicasDefault } from './rules/scaling.ts';
import { isScalingEvent, syncReplicasOnly } from './scaling-event.ts';
import { checkPausedConditions } from './status.ts';
import { InvalidSpecError } from './validation-errors.ts';
import { WorkloadRefs, WorkloadRefError, withoutResolvedParts } from './workload-ref.ts';

/** A rollout whose template cannot be resolved is looked at again after this. Source: rollout/controller.go syncHandler. */
const INVALID_SPEC_RETRY_MS = 20_000;
const DEFAULT_REPLICAS = 1;

/** What the other queues want to know when a rollout changes or goes. */
export interface RolloutHooks {
  readonly rolloutChanged: (before: Rollout, after: Rollout) => void;
  readonly rolloutDeleted: (rollout: Rollout) => void;
}

/** Reconciles Rollouts. Source: rollout/controller.go Controller. */
export class RolloutController implements Controller {
  readonly name = 'rollouts';
  readonly resource = ROLLOUT;
  readonly queue: WorkQueue;
  readonly rollouts: Informer<Rollout>;
  readonly #base: ReconcilerBase;
  readonly #workloads: WorkloadRefs;

  constructor(env: ControllerEnv, hooks: RolloutHooks, routing: RoutingSettings = {}) {
    this.queue = env.newQueue(this.name);
    this.rollouts = new Informer(env.api, ROLLOUT);
    this.#base = {
      env,
      rollouts: this.rollouts,
      replicaSets: new ReplicaSetIndex(env.api),
      enqueue: (rollout) => this.queue.addRateLimited(objectKey(rollout)),
      enqueueAfter: (rollout, delayMs) => this.queue.addAfter(objectKey(rollout), delayMs),
      routers: newRouterEnv(env, routing),
    };
    this.#workloads = new WorkloadRefs(env.api, this.rollouts);
    this.#watchRollouts(hooks);
    env.api.watch(REPLICA_SET, ({ object }) => this.#enqueueParent(object));
    env.api.watch(ANALYSIS_RUN, (event) => {
      if (event.type === 'MODIFIED' && event.object.status.phase === event.previous.status.phase) return;
      this.#enqueueParent(event.object);
    });
  }

  sync(key: string): void {
    forgettingNotFound(this.#base.env, () => this.#sync(key));
  }

  /** Source: rollout/controller.go syncHandler. */
  #sync(key: string): void {
    const slash = key.indexOf('/');
    const rollout = this.rollouts.find(key.slice(0, slash), key.slice(slash + 1));
    if (rollout === undefined) return;
    this.#workloads.watchFor(rollout);
    const context = this.#newContext(rollout);
    if (context === undefined) return;
    const { reference } = this.#base.env;
    if (reference.has('one-rollout-write-per-reconcile') && context.newRollout !== undefined) return;
    if (rollout.spec.replicas === undefined) {
      this.#defaultReplicas(rollout, context);
      return;
    }
    reconcile(context);
    if (context.newRollout !== undefined) this.#writeBack(context.newRollout);
  }

  /** Undefined if the rollout's template cannot be resolved: then it is looked at again later. */
  #newContext(rollout: Rollout): RolloutContext | undefined {
    try {
      return newRolloutContext(this.#base, rollout);
    } catch (error) {
      if (error instanceof WorkloadRefError) {
        this.#base.enqueueAfter(rollout, INVALID_SPEC_RETRY_MS);
        return undefined;
      }
      if (error instanceof InvalidSpecError) throw new ReconcileError(error.message);
      throw error;
    }
  }

  /**
   * A HorizontalPodAutoscaler needs spec.replicas to be there. What is written is the rollout as read: if a ReplicaSet was made for it before,
   * the rollout has changed since, and the write is a conflict, so that the next pass does it. Source: rollout/controller.go syncHandler.
   */
  #defaultReplicas(read: Rollout, { rollout, resolved }: RolloutContext): void {
    const metadata = { ...rollout.metadata, resourceVersion: read.metadata.resourceVersion };
    const defaulted = { ...rollout, metadata, spec: { ...rollout.spec, replicas: DEFAULT_REPLICAS } };
    const because = rolloutReplicasDefault.because((write) => {
      const given = write.before('spec.replicas');
      return { given, replicas: replicasOrDefault.of(given) };
    });
    const written = this.#base.env.api.update(ROLLOUT, withoutResolvedParts({ rollout: defaulted, resolved }), {
      because: [because],
    });
    this.#writeBack(written);
  }

  /** Later versions wait until the informer has seen their write instead. Source: rollout/controller.go writeBackToInformer. */
  #writeBack(written: Rollout): void {
    if (!this.#base.env.reference.has('one-rollout-write-per-reconcile')) this.rollouts.writeBack(written);
  }

  #watchRollouts(hooks: RolloutHooks): void {
    const { recorder } = this.#base.env;
    this.rollouts.addHandlers({
      add: (rollout) => {
        this.#base.enqueue(rollout);
        const text = `Rollout resource added to informer: ${objectKey(rollout)}`;
        recorder.event(rollout, 'Normal', REASON.addedToInformer, text);
      },
      update: (before, after) => {
        hooks.rolloutChanged(before, after);
        this.#base.enqueue(after);
      },
      delete: (rollout) => {
        hooks.rolloutDeleted(rollout);
        const { name = '', namespace = 'default' } = rollout.metadata;
        recorder.event(rollout, 'Normal', REASON.rolloutDeleted, MESSAGE.rolloutDeleted(name, namespace));
      },
    });
  }

  /** Source: utils/controller/controller.go EnqueueParentObject. */
  #enqueueParent(object: KubeObject): void {
    const owner = controllerOf(object);
    if (owner?.kind !== ROLLOUT.kind) return;
    this.queue.addRateLimited(`${object.metadata.namespace ?? 'default'}/${owner.name}`);
  }
}

/** Source: rollout/context.go reconcile. */
function reconcile(context: RolloutContext): void {
  checkPausedConditions(context);
  const { reference } = context.base.env;
  if (reference.has('one-rollout-write-per-reconcile') && context.newRollout !== undefined) return;
  if (isScalingEvent(context)) syncReplicasOnly(context);
  else if (context.rollout.spec.strategy.blueGreen !== undefined) rolloutBlueGreen(context);
  else rolloutCanary(context);
}
