import { isNotFound } from '../../api/errors.ts';
import { deepEqual } from '../../api/equality.ts';
import { from } from '../../api/reason.ts';
import { REPLICA_SET } from '../../api/resources.ts';
import { specReplicas } from '../../api/rollouts/replica-sets.ts';
import type { DeploymentStatus, ReplicaSet } from '../../api/shape/apps.ts';
import { getDeploymentCondition, newDeploymentCondition, setDeploymentCondition } from './conditions.ts';
import { desiredReplicas } from './fenceposts.ts';
import { DEPLOYMENT_PAUSED, DEPLOYMENT_RESUMED, PROGRESS_DEADLINE_EXCEEDED } from '../../api/deployments/names.ts';
import { syncRevision } from './new-replica-set.ts';
import { applySize, type Pass, writeStatus } from './pass.ts';
import { progressDeadlineMs, rolloutStatus, stuckCheckDelayMs } from './progress.ts';
import { byRevision } from './replica-sets.ts';
import { rollbackRevision } from './rollback-request.ts';
import { deploymentHistory, deploymentScaled } from './rules.ts';
import { scaleSizes } from './scale.ts';
import { calculateStatus } from './status.ts';

const MAX_INT32 = 2_147_483_647;

/** What happens to a deployment that is paused or was scaled. Source: sync.go sync. */
export function syncSizes(pass: Pass, replicaSets: readonly ReplicaSet[]): void {
  const { newest, old } = syncRevision(pass, replicaSets, false);
  const { spec } = pass.deployment;
  const because = () =>
    deploymentScaled.because({
      replicas: from('spec.replicas', desiredReplicas(pass.deployment)),
      paused: from('spec.paused', spec.paused ?? false),
    });
  for (const plan of scaleSizes(pass.deployment, newest, old)) applySize(pass, plan, [because]);
  if (spec.paused === true && rollbackRevision(pass.deployment) === undefined) cleanupDeployment(pass, old);
  const status = calculateStatus(pass.deployment, [...old, newest], newest, pass.env.clock.nowMs());
  if (!deepEqual(pass.deployment.status, status)) writeStatus(pass, status);
}

/** Writes the status during a rollout, or waits for the deadline if it says all there is to say. Source: progress.go syncRolloutStatus. */
export function syncRolloutStatus(
  pass: Pass,
  all: readonly (ReplicaSet | undefined)[],
  newest: ReplicaSet | undefined,
): void {
  const status = rolloutStatus(pass.deployment, all, newest, pass.env.clock.nowMs());
  if (deepEqual(pass.deployment.status, status)) pass.waitForDeadline(stuckDelay(pass, status));
  else writeStatus(pass, status);
}

function stuckDelay({ deployment, env }: Pass, status: DeploymentStatus): number | 'soon' | undefined {
  return stuckCheckDelayMs(deployment, status, env.clock.nowMs());
}

/**
 * Says that a deployment is paused, or no longer, so that the time of the pause does not count for the deadline. One that missed its deadline keeps
 * saying that. Source: sync.go checkPausedConditions.
 */
export function checkPausedConditions(pass: Pass): void {
  const { deployment, env } = pass;
  if (progressDeadlineMs(deployment) === undefined) return;
  const reason = getDeploymentCondition(deployment.status, 'Progressing')?.reason;
  const { paused = false } = deployment.spec;
  if (reason === PROGRESS_DEADLINE_EXCEEDED || paused === (reason === DEPLOYMENT_PAUSED)) return;
  const [next, message] = paused
    ? [DEPLOYMENT_PAUSED, 'Deployment is paused']
    : [DEPLOYMENT_RESUMED, 'Deployment is resumed'];
  const condition = newDeploymentCondition(env.clock.nowMs(), 'Progressing', 'Unknown', next, message);
  writeStatus(pass, setDeploymentCondition(deployment.status, condition));
}

/**
 * Deletes old ReplicaSets beyond revisionHistoryLimit, lowest revision first; those that still have pods, or were not yet seen empty by their
 * controller, stay and yet count. Example: limit 2, old revisions 1, 2, 3 without pods: 1 goes. Source: sync.go cleanupDeployment.
 */
export function cleanupDeployment({ deployment, env }: Pass, old: readonly ReplicaSet[]): void {
  const limit = deployment.spec.revisionHistoryLimit;
  if (limit === undefined || limit === MAX_INT32) return;
  const because = () =>
    deploymentHistory.because({
      limit: from('spec.revisionHistoryLimit', limit),
      old: from('the old ReplicaSets', old.length),
    });
  for (const replicaSet of [...old].sort(byRevision).slice(0, Math.max(0, old.length - limit))) {
    const { metadata, status } = replicaSet;
    const seen = (metadata.generation ?? 0) <= (status.observedGeneration ?? 0);
    if (status.replicas !== 0 || specReplicas(replicaSet) !== 0 || !seen) continue;
    try {
      env.api.delete(REPLICA_SET, metadata.namespace ?? '', metadata.name ?? '', { because: [because] });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}
