import { SYNC_OPTIONS_ANNOTATION } from '../../../api/argocd/names.ts';
import { ApiError } from '../../../api/errors.ts';
import type { JsonObject } from '../../../api/json.ts';
import { groupResource, type KubeObject } from '../../../api/resources.ts';
import type { ApiServer } from '../../../api/server.ts';
import { appliedObject, withLastApplied } from '../diff/diff.ts';
import type { IgnoredPath } from '../diff/ignored-paths.ts';
import { annotationList, annotationsOf, type ObjectKey } from '../objects.ts';
import {
  hasDeletePolicy,
  hasOption,
  isDone,
  isPrune,
  resultKey,
  type SyncTask,
  taskAnnotations,
  type TaskResult,
} from './task.ts';

export interface SyncSettings {
  readonly prune: boolean;
  readonly dryRun: boolean;
  /** Objects are replaced, not merged. */
  readonly replace: boolean;
  /** Nothing is pruned whose own option does not say so. */
  readonly keepsByDefault: boolean;
  /** What a sync leaves as it is in an object (RespectIgnoreDifferences). */
  readonly respected: (key: ObjectKey) => readonly IgnoredPath[];
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

  resultOf(task: SyncTask): TaskResult | undefined {
    return this.#results.get(resultKey(task));
  }

  isPending(task: SyncTask): boolean {
    return (this.resultOf(task)?.hookPhase ?? '') === '';
  }

  isSuccessful(task: SyncTask): boolean {
    return this.resultOf(task)?.hookPhase === 'Succeeded';
  }

  isDone(task: SyncTask): boolean {
    return isDone(this.resultOf(task));
  }

  /** The latest message stays when none is given. Source: gitops-engine/pkg/sync/sync_context.go setResourceResult */
  setResult(task: SyncTask, status: string | undefined, hookPhase: string, message: string): void {
    const { key, phase, hook } = task;
    const before = this.resultOf(task);
    this.#results.set(resultKey(task), {
      group: key.resource.group,
      version: key.resource.version,
      kind: key.resource.kind,
      namespace: key.namespace,
      name: key.name,
      ...before,
      ...(status === undefined ? {} : { status }),
      message: message === '' ? before?.message : message,
      ...(hook ? { hookType: phase } : {}),
      hookPhase,
      syncPhase: phase,
    });
  }

  /**
   * Runs the tasks of one phase and wave: prunes first, then hooks that must go before they are made anew (and then waits), then makes and changes
   * objects.
   *
   * Source: gitops-engine/pkg/sync/sync_context.go runTasks
   */
  runTasks(tasks: readonly SyncTask[]): RunState {
    let state: RunState = 'successful';
    for (const task of tasks.filter(isPrune)) if (!this.#prune(task)) state = 'failed';
    if (state !== 'successful') return state;
    const creates = tasks.filter((task) => !isPrune(task));
    const olds = creates.filter((task) => this.deletesBeforeCreation(task));
    if (olds.length > 0 && !this.#settings.dryRun) {
      for (const task of olds) this.delete(task);
      return 'pending';
    }
    for (const task of creates) if (!this.#apply(task)) state = 'failed';
    return state;
  }

  deletesBeforeCreation(task: SyncTask): boolean {
    return task.live !== undefined && this.isPending(task) && hasDeletePolicy(task, 'BeforeHookCreation');
  }

  delete({ key: { resource, namespace, name } }: SyncTask): void {
    if (this.#api.find(resource, namespace, name) !== undefined) this.#api.delete(resource, namespace, name);
  }

  /** Source: gitops-engine/pkg/sync/sync_context.go pruneObject */
  #prune(task: SyncTask): boolean {
    const { prune, dryRun, keepsByDefault } = this.#settings;
    const annotations = taskAnnotations(task);
    const ownOption = annotationList(annotations, SYNC_OPTIONS_ANNOTATION).find((option) =>
      option.startsWith('Prune='),
    );
    const kept = ownOption === undefined ? keepsByDefault : ownOption === 'Prune=false';
    if (!prune) this.setResult(task, 'PruneSkipped', 'Succeeded', 'ignored (requires pruning)');
    else if (kept) this.setResult(task, 'PruneSkipped', 'Succeeded', 'ignored (no prune)');
    else if (dryRun) this.setResult(task, 'Pruned', 'Succeeded', 'pruned (dry run)');
    else {
      this.delete(task);
      this.setResult(task, 'Pruned', 'Succeeded', 'pruned');
    }
    return true;
  }

  /** Source: gitops-engine/pkg/sync/sync_context.go processCreateTasks, applyObject */
  #apply(task: SyncTask): boolean {
    const { target } = task;
    if (target === undefined) return true;
    if (this.#settings.dryRun) {
      this.setResult(task, 'Synced', 'Succeeded', `${this.#named(task)} configured (dry run)`);
      return true;
    }
    try {
      this.setResult(task, 'Synced', 'Running', `${this.#named(task)} ${this.#write(task.key, target)}`);
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.setResult(task, 'SyncFailed', 'Failed', error.message);
      return false;
    }
  }

  #named({ key: { resource, name } }: SyncTask): string {
    const group = groupResource(resource).slice(resource.plural.length);
    return `${resource.kind.toLowerCase()}${group}/${name}`;
  }

  #write(key: ObjectKey, target: JsonObject): 'created' | 'configured' | 'unchanged' | 'replaced' {
    const api = this.#api;
    const { resource, namespace, name } = key;
    const live = api.find(resource, namespace, name);
    if (live === undefined) {
      api.create(resource, withLastApplied(api.decode(target), target));
      return 'created';
    }
    if (this.#settings.replace || hasOption(annotationsOf(target), 'Replace=true')) {
      api.update(resource, replacement(api.decode(target), live));
      return 'replaced';
    }
    const before = api.get(resource, namespace, name);
    const after = api.update(resource, appliedObject(api, key, target, live, this.#settings.respected(key)));
    return after === before ? 'unchanged' : 'configured';
  }
}

/** The key of a result that was stored with the operation. */
function storedKey({ group, kind, namespace, name, syncPhase = '' }: TaskResult): string {
  return `${group}/${kind}/${namespace}/${name}:${syncPhase}`;
}

function replacement(object: KubeObject, live: KubeObject): KubeObject {
  const { resourceVersion } = live.metadata;
  return { ...object, metadata: { ...object.metadata, resourceVersion } };
}
