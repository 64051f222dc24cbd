import { ApiError, ReconcileError } from '../../api/errors.ts';
import { sum } from '../../api/input-functions.ts';
import type { Decided } from '../../api/reason.ts';
import { DEPLOYMENT } from '../../api/resources.ts';
import { revision } from '../../api/rollouts/replica-sets.ts';
import { namespaceOf, type RolloutContext } from './context.ts';
import { revisionNumber } from './rules/functions.ts';
import { REVISION } from './rules/inputs.ts';
import { workloadGone, workloadMakesRoom } from './rules/scaling.ts';

/** Sets the size of the Deployment that the rollout's template comes from. Source: rollout/scale_utils.go scaleDeployment. */
function scaleDeployment(context: RolloutContext, { value, because }: Decided<number>): void {
  const { api } = context.base.env;
  const { workloadRef } = context.rollout.spec;
  const deployment = api.get(DEPLOYMENT, namespaceOf(context), workloadRef?.name ?? '');
  const replicas = Math.max(0, value);
  // The reference reads a Deployment's missing size as a crash, which it survives by a retry.
  if (deployment.spec.replicas === undefined) throw new ReconcileError('Recovered from Panic');
  if (replicas === deployment.spec.replicas) return;
  api.update(DEPLOYMENT, { ...deployment, spec: { ...deployment.spec, replicas } }, { because: [because] });
}

const SCALE_DOWN = 'spec.workloadRef.scaleDown';

/** The rollout is healthy: the Deployment needs no pods. */
function noPods({ rollout }: RolloutContext): Decided<number> {
  const because = workloadGone.because((write) => ({
    scaleDown: write.of(rollout, SCALE_DOWN),
    phase: write.of(rollout, 'status.phase'),
    revision: revisionNumber.of(write.of(rollout, REVISION)),
  }));
  return { value: 0, because };
}

/**
 * While revision 1 comes up, the Deployment gives way to it pod by pod; a failed write is not an error. Source: rollout/replicaset.go
 * reconcileNewReplicaSet. Example: 5 replicas, 2 of them ready: the Deployment keeps 3.
 */
export function scaleDownWorkloadProgressively(context: RolloutContext, oldScale: number, newScale: number): void {
  const { spec, status } = context.rollout;
  const ready = status.readyReplicas ?? 0;
  try {
    const keepsZero = context.base.env.reference.has('healthy-migration-scales-to-zero');
    if (keepsZero && status.phase === 'Healthy') scaleDeployment(context, noPods(context));
    else if (spec.replicas !== undefined && (ready > 0 || oldScale > newScale)) {
      const because = workloadMakesRoom.because((write) => ({
        scaleDown: write.of(context.rollout, SCALE_DOWN),
        replicas: write.of(context.rollout, 'spec.replicas'),
        ready: sum.of(write.of(context.rollout, 'status.readyReplicas')),
      }));
      scaleDeployment(context, { value: spec.replicas - ready, because });
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

/** With `scaleDown: onsuccess` the Deployment goes to zero once revision 1 is healthy. Source: rollout/sync.go promoteStable. */
export function scaleWorkloadDownOnSuccess(context: RolloutContext): void {
  const { rollout } = context;
  if (revision(rollout) !== 1 || rollout.status.phase !== 'Healthy') return;
  if (rollout.spec.workloadRef?.scaleDown === 'onsuccess') scaleDeployment(context, noPods(context));
}
