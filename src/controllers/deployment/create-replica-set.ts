import { newControllerRef } from '../../api/controller-ref.ts';
import { equalIgnoreHash } from '../../api/deployments/revisions.ts';
import { isAlreadyExists, reconcileErrorMessage, ReconcileError } from '../../api/errors.ts';
import { type Because, from } from '../../api/reason.ts';
import { DEPLOYMENT, REPLICA_SET } from '../../api/resources.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import type { Deployment, ReplicaSet } from '../../api/shape/apps.ts';
import { setDeploymentRevision, setNewReplicaSetAnnotations, setReplicasAnnotations } from './annotations.ts';
import { newDeploymentCondition, setDeploymentCondition } from './conditions.ts';
import {
  DEPLOYMENT_HASH_LABEL,
  NEW_REPLICA_SET_CREATED,
  REPLICA_SET_CREATE_ERROR,
} from '../../api/deployments/names.ts';
import { newRSNewReplicas } from './new-replicas.ts';
import { type Pass, writeStatus } from './pass.ts';
import { progressDeadlineMs } from './progress.ts';
import { deploymentNewReplicaSet } from './rules.ts';

/** The ReplicaSet of the deployment's template, without pods and annotations yet. */
function emptyReplicaSet(deployment: Deployment, hash: string): ReplicaSet {
  const { selector, template, minReadySeconds } = deployment.spec;
  const hashLabel = { [DEPLOYMENT_HASH_LABEL]: hash };
  const labels = { ...template.metadata.labels, ...hashLabel };
  return {
    metadata: {
      name: `${deployment.metadata.name ?? ''}-${hash}`,
      namespace: deployment.metadata.namespace,
      ownerReferences: [newControllerRef(DEPLOYMENT, deployment.metadata)],
      labels,
    },
    spec: {
      replicas: 0,
      minReadySeconds,
      selector: { ...selector, matchLabels: { ...selector?.matchLabels, ...hashLabel } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
    status: { replicas: 0 },
  };
}

/** The ReplicaSet as it is to be made. */
function wantedReplicaSet(pass: Pass, old: readonly ReplicaSet[], revision: number): ReplicaSet {
  const { deployment } = pass;
  const empty = emptyReplicaSet(deployment, pass.templateHash(deployment));
  const size = newRSNewReplicas(deployment, [...old, empty], empty);
  if ('error' in size) throw new ReconcileError(size.error);
  const sized = { ...empty, spec: { ...empty.spec, replicas: size.replicas } };
  return setReplicasAnnotations(setNewReplicaSetAnnotations(deployment, sized, revision).replicaSet, deployment);
}

/** Makes the ReplicaSet of a new template. Source: sync.go getNewReplicaSet. */
export function createReplicaSet(pass: Pass, old: readonly ReplicaSet[], revision: number): ReplicaSet {
  const { deployment, env } = pass;
  const wanted = wantedReplicaSet(pass, old, revision);
  const replicas = wanted.spec.replicas ?? 0;
  const because = [
    () =>
      deploymentNewReplicaSet.because({
        revision: from('the revisions of the other ReplicaSets', revision),
        replicas: from('spec.strategy', replicas),
      }),
  ];
  const created = create(pass, wanted, because);
  const name = wanted.metadata.name ?? '';
  if (created !== undefined && replicas > 0) {
    const message = `Scaled up replica set ${name} from 0 to ${replicas}`;
    env.recorder.event(deployment, 'Normal', 'ScalingReplicaSet', message);
  }
  pass.deployment = setDeploymentRevision(deployment, String(revision));
  let { status } = deployment;
  const tellsProgress = created !== undefined && progressDeadlineMs(deployment) !== undefined;
  if (tellsProgress) {
    const message = `Created new replica set "${name}"`;
    status = setDeploymentCondition(
      status,
      newDeploymentCondition(env.clock.nowMs(), 'Progressing', 'True', NEW_REPLICA_SET_CREATED, message),
    );
  }
  if (tellsProgress || pass.deployment !== deployment) writeStatus(pass, status, because);
  return created ?? env.api.get(REPLICA_SET, wanted.metadata.namespace ?? '', name);
}

/**
 * The ReplicaSet as made; undefined if the deployment has it already. One of that name with another owner or template is a collision of hashes: it is
 * counted, and the next pass tries the next name. Any other refusal is told in the status.
 */
function create(pass: Pass, wanted: ReplicaSet, because: readonly Because[]): ReplicaSet | undefined {
  const { deployment, env } = pass;
  try {
    return env.api.create(REPLICA_SET, wanted, { because });
  } catch (error) {
    if (!isAlreadyExists(error)) {
      tellRefusal(pass, wanted, reconcileErrorMessage(error));
      throw error;
    }
    const { namespace = '', name = '' } = wanted.metadata;
    const found = env.api.get(REPLICA_SET, namespace, name);
    const own = controllerOf(found)?.uid === deployment.metadata.uid;
    if (own && equalIgnoreHash(found.spec.template, deployment.spec.template)) return undefined;
    writeStatus(pass, { ...deployment.status, collisionCount: (deployment.status.collisionCount ?? 0) + 1 });
    throw error;
  }
}

function tellRefusal(pass: Pass, wanted: ReplicaSet, why: string): void {
  const { deployment, env } = pass;
  const message = `Failed to create new replica set "${wanted.metadata.name ?? ''}": ${why}`;
  env.recorder.event(deployment, 'Warning', REPLICA_SET_CREATE_ERROR, message);
  if (progressDeadlineMs(deployment) === undefined) return;
  const condition = newDeploymentCondition(
    env.clock.nowMs(),
    'Progressing',
    'False',
    REPLICA_SET_CREATE_ERROR,
    message,
  );
  try {
    writeStatus(pass, setDeploymentCondition(deployment.status, condition));
  } catch (error) {
    // Whatever keeps the status from being written, the refusal is the bigger problem.
    reconcileErrorMessage(error);
  }
}
