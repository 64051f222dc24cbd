import { readStrictScaledValue } from '../../api/int-or-string.ts';
import { specReplicas } from '../../api/rollouts/replica-sets.ts';
import type { Deployment, ReplicaSet } from '../../api/shape/apps.ts';
import { desiredReplicas } from './fenceposts.ts';
import { replicaCount } from './replica-sets.ts';

export type NewReplicasResult = { readonly replicas: number } | { readonly error: string };

/**
 * How large the new ReplicaSet may become in this step: RollingUpdate adds what maxSurge leaves room for, up to spec.replicas; Recreate takes
 * all at once. Example: 10 pods, surge 3, 10 old and 0 new: 3; 7 old and 5 new: 6. Source: util/deployment_util.go NewRSNewReplicas.
 */
export function newRSNewReplicas(
  deployment: Deployment,
  all: readonly (ReplicaSet | undefined)[],
  newest: ReplicaSet,
): NewReplicasResult {
  const desired = desiredReplicas(deployment);
  const { type, rollingUpdate } = deployment.spec.strategy;
  if (type === 'Recreate') return { replicas: desired };
  if (type !== 'RollingUpdate') return { error: `deployment type ${type ?? ''} isn't supported` };
  if (rollingUpdate?.maxSurge === undefined) return { error: 'nil value for IntOrString' };
  const surge = readStrictScaledValue(rollingUpdate.maxSurge, desired, true);
  if (surge.error !== undefined) return { error: surge.error };
  const room = desired + surge.value - replicaCount(all);
  const replicas = specReplicas(newest);
  return { replicas: room <= 0 ? replicas : replicas + Math.min(room, desired - replicas) };
}
