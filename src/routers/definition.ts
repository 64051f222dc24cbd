import type { Reference } from '../api/reference.ts';
import type { FieldError } from '../api/field-error.ts';
import type { InputFunction } from '../api/reason.ts';
import type { KubeObject } from '../api/resources.ts';
import type { ApiServer } from '../api/server.ts';
import type { CanaryStrategy, Rollout } from '../api/shape/rollout.ts';
import type { RolloutTrafficRouting } from '../api/shape/traffic-routing.ts';
import type { CustomKind } from './custom-objects.ts';
import type { Rule, TrafficWorld } from './route-table.ts';
import type { RouterContext, TrafficRouter } from './router.ts';
import type { WriteStub } from './stub.ts';

/** What a router can do beyond splitting by weight; the controller's validation refuses what it cannot. */
export interface RouterFeatures {
  /** Takes setHeaderRoute steps; `exact`: only with exact values of headers. */
  readonly headerRoutes?: 'any' | 'exact';
  /** Takes setMirrorRoute steps. */
  readonly mirrorRoutes?: true;
  /** Gives a share of the traffic to the templates of an experiment step. */
  readonly experimentWeights?: true;
  readonly pingPong?: true;
  /** Takes a maxTrafficWeight other than 100. */
  readonly maxTrafficWeight?: true;
}

/** A field below spec.strategy.canary.trafficRouting that names another object. */
export interface ReferencePath {
  readonly kind: string;
  /** Its API group, where several groups have a kind of that name. */
  readonly group?: string;
  /** `*` is every position of a list. */
  readonly path: readonly string[];
  /** Whether the controller looks the object up before anything else, and sets InvalidSpec if it is missing. */
  readonly required?: true;
  /** `in-name`: `NAME.NAMESPACE` names an object of another namespace; a path: the field that has the namespace. */
  readonly namespace?: 'in-name' | readonly string[];
  /** A manifest to start from when nobody gave the object; absent: as for any object of the kind. */
  readonly stub?: WriteStub;
}

/** An object that a rollout's routing names, with the check that the controller gives it. */
export interface ReferencedObject {
  readonly object: KubeObject;
  readonly validate: (rollout: Rollout) => readonly FieldError[];
}

/** What a router's objects say: where requests go. */
export interface RouterRules {
  /** The name of the object that holds the rules: what metrics of the router are labelled with. */
  readonly object: string;
  readonly rules: readonly Rule[];
}

export type RouterLabels = Readonly<Record<string, string | undefined>>;

/** One way of a flow, as a router labels it. */
export interface RoutedWay {
  /** Name of the flow of requests. */
  readonly caller: string;
  readonly object: string;
  /** The Service that the last rule leads to first: for an Ingress the one that it names itself. */
  readonly mainService: string;
  readonly namespace: string;
  readonly service: string;
  /** Pod-template hash of the version. */
  readonly revision: string;
}

/** The series that a router exposes to Prometheus. */
export interface RouterSeries {
  /** Labels of both series. */
  readonly labels: (way: RoutedWay) => RouterLabels;
  /** A counter, with further labels for the code of an answer. */
  readonly requests: { readonly name: string; readonly labels: (code: string) => RouterLabels };
  /** A histogram whose unit is `unitMs` milliseconds. */
  readonly latency: { readonly name: string; readonly unitMs: number; readonly labels?: RouterLabels };
}

/** What every kind of router tells of itself, whether or not a rollout configures it. */
interface RouterFacts {
  /** Unique: `istio`, `gateway-api`. */
  readonly name: string;
  /** The label `traffic_router` of the controller's own metrics; absent: the reference knows none. */
  readonly label?: string;
  /** Kinds of objects that it reads or writes. */
  readonly kinds: readonly CustomKind[];
  readonly features: RouterFeatures;
  readonly references: readonly ReferencePath[];
  /** Absent: it exposes nothing that Prometheus scrapes. */
  readonly series?: RouterSeries;
  /** What inputs of its reasons are computed with, beyond the functions that all routers share. */
  readonly inputFunctions?: readonly InputFunction[];
}

/** A kind of traffic router, in terms of its part `Config` of trafficRouting. */
export interface RouterSpec<Config> extends RouterFacts {
  readonly config: (routing: RolloutTrafficRouting) => Config | null | undefined;
  /** Whether canaryService and stableService must be given. Source: requireCanaryStableServices. */
  readonly needsServices: (config: Config, canary: CanaryStrategy) => boolean;
  /** Makes what writes its objects in a reconcile. */
  readonly write: (context: RouterContext, config: Config) => readonly TrafficRouter[];
  /** Reads the rules of its objects as they lie now; undefined if they are not there. */
  readonly read: (world: TrafficWorld, rollout: Rollout, config: Config) => RouterRules | undefined;
  /**
   * Looks up the objects that the controller checks before a reconcile; throws MissingReferenceError. Source:
   * rollout/controller.go getRolloutReferencedResources.
   */
  readonly lookUp?: (
    api: ApiServer,
    rollout: Rollout,
    config: Config,
    reference: Reference,
  ) => readonly ReferencedObject[];
}

/** A kind of traffic router: a row of `ROUTERS`. Every function gives nothing for rollouts that do not use it. */
export interface RouterKind extends RouterFacts {
  readonly isUsedBy: (rollout: Rollout) => boolean;
  readonly needsServices: (rollout: Rollout) => boolean;
  readonly write: (context: RouterContext) => readonly TrafficRouter[];
  readonly read: (world: TrafficWorld, rollout: Rollout) => RouterRules | undefined;
  readonly lookUp: (api: ApiServer, rollout: Rollout, reference: Reference) => readonly ReferencedObject[];
}

export function defineRouter<Config>(spec: RouterSpec<Config>): RouterKind {
  const configOf = (rollout: Rollout): Config | undefined => {
    const routing = rollout.spec.strategy.canary?.trafficRouting ?? undefined;
    return routing === undefined ? undefined : (spec.config(routing) ?? undefined);
  };
  return {
    ...spec,
    isUsedBy: (rollout) => configOf(rollout) !== undefined,
    needsServices: (rollout) => {
      const config = configOf(rollout);
      const { canary } = rollout.spec.strategy;
      return config !== undefined && canary !== undefined && spec.needsServices(config, canary);
    },
    write: (context) => {
      const config = configOf(context.rollout);
      return config === undefined ? [] : spec.write(context, config);
    },
    read: (world, rollout) => {
      const config = configOf(rollout);
      return config === undefined ? undefined : spec.read(world, rollout, config);
    },
    lookUp: (api, rollout, reference) => {
      const config = configOf(rollout);
      return config === undefined ? [] : (spec.lookUp?.(api, rollout, config, reference) ?? []);
    },
  };
}
