import { objectKey } from '../../api/object-key.ts';
import { canonical } from '../../api/canonical.ts';
import type { Controller, ControllerEnv } from '../../api/controller.ts';
import { ReconcileError } from '../../api/errors.ts';
import { isJsonObject, type JsonObject } from '../../api/json.ts';
import { createMergePatch } from '../../api/merge-patch.ts';
import { type Because, from } from '../../api/reason.ts';
import { ANALYSIS_RUN, EXPERIMENT, type KubeObject, REPLICA_SET, ROLLOUT, SERVICE } from '../../api/resources.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import type { WatchEvent } from '../../api/server.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import { type Experiment, experimentStatus, type ExperimentStatus } from '../../api/shape/experiment.ts';
import type { WorkQueue } from '../../api/workqueue.ts';
import { isCompleted } from '../analysis/phases.ts';
import { forgettingNotFound } from '../work-item.ts';
import { reconcileAnalysisRun } from './analysis-runs.ts';
import { invalidSpecStatus, specProblem } from './conditions.ts';
import type { ExperimentContext } from './context.ts';
import { EXPERIMENT_NAME_ANNOTATION, EXPERIMENT_TEMPLATE_NAME_ANNOTATION } from './names.ts';
import { experimentStatusRule } from './rules.ts';
import { isTerminating } from './state.ts';
import { calculateStatus, enqueueAfterMs } from './status.ts';
import { reconcileTemplate } from './templates.ts';

export interface ExperimentHooks {
  readonly enqueueRollout: (key: string) => void;
}

/** Reconciles Experiments. Source: experiments/controller.go Controller. */
export class ExperimentController implements Controller {
  readonly name = 'experiments';
  readonly resource = EXPERIMENT;
  readonly queue: WorkQueue;
  readonly #env: ControllerEnv;

  constructor(env: ControllerEnv, hooks: ExperimentHooks) {
    this.#env = env;
    this.queue = env.newQueue(this.name);
    env.api.watch(EXPERIMENT, (event) => {
      this.queue.add(objectKey(event.object));
      if (event.type === 'MODIFIED' && isSameVersion(event)) return;
      enqueueOwner(event.object, ROLLOUT.kind, hooks.enqueueRollout);
    });
    env.api.watch(REPLICA_SET, (event) => {
      if (event.type === 'MODIFIED' && isSameSize(event)) return;
      enqueueOwner(event.object, EXPERIMENT.kind, (key) => this.queue.add(key));
    });
    env.api.watch(ANALYSIS_RUN, ({ object }) => {
      if (isCompleted(object.status.phase)) enqueueOwner(object, EXPERIMENT.kind, (key) => this.queue.add(key));
    });
  }

  sync(key: string): void {
    forgettingNotFound(this.#env, () => this.#sync(key));
  }

  /** Source: experiments/controller.go syncHandler. */
  #sync(key: string): void {
    const slash = key.indexOf('/');
    const experiment = this.#env.api.find(EXPERIMENT, key.slice(0, slash), key.slice(slash + 1));
    if (experiment === undefined) return;
    const problem = specProblem(experiment);
    if (problem !== undefined) {
      this.#persist(experiment, invalidSpecStatus(experiment, problem, this.#env.clock.nowMs()));
      return;
    }
    this.#persist(experiment, reconcile(this.#newContext(experiment, key)));
  }

  #newContext(experiment: Experiment, key: string): ExperimentContext {
    const env = this.#env;
    const namespace = experiment.metadata.namespace ?? 'default';
    return {
      env,
      experiment,
      replicaSets: byTemplate(experiment, env.api.list(REPLICA_SET, namespace), 'ReplicaSets'),
      services: byTemplate(experiment, env.api.list(SERVICE, namespace), 'Services'),
      isTerminating: isTerminating(experiment),
      enqueueAfter: (delayMs) => this.queue.addAfter(key, delayMs),
      newStatus: experiment.status,
    };
  }

  /** Source: experiments/controller.go persistExperimentStatus, recordEvent. */
  #persist(experiment: Experiment, newStatus: ExperimentStatus): void {
    const { api, recorder } = this.#env;
    const patch = createMergePatch(storedForm(experiment.status), storedForm(newStatus));
    if (patch === undefined) return;
    const { namespace = 'default', name = '' } = experiment.metadata;
    const { phase = '' } = newStatus;
    const because: Because = () => experimentStatusRule.because({ phase: from('status', phase) });
    const patched = api.patch(EXPERIMENT, namespace, name, { status: patch }, { because: [because] });
    const before = experiment.status.phase ?? '';
    if (before === phase) return;
    const bad = isCompleted(phase) && phase !== 'Successful';
    const message = `Experiment transitioned from ${before} -> ${phase}`;
    recorder.event(patched, bad ? 'Warning' : 'Normal', `Experiment${phase}`, message);
  }
}

function storedForm(status: ExperimentStatus): JsonObject {
  const form = canonical(experimentStatus, { ...status });
  return isJsonObject(form) ? form : {};
}

/** Source: experiments/experiment.go reconcile. */
function reconcile(context: ExperimentContext): ExperimentStatus {
  const { env, experiment } = context;
  for (const template of experiment.spec.templates ?? []) reconcileTemplate(context, template);
  for (const analysis of experiment.spec.analyses ?? []) reconcileAnalysisRun(context, analysis);
  const nowMs = env.clock.nowMs();
  const newStatus = calculateStatus(experiment, context.newStatus, nowMs);
  const afterMs = enqueueAfterMs(experiment, newStatus, nowMs);
  if (afterMs !== undefined) context.enqueueAfter(afterMs);
  return newStatus;
}

/** What an Experiment made, by template. Source: experiments/replicaset.go getReplicaSetsForExperiment, service.go GetServiceForExperiment. */
function byTemplate<T extends KubeObject>(experiment: Experiment, objects: readonly T[], what: string): Map<string, T> {
  const { name, uid } = experiment.metadata;
  const templates = new Set((experiment.spec.templates ?? []).map((template) => template.name));
  const found = new Map<string, T>();
  for (const object of objects) {
    const annotations = object.metadata.annotations ?? {};
    if (controllerOf(object)?.uid !== uid || annotations[EXPERIMENT_NAME_ANNOTATION] !== name) continue;
    const template = annotations[EXPERIMENT_TEMPLATE_NAME_ANNOTATION] ?? '';
    if (template === '') continue;
    if (found.has(template)) throw new ReconcileError(`multiple ${what} match single experiment template: ${template}`);
    if (templates.has(template)) found.set(template, object);
  }
  return found;
}

/** Source: utils/controller/controller.go EnqueueParentObject. */
function enqueueOwner(object: KubeObject, kind: string, enqueue: (key: string) => void): void {
  const owner = controllerOf(object);
  if (owner?.kind === kind) enqueue(`${object.metadata.namespace ?? 'default'}/${owner.name}`);
}

/** A resync hands out the same state again. */
function isSameVersion({ object, previous }: Extract<WatchEvent<Experiment>, { type: 'MODIFIED' }>): boolean {
  return object.metadata.resourceVersion === previous.metadata.resourceVersion;
}

function isSameSize({ object, previous }: Extract<WatchEvent<ReplicaSet>, { type: 'MODIFIED' }>): boolean {
  return (
    (object.spec.replicas ?? 1) === (previous.spec.replicas ?? 1) &&
    object.status.replicas === previous.status.replicas &&
    object.status.readyReplicas === previous.status.readyReplicas &&
    object.status.availableReplicas === previous.status.availableReplicas
  );
}
