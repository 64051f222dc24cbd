import { ApiError, isAlreadyExists, isConflict, reconcileErrorMessage } from '../../api/errors.ts';
import { podTemplateHash } from '../../api/reference-types.ts';
import { type Because, from } from '../../api/reason.ts';
import { apiVersionOf, EXPERIMENT, REPLICA_SET } from '../../api/resources.ts';
import { POD_TEMPLATE_HASH_LABEL, SCALE_DOWN_DEADLINE_ANNOTATION } from '../../api/rollouts/names.ts';
import { controllerOf, hasScaleDownDeadline, specReplicas } from '../../api/rollouts/replica-sets.ts';
import type { Reference } from '../../api/reference.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Experiment, TemplateSpec } from '../../api/shape/experiment.ts';
import { formatTime } from '../../api/times.ts';
import { own } from '../../text/own.ts';
import { podTemplateEqualIgnoreHash } from '../rollouts/decide/replica-set-lists.ts';
import { type ExperimentContext, namespaceOf, ownerReferences, sendEvent } from './context.ts';
import { scaleDownDelaySeconds } from './defaults.ts';
import { EXPERIMENT_NAME_ANNOTATION, EXPERIMENT_TEMPLATE_NAME_ANNOTATION } from './names.ts';
import { templateReplicaSet, templateScale, templateScaleDownDelay } from './rules.ts';

function without(labels: Readonly<Record<string, string>> | undefined, key: string): Record<string, string> {
  const rest: Record<string, string> = { ...labels };
  delete rest[key];
  return rest;
}

/** The ReplicaSet of a template, without pods. Source: experiments/replicaset.go newReplicaSetFromTemplate. */
export function newReplicaSet(
  reference: Reference,
  experiment: Experiment,
  spec: TemplateSpec,
  collisionCount: number | undefined,
): ReplicaSet {
  const { name, template, selector, minReadySeconds } = spec;
  const bareLabels = without(template.metadata.labels, POD_TEMPLATE_HASH_LABEL);
  const bare = {
    ...template,
    metadata: { ...template.metadata, labels: Object.keys(bareLabels).length === 0 ? undefined : bareLabels },
  };
  const hash = podTemplateHash(reference, bare, collisionCount);
  const labels = { ...bareLabels, [POD_TEMPLATE_HASH_LABEL]: hash };
  const { name: experimentName = '', namespace } = experiment.metadata;
  return {
    apiVersion: apiVersionOf(REPLICA_SET),
    kind: REPLICA_SET.kind,
    metadata: {
      name: `${experimentName}-${name}`,
      namespace,
      labels: reference.has('experiment-inherits-labels') ? labels : { [POD_TEMPLATE_HASH_LABEL]: hash },
      ownerReferences: ownerReferences(experiment),
      annotations: {
        [EXPERIMENT_NAME_ANNOTATION]: experimentName,
        [EXPERIMENT_TEMPLATE_NAME_ANNOTATION]: name,
      },
    },
    spec: {
      replicas: 0,
      minReadySeconds,
      selector: { ...selector, matchLabels: { ...selector?.matchLabels, [POD_TEMPLATE_HASH_LABEL]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
    status: { replicas: 0 },
  };
}

/** Source: experiments/replicaset.go isReplicaSetSemanticallyEqual. */
function isSame(experiment: Experiment, wanted: ReplicaSet, existing: ReplicaSet): boolean {
  const named = (key: string): boolean =>
    own(existing.metadata.annotations, key) === own(wanted.metadata.annotations, key);
  return (
    controllerOf(existing)?.uid === experiment.metadata.uid &&
    podTemplateEqualIgnoreHash(existing.spec.template, wanted.spec.template) &&
    named(EXPERIMENT_NAME_ANNOTATION) &&
    named(EXPERIMENT_TEMPLATE_NAME_ANNOTATION)
  );
}

/**
 * Makes the ReplicaSet of a template. One of its name that is not the Experiment's is a collision: it is counted in the status and the creation
 * fails. Source: experiments/replicaset.go createReplicaSet.
 */
export function createReplicaSet(
  context: ExperimentContext,
  spec: TemplateSpec,
  collisionCount: number | undefined,
): ReplicaSet {
  const { env, experiment } = context;
  const wanted = newReplicaSet(env.reference, experiment, spec, collisionCount);
  const name = wanted.metadata.name ?? '';
  const because: Because = () => templateReplicaSet.because({ template: from('spec.templates', spec.name) });
  try {
    return env.api.create(REPLICA_SET, wanted, { because: [because] });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (!isAlreadyExists(error)) {
      const message = `Failed to create new replica set "${name}": ${error.message}`;
      sendEvent(context, 'Normal', 'ReplicaSetCreateError', message);
      throw error;
    }
    const existing = env.api.get(REPLICA_SET, namespaceOf(context), name);
    if (isSame(experiment, wanted, existing)) return existing;
    const collided = {
      name: spec.name,
      collisionCount: 1,
      replicas: 0,
      updatedReplicas: 0,
      readyReplicas: 0,
      availableReplicas: 0,
    };
    const templateStatuses = [...(experiment.status.templateStatuses ?? []), collided].map((status) => ({ ...status }));
    const { name: experimentName = '' } = experiment.metadata;
    env.api.patch(EXPERIMENT, namespaceOf(context), experimentName, { status: { templateStatuses } });
    throw error;
  }
}

/** Sizes a template's ReplicaSet; a conflict is tried again a second later. Source: experiments/replicaset.go scaleReplicaSetAndRecordEvent. */
export function scaleReplicaSet(context: ExperimentContext, rs: ReplicaSet, newScale: number): void {
  const oldScale = specReplicas(rs);
  if (oldScale === newScale) return;
  const name = rs.metadata.name ?? '';
  const direction = oldScale < newScale ? 'up' : 'down';
  const because: Because = () => templateScale.because({ replicas: from('spec.templates', newScale) });
  try {
    context.env.api.update(REPLICA_SET, { ...rs, spec: { ...rs.spec, replicas: newScale } }, { because: [because] });
  } catch (error) {
    if (isConflict(error)) {
      context.enqueueAfter(1000);
      return;
    }
    const message = `Failed to scale ${name} ${direction}: ${reconcileErrorMessage(error)}`;
    sendEvent(context, 'Warning', 'ReplicaSetUpdateError', message);
    throw error;
  }
  const message = `Scaled ${direction} ReplicaSet ${name} from ${oldScale} to ${newScale}`;
  sendEvent(context, 'Normal', 'ScalingReplicaSet', message);
}

/**
 * A ReplicaSet that is to lose its pods keeps them for a while: returns it with its deadline, if it got one now. A failed write changes nothing.
 * Source: experiments/replicaset.go addScaleDownDelay, experiments/experiment.go addScaleDownDelayToTemplateRS.
 */
export function addScaleDownDelay(context: ExperimentContext, rs: ReplicaSet): ReplicaSet {
  const { env, experiment } = context;
  const delaySeconds = scaleDownDelaySeconds(experiment);
  if (hasScaleDownDeadline(rs) === (delaySeconds !== 0)) return rs;
  const deadline = delaySeconds === 0 ? null : formatTime(env.clock.nowMs() + delaySeconds * 1000);
  const patch = { metadata: { annotations: { [SCALE_DOWN_DEADLINE_ANNOTATION]: deadline } } };
  const because: Because = () =>
    templateScaleDownDelay.because({ delaySeconds: from('spec.scaleDownDelaySeconds', delaySeconds) });
  try {
    return env.api.patch(REPLICA_SET, namespaceOf(context), rs.metadata.name ?? '', patch, { because: [because] });
  } catch (error) {
    if (error instanceof ApiError) return rs;
    throw error;
  }
}
