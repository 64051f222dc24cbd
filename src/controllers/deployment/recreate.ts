import { from } from '../../api/reason.ts';
import { specReplicas } from '../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import { desiredReplicas } from './fenceposts.ts';
import { syncRevision } from './new-replica-set.ts';
import { applySize, type Pass } from './pass.ts';
import type { PodMap } from './pod-map.ts';
import { activeReplicaSets, actualReplicaCount } from './replica-sets.ts';
import { deploymentRecreate } from './rules.ts';
import { plannedSize } from './scale.ts';
import { deploymentComplete } from './status.ts';
import { cleanupDeployment, syncRolloutStatus } from './sync.ts';

/** One step of a Recreate: old pods go; when none is left the new ones come. Source: recreate.go rolloutRecreate. */
export function rolloutRecreate(pass: Pass, replicaSets: readonly ReplicaSet[], pods: PodMap): void {
  let { newest, old } = syncRevision(pass, replicaSets, false);
  if (scaleDownAll(pass, activeReplicaSets(old)) || oldPodsRunning(newest, old, pods)) {
    syncRolloutStatus(pass, [...old, newest], newest);
    return;
  }
  if (newest === undefined) ({ newest, old } = syncRevision(pass, replicaSets, true));
  if (newest === undefined) throw new Error('syncRevision made no ReplicaSet');
  const because = () => deploymentRecreate.because({ step: from('spec.strategy.type', 'the new version starts') });
  applySize(pass, plannedSize(newest, desiredReplicas(pass.deployment)), [because]);
  if (deploymentComplete(pass.deployment, pass.deployment.status)) cleanupDeployment(pass, old);
  syncRolloutStatus(pass, [...old, newest], newest);
}

/** Whether any had pods to lose. Source: recreate.go scaleDownOldReplicaSetsForRecreate. */
function scaleDownAll(pass: Pass, old: readonly ReplicaSet[]): boolean {
  const because = () => deploymentRecreate.because({ step: from('spec.strategy.type', 'the old version stops') });
  const active = old.filter((replicaSet) => specReplicas(replicaSet) !== 0);
  for (const replicaSet of active) applySize(pass, plannedSize(replicaSet, 0), [because]);
  return active.length > 0;
}

/** Whether pods of other versions exist that have not ended. Source: recreate.go oldPodsRunning. */
function oldPodsRunning(newest: ReplicaSet | undefined, old: readonly ReplicaSet[], pods: PodMap): boolean {
  if (actualReplicaCount(old) > 0) return true;
  return [...pods].some(
    ([uid, owned]) =>
      uid !== newest?.metadata.uid &&
      owned.some(({ status }) => status.phase !== 'Failed' && status.phase !== 'Succeeded'),
  );
}
