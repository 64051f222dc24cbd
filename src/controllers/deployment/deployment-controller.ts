import type { Controller, ControllerEnv } from '../../api/controller.ts';
import { isConflict, ReconcileError, reconcileErrorMessage } from '../../api/errors.ts';
import { DEPLOYMENT } from '../../api/resources.ts';
import type { Deployment, ReplicaSet } from '../../api/shape/apps.ts';
import type { WorkQueue } from '../../api/workqueue.ts';
import { claimReplicaSets } from './claim.ts';
import { DeploymentHandlers } from './handlers.ts';
import { stableTemplateHash, type TemplateHash } from './hash.ts';
import { syncRevision } from './new-replica-set.ts';
import { type Pass, writeStatus } from './pass.ts';
import { podMapOf } from './pod-map.ts';
import { rolloutRecreate } from './recreate.ts';
import { rollback } from './rollback.ts';
import { rollbackRevision } from './rollback-request.ts';
import { rolloutRolling } from './rolling.ts';
import { isScalingEvent } from './scale.ts';
import { checkPausedConditions, syncSizes } from './sync.ts';

export interface DeploymentOptions {
  /** Names ReplicaSets after their template. */
  readonly templateHash?: TemplateHash;
}

/** A key that failed this often in a row is dropped. Source: deployment_controller.go maxRetries. */
const MAX_RETRIES = 15;

/** Rolls Deployments out through ReplicaSets. Source: pkg/controller/deployment/deployment_controller.go. */
export class DeploymentController implements Controller {
  readonly name = 'deployment';
  readonly resource = DEPLOYMENT;
  readonly queue: WorkQueue;
  readonly #env: ControllerEnv;
  readonly #templateHash: TemplateHash;
  readonly #failures = new Map<string, number>();

  constructor(env: ControllerEnv, options: DeploymentOptions = {}) {
    this.#env = env;
    this.#templateHash = options.templateHash ?? stableTemplateHash;
    this.queue = env.newQueue(this.name);
    new DeploymentHandlers(env.api, this.queue).watch();
  }

  /** Source: deployment_controller.go processNextWorkItem, handleErr. */
  sync(key: string): void {
    try {
      this.#sync(key);
      this.#failures.delete(key);
    } catch (error) {
      reconcileErrorMessage(error);
      const failures = (this.#failures.get(key) ?? 0) + 1;
      if (failures <= MAX_RETRIES) {
        this.#failures.set(key, failures);
        throw error;
      }
      this.#failures.delete(key);
    }
  }

  /** Source: deployment_controller.go syncDeployment. */
  #sync(key: string): void {
    const { api } = this.#env;
    const slash = key.indexOf('/');
    const deployment = api.find(DEPLOYMENT, key.slice(0, slash), key.slice(slash + 1));
    if (deployment === undefined) return;
    const pass: Pass = {
      env: this.#env,
      templateHash: this.#templateHash,
      waitForDeadline: (delayMs) => {
        if (delayMs === 'soon') this.queue.retry(key);
        else if (delayMs !== undefined) this.queue.addAfter(key, delayMs);
      },
      deployment,
    };
    if (selectsAll(deployment)) {
      refuseToSelectAll(pass);
      return;
    }
    reconcile(pass, claimReplicaSets(pass));
  }
}

function reconcile(pass: Pass, replicaSets: readonly ReplicaSet[]): void {
  const pods = podMapOf(pass.env.api, pass.deployment, replicaSets);
  checkPausedConditions(pass);
  if (pass.deployment.spec.paused === true) {
    syncSizes(pass, replicaSets);
    return;
  }
  const requested = rollbackRevision(pass.deployment);
  if (requested !== undefined) {
    rollback(pass, replicaSets, requested);
    return;
  }
  const { newest, old } = syncRevision(pass, replicaSets, false);
  if (isScalingEvent(pass.deployment, [...old, newest])) {
    syncSizes(pass, replicaSets);
    return;
  }
  const { type } = pass.deployment.spec.strategy;
  if (type === 'Recreate') rolloutRecreate(pass, replicaSets, pods);
  else if (type === 'RollingUpdate') rolloutRolling(pass, replicaSets);
  else throw new ReconcileError(`unexpected deployment strategy type: ${type ?? ''}`);
}

function selectsAll({ spec: { selector } }: Deployment): boolean {
  if (selector === null || selector === undefined) return false;
  return Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;
}

function refuseToSelectAll(pass: Pass): void {
  const { deployment, env } = pass;
  const message = 'This deployment is selecting all pods. A non-empty selector is required.';
  env.recorder.event(deployment, 'Warning', 'SelectingAll', message);
  const { generation = 0 } = deployment.metadata;
  if ((deployment.status.observedGeneration ?? 0) >= generation) return;
  try {
    writeStatus(pass, { ...deployment.status, observedGeneration: generation });
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}
