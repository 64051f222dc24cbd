import { isNotFound, ReconcileError } from '../../api/errors.ts';
import type { Because } from '../../api/reason.ts';
import { ANALYSIS_RUN, apiVersionOf, ROLLOUT } from '../../api/resources.ts';
import { REVISION_ANNOTATION } from '../../api/rollouts/names.ts';
import { getPodTemplateHash } from '../../api/rollouts/replica-sets.ts';
import type { AnalysisRun } from '../../api/shape/analysis.ts';
import type { Argument } from '../../api/shape/analysis-common.ts';
import type { RolloutAnalysis } from '../../api/shape/canary-steps.ts';
import type { Labels } from '../analysis/labels.ts';
import { createWithCollisionCounter, newRun, newRunSpec } from '../analysis/new-run.ts';
import { isCompleted } from '../analysis/phases.ts';
import { referencedTemplates } from '../analysis/referenced-templates.ts';
import { buildRolloutArgs, MissingReplicaSetError } from '../analysis/rollout-args.ts';
import { namespaceOf, type RolloutContext } from './context.ts';
import { runForgotten, runOutdated, runTypePath } from './rules/analysis.ts';
import { historyLimitOrDefault } from './rules/functions.ts';
import { POD_TEMPLATE_HASH } from './rules/inputs.ts';

/** Source: rollout/analysis.go cancelAnalysisRuns. */
export function cancelAnalysisRuns(
  context: RolloutContext,
  runs: readonly (AnalysisRun | undefined)[],
  because: Because = becauseOutdated(context),
): void {
  for (const run of runs) {
    if (run === undefined || run.spec.terminate === true || isCompleted(run.status.phase)) continue;
    const { namespace = 'default', name = '' } = run.metadata;
    try {
      context.base.env.api.patch(ANALYSIS_RUN, namespace, name, { spec: { terminate: true } }, { because: [because] });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}

function becauseOutdated({ rollout }: RolloutContext): Because {
  return runOutdated.because((write) => ({
    type: write.before(runTypePath),
    hash: write.before(POD_TEMPLATE_HASH),
    currentHash: write.of(rollout, 'status.currentPodHash'),
  }));
}

/** Source: rollout/analysis.go deleteAnalysisRuns. */
export function deleteAnalysisRuns(context: RolloutContext, runs: readonly AnalysisRun[]): void {
  for (const run of runs) {
    const { namespace = 'default', name = '', deletionTimestamp } = run.metadata;
    if (deletionTimestamp !== undefined && deletionTimestamp !== null) continue;
    const successful = run.status.phase === 'Successful';
    const limit = `spec.analysis.${successful ? 'successful' : 'unsuccessful'}RunHistoryLimit`;
    const because = runForgotten.because((write) => ({
      phase: write.before('status.phase'),
      hash: write.before(POD_TEMPLATE_HASH),
      limit: historyLimitOrDefault.of(write.of(context.rollout, limit)),
    }));
    try {
      context.base.env.api.delete(ANALYSIS_RUN, namespace, name, { because: [because] });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}

/** Makes a run from the templates that an analysis names. Source: rollout/analysis.go createAnalysisRun, newAnalysisRunFromRollout. */
export function createAnalysisRun(
  context: RolloutContext,
  analysis: RolloutAnalysis,
  infix: string,
  labels: Labels,
  because: Because,
): AnalysisRun {
  const { base, rollout, newRS } = context;
  const args = analysisArgs(context, analysis);
  const hash = getPodTemplateHash(newRS);
  if (hash === '') {
    throw new ReconcileError(`Latest ReplicaSet '${newRS?.metadata.name ?? ''}' has no pod hash in the labels`);
  }
  const { dryRun = [], measurementRetention = [], analysisRunMetadata } = analysis;
  const templates = referencedTemplates(base.env.api, namespaceOf(context), analysis.templates ?? []);
  const { spec, error } = newRunSpec({ ...templates, args, dryRun, measurementRetention });
  if (error !== undefined) throw new ReconcileError(error);
  const revision = rollout.metadata.annotations?.[REVISION_ANNOTATION] ?? '';
  const { name = '', uid = '' } = rollout.metadata;
  const owner = { apiVersion: apiVersionOf(ROLLOUT), kind: ROLLOUT.kind, name, uid };
  const run = newRun(
    {
      name: [name, hash, revision, ...(infix === '' ? [] : [infix])].join('-'),
      namespace: namespaceOf(context),
      labels: { ...labels, ...analysisRunMetadata?.labels, ...rollout.spec.selector?.matchLabels },
      annotations: { [REVISION_ANNOTATION]: revision, ...analysisRunMetadata?.annotations },
      ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }],
    },
    spec,
  );
  return createWithCollisionCounter(base.env.api, run, { because: [because] });
}

function analysisArgs(context: RolloutContext, analysis: RolloutAnalysis): readonly Argument[] {
  try {
    const built = buildRolloutArgs(analysis.args ?? [], context.stableRS, context.newRS, context.rollout);
    if (built.error !== undefined) throw new ReconcileError(built.error);
    return built.args ?? [];
  } catch (error) {
    if (error instanceof MissingReplicaSetError) throw new ReconcileError('Recovered from Panic');
    throw error;
  }
}
