import type { Application } from '../../api/argocd/application.ts';
import type { GitRepository } from '../../api/argocd/git-repository.ts';
import { REFRESH_ANNOTATION } from '../../api/argocd/names.ts';
import { isAutomated, isSameRepository, sourceOf } from '../../api/argocd/policy.ts';
import { APPLICATION, ARGO_CD_NAMESPACE, GIT_REPOSITORY } from '../../api/argocd/resources.ts';
import type { Controller, ControllerEnv } from '../../api/controller.ts';
import type { WorkQueue } from '../../api/workqueue.ts';
import type { ArgoCdSettings } from '../../world/argocd.ts';
import { resolveRevision } from './git/revisions.ts';
import { LiveObjects } from './live-objects.ts';
import { OperationProcessor } from './operation-processor.ts';
import { COMPARE_WITH_LATEST, COMPARE_WITH_RECENT, type CompareLevel } from './refresh-need.ts';
import { Refresher } from './refresher.ts';
import { RepoServer } from './repo-server.ts';

export interface ArgoCdOptions {
  readonly settings: ArgoCdSettings;
  /** A share of the jitter, from 0 to less than 1: drawn for each check of an Application. */
  readonly jitter: (application: string) => number;
}

/** A controller made of a queue and what it does with a key. */
function controllerOf(name: string, queue: WorkQueue, sync: (key: string) => void): Controller {
  return { name, resource: APPLICATION, queue, sync };
}

/**
 * Argo CD's application controller: Applications are compared (`argocd`), their operations carried out (`argocd-sync`), and from time to time looked
 * at again (`argocd-resync`).
 *
 * Source: controller/appcontroller.go ApplicationController
 */
export class ArgoCd {
  /** In the order in which they are asked for work. */
  readonly controllers: readonly Controller[];
  readonly #env: ControllerEnv;
  readonly #options: ArgoCdOptions;
  readonly #refreshQueue: WorkQueue;
  readonly #resyncQueue: WorkQueue;
  /** How deep the next comparison must go, for Applications that somebody asked to compare. */
  readonly #requested = new Map<string, CompareLevel>();
  /** When a comparison that was asked for later is due. */
  readonly #later = new Map<string, number>();

  constructor(env: ControllerEnv, options: ArgoCdOptions) {
    const { settings } = options;
    this.#env = env;
    this.#options = options;
    const refreshQueue = env.newQueue('argocd');
    const operationQueue = env.newQueue('argocd-sync');
    const resyncQueue = env.newQueue('argocd-resync', 'periodic');
    this.#refreshQueue = refreshQueue;
    this.#resyncQueue = resyncQueue;
    const repos = new RepoServer(env.api, env.clock, settings.refreshMs);
    const live = new LiveObjects(env.api, (app) => this.#request(keyOfInstance(app), COMPARE_WITH_RECENT));
    const requestRefresh = (key: string, level: CompareLevel, afterMs?: number): void =>
      this.#request(key, level, afterMs);
    const refresher = new Refresher(
      { env, repos, live },
      { requestRefresh, waitForWindow: () => this.#holdRun(), refreshMs: settings.refreshMs },
    );
    const goOnLater = (key: string, afterMs: number): void => operationQueue.addAfter(key, afterMs);
    const hooks = { requestRefresh, goOnLater, syncWaveDelayMs: settings.syncWaveDelayMs };
    const operations = new OperationProcessor({ env, repos, live }, hooks);
    const refresh = (key: string): void => {
      // Operations go on after the comparison, so that both see the same state.
      operationQueue.add(key);
      const level = this.#requested.get(key);
      this.#requested.delete(key);
      refresher.refresh(key, level);
    };
    this.controllers = [
      controllerOf('argocd-resync', resyncQueue, (item) => this.#resync(item)),
      controllerOf('argocd', refreshQueue, refresh),
      controllerOf('argocd-sync', operationQueue, (key) => operations.process(key)),
    ];
    this.#watch();
  }

  /** Source: controller/appcontroller.go newApplicationInformerAndLister */
  #watch(): void {
    const { api } = this.#env;
    api.watch(APPLICATION, (event) => {
      const key = keyOf(event.object);
      if (event.type === 'ADDED') this.#tickLater(key);
      if (event.type === 'MODIFIED' && event.previous === event.object) return;
      if (event.type === 'MODIFIED' && wasAutomated(event.previous, event.object)) {
        this.#request(key, COMPARE_WITH_LATEST);
      }
      this.#refreshQueue.add(key);
    });
    api.watch(GIT_REPOSITORY, (event) => {
      // A resync of the informers is not a commit.
      if (event.type === 'MODIFIED' && event.previous !== event.object) this.#committed(event.object);
    });
  }

  /** Asks for a comparison; the deepest one that was asked for counts. Source: controller/appcontroller.go requestAppRefresh */
  #request(key: string, level: CompareLevel, afterMs?: number): void {
    if (afterMs === undefined) {
      const asked = this.#requested.get(key) ?? level;
      this.#requested.set(key, asked > level ? asked : level);
      this.#refreshQueue.add(key);
      return;
    }
    const { clock, timers } = this.#env;
    const item = `${key} ${level}`;
    const dueMs = clock.nowMs() + afterMs;
    if ((this.#later.get(item) ?? Infinity) <= dueMs) return;
    this.#later.set(item, dueMs);
    timers.schedule(dueMs, () => {
      if (this.#later.get(item) === dueMs) this.#later.delete(item);
      this.#request(key, level);
    });
  }

  /**
   * Every Application is looked at once per period, each time put off by another jitter. It is compared again only if its last comparison is older than
   * the period: after a longer jitter than the time before, else the next period's turn.
   */
  #resync(item: string): void {
    const [what, key = ''] = item.split(' ');
    const slash = key.indexOf('/');
    if (this.#env.api.find(APPLICATION, key.slice(0, slash), key.slice(slash + 1)) === undefined) return;
    if (what === 'due') {
      this.#refreshQueue.add(key);
      return;
    }
    const { jitterMs } = this.#options.settings;
    const waitMs = jitterMs > 0 ? Math.floor(this.#options.jitter(key) * jitterMs) : 0;
    this.#resyncQueue.addAfter(`due ${key}`, waitMs);
    this.#tickLater(key);
  }

  /** Ticks lie on the period of the controller, which begins with the run. */
  #tickLater(key: string): void {
    const { refreshMs } = this.#options.settings;
    if (refreshMs > 0) this.#resyncQueue.addAfter(`tick ${key}`, refreshMs);
  }

  /** A commit: with a webhook Git tells at once; without, the run goes on until Argo CD has seen it. */
  #committed(repository: GitRepository): void {
    const { api } = this.#env;
    const { webhook, refreshMs, jitterMs } = this.#options.settings;
    for (const app of api.list(APPLICATION)) {
      if (!isSameRepository(sourceOf(app).repoURL, repository.spec.url)) continue;
      const { namespace = '', name = '' } = app.metadata;
      const annotations = { [REFRESH_ANNOTATION]: 'normal' };
      if (webhook) api.patch(APPLICATION, namespace, name, { metadata: { annotations } });
      else if (refreshMs > 0) this.#await(app, repository, this.#env.clock.nowMs() + PERIODS * refreshMs + jitterMs);
    }
  }

  /** Keeps the run from being settled until the next comparison, which is at most two periods and a jitter away. */
  #holdRun(): void {
    const { refreshMs, jitterMs } = this.#options.settings;
    const { clock, timers } = this.#env;
    if (refreshMs > 0) timers.schedule(clock.nowMs() + 2 * (refreshMs + jitterMs), () => undefined);
  }

  /** Keeps the run from being settled while an Application has not yet seen the newest commit. */
  #await({ metadata: { namespace = '', name = '' } }: Application, { metadata }: GitRepository, lastMs: number): void {
    const { api, clock, timers } = this.#env;
    timers.schedule(clock.nowMs() + AWAIT_MS, () => {
      const app = api.find(APPLICATION, namespace, name);
      const repository = api.find(GIT_REPOSITORY, '', metadata.name ?? '');
      if (app === undefined || repository === undefined || clock.nowMs() > lastMs) return;
      const newest = resolveRevision(repository, sourceOf(app).targetRevision ?? '')?.revision;
      if (newest !== app.status?.sync?.revision) this.#await(app, repository, lastMs);
    });
  }
}

/** A comparison may be one period late, see `#resync`; more than that it never is by more than a few jitters. */
const PERIODS = 10;
const AWAIT_MS = 10_000;

function keyOf({ metadata: { namespace = '', name = '' } }: Application): string {
  return `${namespace}/${name}`;
}

/** The key of an Application by the name under which it tracks objects. Source: controller/appcontroller.go toAppKey */
function keyOfInstance(instance: string): string {
  const underscore = instance.indexOf('_');
  if (underscore < 0) return `${ARGO_CD_NAMESPACE}/${instance}`;
  return `${instance.slice(0, underscore)}/${instance.slice(underscore + 1)}`;
}

/** Whether automated sync or self-heal was turned on. Source: controller/appcontroller.go automatedSyncEnabled */
function wasAutomated(before: Application, after: Application): boolean {
  const heals = (app: Application): boolean => isAutomated(app) && app.spec.syncPolicy?.automated?.selfHeal === true;
  return (!isAutomated(before) && isAutomated(after)) || (!heals(before) && heals(after));
}
