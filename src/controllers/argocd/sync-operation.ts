import type { Application, OperationState, RevisionHistory, SyncResult } from '../../api/argocd/application.ts';
import { APPLICATION } from '../../api/argocd/resources.ts';
import { DELETION_APPROVED_ANNOTATION } from '../../api/argocd/names.ts';
import type { ControllerEnv } from '../../api/controller.ts';
import { fieldsOf } from '../../api/object-form.ts';
import type { ApiServer } from '../../api/server.ts';
import { StrategicMergeError } from '../../api/strategic-merge/schema.ts';
import { formatTime, parseTime } from '../../api/times.ts';
import { compareAppState, COMPARISON_ERROR, type Comparison, type ManagedResource } from './comparison.ts';
import { ignoredIn } from './diff/diff.ts';
import { withLiveValues } from './diff/respect-ignored.ts';
import type { LiveObjects } from './live-objects.ts';
import { keyText } from './objects.ts';
import { newSyncResult } from './operation-state.ts';
import { operationPermit } from './projects.ts';
import type { RepoServer } from './repo-server.ts';
import { runSync, type SyncState, terminateSync } from './sync/run-sync.ts';
import { SyncContext } from './sync/sync-context.ts';
import { syncTasks } from './sync/sync-tasks.ts';
import { optionValue, type SyncTask } from './sync/task.ts';

export interface SyncEnv {
  readonly env: ControllerEnv;
  readonly repos: RepoServer;
  readonly live: LiveObjects;
}

/** What a round of a sync made of an operation; `waits` before the next one if a wave was begun. */
export interface SyncedState {
  readonly state: OperationState;
  readonly waits: boolean;
}

const HISTORY_LIMIT = 10;

/**
 * Starts or goes on with the sync of an operation: compares, runs a round, and keeps the revision in the history when all went well.
 *
 * Source: controller/sync.go SyncAppState
 */
export function syncAppState(parts: SyncEnv, app: Application, given: OperationState): SyncedState {
  const { env, repos, live } = parts;
  const { sync } = given.operation;
  const still = (state: OperationState): SyncedState => ({ state, waits: false });
  if (sync === undefined) {
    return still({ ...given, phase: 'Error', message: 'Invalid operation request: no operation specified' });
  }
  const result = given.syncResult ?? newSyncResult(app, given.operation);
  const permit = operationPermit(env.api, app, env.clock.nowMs());
  if (!permit.allowed) {
    const why = permit.error === undefined ? '' : `: ${permit.error}`;
    const message = `Sync operation blocked by sync window${why}`;
    return still({ ...given, syncResult: result, ...(given.phase === 'Running' ? { message } : {}) });
  }
  const source = result.source ?? { repoURL: '' };
  const target = repos.targetState(source, result.revision || (source.targetRevision ?? ''), true);
  if (target.error !== undefined) {
    const message = `ComparisonError: Failed to load target state: ${target.error}`;
    return still({ ...given, syncResult: result, phase: 'Error', message });
  }
  const comparison = compareAppState(env.api, app, target.manifests, live.trackedBy(app));
  const failures = comparison.conditions.filter(({ type }) => type === COMPARISON_ERROR);
  if (failures.length > 0) {
    const message = failures.map((condition) => `${condition.type}: ${condition.message}`).join(';');
    return still({ ...given, syncResult: { ...result, revision: target.revision }, phase: 'Error', message });
  }
  const shared = comparison.conditions.filter(({ type }) => type === 'SharedResourceWarning').at(-1);
  if (shared !== undefined && (sync.syncOptions ?? []).includes('FailOnSharedResource=true')) {
    const message = `Shared resource found: ${shared.message}`;
    return still({ ...given, syncResult: { ...result, revision: target.revision }, phase: 'Failed', message });
  }
  const started = { ...given, syncResult: { ...result, revision: target.revision } };
  const { round, results } = syncRound(env.api, app, started, comparison);
  const syncResult: SyncResult = { ...result, revision: target.revision, resources: results };
  const state: OperationState = { ...given, phase: round.phase, message: round.message, syncResult };
  const whole = sync.dryRun !== true && (sync.resources ?? []).length === 0;
  if (whole && round.phase === 'Succeeded') keepInHistory(env, app, state);
  return { state, waits: round.waits === true };
}

/** One round of an operation that was compared: carries on the sync, or ends it. */
export function syncRound(
  api: ApiServer,
  app: Application,
  { operation, phase, startedAt, syncResult }: OperationState,
  comparison: Pick<Comparison, 'managed' | 'hooks'>,
): { readonly round: SyncState; readonly results: SyncContext['results'] } {
  const { sync = {} } = operation;
  const options = sync.syncOptions ?? [];
  const namespace = app.spec.destination.namespace ?? '';
  const context = new SyncContext(
    api,
    {
      prune: sync.prune === true,
      pruneConfirmed: isDeletionConfirmed(app, startedAt),
      pruneOption: optionValue(options, 'Prune'),
      dryRun: sync.dryRun === true,
      replace: options.includes('Replace=true'),
      validate: !options.includes('Validate=false'),
      namespace,
    },
    syncResult?.resources ?? [],
  );
  const respects = options.includes('RespectIgnoreDifferences=true');
  let managed = comparison.managed;
  try {
    if (respects) managed = managed.map((item) => respecting(app, item));
  } catch (error) {
    if (!(error instanceof StrategicMergeError)) throw error;
    const message = `Failed to normalize target resources: ${error.message}`;
    return { round: { phase: 'Error', message }, results: context.results };
  }
  const tasks = syncTasks(
    api,
    { ...comparison, managed },
    {
      operation,
      revision: syncResult?.revision ?? '',
      startedAt,
      namespace,
    },
  );
  if (phase === 'Terminating') {
    const ended = terminateSync({ context, tasks });
    return { round: ended, results: context.results };
  }
  const modified = new Set(comparison.managed.filter((item) => item.modified).map(({ key }) => keyText(key)));
  const onlyModified = options.includes('ApplyOutOfSyncOnly=true');
  const isModified = (task: SyncTask): boolean => modified.has(keyText(task.key));
  const round = runSync({ context, tasks, ...(onlyModified ? { isModified } : {}) });
  return { round, results: context.results };
}

/** A managed object with the live values of what the Application ignores. */
function respecting({ spec }: Application, item: ManagedResource): ManagedResource {
  const { key, target, live } = item;
  if (target === undefined || live === undefined) return item;
  const { paths } = ignoredIn(spec.ignoreDifferences ?? [], key);
  return { ...item, target: withLiveValues(target, fieldsOf(live), paths) };
}

/** Whether somebody has confirmed deletions since the operation began. Source: types.go Application.IsDeletionConfirmed */
function isDeletionConfirmed({ metadata }: Application, startedAt: string | null): boolean {
  const confirmedMs = parseTime(metadata.annotations?.[DELETION_APPROVED_ANNOTATION] ?? '');
  return confirmedMs !== undefined && confirmedMs >= (parseTime(startedAt ?? '') ?? 0);
}

/** Source: controller/state.go persistRevisionHistory */
function keepInHistory({ api, clock }: ControllerEnv, app: Application, state: OperationState): void {
  const { namespace = '', name = '' } = app.metadata;
  const history = api.find(APPLICATION, namespace, name)?.status?.history ?? [];
  const entry: RevisionHistory = {
    revision: state.syncResult?.revision,
    deployedAt: formatTime(clock.nowMs()),
    deployStartedAt: state.startedAt,
    id: (history.at(-1)?.id ?? -1) + 1,
    source: state.syncResult?.source,
    initiatedBy: state.operation.initiatedBy,
  };
  const limit = app.spec.revisionHistoryLimit ?? HISTORY_LIMIT;
  const kept = limit <= 0 ? [] : [...history, entry].slice(-limit);
  api.patch(APPLICATION, namespace, name, { status: { history: kept } });
}
