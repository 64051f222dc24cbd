import { ReconcileError, reconcileErrorMessage } from '../../api/errors.ts';
import { type Because, from } from '../../api/reason.ts';
import { ANALYSIS_RUN, ANALYSIS_TEMPLATE, CLUSTER_ANALYSIS_TEMPLATE, ROLLOUT } from '../../api/resources.ts';
import type { AnalysisRun } from '../../api/shape/analysis.ts';
import type { Argument } from '../../api/shape/analysis-common.ts';
import type { ExperimentAnalysisRunStatus, ExperimentAnalysisTemplateRef } from '../../api/shape/experiment.ts';
import { CONTROLLER_INSTANCE_ID_LABEL, instanceIdOf } from '../analysis/labels.ts';
import { createWithCollisionCounter, newRun, newRunSpec } from '../analysis/new-run.ts';
import { isCompleted } from '../analysis/phases.ts';
import { resolveExperimentArg } from '../analysis/placeholders.ts';
import { referencedTemplates } from '../analysis/referenced-templates.ts';
import { analysisRunCreated, analysisRunEnded } from './rules.ts';
import { type ExperimentContext, namespaceOf, ownerReferences, sendEvent } from './context.ts';
import { runStatusOf, withRunStatus } from './state.ts';

/** Starts, follows or ends one analysis. Source: experiments/experiment.go reconcileAnalysisRun. */
export function reconcileAnalysisRun(context: ExperimentContext, analysis: ExperimentAnalysisTemplateRef): void {
  const before = runStatusOf(context.experiment.status, analysis.name) ?? {
    name: analysis.name,
    analysisRun: '',
    phase: '',
  };
  const after = nextRunStatus(context, analysis, before);
  if (before.phase !== after.phase && after.phase !== '') sendTransition(context, before, after);
  context.newStatus = withRunStatus(context.newStatus, after);
}

function failed(status: ExperimentAnalysisRunStatus, message: string): ExperimentAnalysisRunStatus {
  return { ...status, phase: 'Error', message };
}

function nextRunStatus(
  context: ExperimentContext,
  analysis: ExperimentAnalysisTemplateRef,
  before: ExperimentAnalysisRunStatus,
): ExperimentAnalysisRunStatus {
  const { env, experiment, isTerminating } = context;
  if (experiment.status.availableAt === undefined) return verified(context, analysis, before);
  if (before.analysisRun === '') return isTerminating ? before : begun(context, analysis, before);
  if (isCompleted(before.phase)) return before;
  const run = env.api.find(ANALYSIS_RUN, namespaceOf(context), before.analysisRun);
  if (run === undefined) return failed(before, `analysisrun.argoproj.io "${before.analysisRun}" not found`);
  if (isTerminating) return terminated(context, analysis, before, run);
  const { phase, message } = run.status;
  return { ...before, phase, message };
}

/** Before the templates are available it is only looked whether the template exists. */
function verified(
  context: ExperimentContext,
  { name, templateName, clusterScope }: ExperimentAnalysisTemplateRef,
  before: ExperimentAnalysisRunStatus,
): ExperimentAnalysisRunStatus {
  const { api } = context.env;
  if (clusterScope === true) {
    if (api.find(CLUSTER_ANALYSIS_TEMPLATE, '', templateName) !== undefined) return before;
    const missing = `clusteranalysistemplate.argoproj.io "${templateName}" not found`;
    return failed(before, `ClusterAnalysisTemplate verification failed for analysis '${name}': ${missing}`);
  }
  if (api.find(ANALYSIS_TEMPLATE, namespaceOf(context), templateName) !== undefined) return before;
  const missing = `analysistemplate.argoproj.io "${templateName}" not found`;
  return failed(before, `AnalysisTemplate verification failed for analysis '${name}': ${missing}`);
}

function begun(
  context: ExperimentContext,
  analysis: ExperimentAnalysisTemplateRef,
  before: ExperimentAnalysisRunStatus,
): ExperimentAnalysisRunStatus {
  try {
    const run = createRun(context, analysis);
    return { ...before, phase: 'Pending', analysisRun: run.metadata.name ?? '' };
  } catch (error) {
    const text = reconcileErrorMessage(error);
    return failed(before, `Failed to create AnalysisRun for analysis '${analysis.name}': ${text}`);
  }
}

function terminated(
  context: ExperimentContext,
  analysis: ExperimentAnalysisTemplateRef,
  before: ExperimentAnalysisRunStatus,
  run: AnalysisRun,
): ExperimentAnalysisRunStatus {
  if (isCompleted(run.status.phase) || run.spec.terminate === true) return before;
  const name = run.metadata.name ?? '';
  sendEvent(context, 'Normal', 'AnalysisRunTerminating', `Terminating ${analysis.name} (${name})`);
  const because: Because = () => analysisRunEnded.because({ name: from('metadata.name', name) });
  const patch = { spec: { terminate: true } };
  try {
    context.env.api.patch(ANALYSIS_RUN, namespaceOf(context), name, patch, { because: [because] });
    return before;
  } catch (error) {
    return failed(before, reconcileErrorMessage(error));
  }
}

/** Source: experiments/experiment.go ResolveAnalysisRunArgs. */
function resolvedArgs({ experiment, replicaSets }: ExperimentContext, args: readonly Argument[]): readonly Argument[] {
  return args.map(({ name, value }) => {
    if (value === undefined) return { name };
    const resolved = resolveExperimentArg(value, experiment, replicaSets);
    if (resolved.error !== undefined) throw new ReconcileError(resolved.error);
    return { name, value: resolved.text };
  });
}

/** Source: experiments/experiment.go createAnalysisRun, newAnalysisRun. */
function createRun(context: ExperimentContext, analysis: ExperimentAnalysisTemplateRef): AnalysisRun {
  const { env, experiment } = context;
  const { name: experimentName = '', labels } = experiment.metadata;
  const { dryRun = [], measurementRetention = [], analysisRunMetadata } = experiment.spec;
  const args = resolvedArgs(context, analysis.args ?? []);
  const { templateName, clusterScope } = analysis;
  const templates = referencedTemplates(env.api, namespaceOf(context), [{ templateName, clusterScope }]);
  const { spec, error } = newRunSpec({ ...templates, args, dryRun, measurementRetention });
  if (error !== undefined) throw new ReconcileError(error);
  const instanceId = instanceIdOf(labels);
  const run = newRun(
    {
      name: `${experimentName}-${analysis.name}`,
      namespace: namespaceOf(context),
      labels: {
        ...(instanceId === '' ? {} : { [CONTROLLER_INSTANCE_ID_LABEL]: instanceId }),
        ...analysisRunMetadata.labels,
      },
      annotations: analysisRunMetadata.annotations,
      ownerReferences: ownerReferences(experiment),
    },
    spec,
  );
  const because: Because = () => analysisRunCreated.because({ templates: from('spec.analyses', templateName) });
  return createWithCollisionCounter(env.api, run, { because: [because] });
}

/** The rollout that the Experiment is a step of hears of it too, always as a warning. */
function sendTransition(
  context: ExperimentContext,
  before: ExperimentAnalysisRunStatus,
  after: ExperimentAnalysisRunStatus,
): void {
  const { name, phase, message = '' } = after;
  const text = `AnalysisRun '${name}' transitioned from ${before.phase} -> ${phase}`;
  const told = message === '' ? text : `${text}: ${message}`;
  const bad = isCompleted(phase) && phase !== 'Successful';
  sendEvent(context, bad ? 'Warning' : 'Normal', `AnalysisRun${phase}`, told);
  const { env, experiment } = context;
  const owner = experiment.metadata.ownerReferences?.find(({ kind }) => kind === ROLLOUT.kind);
  const rollout = owner === undefined ? undefined : env.api.find(ROLLOUT, namespaceOf(context), owner.name);
  if (rollout !== undefined) env.recorder.event(rollout, 'Warning', `AnalysisRun${phase}`, told);
}
