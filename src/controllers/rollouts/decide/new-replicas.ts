import type { Because, Decided, RuleInput, Write } from '../../../api/reason.ts';
import { getReplicasOrDefault } from '../../../api/rollouts/defaults.ts';
import { availableReplicas, getPodTemplateHash, specReplicas } from '../../../api/rollouts/replica-sets.ts';
import type { Reference } from '../../../api/reference.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Rollout, TrafficWeights } from '../../../api/shape/rollout.ts';
import { isSame, nothing, sum } from '../../../api/input-functions.ts';
import {
  maxSurgeOf,
  maxUnavailableOf,
  maxWeightOf,
  POD_TEMPLATE_HASH,
  replicasOf,
  STEPS,
  weightOf,
} from '../rules/inputs.ts';
import {
  blueGreenFirstReplicas,
  blueGreenNewReplicas,
  blueGreenPreviewGrows,
  blueGreenPreviewReplicas,
  blueGreenStableReplicas,
  canaryReplicasAborted,
  canaryReplicasBasic,
  canaryReplicasRouted,
  canaryScaleReplicas,
  onlyVersionReplicas,
  stableReplicasBasic,
  stableReplicasDynamic,
  stableReplicasRouted,
} from '../rules/sizes.ts';
import { calculateReplicaCountsForBasicCanary } from './canary-counts.ts';
import { calculateReplicaCountsForTrafficRoutedCanary } from './canary-counts-routed.ts';
import { type CanaryAim, getCanaryReplicasOrWeight } from './canary-weight.ts';
import { checkStableRSExists } from './replica-availability.ts';
import { getOtherRSs, getReplicaSetByTemplateHash, getStableRS } from './replica-set-lists.ts';

const BLUE_GREEN = 'spec.strategy.blueGreen';

/** Pods of a new blue-green ReplicaSet: all, or previewReplicaCount until the preview may grow. */
function newBlueGreenReplicas(rollout: Rollout, allRSs: readonly ReplicaSet[], newRS: ReplicaSet): Decided<number> {
  const desired = getReplicasOrDefault(rollout.spec.replicas);
  const previewCount = rollout.spec.strategy.blueGreen?.previewReplicaCount;
  const { status } = rollout;
  const active = getReplicaSetByTemplateHash(allRSs, status.blueGreen.activeSelector);
  const hashes = (write: Write) => ({
    hash: write.before(POD_TEMPLATE_HASH),
    activeHash: write.of(rollout, 'status.blueGreen.activeSelector'),
  });
  if (active === undefined || active.metadata.name === newRS.metadata.name) {
    const because = blueGreenFirstReplicas.because((write) => ({
      replicas: replicasOf(write, rollout),
      ...hashes(write),
    }));
    return { value: desired, because };
  }
  if (previewCount === undefined) {
    const because = blueGreenNewReplicas.because((write) => ({
      replicas: replicasOf(write, rollout),
      previewReplicaCount: write.of(rollout, `${BLUE_GREEN}.previewReplicaCount`),
      ...hashes(write),
    }));
    return { value: desired, because };
  }
  const grows = blueGreenPreviewGrows.because((write) => ({
    replicas: replicasOf(write, rollout),
    scaleUpPreviewCheckPoint: write.of(rollout, 'status.blueGreen.scaleUpPreviewCheckPoint'),
    promoteFull: write.of(rollout, 'status.promoteFull'),
  }));
  if (status.promoteFull === true) return { value: desired, because: grows };
  const isCurrent = getPodTemplateHash(newRS) === (status.currentPodHash ?? '');
  const isNotPaused = rollout.spec.paused !== true && (status.pauseConditions ?? []).length === 0;
  if (isCurrent && isNotPaused && status.blueGreen.scaleUpPreviewCheckPoint === true) {
    return { value: desired, because: grows };
  }
  const because = blueGreenPreviewReplicas.because((write) => ({
    previewReplicaCount: write.of(rollout, `${BLUE_GREEN}.previewReplicaCount`),
    ...hashes(write),
  }));
  return { value: previewCount, because };
}

/** Pods to ask of the stable ReplicaSet of a blue-green rollout: all. Source: rollout/bluegreen.go reconcileBlueGreenStableReplicaSet. */
export function blueGreenStableSize(rollout: Rollout): Decided<number> {
  const because = blueGreenStableReplicas.because((write) => ({
    replicas: replicasOf(write, rollout),
    hash: write.before(POD_TEMPLATE_HASH),
    stableHash: write.of(rollout, 'status.stableRS'),
  }));
  return { value: getReplicasOrDefault(rollout.spec.replicas), because };
}

/** The traffic weights that a size follows, and where a reason reads them. */
export interface WeightsInHand {
  readonly weights: TrafficWeights;
  readonly read: (write: Write, side: 'canary' | 'stable') => RuleInput;
}

/** The sides of a canary, as far as they exist. */
interface Sides {
  readonly reference: Reference;
  readonly rollout: Rollout;
  readonly newRS: ReplicaSet | undefined;
  readonly stableRS: ReplicaSet | undefined;
}

/** What the sizes of a canary without a router are read from. */
function basicInputs(write: Write, { reference, rollout, newRS, stableRS }: Sides, otherRSs: readonly ReplicaSet[]) {
  return {
    replicas: replicasOf(write, rollout),
    weight: aimedWeightOf(write, rollout, getCanaryReplicasOrWeight(reference, rollout, newRS, stableRS)),
    maxWeight: maxWeightOf(write, rollout),
    maxSurge: maxSurgeOf(write, rollout),
    maxUnavailable: maxUnavailableOf(write, rollout),
    canarySize: sizeOrNothing(write, newRS, 'spec.replicas'),
    canaryAvailable: sizeOrNothing(write, newRS, 'status.availableReplicas'),
    stableSize: sizeOrNothing(write, stableRS, 'spec.replicas'),
    stableAvailable: sizeOrNothing(write, stableRS, 'status.availableReplicas'),
    stableIsNew: isSame.of(nameOf(write, newRS), nameOf(write, stableRS)),
    older: sum.of(...otherRSs.map((rs) => write.of(rs, 'spec.replicas'))),
  };
}

/** Of a canary: the new ReplicaSet, by the weights (behind a router) or by what may come and go in this pass. */
function canarySize(sides: Sides, otherRSs: readonly ReplicaSet[], inHand: WeightsInHand | undefined): Decided<number> {
  const { reference, rollout, newRS, stableRS } = sides;
  const { canary: strategy } = rollout.spec.strategy;
  if (strategy?.trafficRouting === undefined) {
    const rule = checkStableRSExists(newRS, stableRS) ? canaryReplicasBasic : onlyVersionReplicas;
    const because = rule.because((write) => basicInputs(write, sides, otherRSs));
    return {
      value: calculateReplicaCountsForBasicCanary(reference, rollout, newRS, stableRS, otherRSs).canary,
      because,
    };
  }
  const { canary } = calculateReplicaCountsForTrafficRoutedCanary(reference, rollout, newRS, stableRS, inHand?.weights);
  return { value: canary, because: becauseOfRoutedSize(sides, inHand) };
}

function becauseOfRoutedSize(
  { reference, rollout, newRS, stableRS }: Sides,
  inHand: WeightsInHand | undefined,
): Because {
  const aim = getCanaryReplicasOrWeight(reference, rollout, newRS, stableRS);
  const asked = (write: Write): RuleInput =>
    aim.replicas === undefined || aim.cause.by !== 'setCanaryScale'
      ? nothing.of()
      : write.of(rollout, `${STEPS}[${aim.cause.index}].setCanaryScale.replicas`);
  if (
    rollout.spec.strategy.canary?.dynamicStableScale === true &&
    rollout.status.abort === true &&
    inHand !== undefined
  ) {
    return canaryReplicasAborted.because((write) => ({
      ...routedInputs(write, rollout),
      weight: aimedWeightOf(write, rollout, aim),
      asked: asked(write),
      traffic: inHand.read(write, 'canary'),
      abort: write.of(rollout, 'status.abort'),
    }));
  }
  if (aim.replicas !== undefined) {
    return canaryScaleReplicas.because((write) => ({
      replicas: asked(write),
      minPods: write.of(rollout, 'spec.strategy.canary.minPodsPerReplicaSet'),
      dynamicStableScale: write.of(rollout, 'spec.strategy.canary.dynamicStableScale'),
    }));
  }
  return canaryReplicasRouted.because((write) => ({
    ...routedInputs(write, rollout),
    weight: weightOf(write, rollout, aim.cause),
  }));
}

/** Of a canary: the stable ReplicaSet beside the new one. Source: rollout/canary.go reconcileCanaryStableReplicaSet. */
export function canaryStableSize(
  sides: Sides & { readonly stableRS: ReplicaSet },
  otherRSs: readonly ReplicaSet[],
  inHand: WeightsInHand | undefined,
): Decided<number> {
  const { reference, rollout, newRS, stableRS } = sides;
  const { canary: strategy } = rollout.spec.strategy;
  if (strategy?.trafficRouting === undefined) {
    const { stable } = calculateReplicaCountsForBasicCanary(reference, rollout, newRS, stableRS, otherRSs);
    return { value: stable, because: stableReplicasBasic.because((write) => basicInputs(write, sides, otherRSs)) };
  }
  const { stable } = calculateReplicaCountsForTrafficRoutedCanary(reference, rollout, newRS, stableRS, inHand?.weights);
  if (strategy.dynamicStableScale !== true) {
    const because = stableReplicasRouted.because((write) => ({
      replicas: replicasOf(write, rollout),
      dynamicStableScale: write.of(rollout, 'spec.strategy.canary.dynamicStableScale'),
    }));
    return { value: stable, because };
  }
  const aim = getCanaryReplicasOrWeight(reference, rollout, newRS, stableRS);
  const because = stableReplicasDynamic.because((write) => ({
    ...routedInputs(write, rollout),
    weight: aimedWeightOf(write, rollout, aim),
    traffic: inHand === undefined ? nothing.of() : inHand.read(write, 'stable'),
  }));
  return { value: stable, because };
}

function routedInputs(write: Write, rollout: Rollout) {
  return {
    maxWeight: maxWeightOf(write, rollout),
    replicas: replicasOf(write, rollout),
    minPods: write.of(rollout, 'spec.strategy.canary.minPodsPerReplicaSet'),
  };
}

function nameOf(write: Write, rs: ReplicaSet | undefined): RuleInput {
  return rs === undefined ? nothing.of() : write.of(rs, 'metadata.name');
}

/** 0 where a step asks for a number of pods instead. */
function aimedWeightOf(write: Write, rollout: Rollout, aim: CanaryAim): RuleInput {
  return aim.replicas === undefined ? weightOf(write, rollout, aim.cause) : sum.of();
}

function sizeOrNothing(write: Write, rs: ReplicaSet | undefined, path: string): RuleInput {
  return rs === undefined ? nothing.of() : sum.of(write.of(rs, path));
}

/**
 * Pods to ask of the new ReplicaSet; `inHand` are the present traffic weights. Throws without a strategy.
 * Source: utils/replicaset/replicaset.go NewRSNewReplicas.
 */
export function newRSNewReplicas(
  reference: Reference,
  rollout: Rollout,
  allRSs: readonly ReplicaSet[],
  newRS: ReplicaSet,
  inHand: WeightsInHand | undefined,
): Decided<number> {
  const { blueGreen, canary } = rollout.spec.strategy;
  if (blueGreen !== undefined) return newBlueGreenReplicas(rollout, allRSs, newRS);
  if (canary === undefined) throw new Error('no rollout strategy provided');
  const stableRS = getStableRS(rollout, newRS, allRSs);
  return canarySize({ reference, rollout, newRS, stableRS }, getOtherRSs(newRS, stableRS, allRSs), inHand);
}

/** Whether the new ReplicaSet has its pods, so that a pause may begin. Source: utils/replicaset/bluegreen.go ReadyForPause. */
export function readyForPause(
  reference: Reference,
  rollout: Rollout,
  newRS: ReplicaSet,
  allRSs: readonly ReplicaSet[],
): boolean {
  const { blueGreen, canary } = rollout.spec.strategy;
  if (blueGreen === undefined && canary === undefined) return false;
  const wanted = newRSNewReplicas(reference, rollout, allRSs, newRS, undefined).value;
  return specReplicas(newRS) === wanted && availableReplicas(newRS) === wanted;
}
