import { RUN_NAME_ANNOTATION, RUN_NAMESPACE_ANNOTATION, RUN_UID_LABEL } from '../../api/rollouts/analysis-jobs.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import type { Job } from '../../api/shape/batch.ts';

const FINAL: ReadonlySet<string> = new Set(['Failed', 'Complete']);

/**
 * The key of the run whose measurement a finished Job is: its controller, or the run that its marks name. Undefined for a Job that still runs,
 * or of another owner. Source: analysis/controller.go enqueueJobIfCompleted, jobParentReference.
 */
export function runOfJob(job: Job): string | undefined {
  if (!(job.status.conditions ?? []).some(({ type }) => FINAL.has(type))) return undefined;
  const { namespace = '', labels, annotations } = job.metadata;
  const owner = controllerOf(job);
  const marked = (annotations?.[RUN_NAMESPACE_ANNOTATION] ?? '') || namespace;
  if (owner !== undefined) return owner.kind === 'AnalysisRun' ? `${marked}/${owner.name}` : undefined;
  if ((labels?.[RUN_UID_LABEL] ?? '') === '') return undefined;
  return `${marked}/${annotations?.[RUN_NAME_ANNOTATION] ?? ''}`;
}
