import { objectKey } from '../api/object-key.ts';
import type { Clock, Timers } from '../api/clock.ts';
import { JOB } from '../api/resources.ts';
import { METRIC_NAME_ANNOTATION } from '../api/rollouts/analysis-jobs.ts';
import type { ApiServer } from '../api/server.ts';
import type { Job, JobCondition } from '../api/shape/batch.ts';
import { jobFinished } from './rules.ts';
import { formatTime } from '../api/times.ts';
import { own } from '../text/own.ts';

/** What a Job does once it is made: it runs for so many milliseconds, and completes or fails. */
export interface JobBehaviour {
  readonly ms: number;
  readonly fail: boolean;
}

/** By the name of the metric that a Job measures, or else by its own name. */
export type JobBehaviours = Readonly<Record<string, JobBehaviour>>;

export interface JobsEnv {
  readonly api: ApiServer;
  readonly clock: Clock;
  /** Those of the cluster: Jobs end when pods start. */
  readonly timers: Timers;
}

/** Runs Jobs to their end. A Job that nothing is said about runs without end. */
export class Jobs {
  readonly #env: JobsEnv;
  readonly #behaviours: JobBehaviours;
  readonly #cancels = new Map<string, () => void>();

  /** Watches the Jobs of the API server from now on. */
  constructor(env: JobsEnv, behaviours: JobBehaviours) {
    this.#env = env;
    this.#behaviours = behaviours;
    env.api.watch(JOB, ({ type, object }) => {
      if (type === 'ADDED') this.#start(object);
      else if (type === 'DELETED') this.#forget(object);
    });
  }

  #start(job: Job): void {
    const behaviour = this.#behaviourOf(job);
    if (behaviour === undefined || isFinished(job)) return;
    const cancel = this.#env.timers.schedule(this.#env.clock.nowMs() + behaviour.ms, () =>
      this.#finish(job, behaviour.fail),
    );
    this.#cancels.set(objectKey(job), cancel);
  }

  #behaviourOf(job: Job): JobBehaviour | undefined {
    return own(this.#behaviours, nameOf(job));
  }

  #finish({ metadata }: Job, fails: boolean): void {
    const { api, clock } = this.#env;
    const job = api.find(JOB, metadata.namespace ?? '', metadata.name ?? '');
    if (job === undefined) return;
    this.#cancels.delete(objectKey(job));
    const lastTransitionTime = formatTime(clock.nowMs());
    const type = fails ? 'Failed' : 'Complete';
    const condition: JobCondition = { type, status: 'True', lastProbeTime: null, lastTransitionTime };
    const conditions = [...(job.status.conditions ?? []), condition];
    const nowMs = clock.nowMs();
    const because = jobFinished.because((write) => ({
      fails: write.setting(`jobs[${nameOf(job)}].fail`, fails),
      nowMs: write.now(nowMs),
      written: write.after('status.conditions'),
    }));
    api.updateStatus(JOB, { ...job, status: { ...job.status, conditions } }, { because: [because] });
  }

  #forget(job: Job): void {
    const key = objectKey(job);
    this.#cancels.get(key)?.();
    this.#cancels.delete(key);
  }
}

/** The name by which the behaviour of a Job is known. */
function nameOf({ metadata }: Job): string {
  return metadata.annotations?.[METRIC_NAME_ANNOTATION] ?? metadata.name ?? '';
}

function isFinished(job: Job): boolean {
  return (job.status.conditions ?? []).some(({ type }) => type === 'Complete' || type === 'Failed');
}
