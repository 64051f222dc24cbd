import { parseDurationMs } from '../../api/durations.ts';
import type {
  Experiment,
  ExperimentAnalysisRunStatus,
  ExperimentStatus,
  TemplateSpec,
  TemplateStatus,
} from '../../api/shape/experiment.ts';
import { parseTime } from '../../api/times.ts';
import { isCompleted } from '../analysis/phases.ts';

/** Source: pkg/apis/rollouts/v1alpha1/experiment_types.go TemplateStatusCode.Completed. */
export function isTemplateCompleted(status: string | undefined): boolean {
  return status === 'Successful' || status === 'Failed' || status === 'Error';
}

/** Source: utils/experiment/experiment.go GetTemplateStatus. */
export function templateStatusOf(status: ExperimentStatus, name: string): TemplateStatus | undefined {
  return status.templateStatuses?.find((template) => template.name === name);
}

/** Source: utils/experiment/experiment.go SetTemplateStatus. */
export function withTemplateStatus(status: ExperimentStatus, template: TemplateStatus): ExperimentStatus {
  return { ...status, templateStatuses: withNamed(status.templateStatuses ?? [], template) };
}

/** Source: utils/experiment/experiment.go GetAnalysisRunStatus. */
export function runStatusOf(status: ExperimentStatus, name: string): ExperimentAnalysisRunStatus | undefined {
  return status.analysisRuns?.find((run) => run.name === name);
}

/** Source: utils/experiment/experiment.go SetAnalysisRunStatus. */
export function withRunStatus(status: ExperimentStatus, run: ExperimentAnalysisRunStatus): ExperimentStatus {
  return { ...status, analysisRuns: withNamed(status.analysisRuns ?? [], run) };
}

function withNamed<T extends { readonly name: string }>(list: readonly T[], item: T): readonly T[] {
  const index = list.findIndex(({ name }) => name === item.name);
  return index < 0 ? [...list, item] : list.map((other, position) => (position === index ? item : other));
}

/** Source: utils/experiment/experiment.go HasRequiredAnalysisRuns. */
export function hasRequiredAnalysisRuns({ spec }: Experiment): boolean {
  return (spec.analyses ?? []).some(({ requiredForCompletion }) => requiredForCompletion === true);
}

/** Whether there are required runs, and all of them were successful. Source: utils/experiment/experiment.go RequiredAnalysisRunsSuccessful. */
export function requiredAnalysisRunsSuccessful(experiment: Experiment, status: ExperimentStatus): boolean {
  const required = (experiment.spec.analyses ?? []).filter(({ requiredForCompletion }) => requiredForCompletion);
  return required.length > 0 && required.every(({ name }) => runStatusOf(status, name)?.phase === 'Successful');
}

/**
 * Whether an Experiment is on its way to its end: by hand, because it is complete, because a template or a run failed, or because the required
 * runs were successful. Source: utils/experiment/experiment.go IsTerminating.
 */
export function isTerminating(experiment: Experiment): boolean {
  const { spec, status } = experiment;
  if (spec.terminate === true || isCompleted(status.phase)) return true;
  if (status.templateStatuses?.some((template) => template.status === 'Failed' || template.status === 'Error')) {
    return true;
  }
  const bad = (phase: string): boolean => isCompleted(phase) && phase !== 'Successful';
  if (status.analysisRuns?.some(({ phase }) => bad(phase))) return true;
  return requiredAnalysisRunsSuccessful(experiment, status);
}

/**
 * Milliseconds until the duration is over, counted from when all templates were available; undefined without a duration or before that.
 * Source: utils/experiment/experiment.go PassedDurations. Example: available at :10, duration 30s: 20,000 at :20.
 */
export function remainingMs({ spec, status }: Experiment, nowMs: number): number | undefined {
  const availableMs = parseTime(status.availableAt ?? '');
  const durationMs = parseDurationMs(spec.duration ?? '');
  return availableMs === undefined || durationMs === undefined ? undefined : availableMs + durationMs - nowMs;
}

/** Whether the duration is (strictly) over. */
export function hasPassedDuration(experiment: Experiment, nowMs: number): boolean {
  const left = remainingMs(experiment, nowMs);
  return left !== undefined && left < 0;
}

/** Pods that a template is to have: none once it, or the Experiment, is done. Source: utils/experiment/experiment.go CalculateTemplateReplicasCount. */
export function templateReplicas(experiment: Experiment, template: TemplateSpec): number {
  if (isTerminating(experiment)) return 0;
  if (isTemplateCompleted(templateStatusOf(experiment.status, template.name)?.status)) return 0;
  return template.replicas ?? 1;
}

const BEST_TO_WORST = ['Successful', 'Running', 'Progressing', 'Error', 'Failed'];

/** Source: utils/experiment/experiment.go TemplateIsWorse. */
export function isTemplateWorse(current: string, other: string): boolean {
  return Math.max(0, BEST_TO_WORST.indexOf(other)) > Math.max(0, BEST_TO_WORST.indexOf(current));
}
