import { from } from '../../api/reason.ts';
import { REPLICA_SET } from '../../api/resources.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import { maxRevision, setDeploymentRevision, setNewReplicaSetAnnotations } from './annotations.ts';
import { getDeploymentCondition, newDeploymentCondition, setDeploymentCondition } from './conditions.ts';
import { createReplicaSet } from './create-replica-set.ts';
import { DEPLOYMENT_REVISION, FOUND_NEW_REPLICA_SET } from '../../api/deployments/names.ts';
import { type Pass, writeStatus } from './pass.ts';
import { progressDeadlineMs } from './progress.ts';
import { findNewReplicaSet, findOldReplicaSets } from './replica-sets.ts';
import { deploymentRevision } from './rules.ts';

export interface Versions {
  /** The ReplicaSet of the deployment's template. */
  readonly newest: ReplicaSet | undefined;
  /** All others, oldest first. */
  readonly old: readonly ReplicaSet[];
}

/**
 * Tells new from old, and brings the new one's annotations and revision up to date, or makes it.
 * Source: sync.go getAllReplicaSetsAndSyncRevision, getNewReplicaSet.
 */
export function syncRevision(pass: Pass, replicaSets: readonly ReplicaSet[], create: boolean): Versions {
  const old = findOldReplicaSets(pass.deployment, replicaSets);
  const existing = findNewReplicaSet(pass.deployment, replicaSets);
  const revision = maxRevision(old) + 1;
  if (existing !== undefined) return { newest: syncExisting(pass, existing, revision), old };
  return { newest: create ? createReplicaSet(pass, old, revision) : undefined, old };
}

function syncExisting(pass: Pass, existing: ReplicaSet, revision: number): ReplicaSet {
  const { deployment, env } = pass;
  const { replicaSet, changed } = setNewReplicaSetAnnotations(deployment, existing, revision);
  const { minReadySeconds } = deployment.spec;
  if (changed || (replicaSet.spec.minReadySeconds ?? 0) !== (minReadySeconds ?? 0)) {
    const wanted = { ...replicaSet, spec: { ...replicaSet.spec, minReadySeconds } };
    return env.api.update(REPLICA_SET, wanted, { because: [() => revisionReason(wanted)] });
  }
  const current = replicaSet.metadata.annotations?.[DEPLOYMENT_REVISION] ?? '';
  const revised = setDeploymentRevision(deployment, current);
  let { status } = revised;
  if (progressDeadlineMs(deployment) !== undefined && getDeploymentCondition(status, 'Progressing') === undefined) {
    const message = `Found new replica set "${replicaSet.metadata.name ?? ''}"`;
    status = setDeploymentCondition(
      status,
      newDeploymentCondition(env.clock.nowMs(), 'Progressing', 'True', FOUND_NEW_REPLICA_SET, message),
    );
  }
  if (revised !== deployment || status !== deployment.status) {
    pass.deployment = revised;
    writeStatus(pass, status, [() => revisionReason(replicaSet)]);
  }
  return replicaSet;
}

function revisionReason({ metadata }: ReplicaSet): ReturnType<typeof deploymentRevision.because> {
  const revision = metadata.annotations?.[DEPLOYMENT_REVISION] ?? '';
  return deploymentRevision.because({ revision: from(`ReplicaSet ${metadata.name ?? ''}`, revision) });
}
