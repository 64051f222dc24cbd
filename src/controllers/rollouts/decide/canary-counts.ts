import { getReplicasOrDefault, maxTrafficWeight } from '../../../api/rollouts/defaults.ts';
import { availableReplicas, specReplicas } from '../../../api/rollouts/replica-sets.ts';
import type { Reference } from '../../../api/reference.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import { getCanaryReplicasOrWeight } from './canary-weight.ts';
import { maxSurge, maxUnavailable } from './fenceposts.ts';
import { checkStableRSExists } from './replica-availability.ts';
import { getReplicaCountForReplicaSets } from './replica-sums.ts';

/** Pods asked of the new and of the stable ReplicaSet. */
export interface CanaryCounts {
  readonly canary: number;
  readonly stable: number;
}

interface CanaryOption {
  readonly canary: number;
  readonly total: number;
}

/** Whether rounding up and down are equally far off; an exact comparison of floating-point numbers, as in the reference. */
function floorCeilingTied(desiredWeight: number, maxWeight: number, totalReplicas: number): boolean {
  const exact = totalReplicas * (desiredWeight / maxWeight);
  return Math.abs(exact - Math.trunc(exact)) === 0.5;
}

function weightDelta(desiredWeight: number, maxWeight: number, option: CanaryOption): number {
  return Math.abs((option.canary * maxWeight) / option.total - desiredWeight);
}

/**
 * The pair of counts nearest to a weight. With any surge the pair may add up to one pod more than `specReplicas`. A weight between 0 and
 * the maximum gives both sides at least one pod if there are two to share. Ties go to the earlier of: rounded up, rounded down, and the
 * same with the extra pod. Source: utils/replicaset/canary.go approximateWeightedCanaryStableReplicaCounts.
 * Example: 5 replicas at weight 20: 1 canary, 4 stable. 10 replicas at weight 1 with surge: 1 canary, 10 stable.
 */
export function approximateWeightedCanaryStableReplicaCounts(
  specReplicaCount: number,
  desiredWeight: number,
  maxWeight: number,
  surge: number,
): CanaryCounts {
  if (specReplicaCount === 0) return { canary: 0, stable: 0 };
  const exact = (specReplicaCount * desiredWeight) / maxWeight;
  const up = Math.ceil(exact);
  const down = Math.floor(exact);
  const zeroAllowed = desiredWeight === maxWeight || desiredWeight === 0 || (specReplicaCount === 1 && surge === 0);
  const downAllowed = down !== 0 || zeroAllowed;
  const tied = (total: number): boolean => floorCeilingTied(desiredWeight, maxWeight, total);

  const options: CanaryOption[] = [];
  if (up < specReplicaCount || zeroAllowed) options.push({ canary: up, total: specReplicaCount });
  if (!tied(specReplicaCount) && downAllowed) options.push({ canary: down, total: specReplicaCount });
  if (surge > 0) {
    const total = specReplicaCount + 1;
    options.push({ canary: up, total });
    if (!tied(total) && downAllowed) options.push({ canary: down, total });
  }

  let best: CanaryOption | undefined;
  let bestDelta = Infinity;
  for (const option of options) {
    const delta = weightDelta(desiredWeight, maxWeight, option);
    if (best === undefined || delta < bestDelta) {
      best = option;
      bestDelta = delta;
    }
  }
  return best === undefined
    ? { canary: 0, stable: specReplicaCount }
    : { canary: best.canary, stable: best.total - best.canary };
}

/** A ReplicaSet as the arithmetic sees it: pods asked for and pods available. */
export interface Side {
  readonly size: number;
  readonly available: number;
}

export function sideOf(rs: ReplicaSet): Side {
  return { size: specReplicas(rs), available: availableReplicas(rs) };
}

/**
 * Pods of a side that count when pods may be taken away: those available, or with `ignoreAvailability` all that are asked for;
 * never more than asked for. Source: utils/replicaset/canary.go GetReplicasForScaleDown.
 */
export function getReplicasForScaleDown(side: Side | undefined, ignoreAvailability: boolean): number {
  if (side === undefined) return 0;
  return ignoreAvailability ? side.size : Math.min(side.size, side.available);
}

/** Source: utils/replicaset/canary.go calculateScaleDownReplicaCount. */
function calculateScaleDownReplicaCount(
  drain: Side | undefined,
  desired: number,
  scaleDownCount: number,
  current: number,
): number {
  if (drain === undefined || drain.size <= desired) return current;
  return Math.max(desired, drain.size - scaleDownCount);
}

export interface AdjustedCounts {
  readonly drain: number;
  readonly adjust: number;
}

/**
 * Keeps the two sides within spec.replicas + maxSurge: the side that is not being drained gives way first, but keeps pods that are needed
 * for the minimum availability; what is then still too much comes off the drained side.
 * Source: utils/replicaset/canary.go adjustReplicaWithinLimits.
 * Example: draining 4, adjusting 3, at most 6, at least 5 available, all available: 4 and 2.
 */
export function adjustReplicaWithinLimits(
  drained: Side | undefined,
  adjusted: Side | undefined,
  counts: AdjustedCounts,
  maxReplicaCountAllowed: number,
  minAvailableReplicaCount: number,
): AdjustedCounts {
  if (adjusted === undefined) return counts;
  const overTheLimit = (drain: number, adjust: number): number => Math.max(0, adjust + drain - maxReplicaCountAllowed);
  const { drain } = counts;
  const cut = counts.adjust - overTheLimit(drain, counts.adjust);
  const { available } = adjusted;
  const drainAvailable = drained === undefined ? 0 : Math.min(drained.available, drain);
  const totalAvailable = drainAvailable + Math.min(available, cut);
  const lostByCut = Math.max(0, available - cut);
  const missing = Math.max(0, minAvailableReplicaCount - totalAvailable);
  const adjust = cut + Math.min(lostByCut, missing);
  return { drain: drain - overTheLimit(drain, adjust), adjust };
}

/** What may be added: stable first, then the canary, each up to its target. */
function scaleUp(
  targets: CanaryCounts,
  canary: Side | undefined,
  stable: Side | undefined,
  scaleUpCount: number,
): CanaryCounts {
  let room = Math.max(0, scaleUpCount);
  const grow = (current: number, target: number): number => {
    const added = Math.min(room, Math.max(0, target - current));
    room -= added;
    return current + added;
  };
  const stableCount = stable === undefined ? 0 : grow(stable.size, targets.stable);
  return { stable: stableCount, canary: canary === undefined ? 0 : grow(canary.size, targets.canary) };
}

/** What sizes the two sides of a canary without traffic routing. */
export interface BasicCanaryInput {
  readonly replicas: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly weight: number;
  readonly maxWeight: number;
  readonly canary: Side | undefined;
  readonly stable: Side | undefined;
  /** The stable version is the new one: there is one side only. */
  readonly stableIsNew: boolean;
  /** Pods asked of older ReplicaSets. */
  readonly older: number;
}

/**
 * Pods to ask of the new and the stable ReplicaSet in this pass of a canary without traffic routing. Scales up within
 * spec.replicas + maxSurge (stable first), then down within spec.replicas - maxUnavailable; nothing goes down while an older ReplicaSet
 * has pods. Source: utils/replicaset/canary.go CalculateReplicaCountsForBasicCanary.
 * Example: 5 replicas, weight 20, maxSurge 2, maxUnavailable 1, canary 0, stable 5: targets 1 and 4; canary 1, stable 4 at once.
 */
export function basicCanaryCounts(input: BasicCanaryInput): CanaryCounts {
  const { replicas, maxSurge: surge, canary, stableIsNew, older } = input;
  const stable = stableIsNew ? undefined : input.stable;
  const targets =
    stable === undefined
      ? { canary: replicas, stable: 0 }
      : approximateWeightedCanaryStableReplicaCounts(replicas, input.weight, input.maxWeight, surge);
  const maxReplicaCountAllowed = replicas + surge;
  const total = older + (canary?.size ?? 0) + (stable?.size ?? 0);
  const counts = scaleUp(targets, canary, stable, maxReplicaCountAllowed - total);
  if (older > 0) return counts;

  const minAvailable = replicas - input.maxUnavailable;
  const isIncreasing = canary === undefined || targets.canary >= canary.size;
  const countedForScaleDown =
    getReplicasForScaleDown(canary, !isIncreasing) + getReplicasForScaleDown(input.stable, isIncreasing);
  const scaleDownCount = countedForScaleDown - minAvailable;
  if (scaleDownCount <= 0) return counts;
  if (!isIncreasing) {
    const drain = calculateScaleDownReplicaCount(canary, targets.canary, scaleDownCount, counts.canary);
    const start = { drain, adjust: counts.stable };
    const limited = adjustReplicaWithinLimits(canary, input.stable, start, maxReplicaCountAllowed, minAvailable);
    return { canary: limited.drain, stable: limited.adjust };
  }
  if (stable === undefined) return counts;
  const drain = calculateScaleDownReplicaCount(stable, targets.stable, scaleDownCount, counts.stable);
  const start = { drain, adjust: counts.canary };
  const limited = adjustReplicaWithinLimits(stable, canary, start, maxReplicaCountAllowed, minAvailable);
  return { canary: limited.adjust, stable: limited.drain };
}

/** What sizes the sides of a rollout. */
function basicCanaryInput(
  reference: Reference,
  rollout: Rollout,
  newRS: ReplicaSet | undefined,
  stableRS: ReplicaSet | undefined,
  oldRSs: readonly ReplicaSet[],
): BasicCanaryInput {
  return {
    replicas: getReplicasOrDefault(rollout.spec.replicas),
    maxSurge: maxSurge(rollout),
    maxUnavailable: maxUnavailable(rollout),
    weight: getCanaryReplicasOrWeight(reference, rollout, newRS, stableRS).weight,
    maxWeight: maxTrafficWeight(rollout),
    canary: newRS && sideOf(newRS),
    stable: stableRS && sideOf(stableRS),
    stableIsNew: stableRS !== undefined && !checkStableRSExists(newRS, stableRS),
    older: getReplicaCountForReplicaSets(oldRSs),
  };
}

/** The same, of the objects. Source: utils/replicaset/canary.go CalculateReplicaCountsForBasicCanary. */
export function calculateReplicaCountsForBasicCanary(
  reference: Reference,
  rollout: Rollout,
  newRS: ReplicaSet | undefined,
  stableRS: ReplicaSet | undefined,
  oldRSs: readonly ReplicaSet[],
): CanaryCounts {
  return basicCanaryCounts(basicCanaryInput(reference, rollout, newRS, stableRS, oldRSs));
}
