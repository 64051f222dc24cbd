import { getCurrentSetWeight } from '../../api/rollouts/canary-steps.ts';
import { maxTrafficWeight } from '../../api/rollouts/defaults.ts';
import type { Rollout } from '../../api/shape/rollout.ts';

/** The canary's weight behind a traffic router, and what the steps ask for. */
export interface Weights {
  /** What the steps ask for; of maxTrafficWeight. */
  readonly set: number;
  /** What the router was last given; undefined: pods decide, or nothing was given yet. */
  readonly actual: number | undefined;
  readonly max: number;
}

/** The weights of a canary at an instant; undefined for other strategies. */
export function weightsOf(rollout: Rollout | undefined): Weights | undefined {
  const canary = rollout?.spec.strategy.canary;
  if (rollout === undefined || canary === undefined) return undefined;
  const isRouted = canary.trafficRouting !== undefined;
  return {
    set: getCurrentSetWeight(rollout),
    actual: isRouted ? rollout.status.canary.weights?.canary.weight : undefined,
    max: maxTrafficWeight(rollout),
  };
}
