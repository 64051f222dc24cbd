import { ApiError, isAlreadyExists } from '../../api/errors.ts';
import type { MetricProvider } from '../../api/metric-provider.ts';
import type { Reference } from '../../api/reference.ts';
import { JOB } from '../../api/resources.ts';
import {
  METRIC_NAME_ANNOTATION,
  RUN_NAME_ANNOTATION,
  RUN_NAMESPACE_ANNOTATION,
  RUN_UID_LABEL,
} from '../../api/rollouts/analysis-jobs.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import { selectorFromSet } from '../../api/selector.ts';
import type { AnalysisRun, JobMetric, Measurement, Metric } from '../../api/shape/analysis.ts';
import type { Job } from '../../api/shape/batch.ts';
import { formatPreciseTime, parseTime } from '../../api/times.ts';
import type { ProviderContext } from './context.ts';

const NAME_KEY = 'job-name';
const NAMESPACE_KEY = 'job-namespace';
/** Jobs put their names into labels of pods. Source: utils/defaults/defaults.go Kubernetes_DNS_Limit. */
const NAME_LIMIT = 63;

/**
 * The name of the next Job of a metric: uid of the run, metric, number of the measurement; the metric's name is cut so that the whole fits into a
 * label. Source: metricproviders/job/job.go newJobName, getJobIDSuffix.
 */
export function newJobName(reference: Reference, run: AnalysisRun, { name }: Metric): string {
  const result = run.status.metricResults?.find((one) => one.name === name);
  const number = (result?.count ?? 0) + (result?.error ?? 0) + 1;
  const uid = run.metadata.uid ?? '';
  const whole = `${uid}.${name}.${number}`;
  if (whole.length <= NAME_LIMIT || !reference.has('job-name-is-cut')) return whole;
  return `${uid}.${name.slice(0, name.length - (whole.length - NAME_LIMIT))}.${number}`;
}

/** Source: metricproviders/job/job.go newMetricJob. */
function newJob(reference: Reference, run: AnalysisRun, metric: Metric, { metadata, spec }: JobMetric): Job {
  const { name = '', namespace = '', uid = '' } = run.metadata;
  return {
    metadata: {
      name: newJobName(reference, run, metric),
      namespace,
      labels: { ...metadata.labels, [RUN_UID_LABEL]: uid },
      annotations: {
        ...metadata.annotations,
        [RUN_NAME_ANNOTATION]: name,
        [RUN_NAMESPACE_ANNOTATION]: namespace,
        [METRIC_NAME_ANNOTATION]: metric.name,
      },
      ownerReferences: [
        {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'AnalysisRun',
          name,
          uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec,
    status: {},
  };
}

/** Measures by Jobs: one that completes is a success. Source: metricproviders/job/job.go JobProvider. */
export class JobProvider implements MetricProvider {
  readonly type = 'Job';
  readonly #context: ProviderContext;
  readonly #job: JobMetric;

  constructor(context: ProviderContext, job: JobMetric) {
    this.#context = context;
    this.#job = job;
  }

  run(run: AnalysisRun, metric: Metric): Measurement {
    const measurement: Measurement = { phase: 'Running', startedAt: this.#now() };
    const { knowsJob, finding } = this.#context;
    if (!knowsJob(metric.name)) {
      finding(
        `Metric ${metric.name} runs a Job, and nothing here tells what it does. Decide every analysis with --analysis pass, or write jobs: {${metric.name}: {runs: 10s, fails: false}} into the scenario.`,
      );
      return this.#failed(measurement, `rehearse: nothing tells what the Job of metric ${metric.name} does`);
    }
    try {
      const job = this.#create(run, metric);
      const { name = '', namespace = '' } = job.metadata;
      const metadata = { [NAME_KEY]: name, [NAMESPACE_KEY]: namespace };
      const resumes = this.#context.reference.has('job-resume-times');
      return { ...measurement, metadata, ...(resumes ? { resumeAt: measurement.startedAt } : {}) };
    } catch (error) {
      if (error instanceof ApiError) return this.#failed(measurement, error.message);
      throw error;
    }
  }

  /** A Job of that name which the run made before is its Job. */
  #create(run: AnalysisRun, metric: Metric): Job {
    const { api } = this.#context;
    const job = newJob(this.#context.reference, run, metric, this.#job);
    try {
      return api.create(JOB, job);
    } catch (error) {
      const existing = api.find(JOB, job.metadata.namespace ?? '', job.metadata.name ?? '');
      const isOwn = existing !== undefined && controllerOf(existing)?.uid === run.metadata.uid;
      if (isAlreadyExists(error) && isOwn) return existing;
      throw error;
    }
  }

  resume(run: AnalysisRun, _metric: Metric, measurement: Measurement): Measurement {
    const place = placeOf(measurement, run);
    if (place === undefined) return this.#failed(measurement, 'job metadata reference missing');
    const job = this.#context.api.find(JOB, place.namespace, place.name);
    if (job === undefined) return this.#failed(measurement, `job.batch "${place.name}" not found`);
    let phase = measurement.phase;
    for (const { type } of job.status.conditions ?? []) {
      if (type === 'Complete') phase = 'Successful';
      else if (type === 'Failed') phase = 'Failed';
    }
    if (phase !== measurement.phase) return { ...measurement, phase, finishedAt: this.#now() };
    return this.#context.reference.has('job-resume-times') ? this.#resumedLater(measurement) : measurement;
  }

  terminate(run: AnalysisRun, _metric: Metric, measurement: Measurement): Measurement {
    const place = placeOf(measurement, run);
    if (place === undefined) return this.#failed(measurement, 'job metadata reference missing');
    this.#delete(place.namespace, place.name);
    const phase = this.#context.reference.has('job-resume-times') ? 'Inconclusive' : 'Successful';
    return { ...measurement, phase, finishedAt: this.#now() };
  }

  /**
   * A running Job is looked at again after a delay that grows with the time since the measurement began. Source: metricproviders/job/job.go Resume.
   * Example: 8 s after its start: sqrt(2 × 8) = 4 s later.
   */
  #resumedLater(measurement: Measurement): Measurement {
    const nowMs = this.#context.clock.nowMs();
    const elapsedSeconds = (nowMs - (parseTime(measurement.startedAt ?? '') ?? nowMs)) / 1000;
    const delayMs = Math.ceil(Math.sqrt(2 * elapsedSeconds) * 1000);
    return { ...measurement, resumeAt: formatPreciseTime(nowMs + delayMs) };
  }

  /** Of all Jobs of the run, whatever their metric, the youngest stay. */
  garbageCollect(run: AnalysisRun, _metric: Metric, limit: number): void {
    const selector = selectorFromSet({ [RUN_UID_LABEL]: run.metadata.uid ?? '' });
    const jobs = [...this.#context.api.list(JOB, undefined, selector)].sort((a, b) => createdMs(a) - createdMs(b));
    for (const { metadata } of jobs.slice(0, Math.max(0, jobs.length - limit))) {
      this.#delete(metadata.namespace ?? '', metadata.name ?? '');
    }
  }

  metadata(): undefined {
    return undefined;
  }

  #delete(namespace: string, name: string): void {
    const { api } = this.#context;
    if (api.find(JOB, namespace, name) !== undefined) api.delete(JOB, namespace, name);
  }

  #failed(measurement: Measurement, message: string): Measurement {
    return { ...measurement, phase: 'Error', message, finishedAt: measurement.finishedAt ?? this.#now() };
  }

  #now(): string {
    return formatPreciseTime(this.#context.clock.nowMs());
  }
}

function createdMs({ metadata }: Job): number {
  return parseTime(metadata.creationTimestamp ?? '') ?? 0;
}

/** Where a measurement's Job is. Source: metricproviders/job/job.go getJobNamespacedName. */
function placeOf(
  { metadata }: Measurement,
  run: AnalysisRun,
): { readonly namespace: string; readonly name: string } | undefined {
  const name = metadata?.[NAME_KEY] ?? '';
  if (name === '') return undefined;
  return { name, namespace: (metadata?.[NAMESPACE_KEY] ?? '') || (run.metadata.namespace ?? '') };
}
