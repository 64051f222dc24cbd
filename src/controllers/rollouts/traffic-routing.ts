import { ReconcileError, reconcileErrorMessage } from '../../api/errors.ts';
import {
  getCurrentCanaryStep,
  getCurrentSetWeight,
  getCurrentExperimentStep,
} from '../../api/rollouts/canary-steps.ts';
import { isFullyPromoted, REASON } from '../../api/rollouts/conditions.ts';
import { maxTrafficWeight, VERIFY_RETRY_INTERVAL_SECONDS } from '../../api/rollouts/defaults.ts';
import { availableReplicas, getPodTemplateHash } from '../../api/rollouts/replica-sets.ts';
import { stepWeight } from '../../api/rollouts/step-kinds.ts';
import { isDynamicallyRollingBackToStable } from '../../api/rollouts/traffic.ts';
import type { TrafficWeights, WeightDestination } from '../../api/shape/rollout.ts';
import { type RolloutContext, sendEvent } from './context.ts';
import { getRevisionAnnotation } from './decide/annotations.ts';
import { atDesiredReplicaCountsForCanary } from './decide/canary-progress.ts';
import { MESSAGE } from './decide/messages.ts';
import { desiredCanaryWeight } from './decide/canary-weight.ts';
import { isAborted } from './decide/pause-context.ts';
import {
  calculateDesiredWeightOnAbortOrStableRollback,
  calculateWeightStatus,
  checkReplicasAvailable,
  trafficWeightUpdatedMessage,
} from './decide/traffic-weights.ts';
import type { TrafficRouter } from '../../routers/router.ts';
import { newRouters } from '../../routers/table.ts';
import { sum, weightOfRollback } from './rules/functions.ts';
import { maxWeightOf, weightOf } from './rules/inputs.ts';
import { becauseOfAbort, ensureServiceTargets } from './services.ts';

/** What a router is asked for in this pass. */
interface DesiredTraffic {
  readonly weight: number;
  readonly destinations: readonly WeightDestination[];
  readonly canaryHash: string;
  /** The weight as reasons read it, where it is not one that a step asks for. */
  readonly read?: RolloutContext['trafficWeight'];
}

/** Tells each router where traffic goes, once the pods for it are there. Source: rollout/trafficrouting.go reconcileTrafficRouting. */
export function reconcileTrafficRouting(context: RolloutContext): void {
  const { base, rollout, allRSs } = context;
  const routers = newRouters({ env: base.routers, rollout, allRSs });
  if (routers.length === 0) {
    setWeights(context, undefined);
    return;
  }
  for (const router of routers) if (!reconcileRouter(context, router)) return;
}

/** False if the other routers are not asked any more. */
function reconcileRouter(context: RolloutContext, router: TrafficRouter): boolean {
  const { rollout, newRS, stableRS } = context;
  const { weight, destinations, canaryHash, read } = desiredTraffic(context, router);
  if (!checkReplicasAvailable(rollout, stableRS, maxTrafficWeight(rollout) - weight)) return false;
  setRoutes(context, router);
  // The old weight must not fall on a canary that has no pods yet.
  const before = rollout.status.canary.weights;
  const isEmpty = newRS === undefined || availableReplicas(newRS) === 0;
  if (isEmpty && (before?.canary.weight ?? 0) > 0) setWeight(context, router, weight, destinations);
  const stableHash = getPodTemplateHash(stableRS);
  router.updateHash(canaryHash, stableHash, destinations);
  setWeight(context, router, weight, destinations);
  const status = calculateWeightStatus(rollout, canaryHash, stableHash, weight, destinations);
  if (status.modified) {
    const message = trafficWeightUpdatedMessage(before, status.weights);
    sendEvent(context, 'Normal', REASON.trafficWeightUpdated, message);
    setWeights(context, status.weights);
    context.trafficWeight = read;
  }
  return verify(context, router, weight, destinations);
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
  const { rollout, newRS, stableRS, pause } = context;
  const canaryHash = getPodTemplateHash(newRS);
  const to = (weight: number, destinations: readonly WeightDestination[] = []): DesiredTraffic => ({
    weight,
    destinations,
    canaryHash,
  });
  const previousHash = newRS === undefined ? undefined : isDynamicallyRollingBackToStable(rollout, newRS);
  if (previousHash !== undefined) {
    const weight = calculateDesiredWeightOnAbortOrStableRollback(rollout, newRS, stableRS);
    return { weight, destinations: [], canaryHash: previousHash, read: readRollbackWeight(context) };
  }
  if (isFullyPromoted(rollout)) {
    router.removeManagedRoutes();
    return to(0);
  }
  if (isAborted(pause)) return { ...to(weightOnAbort(context, router)), read: readRollbackWeight(context) };
  if (newRS === undefined || availableReplicas(newRS) === 0) {
    const destinations = experimentDestinations(context);
    router.removeManagedRoutes();
    return to(0, destinations);
  }
  if (rollout.status.promoteFull === true) {
    const weight = weightOnFullPromotion(context, availableReplicas(newRS));
    router.removeManagedRoutes();
    return to(weight);
  }
  const { index } = getCurrentCanaryStep(rollout);
  return index === undefined ? to(0) : weightOfStep(context, index, to);
}

function weightOnAbort(context: RolloutContext, router: TrafficRouter): number {
  const { rollout, newRS, stableRS } = context;
  const weight = calculateDesiredWeightOnAbortOrStableRollback(rollout, newRS, stableRS);
  const { canary } = rollout.spec.strategy;
  if (canary?.dynamicStableScale !== true || weight === 0) {
    ensureServiceTargets(context, canary?.canaryService, stableRS, false, becauseOfAbort(context));
  }
  router.removeManagedRoutes();
  return weight;
}

/** Where a reason reads the weight of an abort or a rollback; undefined without both versions, when it is 0. */
function readRollbackWeight({ rollout, newRS, stableRS }: RolloutContext): RolloutContext['trafficWeight'] {
  if (newRS === undefined || stableRS === undefined) return undefined;
  const { cause } = desiredCanaryWeight(rollout, newRS, stableRS);
  return (write) =>
    weightOfRollback.of(
      maxWeightOf(write, rollout),
      sum.of(write.of(rollout, 'spec.replicas')),
      weightOf(write, rollout, cause),
      sum.of(write.of(stableRS, 'status.availableReplicas')),
      write.of(rollout, 'status.canary.weights.canary.weight'),
    );
}

/** With dynamicStableScale the share of pods that are there; else the weight stays until the promotion. */
function weightOnFullPromotion({ rollout }: RolloutContext, available: number): number {
  if (rollout.spec.strategy.canary?.dynamicStableScale === true) {
    return Math.trunc((maxTrafficWeight(rollout) * available) / (rollout.spec.replicas ?? 0));
  }
  return rollout.status.canary.weights?.canary.weight ?? 0;
}

/** The weight of the steps so far; the one before while the pods for it are missing; all after the last step. */
function weightOfStep(
  context: RolloutContext,
  index: number,
  to: (weight: number, destinations?: readonly WeightDestination[]) => DesiredTraffic,
): DesiredTraffic {
  const { rollout, newRS, stableRS, otherRSs } = context;
  const steps = rollout.spec.strategy.canary?.steps ?? [];
  if (!atDesiredReplicaCountsForCanary(rollout, newRS, stableRS, otherRSs, undefined)) {
    const [before] = steps
      .slice(0, index)
      .reverse()
      .flatMap((step) => stepWeight(step) ?? []);
    return to(before?.weight ?? 0, experimentDestinations(context));
  }
  if (index === steps.length) return to(maxTrafficWeight(rollout));
  return to(getCurrentSetWeight(rollout), experimentDestinations(context));
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
function experimentDestinations({ rollout, currentEx }: RolloutContext): readonly WeightDestination[] {
  const step = getCurrentExperimentStep(rollout);
  if (step === undefined || currentEx?.status.phase !== 'Running') return [];
  return (currentEx.status.templateStatuses ?? []).flatMap(({ name, serviceName, podTemplateHash }) => {
    const weight = step.templates?.find((template) => template.name === name)?.weight;
    return weight === undefined ? [] : [{ weight, serviceName, podTemplateHash }];
  });
}
