import type { Rollout } from '../../../api/shape/rollout.ts';

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
