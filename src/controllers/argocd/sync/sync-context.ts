import { SYNC_OPTIONS_ANNOTATION } from '../../../api/argocd/names.ts';
import { deepEqual } from '../../../api/equality.ts';
import { ApiError } from '../../../api/errors.ts';
import type { JsonObject } from '../../../api/json.ts';
import { groupResource, type KubeObject } from '../../../api/resources.ts';
import type { ApiServer } from '../../../api/server.ts';
import { StrategicMergeError } from '../../../api/strategic-merge/schema.ts';
import { appliedObject, withLastApplied } from '../diff/diff.ts';
import { annotationList, annotationsOf } from '../objects.ts';
import { isNamespace } from './order.ts';
import { refuseUnknownFields } from './strict-fields.ts';
import {
  hasDeletePolicy,
  hasOption,
  isDone,
  isPrune,
  isRunning,
  liveAnnotations,
  optionValue,
  resultKey,
  type SyncTask,
  type TaskResult,
} from './task.ts';

export interface SyncSettings {
  readonly prune: boolean;
  /** Whether somebody has confirmed the pruning of objects with `Prune=confirm`. */
  readonly pruneConfirmed: boolean;
  /** What `Prune=` says for objects without an option of their own. */
  readonly pruneOption: string | undefined;
  readonly dryRun: boolean;
  /** Objects are replaced, not merged. */
  readonly replace: boolean;
  /** Whether manifests with fields that their kind does not have are refused. */
  readonly validate: boolean;
  /** The namespace of the Application. */
  readonly namespace: string;
}

export type RunState = 'successful' | 'pending' | 'failed';

/** The work of one operation against the cluster, and what has become of each task. Source: gitops-engine/pkg/sync/sync_context.go syncContext */
export class SyncContext {
  readonly #api: ApiServer;
  readonly #settings: SyncSettings;
  /** In the order in which they were added. */
  readonly #results = new Map<string, TaskResult>();

  constructor(api: ApiServer, settings: SyncSettings, results: readonly TaskResult[]) {
    this.#api = api;
    this.#settings = settings;
    for (const result of results) this.#results.set(storedKey(result), result);
  }

  get results(): readonly TaskResult[] {
    return [...this.#results.values()];
  }

  /** Whether a round before this one has done anything. */
  get started(): boolean {
    return this.#results.size > 0;
  }

  resultOf(task: SyncTask): TaskResult | undefined {
    return this.#results.get(this.#keyOf(task));
  }

  isPending(task: SyncTask): boolean {
    return (this.resultOf(task)?.hookPhase ?? '') === '';
  }

  isRunning(task: SyncTask): boolean {
    return isRunning(this.resultOf(task));
  }

  isSuccessful(task: SyncTask): boolean {
    return this.resultOf(task)?.hookPhase === 'Succeeded';
  }

  isDone(task: SyncTask): boolean {
    return isDone(this.resultOf(task));
  }

  /** Whether the task creates the namespace of the Application. Source: sync_context.go getNamespaceCreationTask */
  createsNamespace({ key, live }: SyncTask): boolean {
    return live === undefined && isNamespace(key) && key.name === this.#settings.namespace;
  }

  /** The latest message stays when none is given. Source: gitops-engine/pkg/sync/sync_context.go setResourceResult */
  setResult(task: SyncTask, status: string | undefined, hookPhase: string, message: string): void {
    const { key, phase, hook } = task;
    const before = this.resultOf(task);
    this.#results.set(this.#keyOf(task), {
      group: key.resource.group,
      version: key.resource.version,
      kind: key.resource.kind,
      namespace: this.#namespaceOf(task),
      name: key.name,
      ...before,
      ...(status === undefined ? {} : { status }),
      message: message === '' ? before?.message : message,
      ...(hook ? { hookType: phase } : {}),
      hookPhase,
      syncPhase: phase,
    });
  }

  /** Results name the namespace of the Application even for objects that have none. Source: sync_context.go getSyncTasks */
  #namespaceOf({ key, target }: SyncTask): string {
    return key.namespace === '' && target !== undefined ? this.#settings.namespace : key.namespace;
  }

  #keyOf(task: SyncTask): string {
    return resultKey({ key: { ...task.key, namespace: this.#namespaceOf(task) }, phase: task.phase });
  }

  /**
   * Runs tasks: prunes first, unless one of them waits for its confirmation; then deletes hooks that must be gone before they are created anew, and
   * waits; then creates and changes objects. A dry run changes nothing, and leaves results only if the whole operation is one.
   *
   * Source: gitops-engine/pkg/sync/sync_context.go runTasks
   */
  runTasks(tasks: readonly SyncTask[], dryRun = this.#settings.dryRun): RunState {
    const prunes = tasks.filter(isPrune);
    if (prunes.some((task) => this.waitsForConfirmation(task))) return 'pending';
    for (const task of prunes) this.#prune(task, dryRun);
    const creates = tasks.filter((task) => !isPrune(task));
    const old = creates.filter((task) => this.deletesBeforeCreation(task));
    if (old.length > 0 && !dryRun) {
      for (const task of old) this.delete(task);
      return 'pending';
    }
    let state: RunState = 'successful';
    for (const task of creates) if (!this.#apply(task, dryRun)) state = 'failed';
    return state;
  }

  /** Source: sync_context.go objRequiresPruneConfirmation */
  waitsForConfirmation(task: SyncTask): boolean {
    return isPrune(task) && !this.#settings.pruneConfirmed && this.#pruneOption(task) === 'confirm';
  }

  #pruneOption(task: SyncTask): string | undefined {
    const own = annotationList(liveAnnotations(task), SYNC_OPTIONS_ANNOTATION);
    return optionValue(own, 'Prune') ?? this.#settings.pruneOption;
  }

  deletesBeforeCreation(task: SyncTask): boolean {
    return task.live !== undefined && this.isPending(task) && hasDeletePolicy(task, 'BeforeHookCreation');
  }

  delete({ key: { resource, namespace, name } }: SyncTask): void {
    if (this.#api.find(resource, namespace, name) !== undefined) this.#api.delete(resource, namespace, name);
  }

  /** Source: gitops-engine/pkg/sync/sync_context.go pruneObject */
  #prune(task: SyncTask, dryRun: boolean): void {
    const record = (status: string, message: string): void => {
      if (!dryRun || this.#settings.dryRun) this.setResult(task, status, 'Succeeded', message);
    };
    if (!this.#settings.prune) return record('PruneSkipped', 'ignored (requires pruning)');
    if (this.#pruneOption(task) === 'false') return record('PruneSkipped', 'ignored (no prune)');
    if (dryRun) return record('Pruned', 'pruned (dry run)');
    this.delete(task);
    record('Pruned', 'pruned');
  }

  /** Source: gitops-engine/pkg/sync/sync_context.go processCreateTasks, applyObject */
  #apply(task: SyncTask, dryRun: boolean): boolean {
    const { target } = task;
    if (target === undefined) return true;
    try {
      const message = dryRun ? this.#dryRun(task, target) : this.#write(task, target);
      // Nothing is created in a dry run, so there is nothing to wait for.
      if (!dryRun || this.#settings.dryRun) this.setResult(task, 'Synced', dryRun ? 'Succeeded' : 'Running', message);
      return true;
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof StrategicMergeError)) throw error;
      this.setResult(task, 'SyncFailed', 'Failed', error.message);
      return false;
    }
  }

  /** `rollout.argoproj.io/shop configured`. Source: k8s.io/cli-runtime/pkg/printers/name.go */
  #named({ key: { resource, name } }: SyncTask, done: string): string {
    const group = groupResource(resource).slice(resource.plural.length);
    return `${resource.kind.toLowerCase()}${group}/${name} ${done}`;
  }

  #dryRun(task: SyncTask, target: JsonObject): string {
    const { resource, namespace, name } = task.key;
    const live = this.#api.find(resource, namespace, name);
    const done =
      live === undefined
        ? 'created'
        : this.#replaces(task)
          ? 'replaced'
          : deepEqual(this.#applied(task, target, live), live)
            ? 'unchanged'
            : 'configured';
    return `${this.#named(task, done)} (dry run)`;
  }

  #replaces(task: SyncTask): boolean {
    const annotations = annotationsOf(task.target);
    return (
      this.#settings.replace ||
      hasOption(annotations, 'Replace=true') ||
      hasOption(liveAnnotations(task), 'Replace=true')
    );
  }

  #applied({ key }: SyncTask, target: JsonObject, live: KubeObject): KubeObject {
    return appliedObject(this.#api, key, target, live);
  }

  #write(task: SyncTask, target: JsonObject): string {
    const api = this.#api;
    const { resource, namespace, name } = task.key;
    const live = api.find(resource, namespace, name);
    const replaces = this.#replaces(task);
    if (this.#settings.validate && !hasOption(annotationsOf(target), 'Validate=false')) {
      refuseUnknownFields(resource, target, live !== undefined && !replaces);
    }
    if (live === undefined) {
      // `kubectl create` does not remember the manifest, `kubectl apply` does.
      api.create(resource, replaces ? api.decode(target) : withLastApplied(api.decode(target), target));
      return this.#named(task, 'created');
    }
    if (replaces) {
      api.update(resource, replacement(api.decode(target), live));
      return keepsInstances(task) ? `${resource.kind}/${name} updated` : this.#named(task, 'replaced');
    }
    const after = api.update(resource, this.#applied(task, target, live));
    return this.#named(task, after === live ? 'unchanged' : 'configured');
  }
}

/** Kinds that are updated where others are replaced, as a replacement could delete all that is in them. Source: sync_context.go applyObject */
function keepsInstances({ key }: SyncTask): boolean {
  return isNamespace(key) || key.resource.kind === 'CustomResourceDefinition';
}

/** The key of a result that was stored with the operation. */
function storedKey({ group, kind, namespace, name, syncPhase = '' }: TaskResult): string {
  return `${group}/${kind}/${namespace}/${name}:${syncPhase}`;
}

function replacement(object: KubeObject, live: KubeObject): KubeObject {
  const { resourceVersion } = live.metadata;
  return { ...object, metadata: { ...object.metadata, resourceVersion } };
}
