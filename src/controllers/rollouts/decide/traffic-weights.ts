import { deepEqual } from '../../../api/equality.ts';
import { ReconcileError } from '../../../api/errors.ts';
import { maxTrafficWeight } from '../../../api/rollouts/defaults.ts';
import { availableReplicas } from '../../../api/rollouts/replica-sets.ts';
import type { Reference } from '../../../api/reference.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Rollout, TrafficWeights, WeightDestination } from '../../../api/shape/rollout.ts';
import { getDesiredCanaryWeight } from './canary-weight.ts';
import { replicaProgressThresholdMet } from './canary-progress.ts';
import { MESSAGE } from './messages.ts';

/**
 * Whether a ReplicaSet has pods enough for a weight; here, unlike when pods are asked for, the share is rounded down.
 * Source: rollout/trafficrouting.go checkReplicasAvailable. Example: weight 25 of 100 for 5 replicas needs 1 pod.
 */
export function checkReplicasAvailable(
  reference: Reference,
  rollout: Rollout,
  rs: ReplicaSet | undefined,
  desiredWeight: number,
): boolean {
  if (rs === undefined) return false;
  const whole = reference.has('weight-needs-share-of-max-weight') ? maxTrafficWeight(rollout) : 100;
  const desired = Math.trunc((desiredWeight * (rollout.spec.replicas ?? 0)) / whole);
  if (availableReplicas(rs) >= desired) return true;
  if (!reference.has('replica-progress-threshold')) return false;
  return replicaProgressThresholdMet(rollout.spec.strategy.canary?.replicaProgressThreshold, rs, desired);
}

/**
 * The canary's weight while an update is taken back. Without dynamicStableScale 0 at once; with it the weight follows the stable pods as they
 * come up, never rises, and waits for them step by step. Divisions round down.
 * Source: rollout/trafficrouting.go calculateDesiredWeightOnAbortOrStableRollback.
 */
export function calculateDesiredWeightOnAbortOrStableRollback(
  reference: Reference,
  rollout: Rollout,
  newRS: ReplicaSet | undefined,
  stableRS: ReplicaSet | undefined,
): number {
  const replicas = rollout.spec.replicas ?? 0;
  const dynamic = rollout.spec.strategy.canary?.dynamicStableScale === true;
  if (!dynamic) return 0;
  if (!reference.has('dynamic-stable-steps-back') && (stableRS === undefined || replicas === 0)) {
    // Older versions divide by the number of replicas, and crash.
    throw new ReconcileError('Recovered from Panic');
  }
  if (stableRS === undefined || newRS === undefined || replicas === 0) return 0;
  const current = rollout.status.canary.weights?.canary.weight;
  const desired = reference.has('dynamic-stable-steps-back')
    ? getDesiredCanaryWeight(reference, rollout, newRS, stableRS)
    : 0;
  return rollbackWeight(maxTrafficWeight(rollout), replicas, desired, availableReplicas(stableRS), current);
}

/**
 * The same, from its numbers: `current` is the weight that the routers were asked for last, undefined if they never were.
 * Example: of 10 replicas 5 stable pods are available, the routers have 80 and 0 is desired: 50.
 */
export function rollbackWeight(
  maxWeight: number,
  replicas: number,
  desired: number,
  stableAvailable: number,
  current: number | undefined,
): number {
  const stableWeight = Math.trunc((maxWeight * stableAvailable) / replicas);
  const expected = Math.max(0, maxWeight - stableWeight);
  if (current === undefined) return Math.max(expected, desired);
  if (desired <= 0) return Math.min(expected, current);
  return stableWeight < maxWeight - desired ? current : Math.min(desired, current);
}

/** The weight that available pods can take; divisions round down. Example: 3 of 8 pods of weight 100: 37. */
export function weightOfAvailable(maxWeight: number, available: number, replicas: number): number {
  return Math.trunc((maxWeight * available) / replicas);
}

export interface WeightStatus {
  readonly weights: TrafficWeights;
  /** Whether they differ from those in the status, so that they must be verified anew. */
  readonly modified: boolean;
}

/** status.canary.weights for a canary weight; experiments take theirs from the stable side. Source: rollout/trafficrouting.go calculateWeightStatus. */
export function calculateWeightStatus(
  rollout: Rollout,
  canaryHash: string,
  stableHash: string,
  desiredWeight: number,
  destinations: readonly WeightDestination[],
): WeightStatus {
  const { canary } = rollout.spec.strategy;
  let stableWeight = maxTrafficWeight(rollout) - desiredWeight;
  for (const { weight } of destinations) stableWeight -= weight;
  const weights: TrafficWeights = {
    canary: destination(desiredWeight, canary?.canaryService, canaryHash),
    stable: destination(stableWeight, canary?.stableService, stableHash),
    additional: destinations.length === 0 ? undefined : destinations,
  };
  const before = rollout.status.canary.weights;
  const modified =
    before === undefined ||
    !deepEqual(before.canary, weights.canary) ||
    !deepEqual(before.stable, weights.stable) ||
    !deepEqual(before.additional, weights.additional);
  return { weights, modified };
}

function destination(weight: number, serviceName: string | undefined, podTemplateHash: string): WeightDestination {
  return {
    weight,
    serviceName: serviceName === '' ? undefined : serviceName,
    podTemplateHash: podTemplateHash === '' ? undefined : podTemplateHash,
  };
}

/**
 * Message of the TrafficWeightUpdated event; it names the canary's weight if that moved, and experiments' if they did, in Go's notation.
 * Source: rollout/trafficrouting.go trafficWeightUpdatedMessage.
 */
export function trafficWeightUpdatedMessage(before: TrafficWeights | undefined, after: TrafficWeights): string {
  const details: string[] = [];
  if (before === undefined) details.push(`to ${after.canary.weight}`);
  else if (before.canary.weight !== after.canary.weight) {
    details.push(`from ${before.canary.weight} to ${after.canary.weight}`);
  }
  if (before !== undefined && !deepEqual(before.additional, after.additional)) {
    const texts = (after.additional ?? []).map(
      ({ weight, serviceName = '', podTemplateHash = '' }) => `{${weight} ${serviceName} ${podTemplateHash}}`,
    );
    details.push(`additional: [${texts.join(' ')}]`);
  }
  return MESSAGE.trafficWeightUpdated(details.join(', '));
}
