import { objectKey } from '../../api/object-key.ts';
import { canonical } from '../../api/canonical.ts';
import type { Controller, ControllerEnv } from '../../api/controller.ts';
import { ApiError } from '../../api/errors.ts';
import { Informer } from '../../api/informer.ts';
import { isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import { createMergePatch } from '../../api/merge-patch.ts';
import type { MetricProviders } from '../../api/metric-provider.ts';
import { from } from '../../api/reason.ts';
import { ANALYSIS_RUN, JOB } from '../../api/resources.ts';
import { type AnalysisRun, type AnalysisRunStatus, analysisRunStatus } from '../../api/shape/analysis.ts';
import type { Job } from '../../api/shape/batch.ts';
import type { WorkQueue } from '../../api/workqueue.ts';
import { forgettingNotFound } from '../work-item.ts';
import { runOfJob } from './job-parent.ts';
import { isCompleted } from './phases.ts';
import { reconcileRun } from './reconcile.ts';
import { runOutlived } from './rules.ts';
import { resolveSecrets } from './secrets.ts';
import { isTtlExceeded, ttlSeconds } from './ttl.ts';

/** Takes the measurements of AnalysisRuns and judges them. Source: analysis/controller.go Controller. */
export class AnalysisController implements Controller {
  readonly name = 'analysis';
  readonly resource = ANALYSIS_RUN;
  readonly queue: WorkQueue;
  readonly runs: Informer<AnalysisRun>;
  readonly #env: ControllerEnv;
  readonly #providers: MetricProviders;

  constructor(env: ControllerEnv, providers: MetricProviders) {
    this.#env = env;
    this.#providers = providers;
    this.queue = env.newQueue(this.name);
    this.runs = new Informer(env.api, ANALYSIS_RUN);
    const enqueue = (run: AnalysisRun): void => this.queue.add(objectKey(run));
    this.runs.addHandlers({ add: enqueue, update: (_before, after) => enqueue(after), delete: enqueue });
    env.api.watch(JOB, ({ object }) => this.#onJob(object));
  }

  sync(key: string): void {
    forgettingNotFound(this.#env, () => this.#sync(key));
  }

  /** Source: analysis/controller.go syncHandler. */
  #sync(key: string): void {
    const slash = key.indexOf('/');
    const run = this.runs.find(key.slice(0, slash), key.slice(slash + 1));
    if (run === undefined || run.metadata.deletionTimestamp !== undefined) return;
    if (isCompleted(run.status.phase)) this.#removeOutlived(run);
    else this.#reconcile(key, run);
  }

  #reconcile(key: string, run: AnalysisRun): void {
    const { api, clock, recorder, missing } = this.#env;
    const decision = reconcileRun({
      reference: this.#env.reference,
      run,
      nowMs: clock.nowMs(),
      providers: this.#providers,
      resolveSecrets: (args) => resolveSecrets(api, run.metadata.namespace ?? '', args),
    });
    for (const { type, reason, message } of decision.events) recorder.event(run, type, reason, message);
    if (decision.hint !== undefined) missing(run, `${decision.hint}.`);
    const { requeueAfterMs, isPeriodic } = decision;
    if (requeueAfterMs !== undefined) this.queue.addAfter(key, requeueAfterMs, isPeriodic ? 'periodic' : undefined);
    const patch = statusPatch(run.status, decision.status);
    if (patch === undefined) return;
    const { namespace = '', name = '' } = run.metadata;
    api.patch(ANALYSIS_RUN, namespace, name, patch, { because: decision.because });
  }

  /** A run that cannot be deleted is left until the next look. Source: analysis/analysis.go maybeGarbageCollectAnalysisRun. */
  #removeOutlived(run: AnalysisRun): void {
    if (!isTtlExceeded(run, this.#env.clock.nowMs())) return;
    const { namespace = '', name = '' } = run.metadata;
    const seconds = from('spec.ttlStrategy', ttlSeconds(run) ?? 0);
    try {
      this.#env.api.delete(ANALYSIS_RUN, namespace, name, { because: [() => runOutlived.because({ seconds })] });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  #onJob(job: Job): void {
    const key = runOfJob(job);
    if (key !== undefined) this.queue.add(key);
  }
}

function stored(status: AnalysisRunStatus): JsonObject {
  const value: Json = isJsonObject(status) ? canonical(analysisRunStatus, status) : null;
  return isJsonObject(value) ? value : {};
}

/** What changes, with times cut to whole seconds; undefined if nothing does. Source: analysis/sync.go persistAnalysisRunStatus. */
function statusPatch(before: AnalysisRunStatus, after: AnalysisRunStatus): JsonObject | undefined {
  return createMergePatch({ status: stored(before) }, { status: stored(after) });
}
