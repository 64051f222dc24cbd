import { from } from '../../api/reason.ts';
import { specReplicas } from '../../api/rollouts/replica-sets.ts';
import { ReconcileError } from '../../api/errors.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import { desiredReplicas, maxSurge, maxUnavailable } from './fenceposts.ts';
import { syncRevision } from './new-replica-set.ts';
import { newRSNewReplicas } from './new-replicas.ts';
import { applySize, type Pass } from './pass.ts';
import { activeReplicaSets, availableReplicaCount, byCreation, replicaCount } from './replica-sets.ts';
import { deploymentRollingDown, deploymentRollingUp, deploymentUnhealthyDown } from './rules.ts';
import { plannedSize } from './scale.ts';
import { deploymentComplete } from './status.ts';
import { cleanupDeployment, syncRolloutStatus } from './sync.ts';

/** One step of a RollingUpdate: new pods if there is room, else old ones go if enough are available. Source: rolling.go rolloutRolling. */
export function rolloutRolling(pass: Pass, replicaSets: readonly ReplicaSet[]): void {
  const { newest, old } = syncRevision(pass, replicaSets, true);
  if (newest === undefined) throw new Error('syncRevision made no ReplicaSet');
  const all = [...old, newest];
  if (!reconcileNewReplicaSet(pass, all, newest) && !reconcileOldReplicaSets(pass, all, old, newest)) {
    if (deploymentComplete(pass.deployment, pass.deployment.status)) cleanupDeployment(pass, old);
  }
  syncRolloutStatus(pass, all, newest);
}

/** Whether the new ReplicaSet got another size. Source: rolling.go reconcileNewReplicaSet. */
function reconcileNewReplicaSet(pass: Pass, all: readonly ReplicaSet[], newest: ReplicaSet): boolean {
  const { deployment } = pass;
  const desired = desiredReplicas(deployment);
  if (specReplicas(newest) === desired) return false;
  const size = specReplicas(newest) > desired ? { replicas: desired } : newRSNewReplicas(deployment, all, newest);
  if ('error' in size) throw new ReconcileError(size.error);
  const because = () =>
    deploymentRollingUp.because({
      replicas: from('spec.replicas', desired),
      surge: from('spec.strategy.rollingUpdate.maxSurge', maxSurge(deployment)),
      total: from('the ReplicaSets', replicaCount(all)),
      size: from('the rule', size.replicas),
    });
  return applySize(pass, plannedSize(newest, size.replicas), [because]).scaled;
}

/**
 * Whether old ReplicaSets lost pods. New pods that are not available yet count as if they had to stay.
 * Example: 10 pods, unavailable 2, surge 3; 8 old and 5 new that never start: 13 - 8 - 5 = 0, nothing goes. Source: rolling.go reconcileOldReplicaSets.
 */
function reconcileOldReplicaSets(
  pass: Pass,
  all: readonly ReplicaSet[],
  old: readonly ReplicaSet[],
  newest: ReplicaSet,
): boolean {
  const active = activeReplicaSets(old);
  if (replicaCount(active) === 0) return false;
  const least = desiredReplicas(pass.deployment) - maxUnavailable(pass.deployment);
  const newUnavailable = specReplicas(newest) - (newest.status.availableReplicas ?? 0);
  const room = replicaCount(all) - least - newUnavailable;
  if (room <= 0) return false;
  const cleaned = cleanupUnhealthyReplicas(pass, active, room);
  if (cleaned === undefined) return false;
  const down = scaleDownOldReplicaSets(pass, cleaned.replicaSets, newest, least);
  return cleaned.count + down > 0;
}

interface Cleaned {
  readonly replicaSets: readonly ReplicaSet[];
  readonly count: number;
}

/**
 * Takes pods that are not available from old ReplicaSets, at most `room`, oldest first. Undefined if a ReplicaSet has more available pods than it
 * asks for, since it did not yet follow its last size: that ends the step. Source: rolling.go cleanupUnhealthyReplicas.
 */
function cleanupUnhealthyReplicas(pass: Pass, old: readonly ReplicaSet[], room: number): Cleaned | undefined {
  let count = 0;
  const replicaSets: ReplicaSet[] = [];
  for (const replicaSet of [...old].sort(byCreation)) {
    const replicas = specReplicas(replicaSet);
    const unavailable = replicas - (replicaSet.status.availableReplicas ?? 0);
    if (count >= room || unavailable === 0) {
      replicaSets.push(replicaSet);
      continue;
    }
    if (unavailable < 0) return undefined;
    const down = Math.min(room - count, unavailable);
    const because = () =>
      deploymentUnhealthyDown.because({
        unavailable: from(`ReplicaSet ${replicaSet.metadata.name ?? ''}`, unavailable),
      });
    replicaSets.push(applySize(pass, plannedSize(replicaSet, replicas - down), [because]).replicaSet);
    count += down;
  }
  return { replicaSets, count };
}

/** Takes as many pods as availability allows, oldest ReplicaSet first. Source: rolling.go scaleDownOldReplicaSetsForRollingUpdate. */
function scaleDownOldReplicaSets(pass: Pass, old: readonly ReplicaSet[], newest: ReplicaSet, least: number): number {
  const available = availableReplicaCount([...old, newest]);
  const room = available - least;
  const because = () =>
    deploymentRollingDown.because({
      available: from('the ReplicaSets', available),
      least: from('spec.replicas and spec.strategy.rollingUpdate.maxUnavailable', least),
      room: from('the rule', room),
    });
  let count = 0;
  for (const replicaSet of [...old].sort(byCreation)) {
    if (count >= room) break;
    const replicas = specReplicas(replicaSet);
    if (replicas === 0) continue;
    const down = Math.min(replicas, room - count);
    applySize(pass, plannedSize(replicaSet, replicas - down), [because]);
    count += down;
  }
  return count;
}
