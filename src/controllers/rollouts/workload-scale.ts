import { ApiError, ReconcileError } from '../../api/errors.ts';
import { from } from '../../api/reason.ts';
import { DEPLOYMENT } from '../../api/resources.ts';
import { revision } from '../../api/rollouts/replica-sets.ts';
import { namespaceOf, type RolloutContext } from './context.ts';
import { workloadScaleDown } from './rules/scaling.ts';

/** Sets the size of the Deployment that the rollout's template comes from. Source: rollout/scale_utils.go scaleDeployment. */
export function scaleDeployment(context: RolloutContext, targetScale: number): void {
  const { api } = context.base.env;
  const { workloadRef } = context.rollout.spec;
  const deployment = api.get(DEPLOYMENT, namespaceOf(context), workloadRef?.name ?? '');
  const replicas = Math.max(0, targetScale);
  // The reference reads a Deployment's missing size as a crash, which it survives by a retry.
  if (deployment.spec.replicas === undefined) throw new ReconcileError('Recovered from Panic');
  if (replicas === deployment.spec.replicas) return;
  const because = () =>
    workloadScaleDown.because({
      scaleDown: from('spec.workloadRef.scaleDown', workloadRef?.scaleDown ?? 'never'),
      replicas: from('decided', replicas),
    });
  api.update(DEPLOYMENT, { ...deployment, spec: { ...deployment.spec, replicas } }, { because: [because] });
}

/**
 * While revision 1 comes up, the Deployment gives way to it pod by pod; a failed write is not an error. Source: rollout/replicaset.go
 * reconcileNewReplicaSet. Example: 5 replicas, 2 of them ready: the Deployment keeps 3.
 */
export function scaleDownWorkloadProgressively(context: RolloutContext, oldScale: number, newScale: number): void {
  const { spec, status } = context.rollout;
  const ready = status.readyReplicas ?? 0;
  try {
    if (status.phase === 'Healthy') scaleDeployment(context, 0);
    else if (spec.replicas !== undefined && (ready > 0 || oldScale > newScale)) {
      scaleDeployment(context, spec.replicas - ready);
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

/** With `scaleDown: onsuccess` the Deployment goes to zero once revision 1 is healthy. Source: rollout/sync.go promoteStable. */
export function scaleWorkloadDownOnSuccess(context: RolloutContext): void {
  const { rollout } = context;
  if (revision(rollout) !== 1 || rollout.status.phase !== 'Healthy') return;
  if (rollout.spec.workloadRef?.scaleDown === 'onsuccess') scaleDeployment(context, 0);
}
