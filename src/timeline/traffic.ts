/** How the traffic of a run was counted. */
export interface TrafficHeader {
  /** Upper bounds of latency histograms; one more bucket has none. */
  readonly bucketsMs: readonly number[];
  readonly flows: readonly TrafficFlow[];
}

/** Callers of one workload or Service. */
export interface TrafficFlow {
  readonly name: string;
  readonly namespace: string;
  readonly to: { readonly rollout: string } | { readonly service: string };
  /** People behind the requests; absent: nobody was counted. */
  readonly users?: number;
  /** Share of requests that is promised to succeed. */
  readonly objective?: number;
}

/** Requests by how they ended. */
export interface TrafficCounts {
  readonly requests: number;
  readonly errors: number;
  /** Requests by response code; 000: no connection. */
  readonly byCode: Readonly<Record<string, number>>;
}

/** One flow in one stretch of time: a window, or several together in a long run. Times in milliseconds of the run. */
export interface TrafficSample extends TrafficCounts {
  readonly fromMs: number;
  readonly toMs: number;
  readonly flow: string;
  /** Calls that were repeats of failed ones; `requests` counts each request once, as it ended for its caller. */
  readonly retries: number;
  /** Calls that found no way or no pod. */
  readonly unrouted: number;
  /** In the order of revisions. */
  readonly versions: readonly VersionSample[];
}

/** What one version had of a flow. Its requests are calls: one that is repeated counts again. */
export interface VersionSample extends TrafficCounts {
  readonly revision: string;
  readonly image: string;
  /** Calls by latency: one number a bucket, trailing zeros left out. */
  readonly buckets: readonly number[];
  readonly latencySumMs: number;
  /** Share of the callers: as drawn, as the objects ask for, and as routers and kube-proxy act by. */
  readonly share: number;
  readonly desired: number;
  readonly propagated: number;
  /** Requests a second that its ready pods can do; absent: without limit, or none is ready. */
  readonly capacityPerSecond?: number;
  /** 1: fully used; the highest of the stretch. */
  readonly utilisation: number;
  /** Copies of requests whose answers nobody waits for. */
  readonly mirrored: number;
  /** People up to the end of the stretch: those that met this version, and those that met an error of it. */
  readonly users?: VersionUsers;
}

export interface VersionUsers {
  readonly exposed: number;
  readonly hurt: number;
}
