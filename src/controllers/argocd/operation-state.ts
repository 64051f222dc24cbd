import type { Application, Operation, OperationState, SyncResult } from '../../api/argocd/application.ts';
import { APPLICATION } from '../../api/argocd/resources.ts';
import { isCompleted, sourceOf } from '../../api/argocd/policy.ts';
import type { ControllerEnv } from '../../api/controller.ts';
import { isJsonObject, type JsonObject } from '../../api/json.ts';
import { createMergePatch } from '../../api/merge-patch.ts';
import type { Because } from '../../api/reason.ts';
import { formatTime } from '../../api/times.ts';

/** Source: controller/appcontroller.go NewOperationState */
export function newOperationState(operation: Operation, nowMs: number): OperationState {
  return { operation, phase: 'Running', startedAt: formatTime(nowMs) };
}

/** Source: controller/sync.go newSyncOperationResult */
export function newSyncResult(app: Application, { sync }: Operation): SyncResult {
  return { source: sync?.source ?? sourceOf(app), revision: sync?.revision ?? '' };
}

/** The merge patch that makes a part of an object what is wanted. */
export function patchTo(before: unknown, after: unknown): JsonObject | undefined {
  return createMergePatch(isJsonObject(before) ? before : {}, isJsonObject(after) ? after : {});
}

/**
 * Stores the state of an operation; one that is over is taken out of the Application, and told of.
 *
 * Source: controller/appcontroller.go setOperationState
 */
export function storeOperationState(
  { api, clock, recorder }: ControllerEnv,
  app: Application,
  state: OperationState,
  because: readonly Because[] = [],
): OperationState {
  const done = isCompleted(state.phase);
  const stored: OperationState = done ? { ...state, finishedAt: formatTime(clock.nowMs()) } : state;
  const { namespace = '', name = '' } = app.metadata;
  const current = api.find(APPLICATION, namespace, name);
  if (current === undefined) return stored;
  const patch = patchTo(current.status?.operationState, stored);
  if (patch === undefined && !done) return stored;
  const ended = done ? { operation: null } : {};
  api.patch(APPLICATION, namespace, name, { status: { operationState: patch ?? {} }, ...ended }, { because });
  if (done) {
    const partial = (state.operation.sync?.resources ?? []).length > 0;
    const revision = state.syncResult === undefined ? '' : ` to ${state.syncResult.revision}`;
    const head = `${partial ? 'Partial sync operation' : 'Sync operation'}${revision}`;
    if (state.phase === 'Succeeded') recorder.event(current, 'Normal', 'OperationCompleted', `${head} succeeded`);
    else recorder.event(current, 'Warning', 'OperationCompleted', `${head} failed: ${state.message ?? ''}`);
  }
  return stored;
}
