import type { KubeObject } from '../../../api/resources.ts';
import { resourceHealth } from '../health/resource-health.ts';
import { isMultiStep } from './order.ts';
import { type SyncContext } from './sync-context.ts';
import { hasDeletePolicy, isPrune, isRunning, type SyncTask } from './task.ts';

/** Where an operation stands after a round. */
export interface SyncState {
  readonly phase: 'Running' | 'Failed' | 'Error' | 'Succeeded';
  readonly message: string;
  /** A phase or wave was begun that is not the last: Argo CD waits a little, so that controllers can react. */
  readonly waits?: true;
}

export interface SyncRound {
  readonly context: SyncContext;
  readonly tasks: readonly SyncTask[];
  /** Whether an object differs from its manifest; absent: all are synced, changed or not. */
  readonly isModified?: (task: SyncTask) => boolean;
}

/**
 * One round of a sync: looks at what runs, waits for it, or starts the next phase and wave. Without hooks and waves one round applies all and is done,
 * whatever becomes of the objects.
 *
 * Source: gitops-engine/pkg/sync/sync_context.go Sync
 */
export function runSync({ context, tasks: all, isModified }: SyncRound): SyncState {
  observe(context, all);
  const multiStep = isMultiStep(all);
  const running = all.filter((task) => (multiStep || task.hook) && isRunning(context.resultOf(task)));
  if (running.length > 0) return waitFor(context, running);
  const failures = all.filter(({ phase }) => phase === 'SyncFail');
  const tasks = all.filter(({ phase }) => phase !== 'SyncFail');
  if (tasks.some((task) => context.isDone(task) && !context.isSuccessful(task))) {
    deleteHooks(context, all, 'HookFailed');
    return failSync(
      context,
      failures,
      failed(context, tasks),
      'one or more synchronization tasks completed unsuccessfully',
    );
  }
  const pending = tasks
    .filter((task) => context.isPending(task))
    .filter((task) => task.hook || isPrune(task) || task.live === undefined || isModified?.(task) !== false);
  const [first] = pending;
  if (first === undefined) {
    deleteHooks(context, all, 'HookSucceeded');
    return { phase: 'Succeeded', message: 'successfully synced (no more tasks)' };
  }
  const isNow = ({ phase, wave }: SyncTask): boolean => phase === first.phase && wave === first.wave;
  return runWave(context, { all, failures, now: pending.filter(isNow), later: pending.filter((task) => !isNow(task)) });
}

interface Wave {
  readonly all: readonly SyncTask[];
  readonly failures: readonly SyncTask[];
  readonly now: readonly SyncTask[];
  readonly later: readonly SyncTask[];
}

function runWave(context: SyncContext, { all, failures, now, later }: Wave): SyncState {
  const state = context.runTasks(now);
  const waits = later.length > 0 ? { waits: true as const } : {};
  if (state === 'pending') {
    const deleted = now.filter((task) => context.deletesBeforeCreation(task));
    return { ...runningOn(deleted, 'deletion'), ...waits };
  }
  if (state === 'failed') {
    const hooks = now.filter((task) => task.hook && isRunning(context.resultOf(task)));
    if (hooks.length > 0) return runningOn(hooks, 'completion');
    const result = failSync(context, failures, failed(context, now), 'one or more objects failed to apply');
    if (result.phase === 'Failed') deleteHooks(context, all, 'HookFailed');
    return result;
  }
  if (later.length === 0 && !now.some(({ hook }) => hook)) {
    deleteHooks(context, all, 'HookSucceeded');
    return { phase: 'Succeeded', message: 'successfully synced (all tasks run)' };
  }
  return { ...runningOn(now, 'completion'), ...waits };
}

/** Takes over what has become of the objects of running tasks. */
function observe(context: SyncContext, tasks: readonly SyncTask[]): void {
  for (const task of tasks) {
    const result = context.resultOf(task);
    if (!isRunning(result) || task.live === undefined) continue;
    const { phase, message } = task.hook ? hookProgress(task.live) : objectProgress(task.live);
    if (phase !== undefined) context.setResult(task, result?.status, phase, message);
  }
}

/** Source: gitops-engine/pkg/sync/sync_context.go getOperationPhase */
function hookProgress(live: KubeObject): { readonly phase: string; readonly message: string } {
  const health = resourceHealth(live);
  if (health === undefined) return { phase: 'Succeeded', message: `${live.metadata.name ?? ''} created` };
  const { status, message } = health;
  if (status === 'Unknown' || status === 'Degraded') return { phase: 'Failed', message };
  return { phase: status === 'Healthy' ? 'Succeeded' : 'Running', message };
}

/** An object that is neither Healthy nor Degraded is waited for. */
function objectProgress(live: KubeObject): { readonly phase: string | undefined; readonly message: string } {
  const health = resourceHealth(live);
  if (health === undefined) return { phase: 'Succeeded', message: '' };
  const { status, message } = health;
  if (status === 'Healthy') return { phase: 'Succeeded', message };
  return { phase: status === 'Degraded' ? 'Failed' : undefined, message };
}

function waitFor(context: SyncContext, running: readonly SyncTask[]): SyncState {
  for (const task of running) {
    if (task.live !== undefined) continue;
    const { resource, name } = task.key;
    const text = `Resource ${resource.group}/${resource.kind}/${name} is missing, it might have been deleted`;
    context.setResult(task, 'SyncFailed', 'Error', text);
  }
  return runningOn(running, 'completion');
}

/** `waiting for healthy state of argoproj.io/Rollout/shop and 1 more resources`. Source: gitops-engine/pkg/sync/sync_context.go setRunningPhase */
function runningOn(tasks: readonly SyncTask[], what: 'completion' | 'deletion'): SyncState {
  const hooks = tasks.filter(({ hook }) => hook);
  const [first] = hooks.length > 0 ? hooks : tasks;
  if (first === undefined) return { phase: 'Running', message: '' };
  const { resource, name } = first.key;
  const reason =
    what === 'deletion'
      ? `deletion of${hooks.length > 0 ? ' hook' : ''}`
      : hooks.length > 0
        ? 'completion of hook'
        : 'healthy state of';
  const kind = hooks.length === tasks.length ? 'hooks' : 'resources';
  const more = tasks.length > 1 ? ` and ${tasks.length - 1} more ${kind}` : '';
  return { phase: 'Running', message: `waiting for ${reason} ${resource.group}/${resource.kind}/${name}${more}` };
}

function deleteHooks(context: SyncContext, tasks: readonly SyncTask[], policy: 'HookSucceeded' | 'HookFailed'): void {
  for (const task of tasks) {
    if (task.live === undefined || context.isPending(task) || isRunning(context.resultOf(task))) continue;
    if (hasDeletePolicy(task, policy)) context.delete(task);
  }
}

function failed(context: SyncContext, tasks: readonly SyncTask[]): readonly SyncTask[] {
  return tasks.filter((task) => context.resultOf(task)?.status === 'SyncFailed');
}

/** The sync fails once its SyncFail hooks are through. Source: gitops-engine/pkg/sync/sync_context.go executeSyncFailPhase */
function failSync(
  context: SyncContext,
  hooks: readonly SyncTask[],
  failures: readonly SyncTask[],
  message: string,
): SyncState {
  const reasons = new Set(failures.map((task) => context.resultOf(task)?.message ?? ''));
  const text = reasons.size === 0 ? message : `${message}, reason: ${[...reasons].join(',')}`;
  if (hooks.every((task) => context.isDone(task))) return { phase: 'Failed', message: text };
  const waiting = hooks.filter((task) => context.isPending(task));
  context.runTasks(waiting);
  return runningOn(waiting, 'completion');
}

/** Ends an operation: hooks that run go. Source: gitops-engine/pkg/sync/sync_context.go Terminate */
export function terminateSync({ context, tasks }: Pick<SyncRound, 'context' | 'tasks'>): SyncState {
  for (const task of tasks) {
    if (!task.hook || !isRunning(context.resultOf(task))) continue;
    context.delete(task);
    context.setResult(task, context.resultOf(task)?.status, 'Failed', 'Terminated');
  }
  return { phase: 'Failed', message: 'Operation terminated' };
}
