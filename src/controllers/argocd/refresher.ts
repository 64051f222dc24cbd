import type { Application, ApplicationCondition, ApplicationStatus, SyncStatus } from '../../api/argocd/application.ts';
import { REFRESH_ANNOTATION } from '../../api/argocd/names.ts';
import { isAutomated, sourceOf } from '../../api/argocd/policy.ts';
import { APPLICATION, ARGO_CD_NAMESPACE } from '../../api/argocd/resources.ts';
import { canSync, isKnownTimeZone } from '../../api/argocd/windows/sync-windows.ts';
import { type Because, from } from '../../api/reason.ts';
import { formatTime, parseTime } from '../../api/times.ts';
import { decideAutoSync } from './auto-sync.ts';
import { compareAppState, type Comparison } from './comparison.ts';
import { patchTo } from './operation-state.ts';
import { windowsOf } from './projects.ts';
import {
  COMPARE_FORCE_RESOLVE,
  COMPARE_WITH_LATEST,
  COMPARE_WITH_RECENT,
  type CompareLevel,
  type RefreshNeed,
  refreshNeed,
} from './refresh-need.ts';
import { autoSynced, compared, selfHealed } from './rules.ts';
import type { SyncEnv } from './sync-operation.ts';

export interface RefreshHooks {
  readonly requestRefresh: (key: string, level: CompareLevel, afterMs?: number) => void;
  /** Tells that an automated sync is due and waits for a window. */
  readonly waitForWindow: () => void;
  readonly refreshMs: number;
}

const SHORT = 7;

/** Compares Applications with Git and starts automated syncs. Source: controller/appcontroller.go processAppRefreshQueueItem */
export class Refresher {
  readonly #parts: SyncEnv;
  readonly #hooks: RefreshHooks;
  /**
   * When each Application was compared with Git last. The object says so as well, but is not written for that alone: the timeline of a run would have
   * an entry for every look into Git.
   */
  readonly #compared = new Map<string, number>();
  /** Parts that are not modelled, of which was told already. */
  readonly #told = new Set<string>();

  constructor(parts: SyncEnv, hooks: RefreshHooks) {
    this.#parts = parts;
    this.#hooks = hooks;
  }

  refresh(key: string, requested: CompareLevel | undefined): void {
    const { api, clock } = this.#parts.env;
    const slash = key.indexOf('/');
    const app = api.find(APPLICATION, key.slice(0, slash), key.slice(slash + 1));
    if (app === undefined) return;
    const nowMs = clock.nowMs();
    const clockOf = { nowMs, refreshMs: this.#hooks.refreshMs, comparedMs: this.#comparedMs(app) };
    const need = refreshNeed(app, requested, clockOf);
    if (need === undefined) return;
    const windows = windowsOf(api, app);
    if (windows === undefined) {
      const message = `Application referencing project ${app.spec.project} which does not exist`;
      this.#storeUnknown(app, need, { type: 'InvalidSpecError', message });
      return;
    }
    this.#compare(key, app, need);
  }

  #comparedMs({ metadata, status }: Application): number | undefined {
    const written = parseTime(status?.reconciledAt ?? '');
    return written === undefined ? undefined : Math.max(written, this.#compared.get(metadata.uid ?? '') ?? 0);
  }

  #compare(key: string, app: Application, need: RefreshNeed): void {
    const { env, repos, live } = this.#parts;
    const source = sourceOf(app);
    const recent = need.level === COMPARE_WITH_RECENT ? app.status?.sync?.revision : undefined;
    const target = repos.targetState(
      source,
      recent ?? source.targetRevision ?? '',
      need.level === COMPARE_FORCE_RESOLVE,
    );
    if (target.error !== undefined) {
      const message = `Failed to load target state: ${target.error}`;
      this.#storeUnknown(app, need, { type: 'ComparisonError', message });
      return;
    }
    if ((app.spec.sources ?? []).length > 1) this.#tell(app, 'only the first of its sources');
    const comparison = compareAppState(env.api, app, target.manifests, live.trackedBy(app));
    for (const part of comparison.notModelled) this.#tell(app, part);
    const refused = this.#autoSync(key, app, comparison, target.revision);
    const conditions = [...comparison.conditions, ...(refused === undefined ? [] : [refused])];
    const sync = syncStatus(app, comparison.status, target.revision);
    this.#store(app, need, { sync, comparison, conditions });
  }

  /** Starts an automated sync if it is time for one; gives the condition that tells why there is none. */
  #autoSync(key: string, app: Application, comparison: Comparison, revision: string): ApplicationCondition | undefined {
    const { env } = this.#parts;
    const nowMs = env.clock.nowMs();
    const windows = windowsOf(env.api, app) ?? [];
    for (const { timeZone = '' } of windows)
      if (!isKnownTimeZone(timeZone)) this.#tell(app, `the time zone ${timeZone}`);
    const { status, resources } = comparison;
    if (!canSync(windows, false, nowMs).allowed) {
      if (isAutomated(app) && status === 'OutOfSync') this.#hooks.waitForWindow();
      return undefined;
    }
    const decision = decideAutoSync(app, { status, revision, resources }, nowMs);
    switch (decision.do) {
      case 'nothing':
        return undefined;
      case 'wait':
        this.#hooks.requestRefresh(key, COMPARE_WITH_LATEST, decision.ms);
        return undefined;
      case 'refuse':
        return { type: 'SyncError', message: decision.message };
      case 'sync':
        break;
    }
    const objects = resources.filter((resource) => resource.status === 'OutOfSync').length;
    const inputs = {
      revision: from('Git', revision.slice(0, SHORT)),
      objects: from('status.resources', objects),
    };
    const attempt = from('operation.sync.autoHealAttemptsCount', decision.operation.sync?.autoHealAttemptsCount ?? 0);
    const because: Because = () =>
      decision.heals ? selfHealed.because({ ...inputs, attempt }) : autoSynced.because(inputs);
    const { namespace = '', name = '' } = app.metadata;
    const operation = patchTo(undefined, decision.operation) ?? {};
    env.api.patch(
      APPLICATION,
      namespace,
      name,
      { operation, status: { operationState: null } },
      { because: [because] },
    );
    env.recorder.event(app, 'Normal', 'OperationStarted', `Initiated automated sync to '${revision}'`);
    return undefined;
  }

  #storeUnknown(app: Application, need: RefreshNeed, condition: ApplicationCondition): void {
    const before = app.status?.sync?.revision ?? sourceOf(app).targetRevision ?? '';
    const sync = syncStatus(app, 'Unknown', before);
    this.#store(app, need, { sync, comparison: undefined, conditions: [condition] });
  }

  /** Source: controller/appcontroller.go persistAppStatus */
  #store(
    app: Application,
    { reason, level }: RefreshNeed,
    found: {
      readonly sync: SyncStatus;
      readonly comparison: Comparison | undefined;
      readonly conditions: readonly ApplicationCondition[];
    },
  ): void {
    const { api, clock, recorder } = this.#parts.env;
    const { sync, comparison, conditions } = found;
    const now = formatTime(clock.nowMs());
    const before = app.status;
    const health = comparison?.health ?? 'Unknown';
    const sameHealth = before?.health?.status === health;
    if ((before?.sync?.status ?? '') !== sync.status) {
      const message = `Updated sync status: ${before?.sync?.status ?? ''} -> ${sync.status}`;
      recorder.event(app, 'Normal', 'ResourceUpdated', message);
    }
    if (!sameHealth) {
      const message = `Updated health status: ${before?.health?.status ?? ''} -> ${health}`;
      recorder.event(app, 'Normal', 'ResourceUpdated', message);
    }
    const isNewest = before?.reconciledAt === undefined || level >= COMPARE_WITH_LATEST;
    if (isNewest) this.#compared.set(app.metadata.uid ?? '', parseTime(now) ?? 0);
    const after: ApplicationStatus = {
      ...before,
      sync,
      health: { status: health, lastTransitionTime: sameHealth ? before.health?.lastTransitionTime : now },
      resources: comparison?.resources ?? before?.resources,
      conditions: conditions.length === 0 ? undefined : withTimes(conditions, before?.conditions ?? [], now),
      reconciledAt: isNewest ? now : before.reconciledAt,
      sourceType: 'Directory',
      controllerNamespace: ARGO_CD_NAMESPACE,
    };
    const status = patchTo({ ...before, reconciledAt: after.reconciledAt }, after);
    const refreshed = app.metadata.annotations?.[REFRESH_ANNOTATION] !== undefined;
    if (status === undefined && !refreshed) return;
    const annotations = refreshed ? { metadata: { annotations: { [REFRESH_ANNOTATION]: null } } } : {};
    const { namespace = '', name = '' } = app.metadata;
    const inputs = {
      reason: from('refresh', reason),
      revision: from('Git', (sync.revision ?? '').slice(0, SHORT)),
      sync: from('status.sync.status', sync.status),
      health: from('status.health.status', health),
    };
    const because = [() => compared.because(inputs)];
    const written = { ...status, reconciledAt: after.reconciledAt };
    api.patch(APPLICATION, namespace, name, { status: written, ...annotations }, { because });
  }

  #tell(app: Application, part: string): void {
    const text = `Application ${app.metadata.name ?? ''}: ${part} is not modelled and has no effect here.`;
    if (this.#told.has(text)) return;
    this.#told.add(text);
    this.#parts.env.note(text);
  }
}

function syncStatus(app: Application, status: string, revision: string): SyncStatus {
  const { destination, ignoreDifferences } = app.spec;
  return { status, comparedTo: { source: sourceOf(app), destination, ignoreDifferences }, revision };
}

/** A condition that says what it said before keeps its time. Source: types.go ApplicationStatus.SetConditions */
function withTimes(
  conditions: readonly ApplicationCondition[],
  before: readonly ApplicationCondition[],
  now: string,
): readonly ApplicationCondition[] {
  return conditions.map((condition) => {
    const old = before.find(({ type, message }) => type === condition.type && message === condition.message);
    return { ...condition, lastTransitionTime: old?.lastTransitionTime ?? now };
  });
}
