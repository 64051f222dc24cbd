import type { Application, OperationState } from '../../api/argocd/application.ts';
import { APPLICATION } from '../../api/argocd/resources.ts';
import { isCompleted } from '../../api/argocd/policy.ts';
import { from } from '../../api/reason.ts';
import { formatTime, parseTime } from '../../api/times.ts';
import { retryDelay } from './backoff.ts';
import { newOperationState, storeOperationState } from './operation-state.ts';
import { windowsOf } from './projects.ts';
import { COMPARE_FORCE_RESOLVE, COMPARE_WITH_LATEST, type CompareLevel } from './refresh-need.ts';
import { operated } from './rules.ts';
import { type SyncEnv, syncAppState } from './sync-operation.ts';

export interface OperationHooks {
  /** Asks for a comparison, at once or later. */
  readonly requestRefresh: (key: string, level: CompareLevel, afterMs?: number) => void;
  /** Goes on with the operation later. */
  readonly goOnLater: (key: string, afterMs: number) => void;
  readonly syncWaveDelayMs: number;
}

/** Carries out the operations that Applications ask for. Source: controller/appcontroller.go processRequestedAppOperation */
export class OperationProcessor {
  readonly #parts: SyncEnv;
  readonly #hooks: OperationHooks;
  /** Until when the pause after a wave lasts, by key. */
  readonly #asleep = new Map<string, number>();

  constructor(parts: SyncEnv, hooks: OperationHooks) {
    this.#parts = parts;
    this.#hooks = hooks;
  }

  process(key: string): void {
    const { api, clock } = this.#parts.env;
    const slash = key.indexOf('/');
    const app = api.find(APPLICATION, key.slice(0, slash), key.slice(slash + 1));
    if (app?.operation === undefined || (this.#asleep.get(key) ?? 0) > clock.nowMs()) return;
    this.#asleep.delete(key);
    const begun = this.#begin(key, app, app.operation);
    if (begun === undefined) return;
    const current = api.get(APPLICATION, key.slice(0, slash), key.slice(slash + 1));
    const terminating = begun.phase === 'Terminating';
    const { state: synced, waits } = this.#sync(current, begun);
    const state = terminating ? withRetries(synced) : this.#withRetry(synced);
    if (waits && state.phase === 'Running') {
      this.#asleep.set(key, clock.nowMs() + this.#hooks.syncWaveDelayMs);
      this.#hooks.goOnLater(key, this.#hooks.syncWaveDelayMs);
    }
    const because = [
      () =>
        operated.because({
          phase: from('status.operationState', state.phase),
          message: from('sync', state.message ?? ''),
        }),
    ];
    storeOperationState(this.#parts.env, current, state, because);
    if (!isCompleted(state.phase) || state.operation.sync?.dryRun === true) return;
    const automated = state.operation.initiatedBy.automated === true;
    this.#hooks.requestRefresh(key, automated ? COMPARE_WITH_LATEST : COMPARE_FORCE_RESOLVE);
  }

  /** The state to go on from; undefined while a failed sync waits to be tried again. */
  #begin(key: string, app: Application, operation: NonNullable<Application['operation']>): OperationState | undefined {
    const { env } = this.#parts;
    const state = app.status?.operationState;
    if (state === undefined || isCompleted(state.phase)) {
      return storeOperationState(env, app, newOperationState(operation, env.clock.nowMs()));
    }
    const finishedMs = parseTime(state.finishedAt ?? '');
    if (state.phase !== 'Running' || finishedMs === undefined) return state;
    const retries = state.retryCount ?? 0;
    const delay = retryDelay(state.operation.retry, retries);
    if (delay.error !== undefined) {
      storeOperationState(env, app, { ...state, phase: 'Error', message: delay.error });
      return undefined;
    }
    const waitMs = finishedMs + delay.ms - env.clock.nowMs();
    if (waitMs > 0) {
      this.#hooks.requestRefresh(key, COMPARE_WITH_LATEST, waitMs);
      return undefined;
    }
    return storeOperationState(env, app, retried(state, retries));
  }

  #sync(app: Application, state: OperationState): ReturnType<typeof syncAppState> {
    if (windowsOf(this.#parts.env.api, app) !== undefined) return syncAppState(this.#parts, app, state);
    const message = `Failed to load application project: error getting app project "${app.spec.project}": not found`;
    return { state: { ...state, phase: 'Error', message }, waits: false };
  }

  /** A sync that failed is tried again, as often as its strategy says. */
  #withRetry(state: OperationState): OperationState {
    const failed = state.phase === 'Failed' || state.phase === 'Error';
    const { limit = 0 } = state.operation.retry;
    const count = state.retryCount ?? 0;
    if (!failed || (limit >= 0 && count >= limit)) return failed ? withRetries(state) : state;
    const { clock } = this.#parts.env;
    const nowMs = clock.nowMs();
    const delay = retryDelay(state.operation.retry, count);
    if (delay.error !== undefined) {
      return { ...state, phase: 'Error', message: `${state.message ?? ''} (failed to retry: ${delay.error})` };
    }
    const at = kitchen(nowMs + delay.ms);
    const message = `${state.message ?? ''}. Retrying attempt #${count + 1} at ${at}.`;
    return { ...state, phase: 'Running', finishedAt: formatTime(nowMs), retryCount: count + 1, message };
  }
}

function withRetries(state: OperationState): OperationState {
  const { retryCount = 0, message = '' } = state;
  return retryCount > 0 ? { ...state, message: `${message} (retried ${retryCount} times).` } : state;
}

/** The state with which a failed sync begins anew; with `refresh` it takes the newest revision. */
function retried(state: OperationState, retries: number): OperationState {
  const { operation } = state;
  const refresh = operation.retry.refresh === true;
  const sync = refresh ? { ...operation.sync, revision: undefined } : operation.sync;
  const how = refresh ? ' with latest revisions' : '';
  return {
    ...state,
    operation: { ...operation, sync },
    message: `Retrying operation${how}. Attempt #${retries}`,
    finishedAt: undefined,
    syncResult: undefined,
  };
}

/** `3:04PM`: Go's time.Kitchen, in UTC. */
function kitchen(epochMs: number): string {
  const [, hour = 0, minute = '00'] = /T(\d\d):(\d\d)/.exec(formatTime(epochMs)) ?? [];
  const of12 = Number(hour) % 12;
  return `${of12 === 0 ? 12 : of12}:${minute}${Number(hour) < 12 ? 'AM' : 'PM'}`;
}
