import type { Distribution } from '../kernel/distributions.ts';

/** Who calls, how versions answer, and how fast news travels. Plain data; times and delays in milliseconds of the run. */
export interface TrafficSpec {
  readonly flows: readonly FlowSpec[];
  readonly propagation: PropagationSpec;
  /** By image. */
  readonly images: Readonly<Record<string, VersionBehaviour>>;
  /** For images that are not named. */
  readonly default: VersionBehaviour;
  readonly dependencies: Readonly<Record<string, DependencySpec>>;
  /** Upper bounds of latency histograms, without the infinite one. */
  readonly bucketsMs: readonly number[];
}

/** Callers of one workload or Service. */
export interface FlowSpec {
  readonly name: string;
  readonly namespace: string;
  /** Through the traffic router of a Rollout (or its Service, if it has none), or straight to a Service. */
  readonly to: { readonly rollout: string } | { readonly service: string };
  readonly arrivals: ArrivalsSpec;
  readonly method: string;
  readonly path: string;
  /** Shares of the callers that send headers; the rest sends none. */
  readonly headers: readonly HeaderShare[];
  /** A caller that was sent somewhere stays there this long on average; absent: every request is sent anew. */
  readonly stickyForMs?: number;
  /**
   * Connections stay open this long on average, and all requests of one go to the pod that it was made to: where kube-proxy chooses the pods. Absent: every
   * request is a connection of its own.
   */
  readonly keepAliveMs?: number;
  readonly timeoutMs?: number;
  readonly retries: RetrySpec;
  /** People behind the requests: each comes from one of them, all equally likely. Absent: nobody is counted. */
  readonly users?: number;
  /** Share of requests that is promised to succeed. */
  readonly objective?: number;
}

export interface HeaderShare {
  readonly share: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** How often a failed request is tried again, and after which failures. */
export interface RetrySpec {
  readonly attempts: number;
  readonly on: readonly Failure[];
}

/** `connect`: nobody listens any more; `overload`: refused by a full pod; `error`: the version's own; `timeout`: the caller gave up. */
export type Failure = 'connect' | 'overload' | 'error' | 'timeout';

/** Requests per second over time. */
export type ArrivalsSpec =
  | { readonly kind: 'constant'; readonly perSecond: number }
  | RampArrivals
  | { readonly kind: 'steps'; readonly steps: readonly RateStep[] }
  | DailyArrivals
  | BurstArrivals;

export interface RampArrivals {
  readonly kind: 'ramp';
  readonly from: number;
  readonly to: number;
  readonly startMs: number;
  readonly durationMs: number;
}

export interface RateStep {
  readonly fromMs: number;
  readonly perSecond: number;
}

/** A day in straight lines between as many times of it as there are rates, evenly apart from midnight on; after the last comes the first. */
export interface DailyArrivals {
  readonly kind: 'daily';
  readonly perSecond: readonly number[];
  /** Time of day at the start of the run. */
  readonly startOfDayMs: number;
}

export interface BurstArrivals {
  readonly kind: 'burst';
  readonly base: number;
  readonly peak: number;
  readonly startMs: number;
  readonly durationMs: number;
  /** From the start of one burst to that of the next; absent: one only. */
  readonly everyMs?: number;
}

export interface PropagationSpec {
  /** From a pod's change of readiness, or its end, until kube-proxy and routers send accordingly. */
  readonly endpointsMs: number;
  /** From a router object's change until the router acts by it. */
  readonly routerMs: number;
}

export interface VersionBehaviour {
  /** Time of service, without waiting: milliseconds. */
  readonly latency: Distribution;
  readonly errors: ErrorSpec;
  /** Absent: as many requests at once as there are. */
  readonly capacity?: CapacitySpec;
  /** After a pod turned ready. */
  readonly warmUp?: WarmUpSpec;
  /**
   * Goes on taking connections this long after it was deleted; then they fail until the news has spread. Absent: as long as its container runs, and not
   * at all if it ends at once.
   */
  readonly drainMs?: number;
  readonly dependsOn: readonly string[];
}

export interface ErrorSpec {
  /** Share of answers that fail: from times since the pod turned ready. The last one that has begun is in force; before the first, none fails. */
  readonly rates: readonly ErrorRate[];
  /** Further failures above a utilisation, growing evenly up to `rate` at full use. */
  readonly byLoad?: { readonly above: number; readonly rate: number };
  readonly code: string;
}

export interface ErrorRate {
  readonly fromMs: number;
  readonly rate: number;
}

/** One pod: so many requests at once, and so many more that wait. */
export interface CapacitySpec {
  readonly concurrency: number;
  readonly queue: number;
}

/** At readiness latency is multiplied and answers fail more often; both fade evenly. */
export interface WarmUpSpec {
  readonly durationMs: number;
  readonly latencyFactor: number;
  readonly errorRate: number;
}

/** Something that versions depend on, and when it fails them. */
export interface DependencySpec {
  readonly outages: readonly Outage[];
}

export interface Outage {
  readonly fromMs: number;
  readonly toMs: number;
  /** Share of answers that fail for it. */
  readonly errorRate: number;
  /** How much longer answers take. */
  readonly addedLatencyMs: number;
}

export const DEFAULT_BUCKETS_MS: readonly number[] = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000];
