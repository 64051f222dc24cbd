import { ReconcileError, reconcileErrorMessage } from '../../api/errors.ts';
import { difference, nothing, sum } from '../../api/input-functions.ts';
import type { Because, Decided, RuleInput, Write } from '../../api/reason.ts';
import { currentSetWeight, getCurrentCanaryStep, getCurrentExperimentStep } from '../../api/rollouts/canary-steps.ts';
import { isFullyPromoted, REASON } from '../../api/rollouts/conditions.ts';
import { maxTrafficWeight, VERIFY_RETRY_INTERVAL_SECONDS } from '../../api/rollouts/defaults.ts';
import { availableReplicas, getPodTemplateHash } from '../../api/rollouts/replica-sets.ts';
import { stepWeight } from '../../api/rollouts/step-kinds.ts';
import { isDynamicallyRollingBackToStable } from '../../api/rollouts/traffic.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Rollout, TrafficWeights, WeightDestination } from '../../api/shape/rollout.ts';
import { type RolloutContext, sendEvent } from './context.ts';
import { getRevisionAnnotation } from './decide/annotations.ts';
import { atDesiredReplicaCountsForCanary } from './decide/canary-progress.ts';
import { desiredCanaryWeight } from './decide/canary-weight.ts';
import { MESSAGE } from './decide/messages.ts';
import { isAborted } from './decide/pause-context.ts';
import {
  calculateDesiredWeightOnAbortOrStableRollback,
  calculateWeightStatus,
  checkReplicasAvailable,
  trafficWeightUpdatedMessage,
  weightOfAvailable,
} from './decide/traffic-weights.ts';
import { type DestinationReads, noReads, type TrafficReads } from '../../routers/reasons.ts';
import type { TrafficRouter } from '../../routers/router.ts';
import { newRouters } from '../../routers/table.ts';
import {
  destinationList,
  namesOf,
  noWeightWhenPromoted,
  noWeightWithoutPods,
  noWeightWithoutSteps,
  textOrNothing,
  weightBeforeStep,
  weightOfPods,
  weightOnAbort,
  rollbackWeightOf,
} from './rules/functions.ts';
import { hashOf, maxWeightOf, STEPS, weightOf } from './rules/inputs.ts';
import { isThere } from './rules/status-functions.ts';
import {
  canaryTarget,
  experimentWeights,
  stableTarget,
  stableWeight,
  weightAborted,
  weightAfterSteps,
  weightBeforePods,
  weightOfFullPromotion,
  weightOfStep,
  weightPromoted,
  weightsDropped,
  weightTakenBack,
  weightVerified,
  weightWithoutPods,
  weightWithoutSteps,
} from './rules/traffic.ts';
import { becauseOfAbort, ensureServiceTargets } from './services.ts';

/** A weight, why the router is asked for it, and where reasons read it. */
interface DecidedWeight extends Decided<number> {
  readonly read: Read;
}

type Read = (write: Write) => RuleInput;

/** What a router is asked for in this pass. */
interface DesiredTraffic {
  readonly weight: DecidedWeight;
  readonly destinations: readonly ReadDestination[];
  readonly canaryHash: string;
  /** Where reasons read that hash. */
  readonly readHash: Read;
}

/** A share for the pods of an Experiment, and where reasons read its weight. */
interface ReadDestination {
  readonly destination: WeightDestination;
  readonly read: (write: Write) => DestinationReads;
}

type WeightRule = typeof weightOfStep;

function decided(value: number, rule: WeightRule, read: Read): DecidedWeight {
  return { value, read, because: rule.because((write) => ({ weight: read(write) })) };
}

/** Tells each router where traffic goes, once the pods for it are there. Source: rollout/trafficrouting.go reconcileTrafficRouting. */
export function reconcileTrafficRouting(context: RolloutContext): void {
  const { base, rollout, allRSs } = context;
  const reads = readsOf(context);
  const routers = newRouters({ env: base.routers, rollout, allRSs, reads });
  if (routers.length === 0) {
    setWeights(context, undefined);
    const dropped = weightsDropped.because((write) => ({
      routed: isThere.of(write.of(rollout, 'spec.strategy.canary.trafficRouting')),
      hash: write.before('status.canary.weights.canary.podTemplateHash'),
    }));
    context.statusBecause.push(dropped);
    return;
  }
  for (const router of routers) if (!reconcileRouter(context, router, reads)) return;
}

/** What is known before a router is asked: the versions in hand, and the routes of the current step. */
function readsOf({ rollout, newRS, stableRS }: RolloutContext): TrafficReads {
  const { step, index = 0 } = getCurrentCanaryStep(rollout);
  const kind = step?.setMirrorRoute === undefined ? 'setHeaderRoute' : 'setMirrorRoute';
  return {
    ...noReads(),
    canaryHash: (write) => hashOf(write, newRS),
    stableHash: (write) => hashOf(write, stableRS),
    route: (write) => write.of(rollout, `${STEPS}[${index}].${kind}.name`),
    managedRoutes: (write) => namesOf.of(write.of(rollout, 'spec.strategy.canary.trafficRouting.managedRoutes')),
    rollout: (write) => write.of(rollout, 'metadata.name'),
  };
}

/** False if the other routers are not asked any more. */
function reconcileRouter(context: RolloutContext, router: TrafficRouter, reads: TrafficReads): boolean {
  const { rollout, newRS, stableRS } = context;
  const { weight: aim, destinations: read, canaryHash, readHash } = desiredTraffic(context, router);
  const weight = aim.value;
  const destinations = read.map(({ destination }) => destination);
  reads.weight = aim.read;
  reads.canaryHash = readHash;
  reads.additional = (write) => read.map((one) => one.read(write));
  const { reference } = context.base.env;
  if (!checkReplicasAvailable(reference, rollout, stableRS, maxTrafficWeight(rollout) - weight)) return false;
  setRoutes(context, router);
  // The old weight must not fall on a canary that has no pods yet.
  const before = rollout.status.canary.weights;
  const isEmpty = newRS === undefined || availableReplicas(newRS) === 0;
  const weightFirst = reference.has('weight-before-hash');
  if (weightFirst && isEmpty && (before?.canary.weight ?? 0) > 0) setWeight(context, router, weight, destinations);
  const stableHash = getPodTemplateHash(stableRS);
  router.updateHash(canaryHash, stableHash, destinations);
  setWeight(context, router, weight, destinations);
  const status = calculateWeightStatus(rollout, canaryHash, stableHash, weight, destinations);
  if (status.modified) {
    const message = trafficWeightUpdatedMessage(before, status.weights);
    sendEvent(context, 'Normal', REASON.trafficWeightUpdated, message);
    setWeights(context, status.weights);
    context.trafficWeight = aim.read;
    context.statusBecause.push(...becauseOfWeights(context, aim, reads));
  }
  return verify(context, router, weight, destinations);
}

/** Why the weights of the status are what they are. */
function becauseOfWeights({ rollout }: RolloutContext, weight: DecidedWeight, reads: TrafficReads): readonly Because[] {
  const service = (write: Write, side: string): RuleInput =>
    textOrNothing.of(write.of(rollout, `spec.strategy.canary.${side}Service`));
  const { canaryHash, stableHash, additional } = reads;
  return [
    weight.because,
    stableWeight.because((write) => ({
      rest: difference.of(
        maxWeightOf(write, rollout),
        weight.read(write),
        ...additional(write).map((one) => one.weight),
      ),
    })),
    canaryTarget.because((write) => ({ service: service(write, 'canary'), hash: textOrNothing.of(canaryHash(write)) })),
    stableTarget.because((write) => ({ service: service(write, 'stable'), hash: textOrNothing.of(stableHash(write)) })),
    experimentWeights.because((write) => ({ destinations: destinationsOf(write) })),
  ];

  function destinationsOf(write: Write): RuleInput {
    const parts = additional(write).flatMap(({ weight: share, service: name, hash }) => [share, name, hash]);
    return parts.length === 0 ? nothing.of() : destinationList.of(...parts);
  }
}

function setWeights(context: RolloutContext, weights: TrafficWeights | undefined): void {
  const { newStatus } = context;
  context.newStatus = { ...newStatus, canary: { ...newStatus.canary, weights } };
}

function setWeight(
  context: RolloutContext,
  router: TrafficRouter,
  weight: number,
  destinations: readonly WeightDestination[],
): void {
  try {
    router.setWeight(weight, destinations);
  } catch (error) {
    sendEvent(context, 'Warning', 'TrafficRoutingError', reconcileErrorMessage(error));
    throw error;
  }
}

/** The weight, and whose pods get it. Managed routes go when the update is over, aborted, promoted in full, or its pods are gone. */
function desiredTraffic(context: RolloutContext, router: TrafficRouter): DesiredTraffic {
  const { rollout, newRS, pause } = context;
  const to = (weight: DecidedWeight, destinations: readonly ReadDestination[] = []): DesiredTraffic => ({
    weight,
    destinations,
    canaryHash: getPodTemplateHash(newRS),
    readHash: (write) => hashOf(write, newRS),
  });
  const previousHash = newRS === undefined ? undefined : isDynamicallyRollingBackToStable(rollout, newRS);
  if (previousHash !== undefined) {
    return {
      weight: weightTakenBackInPass(context),
      destinations: [],
      canaryHash: previousHash,
      readHash: (write) => write.of(rollout, 'status.canary.weights.canary.podTemplateHash'),
    };
  }
  if (isFullyPromoted(rollout)) {
    router.removeManagedRoutes();
    const hashes = (write: Write): RuleInput =>
      noWeightWhenPromoted.of(write.of(rollout, 'status.stableRS'), write.of(rollout, 'status.currentPodHash'));
    return to(decided(0, weightPromoted, hashes));
  }
  if (isAborted(pause)) return to(weightInAbort(context, router));
  if (newRS === undefined || availableReplicas(newRS) === 0) {
    const destinations = experimentDestinations(context);
    router.removeManagedRoutes();
    const pods = (write: Write): RuleInput =>
      noWeightWithoutPods.of(sum.of(...(newRS === undefined ? [] : [write.of(newRS, 'status.availableReplicas')])));
    return to(decided(0, weightWithoutPods, pods), destinations);
  }
  if (rollout.status.promoteFull === true) {
    const weight = weightInFullPromotion(context, newRS);
    router.removeManagedRoutes();
    return to(weight);
  }
  const { index } = getCurrentCanaryStep(rollout);
  if (index !== undefined) return weightInStep(context, index, to);
  return to(decided(0, weightWithoutSteps, (write) => noWeightWithoutSteps.of(write.of(rollout, STEPS))));
}

function weightInAbort(context: RolloutContext, router: TrafficRouter): DecidedWeight {
  const { rollout, stableRS } = context;
  const weight = weightTakenBackInPass(context);
  const { canary } = rollout.spec.strategy;
  if (canary?.dynamicStableScale !== true || weight.value === 0) {
    ensureServiceTargets(context, canary?.canaryService, stableRS, false, becauseOfAbort(context));
  }
  router.removeManagedRoutes();
  return weight;
}

/** After an abort or a rollback: none, or with dynamicStableScale what the stable pods cannot take yet. */
function weightTakenBackInPass({ base, rollout, newRS, stableRS }: RolloutContext): DecidedWeight {
  const value = calculateDesiredWeightOnAbortOrStableRollback(base.env.reference, rollout, newRS, stableRS);
  const dynamic = rollout.spec.strategy.canary?.dynamicStableScale === true;
  if (!dynamic || stableRS === undefined || newRS === undefined || (rollout.spec.replicas ?? 0) === 0) {
    return decided(value, weightAborted, (write) => weightOnAbort.of(write.of(rollout, 'status.abort')));
  }
  const { cause } = desiredCanaryWeight(base.env.reference, rollout, newRS, stableRS);
  return decided(value, weightTakenBack, (write) =>
    rollbackWeightOf.of(
      maxWeightOf(write, rollout),
      write.of(rollout, 'spec.replicas'),
      sum.of(write.of(stableRS, 'status.availableReplicas')),
      weightOf(write, rollout, cause),
      write.of(rollout, 'status.canary.weights.canary.weight'),
    ),
  );
}

/** With dynamicStableScale the share of pods that are there; else the weight stays until the promotion. */
function weightInFullPromotion({ rollout }: RolloutContext, newRS: ReplicaSet): DecidedWeight {
  if (rollout.spec.strategy.canary?.dynamicStableScale === true) {
    const value = weightOfAvailable(maxTrafficWeight(rollout), availableReplicas(newRS), rollout.spec.replicas ?? 0);
    return decided(value, weightOfFullPromotion, (write) =>
      weightOfPods.of(
        maxWeightOf(write, rollout),
        sum.of(write.of(newRS, 'status.availableReplicas')),
        sum.of(write.of(rollout, 'spec.replicas')),
      ),
    );
  }
  const value = rollout.status.canary.weights?.canary.weight ?? 0;
  return decided(value, weightOfFullPromotion, (write) =>
    sum.of(write.of(rollout, 'status.canary.weights.canary.weight')),
  );
}

/** The weight of the steps so far; the one before while the pods for it are missing; all after the last step. */
function weightInStep(
  context: RolloutContext,
  index: number,
  to: (weight: DecidedWeight, destinations?: readonly ReadDestination[]) => DesiredTraffic,
): DesiredTraffic {
  const { rollout, newRS, stableRS, otherRSs } = context;
  const steps = rollout.spec.strategy.canary?.steps ?? [];
  if (!atDesiredReplicaCountsForCanary(context.base.env.reference, rollout, newRS, stableRS, otherRSs, undefined)) {
    return to(weightBeforeStepOf(rollout, index), experimentDestinations(context));
  }
  const { weight, cause } = currentSetWeight(rollout);
  const read = (write: Write): RuleInput => weightOf(write, rollout, cause);
  if (index === steps.length) return to(decided(maxTrafficWeight(rollout), weightAfterSteps, read));
  return to(decided(weight, weightOfStep, read), experimentDestinations(context));
}

/** The weight of the last step before one that sets a weight. */
function weightBeforeStepOf(rollout: Rollout, index: number): DecidedWeight {
  const steps = rollout.spec.strategy.canary?.steps ?? [];
  for (let at = Math.min(index, steps.length) - 1; at >= 0; at -= 1) {
    const step = steps[at];
    const set = step === undefined ? undefined : stepWeight(step);
    if (set === undefined) continue;
    return decided(set.weight, weightBeforePods, (write) => write.of(rollout, `${STEPS}[${at}].${set.field}`));
  }
  return decided(0, weightBeforePods, (write) =>
    weightBeforeStep.of(write.of(rollout, STEPS), write.of(rollout, 'status.currentStepIndex')),
  );
}

/** Header and mirror routes of the current step, but not at the very first deployment. */
function setRoutes({ rollout }: RolloutContext, router: TrafficRouter): void {
  const { step } = getCurrentCanaryStep(rollout);
  if (step === undefined || (getRevisionAnnotation(rollout) ?? 0) <= 1) return;
  if (step.setHeaderRoute !== undefined) router.setHeaderRoute(step.setHeaderRoute);
  if (step.setMirrorRoute !== undefined) router.setMirrorRoute(step.setMirrorRoute);
}

/**
 * Asks the router whether the weight is in force; if not, later again. At the end nothing else may happen before it is.
 */
function verify(
  context: RolloutContext,
  router: TrafficRouter,
  weight: number,
  destinations: readonly WeightDestination[],
): boolean {
  const { base, rollout } = context;
  let verified: boolean | undefined;
  let failure: string | undefined;
  try {
    verified = router.verifyWeight(weight, destinations);
  } catch (error) {
    failure = reconcileErrorMessage(error);
  }
  const { weights } = context.newStatus.canary;
  if (weights === undefined) throw new ReconcileError('Recovered from Panic');
  setWeights(context, { ...weights, verified });
  const nowMs = base.env.clock.nowMs();
  const answered = weightVerified.because((write) => ({
    verified: write.after('status.canary.weights.verified'),
    nowMs: write.now(nowMs),
  }));
  context.statusBecause.push(answered);
  if (failure !== undefined) {
    sendEvent(context, 'Warning', 'WeightVerifyError', MESSAGE.weightVerifyError(failure));
    return false;
  }
  if (verified !== false) return true;
  base.enqueueAfter(rollout, VERIFY_RETRY_INTERVAL_SECONDS * 1000);
  const steps = rollout.spec.strategy.canary?.steps ?? [];
  if (weight === maxTrafficWeight(rollout) && steps.length >= (rollout.status.currentStepIndex ?? 0)) {
    throw new ReconcileError(`end of rollout, desired weight ${weight} not yet verified`);
  }
  return true;
}

/** Weights of the pods of a running Experiment. Source: rollout/trafficrouting.go calculateWeightDestinationsFromExperiment. */
function experimentDestinations({ rollout, currentEx }: RolloutContext): readonly ReadDestination[] {
  const inForce = getCurrentExperimentStep(rollout);
  if (inForce === undefined || currentEx?.status.phase !== 'Running') return [];
  const { experiment, index } = inForce;
  const templates = experiment.templates ?? [];
  return (currentEx.status.templateStatuses ?? []).flatMap(({ name, serviceName, podTemplateHash }) => {
    const position = templates.findIndex((template) => template.name === name);
    const weight = templates[position]?.weight;
    if (weight === undefined) return [];
    const status = `status.templateStatuses[name=${name}]`;
    const read = (write: Write): DestinationReads => ({
      weight: write.of(rollout, `${STEPS}[${index}].experiment.templates[${position}].weight`),
      service: write.of(currentEx, `${status}.serviceName`),
      hash: write.of(currentEx, `${status}.podTemplateHash`),
    });
    return [{ destination: { weight, serviceName, podTemplateHash }, read }];
  });
}
