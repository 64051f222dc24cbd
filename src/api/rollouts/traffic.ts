import type { ReplicaSet } from '../shape/apps.ts';
import type { Rollout } from '../shape/rollout.ts';
import { getCurrentCanaryStep } from './canary-steps.ts';
import { isFullyPromoted } from './conditions.ts';
import { maxTrafficWeight } from './defaults.ts';
import { availableReplicas, getPodTemplateHash } from './replica-sets.ts';

/** Names of the Services of the two sides; empty for none. */
export interface StableAndCanaryServices {
  readonly stable: string;
  readonly canary: string;
}

/** Source: rollout/trafficrouting/service_helper.go IsPingPongEnabled. */
export function isPingPongEnabled(rollout: Rollout): boolean {
  return rollout.spec.strategy.canary?.pingPong !== undefined;
}

/** Source: rollout/trafficrouting/service_helper.go IsStablePing. */
export function isStablePing(rollout: Rollout): boolean {
  return rollout.status.canary.stablePingPong === 'ping';
}

/**
 * Which Service is stable and which is canary; with ping-pong the two swap at each promotion. `pingPongPreferred`: whether that goes before
 * the fields stableService and canaryService, if these are there too.
 * Source: rollout/trafficrouting/service_helper.go GetStableAndCanaryServices.
 */
export function stableAndCanaryServices(rollout: Rollout, pingPongPreferred: boolean): StableAndCanaryServices {
  const { canary } = rollout.spec.strategy;
  const named = (canary?.stableService ?? '') !== '' || (canary?.canaryService ?? '') !== '';
  if ((pingPongPreferred || !named) && canary?.pingPong !== undefined) {
    const { pingService, pongService } = canary.pingPong;
    return isStablePing(rollout)
      ? { stable: pingService, canary: pongService }
      : { stable: pongService, canary: pingService };
  }
  return { stable: canary?.stableService ?? '', canary: canary?.canaryService ?? '' };
}

/**
 * The hash that traffic comes back from, when an update with dynamicStableScale was ended by going back to the stable template while its pods
 * are not all there; else undefined. Source: utils/rollout/rolloututil.go IsDynamicallyRollingBackToStable.
 */
export function isDynamicallyRollingBackToStable(rollout: Rollout, desiredRS: ReplicaSet): string | undefined {
  const { canary } = rollout.spec.strategy;
  if (!isFullyPromoted(rollout) || canary?.trafficRouting === undefined) return undefined;
  const { weights } = rollout.status.canary;
  if (canary.dynamicStableScale !== true || weights === undefined) return undefined;
  const current = weights.canary.podTemplateHash ?? '';
  if (current === getPodTemplateHash(desiredRS)) return undefined;
  return availableReplicas(desiredRS) >= (rollout.spec.replicas ?? 0) ? undefined : current;
}

/** Whether the router is asked if it has taken the weight over. Source: utils/rollout/rolloututil.go ShouldVerifyWeight. */
export function shouldVerifyWeight(rollout: Rollout, desiredWeight: number): boolean {
  if ((rollout.status.stableRS ?? '') === '' || isFullyPromoted(rollout)) return false;
  const { step } = getCurrentCanaryStep(rollout);
  return step === undefined ? desiredWeight === maxTrafficWeight(rollout) : step.setWeight !== undefined;
}
