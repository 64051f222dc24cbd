import type { ControllerEnv } from '../api/controller.ts';
import type { SetHeaderRoute, SetMirrorRoute } from '../api/shape/canary-steps.ts';
import type { ReplicaSet } from '../api/shape/apps.ts';
import type { Rollout, WeightDestination } from '../api/shape/rollout.ts';
import type { RoutingSettings, TrafficSplitVersion } from '../world/routing.ts';
import type { TrafficReads } from './reasons.ts';
import { AppliedWeights } from './applied-weights.ts';

/**
 * What a canary asks of a traffic router. A router writes the objects of its ingress controller or mesh; an error is
 * thrown as ReconcileError or ApiError. Source: rollout/trafficrouting/trafficroutingutil.go TrafficRoutingReconciler.
 */
export interface TrafficRouter {
  readonly type: string;
  /** Tells it which pods are canary, stable, and of an experiment. */
  updateHash(canaryHash: string, stableHash: string, additional: readonly WeightDestination[]): void;
  setWeight(desiredWeight: number, additional: readonly WeightDestination[]): void;
  setHeaderRoute(route: SetHeaderRoute): void;
  setMirrorRoute(route: SetMirrorRoute): void;
  /** Whether the weights are in force; undefined if the router cannot tell, or need not be asked. */
  verifyWeight(desiredWeight: number, additional: readonly WeightDestination[]): boolean | undefined;
  /** Takes away every route that is named in managedRoutes. */
  removeManagedRoutes(): void;
}

/** What routers see of the world. */
export interface RouterEnv extends Pick<ControllerEnv, 'api' | 'clock' | 'recorder' | 'reference' | 'note'> {
  /** When routers took over the weights that they were given; absent: at once, and nobody asks. */
  readonly appliedWeights?: AppliedWeights;
  readonly trafficSplitVersion?: TrafficSplitVersion;
}

/** What the routers of a run share. */
export function newRouterEnv(env: Omit<RouterEnv, 'appliedWeights'>, settings: RoutingSettings): RouterEnv {
  const { trafficSplitVersion, albWeightDelayMs } = settings;
  return {
    api: env.api,
    clock: env.clock,
    recorder: env.recorder,
    reference: env.reference,
    note: env.note,
    ...(trafficSplitVersion === undefined ? {} : { trafficSplitVersion }),
    ...(albWeightDelayMs === undefined ? {} : { appliedWeights: new AppliedWeights(env.clock, albWeightDelayMs) }),
  };
}

/** One rollout, as its routers see it in one reconcile. */
export interface RouterContext {
  readonly env: RouterEnv;
  readonly rollout: Rollout;
  /** All ReplicaSets of the rollout. */
  readonly allRSs: readonly ReplicaSet[];
  /** Where reasons of what is written read what the router was asked for. */
  readonly reads: TrafficReads;
}

/** A router without header and mirror routes, pod hashes and verification: most have none of them. */
export abstract class WeightOnlyRouter implements TrafficRouter {
  abstract readonly type: string;

  abstract setWeight(desiredWeight: number, additional: readonly WeightDestination[]): void;

  updateHash(_canaryHash: string, _stableHash: string, _additional: readonly WeightDestination[]): void {}

  setHeaderRoute(_route: SetHeaderRoute): void {}

  setMirrorRoute(_route: SetMirrorRoute): void {}

  verifyWeight(_desiredWeight: number, _additional: readonly WeightDestination[]): boolean | undefined {
    return undefined;
  }

  removeManagedRoutes(): void {}
}
