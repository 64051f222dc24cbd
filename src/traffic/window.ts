/** What callers got, by how it ended: the code that a router or client would see. */
export interface Outcomes {
  readonly requests: number;
  readonly errors: number;
  /** Requests by response code. */
  readonly byCode: Readonly<Record<string, number>>;
}

/** What one pod did in a window, as its own counters would have it: calls that it never took are not among them. */
export interface PodTraffic extends Outcomes {
  readonly namespace: string;
  readonly pod: string;
  readonly image: string;
  readonly revision: string;
  /** The Service through which the calls came; absent where pods are picked by label. */
  readonly service?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Answers by latency: one number a bucket, the last without upper bound. */
  readonly buckets: readonly number[];
  readonly latencySumMs: number;
}

/** What a router sent one way in a window, retries as calls of their own. */
export interface RouteTraffic extends Outcomes {
  readonly namespace: string;
  readonly service: string;
  readonly revision: string;
  readonly image: string;
  readonly buckets: readonly number[];
  readonly latencySumMs: number;
}

/** One version in one window. */
export interface VersionTraffic extends Outcomes {
  readonly image: string;
  readonly revision: string;
  readonly buckets: readonly number[];
  readonly latencySumMs: number;
  /** Share of the flow's first calls that came here. */
  readonly share: number;
  /** Share that the router's object asks for, and that the router acts by. */
  readonly weights: { readonly desired: number; readonly propagated: number };
  readonly offeredPerSecond: number;
  /** What its ready pods can do; absent: without limit. */
  readonly capacityPerSecond?: number;
  readonly utilisation: number;
  /** Copies of requests whose answers nobody waits for. */
  readonly mirrored: number;
  /** People that met this version so far, and that ended up with one of its errors. */
  readonly users?: { readonly exposed: number; readonly hurt: number };
}

/** One flow in one window. */
export interface FlowWindow extends Outcomes {
  readonly flow: string;
  readonly namespace: string;
  /** Name of the traffic router, or `kube-proxy`; undefined without a route. */
  readonly router: string | undefined;
  readonly routerObject: string;
  /** The Service that the last rule leads to first: for an Ingress the one that it names itself. */
  readonly mainService: string;
  /** Requests of callers; the outcomes count each once, as it ended. */
  readonly arrivals: number;
  /** Requests that came before any version was ready: no other number counts them. */
  readonly early: number;
  readonly retries: number;
  /** Requests that found no way or no pod. */
  readonly unrouted: number;
  readonly versions: readonly VersionTraffic[];
  readonly pods: readonly PodTraffic[];
  readonly routes: readonly RouteTraffic[];
  /** Since the start of the run. */
  readonly budget?: ErrorBudget;
  /** People who got an error so far, whatever its cause. */
  readonly hurtUsers?: number;
}

/** How much of what an objective allows to fail has failed. */
export interface ErrorBudget {
  readonly objective: number;
  readonly requests: number;
  readonly errors: number;
  /** 1: all of it; above: the objective is missed. */
  readonly burnt: number;
}

export interface TrafficWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly bucketsMs: readonly number[];
  readonly flows: readonly FlowWindow[];
}
