import type { KubeObject } from '../../../api/resources.ts';
import { resourceHealth } from '../health/resource-health.ts';
import { isMultiStep } from './order.ts';
import type { SyncContext } from './sync-context.ts';
import { hasDeletePolicy, isPrune, type SyncTask } from './task.ts';

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

const UNSUCCESSFUL = 'one or more synchronization tasks completed unsuccessfully';
const NOT_APPLIED = 'one or more objects failed to apply';

/**
 * One round of a sync: looks at what runs, waits for it, or starts the next phase and wave. Without hooks and waves one round applies all and is done,
 * whatever becomes of the objects.
 *
 * Source: gitops-engine/pkg/sync/sync_context.go Sync
 */
export function runSync(round: SyncRound): SyncState {
  const { context, tasks: all } = round;
  const refused = context.started ? undefined : validate(round);
  if (refused !== undefined) return refused;
  observe(context, all);
  const multiStep = isMultiStep(all);
  const running = all.filter((task) => (multiStep || task.hook) && context.isRunning(task));
  if (running.length > 0) return waitFor(context, running);
  const terminating = all.filter((task) => isPruned(context, task) && isTerminating(task.live));
  if (terminating.length > 0) return runningOn(context, terminating, 'deletion');
  const left = all.filter((task) => task.hook && task.live !== undefined && !context.isRunning(task));
  const failures = all.filter(({ phase }) => phase === 'SyncFail');
  const tasks = all.filter(({ phase }) => phase !== 'SyncFail');
  if (tasks.some((task) => context.isDone(task) && !context.isSuccessful(task))) {
    deleteHooks(context, left, 'HookFailed');
    return failSync(context, failures, tasks, UNSUCCESSFUL).state;
  }
  const pending = outOfSync(
    round,
    tasks.filter((task) => context.isPending(task)),
  );
  const [first] = pending;
  if (first === undefined) {
    deleteHooks(context, left, 'HookSucceeded');
    return { phase: 'Succeeded', message: 'successfully synced (no more tasks)' };
  }
  const isNow = ({ phase, wave }: SyncTask): boolean => phase === first.phase && wave === first.wave;
  const isLast = pending.every(isNow);
  return runWave(context, { left, failures, now: pending.filter(isNow), isLast });
}

/**
 * Before an operation does anything it creates the namespace of the Application, if it is among the objects, and tries all manifests without writing
 * them.
 */
function validate(round: SyncRound): SyncState | undefined {
  const { context, tasks } = round;
  const namespace = tasks.find((task) => context.createsNamespace(task));
  if (namespace !== undefined && context.runTasks([namespace]) === 'failed') {
    return failSync(context, [], [namespace], 'the namespace failed to apply').state;
  }
  const others = tasks.filter((task) => task !== namespace);
  if (context.runTasks(outOfSync(round, others), true) !== 'failed') return undefined;
  return { phase: 'Failed', message: `${NOT_APPLIED} (dry run)` };
}

/** Source: gitops-engine/pkg/sync/sync_context.go filterOutOfSyncTasks */
function outOfSync({ isModified }: SyncRound, tasks: readonly SyncTask[]): readonly SyncTask[] {
  if (isModified === undefined) return tasks;
  return tasks.filter((task) => task.hook || isPrune(task) || task.live === undefined || isModified(task));
}

interface Wave {
  /** Hooks that an earlier round, or an earlier sync, left. */
  readonly left: readonly SyncTask[];
  readonly failures: readonly SyncTask[];
  readonly now: readonly SyncTask[];
  readonly isLast: boolean;
}

function runWave(context: SyncContext, { left, failures, now, isLast }: Wave): SyncState {
  const state = context.runTasks(now);
  const waits = isLast ? {} : { waits: true as const };
  switch (state) {
    case 'pending': {
      const awaited = now.filter(
        (task) => context.deletesBeforeCreation(task) || (isPrune(task) && context.isPending(task)),
      );
      return { ...runningOn(context, awaited, 'deletion'), ...waits };
    }
    case 'failed':
      return runWaveThatFailed(context, { left, failures, now, isLast });
    case 'successful':
      if (isLast && !now.some(({ hook }) => hook)) {
        deleteHooks(context, left, 'HookSucceeded');
        return { phase: 'Succeeded', message: 'successfully synced (all tasks run)' };
      }
      return { ...runningOn(context, now, 'completion'), ...waits };
  }
}

/** SyncFail hooks start at once; what has started goes on, and the sync fails when it is complete. */
function runWaveThatFailed(context: SyncContext, { left, failures, now }: Wave): SyncState {
  const running = now.filter((task) => context.isRunning(task));
  if (running.length === 0) {
    const { state, isComplete } = failSync(context, failures, now, NOT_APPLIED);
    if (isComplete) deleteHooks(context, left, 'HookFailed');
    return state;
  }
  const isComplete = failures.length === 0 || failSync(context, failures, now, NOT_APPLIED).isComplete;
  return runningOn(context, isComplete ? running : [...running, ...failures], 'completion');
}

/** Takes over what has become of the objects of running tasks. */
function observe(context: SyncContext, tasks: readonly SyncTask[]): void {
  for (const task of tasks) {
    if (!context.isRunning(task) || task.live === undefined) continue;
    const { phase, message } = task.hook ? hookProgress(task.live) : objectProgress(task.live);
    if (phase !== undefined) context.setResult(task, context.resultOf(task)?.status, phase, message);
  }
}

interface Progress {
  /** Undefined: as before. */
  readonly phase: 'Running' | 'Succeeded' | 'Failed' | 'Error' | undefined;
  readonly message: string;
}

/** Source: gitops-engine/pkg/sync/sync_context.go getOperationPhase */
function hookProgress(live: KubeObject): Progress {
  const health = resourceHealth(live);
  if (health?.error !== undefined) return { phase: 'Error', message: `failed to get resource health: ${health.error}` };
  switch (health?.status) {
    case 'Unknown':
    case 'Degraded':
      return { phase: 'Failed', message: health.message };
    case 'Progressing':
    case 'Suspended':
      return { phase: 'Running', message: health.message };
    case 'Healthy':
      return { phase: 'Succeeded', message: health.message };
    default:
      return { phase: 'Succeeded', message: `${live.metadata.name ?? ''} created` };
  }
}

/** An object that is neither Healthy nor Degraded is waited for. */
function objectProgress(live: KubeObject): Progress {
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
  return runningOn(context, running, 'completion');
}

function isPruned(context: SyncContext, task: SyncTask): boolean {
  return context.resultOf(task)?.status === 'Pruned';
}

function isTerminating(live: KubeObject | undefined): boolean {
  return live?.metadata.deletionTimestamp !== undefined;
}

/** `waiting for healthy state of argoproj.io/Rollout/shop and 1 more resources`. Source: gitops-engine/pkg/sync/sync_context.go setRunningPhase */
function runningOn(context: SyncContext, tasks: readonly SyncTask[], what: 'completion' | 'deletion'): SyncState {
  const hooks = tasks.filter(({ hook }) => hook);
  const unconfirmed = tasks.filter((task) => context.waitsForConfirmation(task));
  const [first] = unconfirmed.length > 0 ? unconfirmed : hooks.length > 0 ? hooks : tasks;
  if (first === undefined) return { phase: 'Running', message: '' };
  const reason =
    unconfirmed.length > 0
      ? 'pruning confirmation of'
      : what === 'deletion'
        ? `deletion of${hooks.length > 0 ? ' hook' : ''}`
        : hooks.length > 0
          ? 'completion of hook'
          : 'healthy state of';
  const others = (unconfirmed.length > 0 ? unconfirmed : tasks).length - 1;
  const kind = hooks.length === tasks.length ? 'hooks' : 'resources';
  const more = others > 0 ? ` and ${others} more ${kind}` : '';
  const { resource, name } = first.key;
  return { phase: 'Running', message: `waiting for ${reason} ${resource.group}/${resource.kind}/${name}${more}` };
}

function deleteHooks(context: SyncContext, left: readonly SyncTask[], policy: 'HookSucceeded' | 'HookFailed'): void {
  for (const task of left) if (hasDeletePolicy(task, policy)) context.delete(task);
}

/** `one or more objects failed to apply, reason: denied`. */
function withReasons(context: SyncContext, tasks: readonly SyncTask[], message: string): string {
  const failed = tasks.filter((task) => context.resultOf(task)?.status === 'SyncFailed');
  const reasons = new Set(failed.map((task) => context.resultOf(task)?.message ?? ''));
  return reasons.size === 0 ? message : `${message}, reason: ${[...reasons].join(',')}`;
}

/**
 * The sync fails once its SyncFail hooks are complete. `tasks` may hold the reasons.
 *
 * Source: gitops-engine/pkg/sync/sync_context.go executeSyncFailPhase
 */
function failSync(
  context: SyncContext,
  hooks: readonly SyncTask[],
  tasks: readonly SyncTask[],
  message: string,
): { readonly state: SyncState; readonly isComplete: boolean } {
  const text = withReasons(context, tasks, message);
  if (hooks.every((task) => context.isDone(task))) {
    const failed = hooks.some((task) => context.resultOf(task)?.status === 'SyncFailed');
    const ofHooks = failed ? `\n${withReasons(context, hooks, 'one or more SyncFail hooks failed')}` : '';
    return { state: { phase: 'Failed', message: `${text}${ofHooks}` }, isComplete: true };
  }
  const waiting = hooks.filter((task) => !context.isDone(task) && !context.isRunning(task));
  context.runTasks(waiting);
  return { state: runningOn(context, waiting, 'completion'), isComplete: false };
}

/**
 * Ends an operation: hooks that run are deleted, unless they are complete by now and their policy keeps them.
 *
 * Source: gitops-engine/pkg/sync/sync_context.go Terminate, terminateHooksPreemptively
 */
export function terminateSync({ context, tasks }: Pick<SyncRound, 'context' | 'tasks'>): SyncState {
  for (const task of tasks) {
    if (!task.hook || !context.isRunning(task)) continue;
    const status = context.resultOf(task)?.status;
    if (task.live === undefined) {
      context.setResult(task, status, 'Succeeded', 'Terminated');
      continue;
    }
    const { phase, message } = hookProgress(task.live);
    if (phase === 'Running' || phase === 'Error' || hasDeletePolicy(task, 'HookFailed')) context.delete(task);
    if (phase === 'Running') context.setResult(task, status, 'Failed', 'Terminated');
    else if (phase !== undefined) context.setResult(task, status, phase, message);
  }
  return { phase: 'Failed', message: 'Operation terminated' };
}
