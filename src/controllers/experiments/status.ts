import type { Experiment, ExperimentStatus } from '../../api/shape/experiment.ts';
import { formatTime, parseTime } from '../../api/times.ts';
import { own } from '../../text/own.ts';
import { isCompleted, isWorse } from '../analysis/phases.ts';
import { withConditions } from './conditions.ts';
import { progressDeadlineSeconds } from './defaults.ts';
import {
  hasPassedDuration,
  hasRequiredAnalysisRuns,
  isTemplateWorse,
  isTerminating,
  remainingMs,
  requiredAnalysisRunsSuccessful,
  runStatusOf,
  templateReplicas,
  templateStatusOf,
} from './state.ts';

interface Assessment {
  readonly phase: string;
  readonly message: string | undefined;
}

const PHASE_OF_TEMPLATE: Readonly<Record<string, string>> = {
  Progressing: 'Pending',
  Failed: 'Failed',
  Error: 'Error',
  Successful: 'Successful',
};

/** The worst of the templates. Source: experiments/experiment.go assessTemplates. */
function assessTemplates({ spec }: Experiment, status: ExperimentStatus): Assessment {
  let worst = 'Successful';
  let message: string | undefined;
  for (const { name } of spec.templates ?? []) {
    const template = templateStatusOf(status, name);
    const code = template?.status ?? (template === undefined ? 'Progressing' : '');
    if (!isTemplateWorse(worst, code)) continue;
    worst = code;
    if (template !== undefined) message = template.message;
  }
  return { phase: own(PHASE_OF_TEMPLATE, worst) ?? 'Running', message };
}

/** The worst of the runs; those required decide once all of them were successful. Source: experiments/experiment.go assessAnalysisRuns. */
function assessAnalysisRuns(experiment: Experiment, status: ExperimentStatus): Assessment {
  let worst = 'Successful';
  let message: string | undefined;
  for (const { name } of experiment.spec.analyses ?? []) {
    const run = runStatusOf(status, name);
    if (run === undefined || !isWorse(worst, run.phase)) continue;
    worst = run.phase;
    message = run.message;
  }
  if (requiredAnalysisRunsSuccessful(experiment, status) && isWorse(worst, 'Running')) {
    return { phase: 'Successful', message: 'Required AnalysisRuns completed' };
  }
  return { phase: worst === 'Pending' ? 'Running' : worst, message };
}

/** Which of the two assessments is the Experiment's. */
function decide(experiment: Experiment, status: ExperimentStatus): Assessment {
  const templates = assessTemplates(experiment, status);
  const analyses = assessAnalysisRuns(experiment, status);
  if (isCompleted(templates.phase)) {
    const counts = isCompleted(analyses.phase) || hasRequiredAnalysisRuns(experiment);
    return templates.phase === 'Successful' && counts ? analyses : templates;
  }
  const hasFailed = isCompleted(analyses.phase) && analyses.phase !== 'Successful';
  return hasFailed || requiredAnalysisRunsSuccessful(experiment, status) ? analyses : templates;
}

/** The Experiment's phase and conditions. Source: experiments/experiment.go calculateStatus. */
export function calculateStatus(experiment: Experiment, so: ExperimentStatus, nowMs: number): ExperimentStatus {
  const { phase = '' } = so;
  let status = so;
  if (phase === '') status = { ...so, phase: 'Pending' };
  else if (phase === 'Pending' || phase === 'Running') {
    const isAvailable = assessTemplates(experiment, so).phase === 'Running';
    const availableAt = so.availableAt ?? (isAvailable ? formatTime(nowMs) : undefined);
    status = { ...so, ...decide(experiment, so), availableAt };
  }
  return withConditions(experiment, status, nowMs);
}

/**
 * Milliseconds after which the Experiment wants a look: the end of its duration, or the earliest deadline of a template whose pods are missing.
 * Source: experiments/experiment.go calculateEnqueueDuration.
 */
export function enqueueAfterMs(experiment: Experiment, newStatus: ExperimentStatus, nowMs: number): number | undefined {
  const after = { ...experiment, status: newStatus };
  if (isTerminating(after)) return undefined;
  const left = hasPassedDuration(after, nowMs) ? undefined : remainingMs(after, nowMs);
  const candidates = left === undefined ? [] : [left];
  for (const template of after.spec.templates ?? []) {
    const status = templateStatusOf(newStatus, template.name);
    if (status?.status !== 'Progressing' && status?.status !== 'Running') continue;
    const fromMs = parseTime(status.lastTransitionTime ?? '');
    if (fromMs === undefined || status.availableReplicas === templateReplicas(after, template)) continue;
    candidates.push(fromMs + progressDeadlineSeconds(after) * 1000 - nowMs);
  }
  return candidates.length === 0 ? undefined : Math.min(...candidates);
}
