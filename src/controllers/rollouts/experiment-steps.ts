import { canonical } from '../../api/canonical.ts';
import { deepEqual } from '../../api/equality.ts';
import { isAlreadyExists, isNotFound, ReconcileError } from '../../api/errors.ts';
import { podTemplateHash } from '../../api/reference-types.ts';
import type { Json } from '../../api/json.ts';
import type { Write } from '../../api/reason.ts';
import { apiVersionOf, EXPERIMENT, ROLLOUT } from '../../api/resources.ts';
import { getCurrentCanaryStep } from '../../api/rollouts/canary-steps.ts';
import {
  getAnalysisRunSuccessfulHistoryLimitOrDefault,
  getAnalysisRunUnsuccessfulHistoryLimitOrDefault,
} from '../../api/rollouts/defaults.ts';
import {
  PAUSE_REASON_INCONCLUSIVE_ANALYSIS,
  PAUSE_REASON_INCONCLUSIVE_EXPERIMENT,
  POD_TEMPLATE_HASH_LABEL,
  REVISION_ANNOTATION,
} from '../../api/rollouts/names.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { RolloutExperimentStep, RolloutExperimentTemplate } from '../../api/shape/canary-steps.ts';
import { type Experiment, experimentSpec, type TemplateSpec } from '../../api/shape/experiment.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { CONTROLLER_INSTANCE_ID_LABEL, instanceIdOf } from '../analysis/labels.ts';
import { isCompleted } from '../analysis/phases.ts';
import { buildRolloutArgs } from '../analysis/rollout-args.ts';
import {
  addAbort,
  addPauseCondition,
  namespaceOf,
  type ReconcilerBase,
  type RolloutContext,
  sendEvent,
} from './context.ts';
import { experimentsToDelete } from './decide/experiments-to-delete.ts';
import { getPauseCondition, isAborted } from './decide/pause-context.ts';
import { abortText, EXPERIMENT_FAILED } from './decide/messages.ts';
import { experimentCreated, experimentEnded, experimentForgotten } from './rules/analysis.ts';
import { experimentCurrent, experimentOver } from './rules/mirrors.ts';
import { abortedByExperiment, pauseInconclusiveExperiment } from './rules/pause.ts';
import { historyLimitOrDefault } from './rules/functions.ts';
import { POD_TEMPLATE_HASH, templateHashOf } from './rules/inputs.ts';
import { experimentAbortMessage, isSet, next } from './rules/status-functions.ts';

/** The Experiments that a rollout owns. Source: rollout/experiment.go getExperimentsForRollout, utils/experiment/filter.go. */
export function currentAndOtherExperiments(
  base: ReconcilerBase,
  rollout: Rollout,
): Pick<RolloutContext, 'currentEx' | 'otherExs'> {
  const owned = base.env.api
    .list(EXPERIMENT, rollout.metadata.namespace ?? 'default')
    .filter((experiment) => controllerOf(experiment)?.uid === rollout.metadata.uid);
  const name = rollout.status.canary.currentExperiment ?? '';
  const currentEx = owned.find(({ metadata }) => metadata.name === name);
  return { currentEx, otherExs: owned.filter((experiment) => experiment !== currentEx) };
}

/** Starts, follows and ends the Experiment of a step. Source: rollout/experiment.go reconcileExperiments. */
export function reconcileExperiments(context: RolloutContext): void {
  const { rollout, pause } = context;
  const over = experimentOver.because((write) => ({ name: write.before('status.canary.currentExperiment') }));
  context.statusBecause.push(over);
  if (isAborted(pause) || rollout.status.promoteFull === true) {
    cancelExperiments(context, [...context.otherExs, context.currentEx]);
    return;
  }
  if (getPauseCondition(rollout, PAUSE_REASON_INCONCLUSIVE_ANALYSIS) !== undefined) return;
  const { step } = getCurrentCanaryStep(rollout);
  const running = context.currentEx;
  if (step?.experiment !== undefined) {
    const current = running ?? beginExperiment(context, step.experiment);
    if (current === undefined) return;
    follow(context, current);
  }
  const others =
    running !== undefined && step?.experiment === undefined ? [...context.otherExs, running] : context.otherExs;
  cancelExperiments(context, others);
  const limits = {
    successful: getAnalysisRunSuccessfulHistoryLimitOrDefault(rollout),
    unsuccessful: getAnalysisRunUnsuccessfulHistoryLimitOrDefault(rollout),
  };
  deleteExperiments(context, experimentsToDelete(others, context.allRSs, limits));
}

/** Undefined while there is no stable ReplicaSet. */
function beginExperiment(context: RolloutContext, step: RolloutExperimentStep): Experiment | undefined {
  if (context.stableRS === undefined) return undefined;
  const created = createWithCollisionHandling(context, experimentOfStep(context, step, context.stableRS));
  sendEvent(context, 'Normal', 'ExperimentCreated', `Created Experiment '${created.metadata.name ?? ''}'`);
  return created;
}

/** An inconclusive Experiment pauses the rollout, a failed one aborts it; one that goes on is named in the status. */
function follow(context: RolloutContext, current: Experiment): void {
  const { phase, message = '' } = current.status;
  const nowMs = context.base.env.clock.nowMs();
  const read = (write: Write) => ({
    name: write.of(current, 'metadata.name'),
    phase: write.of(current, 'status.phase'),
    nowMs: write.now(nowMs),
  });
  if (phase === 'Inconclusive') {
    addPauseCondition(context, PAUSE_REASON_INCONCLUSIVE_EXPERIMENT, pauseInconclusiveExperiment.because(read));
  } else if (phase === 'Error' || phase === 'Failed') {
    const because = abortedByExperiment.because((write) => ({
      ...read(write),
      message: write.of(current, 'status.message'),
      abortedAt: write.of(context.pause.rollout, 'status.abortedAt'),
    }));
    const abort = {
      message: context.base.env.reference.has('abort-names-analysis') ? abortText(EXPERIMENT_FAILED, message) : message,
      read: (write: Write) => experimentAbortMessage.of(write.of(current, 'status.message')),
    };
    addAbort(context, abort, because);
  } else if (phase !== 'Successful') setCurrentExperiment(context, current);
}

/** Source: rollout/context.go SetCurrentExperiment. */
function setCurrentExperiment(context: RolloutContext, experiment: Experiment): void {
  const { newStatus } = context;
  const { name } = experiment.metadata;
  context.currentEx = experiment;
  context.statusBecause.push(experimentCurrent.because((write) => ({ name: write.of(experiment, 'metadata.name') })));
  context.newStatus = { ...newStatus, canary: { ...newStatus.canary, currentExperiment: name } };
  context.otherExs = context.otherExs.filter(({ metadata }) => metadata.name !== name);
}

/** The Experiment of a step. Source: rollout/experiment.go GetExperimentFromTemplate. */
function experimentOfStep(context: RolloutContext, step: RolloutExperimentStep, stableRS: ReplicaSet): Experiment {
  const { rollout } = context;
  const { name = '', uid = '', labels, annotations } = rollout.metadata;
  const hash = podTemplateHash(context.base.env.reference, rollout.spec.template, rollout.status.collisionCount);
  const revision = annotations?.[REVISION_ANNOTATION] ?? '';
  const instanceId = instanceIdOf(labels);
  const owner = { apiVersion: apiVersionOf(ROLLOUT), kind: ROLLOUT.kind, name, uid };
  return {
    apiVersion: apiVersionOf(EXPERIMENT),
    kind: EXPERIMENT.kind,
    metadata: {
      name: `${name}-${hash}-${revision}-${rollout.status.currentStepIndex ?? 0}`,
      namespace: namespaceOf(context),
      ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }],
      labels: {
        ...(context.base.env.reference.has('experiment-inherits-labels') ? labels : {}),
        [POD_TEMPLATE_HASH_LABEL]: hash,
        ...(instanceId === '' ? {} : { [CONTROLLER_INSTANCE_ID_LABEL]: instanceId }),
      },
      annotations: { [REVISION_ANNOTATION]: revision },
    },
    spec: {
      templates: (step.templates ?? []).map((template) => templateOfStep(context, template, stableRS)),
      duration: step.duration,
      progressDeadlineSeconds: rollout.spec.progressDeadlineSeconds,
      dryRun: step.dryRun,
      analysisRunMetadata: step.analysisRunMetadata,
      scaleDownDelaySeconds: step.scaleDownDelaySeconds,
      analyses: analysesOfStep(context, step, stableRS),
    },
    status: {},
  };
}

function templateOfStep(
  context: RolloutContext,
  { name, replicas, specRef, selector, metadata, weight, service }: RolloutExperimentTemplate,
  stableRS: ReplicaSet,
): TemplateSpec {
  if (specRef !== 'canary' && specRef !== 'stable') {
    throw new ReconcileError('Invalid template step SpecRef: must be canary or stable');
  }
  const rs = specRef === 'stable' ? stableRS : context.newRS;
  if (rs === undefined) throw new ReconcileError('Recovered from Panic');
  const { template, minReadySeconds } = rs.spec;
  const base = selector ?? rs.spec.selector;
  const added = metadata.labels;
  return {
    name,
    replicas,
    minReadySeconds,
    selector: added === undefined ? base : { ...base, matchLabels: { ...base?.matchLabels, ...added } },
    template: {
      ...template,
      metadata: {
        ...template.metadata,
        labels: { ...template.metadata.labels, ...added },
        annotations: { ...template.metadata.annotations, ...metadata.annotations },
      },
    },
    service: weight === undefined && service === undefined ? undefined : { name: service?.name },
  };
}

function analysesOfStep(context: RolloutContext, step: RolloutExperimentStep, stableRS: ReplicaSet) {
  return (step.analyses ?? []).map(({ args = [], name, templateName, clusterScope, requiredForCompletion }) => {
    const built = buildRolloutArgs(args, stableRS, context.newRS, context.rollout);
    if (built.error !== undefined) throw new ReconcileError(built.error);
    return { name, templateName, clusterScope, args: built.args, requiredForCompletion };
  });
}

/** Source: rollout/experiment.go createExperimentWithCollisionHandling. */
function createWithCollisionHandling(context: RolloutContext, wanted: Experiment): Experiment {
  const { base, rollout } = context;
  const { namespace = 'default', name: baseName = '' } = wanted.metadata;
  const because = experimentCreated.because((write) => ({
    hash: templateHashOf(write, context),
    step: next.of(write.of(rollout, 'status.currentStepIndex')),
  }));
  for (let collisions = 0; ; collisions += 1) {
    const name = collisions === 0 ? baseName : `${baseName}-${collisions}`;
    const named = { ...wanted, metadata: { ...wanted.metadata, name } };
    try {
      return base.env.api.create(EXPERIMENT, named, { because: [because] });
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
    }
    const existing = base.env.api.get(EXPERIMENT, namespace, name);
    const isOwn = controllerOf(existing)?.uid === rollout.metadata.uid;
    if (isOwn && !isCompleted(existing.status.phase) && isSameExperiment(named, existing)) return existing;
  }
}

/** Whether two Experiments ask for the same, termination aside. Source: utils/experiment/experiment.go IsSemanticallyEqual. */
function isSameExperiment(wanted: Experiment, existing: Experiment): boolean {
  const form = ({ spec }: Experiment): Json => canonical(experimentSpec, { ...spec, terminate: false });
  return deepEqual(form(wanted), form(existing));
}

/** Source: rollout/experiment.go cancelExperiments. */
function cancelExperiments(context: RolloutContext, experiments: readonly (Experiment | undefined)[]): void {
  for (const experiment of experiments) {
    if (experiment === undefined || experiment.spec.terminate === true || isCompleted(experiment.status.phase))
      continue;
    const { namespace = 'default', name = '' } = experiment.metadata;
    const { rollout, pause } = context;
    const because = experimentEnded.because((write) => ({
      abort: isSet.of(write.of(pause.rollout, 'status.abort')),
      promoteFull: isSet.of(write.of(rollout, 'status.promoteFull')),
      step: next.of(write.of(rollout, 'status.currentStepIndex')),
      name: write.before('metadata.name'),
      current: write.of(rollout, 'status.canary.currentExperiment'),
    }));
    context.base.env.api.patch(EXPERIMENT, namespace, name, { spec: { terminate: true } }, { because: [because] });
  }
}

/** Source: rollout/experiment.go deleteExperiments. */
export function deleteExperiments(context: RolloutContext, experiments: readonly Experiment[]): void {
  for (const experiment of experiments) {
    const { namespace = 'default', name = '', deletionTimestamp } = experiment.metadata;
    if (deletionTimestamp !== undefined && deletionTimestamp !== null) continue;
    const successful = experiment.status.phase === 'Successful';
    const limit = `spec.analysis.${successful ? 'successful' : 'unsuccessful'}RunHistoryLimit`;
    const because = experimentForgotten.because((write) => ({
      phase: write.before('status.phase'),
      hash: write.before(POD_TEMPLATE_HASH),
      limit: historyLimitOrDefault.of(write.of(context.rollout, limit)),
    }));
    try {
      context.base.env.api.delete(EXPERIMENT, namespace, name, { because: [because] });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}
