import type { Application, OperationState, RevisionHistory, SyncResult } from '../../api/argocd/application.ts';
import { APPLICATION } from '../../api/argocd/resources.ts';
import { hasSyncOption } from '../../api/argocd/policy.ts';
import type { ControllerEnv } from '../../api/controller.ts';
import { formatTime } from '../../api/times.ts';
import { compareAppState, type Comparison } from './comparison.ts';
import { ignoredIn } from './diff/diff.ts';
import type { LiveObjects } from './live-objects.ts';
import { keyText } from './objects.ts';
import { newSyncResult } from './operation-state.ts';
import { operationPermit } from './projects.ts';
import type { RepoServer } from './repo-server.ts';
import { runSync, type SyncState, terminateSync } from './sync/run-sync.ts';
import { SyncContext } from './sync/sync-context.ts';
import { syncTasks } from './sync/sync-tasks.ts';
import { hasOption, type SyncTask, taskAnnotations } from './sync/task.ts';

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
  const { round, results } = runRound(
    parts,
    app,
    { ...given, syncResult: { ...result, revision: target.revision } },
    comparison,
  );
  const syncResult: SyncResult = { ...result, revision: target.revision, resources: results };
  const state: OperationState = { ...given, phase: round.phase, message: round.message, syncResult };
  const whole = sync.dryRun !== true && (sync.resources ?? []).length === 0;
  if (whole && round.phase === 'Succeeded') keepInHistory(env, app, state);
  return { state, waits: round.waits === true };
}

function runRound(
  { env }: SyncEnv,
  app: Application,
  { operation, phase, startedAt, syncResult }: OperationState,
  comparison: Comparison,
): { readonly round: SyncState; readonly results: SyncContext['results'] } {
  const { sync = {} } = operation;
  const options = sync.syncOptions;
  const respects = hasSyncOption(options, 'RespectIgnoreDifferences=true');
  const context = new SyncContext(
    env.api,
    {
      prune: sync.prune === true,
      dryRun: sync.dryRun === true,
      replace: hasSyncOption(options, 'Replace=true'),
      keepsByDefault: hasSyncOption(options, 'Prune=false'),
      respected: (key) => (respects ? ignoredIn(app.spec.ignoreDifferences ?? [], key).paths : []),
    },
    syncResult?.resources ?? [],
  );
  const tasks = syncTasks(env.api, comparison, { operation, revision: syncResult?.revision ?? '', startedAt });
  if (phase === 'Terminating') {
    const ended = terminateSync({ context, tasks });
    return { round: ended, results: context.results };
  }
  const modified = new Set(comparison.managed.filter((item) => item.modified).map(({ key }) => keyText(key)));
  const onlyModified = hasSyncOption(options, 'ApplyOutOfSyncOnly=true');
  const isModified = (task: SyncTask): boolean =>
    !onlyModified || modified.has(keyText(task.key)) || hasOption(taskAnnotations(task), 'ApplyOutOfSyncOnly=false');
  const round = runSync({ context, tasks, isModified });
  return { round, results: context.results };
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
