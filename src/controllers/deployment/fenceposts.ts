import { type IntOrString, readStrictScaledValue } from '../../api/int-or-string.ts';
import type { Deployment } from '../../api/shape/apps.ts';

export interface DeploymentFenceposts {
  /** Pods that may run above spec.replicas. */
  readonly surge: number;
  /** Pods that may be missing from spec.replicas. */
  readonly unavailable: number;
}

export type FencepostsResult = DeploymentFenceposts | { readonly error: string };

/** Source: util/deployment_util.go IsRollingUpdate. */
export function isRollingUpdate(deployment: Deployment): boolean {
  return deployment.spec.strategy.type === 'RollingUpdate';
}

export function desiredReplicas(deployment: Deployment): number {
  return deployment.spec.replicas ?? 0;
}

/**
 * maxSurge and maxUnavailable as pods: surge rounded up, unavailable down; if both come out as 0, one pod may be unavailable.
 * Example: 25 % and 25 % of 6 pods are surge 2, unavailable 1; 1 % unavailable of 2 pods with surge 0 is unavailable 1.
 * Source: util/deployment_util.go ResolveFenceposts.
 */
export function resolveFenceposts(
  maxSurge: IntOrString | undefined,
  maxUnavailable: IntOrString | undefined,
  desired: number,
): FencepostsResult {
  const surge = readStrictScaledValue(maxSurge ?? 0, desired, true);
  if (surge.error !== undefined) return { error: surge.error };
  const unavailable = readStrictScaledValue(maxUnavailable ?? 0, desired, false);
  if (unavailable.error !== undefined) return { error: unavailable.error };
  if (surge.value === 0 && unavailable.value === 0) return { surge: 0, unavailable: 1 };
  return { surge: surge.value, unavailable: unavailable.value };
}

/** Values that validation would refuse count as 0. */
function fenceposts(deployment: Deployment): DeploymentFenceposts {
  const { rollingUpdate } = deployment.spec.strategy;
  const resolved = resolveFenceposts(
    rollingUpdate?.maxSurge,
    rollingUpdate?.maxUnavailable,
    desiredReplicas(deployment),
  );
  return 'error' in resolved ? { surge: 0, unavailable: 0 } : resolved;
}

/** Source: util/deployment_util.go MaxSurge. */
export function maxSurge(deployment: Deployment): number {
  return isRollingUpdate(deployment) ? fenceposts(deployment).surge : 0;
}

/** At most all of spec.replicas. Source: util/deployment_util.go MaxUnavailable. */
export function maxUnavailable(deployment: Deployment): number {
  const desired = desiredReplicas(deployment);
  if (!isRollingUpdate(deployment) || desired === 0) return 0;
  return Math.min(fenceposts(deployment).unavailable, desired);
}

/** Source: util/deployment_util.go MinAvailable. */
export function minAvailable(deployment: Deployment): number {
  return isRollingUpdate(deployment) ? desiredReplicas(deployment) - maxUnavailable(deployment) : 0;
}
