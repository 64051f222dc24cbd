import { type IntOrString, lenientScaledValue } from '../../../api/int-or-string.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import {
  getMaxSurgeOrDefault,
  getMaxUnavailableOrDefault,
  getReplicasOrDefault,
} from '../../../api/rollouts/defaults.ts';

export interface Fenceposts {
  /** Pods that may run above spec.replicas. */
  readonly surge: number;
  /** Pods that may be missing from spec.replicas. */
  readonly unavailable: number;
}

/** What the reference says of a value that is no number. */
function malformed(value: IntOrString): string {
  const text = String(value);
  const digits = text.replaceAll('%', '');
  return `invalid value for IntOrString: invalid value "${text}": strconv.Atoi: parsing "${digits}": invalid syntax`;
}

/**
 * maxSurge and maxUnavailable as pods: surge rounded up, unavailable down; if both come out as 0, one pod may be unavailable. A text if
 * either is malformed. Source: utils/replicaset/replicaset.go resolveFenceposts.
 * Example: 25 % and 25 % of 5 replicas are 2 pods of surge and 1 unavailable.
 */
export function resolveFenceposts(
  maxSurge: IntOrString,
  maxUnavailable: IntOrString,
  desired: number,
): Fenceposts | string {
  const surge = lenientScaledValue(maxSurge, desired, true);
  if (surge === undefined) return malformed(maxSurge);
  const unavailable = lenientScaledValue(maxUnavailable, desired, false);
  if (unavailable === undefined) return malformed(maxUnavailable);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

function fencepostsOf(rollout: Rollout, replicas: number): Fenceposts {
  const resolved = resolveFenceposts(getMaxSurgeOrDefault(rollout), getMaxUnavailableOrDefault(rollout), replicas);
  return typeof resolved === 'string' ? { surge: 0, unavailable: 0 } : resolved;
}

/** Pods that may be unavailable, at most spec.replicas; 0 if a value is malformed. Source: utils/replicaset/replicaset.go MaxUnavailable. */
export function maxUnavailable(rollout: Rollout): number {
  const replicas = getReplicasOrDefault(rollout.spec.replicas);
  if (replicas === 0) return 0;
  const unavailable =
    rollout.spec.strategy.canary === undefined
      ? (lenientScaledValue(getMaxUnavailableOrDefault(rollout), replicas, false) ?? 0)
      : fencepostsOf(rollout, replicas).unavailable;
  return Math.min(unavailable, replicas);
}

/** Pods that may run above spec.replicas; 0 for blue-green and for malformed values. Source: utils/replicaset/replicaset.go MaxSurge. */
export function maxSurge(rollout: Rollout): number {
  if (rollout.spec.strategy.canary === undefined) return 0;
  return fencepostsOf(rollout, getReplicasOrDefault(rollout.spec.replicas)).surge;
}
