import type { Timeline } from '../timeline.ts';
import type { TrafficFlow, TrafficSample, VersionSample, VersionUsers } from '../traffic.ts';

/** What a version had of a flow in a stretch of time. */
export interface VersionFacts {
  readonly podTemplateHash: string;
  readonly image: string;
  readonly requests: number;
  readonly errors: number;
  /** When its first and its last requests came, to the width of a sample; undefined if none came. */
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
  /** People since the start of the run; undefined: nobody was counted. */
  readonly users: VersionUsers | undefined;
  readonly buckets: readonly number[];
}

/** What became of a flow in a stretch of time. */
export interface FlowFacts {
  readonly flow: TrafficFlow;
  readonly requests: number;
  readonly errors: number;
  /** Calls that found no way or no pod. */
  readonly unrouted: number;
  /** Requests that came before any version was ready: no other number counts them. */
  readonly early: number;
  /** People whose request failed since the start of the run, whatever the cause; undefined: nobody was counted. */
  readonly hurtUsers: number | undefined;
  /** Of what its objective allows to fail, how much has failed; undefined without objective or requests. */
  readonly budgetBurnt: number | undefined;
  /** In the order in which they came. */
  readonly versions: readonly VersionFacts[];
}

/** What became of the requests that came in [fromMs, toMs), flow by flow; undefined: nobody sent requests in this run. */
export function trafficFacts(
  { header, traffic }: Timeline,
  fromMs = 0,
  toMs = Infinity,
): readonly FlowFacts[] | undefined {
  if (header.traffic === undefined || traffic === undefined) return undefined;
  return header.traffic.flows.map((flow) => {
    const samples = traffic.filter(
      (sample) => sample.flow === flow.name && sample.fromMs >= fromMs && sample.fromMs < toMs,
    );
    return flowFacts(flow, samples);
  });
}

function flowFacts(flow: TrafficFlow, samples: readonly TrafficSample[]): FlowFacts {
  const requests = sumOf(samples, (sample) => sample.requests);
  const errors = sumOf(samples, (sample) => sample.errors);
  const allowed = flow.objective === undefined ? 0 : (1 - flow.objective) * requests;
  const byHash = new Map<string, { readonly sample: TrafficSample; readonly version: VersionSample }[]>();
  for (const sample of samples) {
    for (const version of sample.versions) {
      const known = byHash.get(version.podTemplateHash);
      if (known === undefined) byHash.set(version.podTemplateHash, [{ sample, version }]);
      else known.push({ sample, version });
    }
  }
  return {
    flow,
    requests,
    errors,
    unrouted: sumOf(samples, ({ unrouted }) => unrouted),
    early: sumOf(samples, ({ early = 0 }) => early),
    hurtUsers: samples.findLast(({ hurtUsers }) => hurtUsers !== undefined)?.hurtUsers,
    budgetBurnt: allowed > 0 ? errors / allowed : undefined,
    versions: [...byHash].map(([podTemplateHash, parts]) => versionFacts(podTemplateHash, parts)),
  };
}

function versionFacts(
  podTemplateHash: string,
  parts: readonly { readonly sample: TrafficSample; readonly version: VersionSample }[],
): VersionFacts {
  const versions = parts.map(({ version }) => version);
  const met = parts.filter(({ version }) => version.requests > 0);
  return {
    podTemplateHash,
    image: versions.at(-1)?.image ?? '',
    requests: sumOf(versions, ({ requests }) => requests),
    errors: sumOf(versions, ({ errors }) => errors),
    firstMs: met[0]?.sample.fromMs,
    lastMs: met.at(-1)?.sample.toMs,
    users: versions.findLast(({ users }) => users !== undefined)?.users,
    buckets: addedBuckets(versions),
  };
}

function sumOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}

/** The histograms of several samples as one. */
export function addedBuckets(samples: readonly Pick<VersionSample, 'buckets'>[]): readonly number[] {
  const sum: number[] = [];
  for (const { buckets } of samples) buckets.forEach((n, index) => (sum[index] = (sum[index] ?? 0) + n));
  return Array.from(sum, (n) => n ?? 0);
}

/**
 * A quantile of a histogram, in a straight line within its bucket as Prometheus has it; above the last bound it is the last bound. Undefined if it is
 * empty. Example: bounds 10 and 20 with 5 and 5 calls: the median is 10, the quantile 0.75 is 15.
 * Source: promql/quantile.go BucketQuantile.
 */
export function bucketQuantile(q: number, buckets: readonly number[], boundsMs: readonly number[]): number | undefined {
  const total = buckets.reduce((sum, n) => sum + n, 0);
  if (total === 0) return undefined;
  const rank = q * total;
  let below = 0;
  for (const [index, n] of buckets.entries()) {
    if (below + n >= rank && n > 0) {
      const to = boundsMs[index];
      const from = index === 0 ? 0 : (boundsMs[index - 1] ?? 0);
      return to === undefined ? boundsMs.at(-1) : from + ((to - from) * (rank - below)) / n;
    }
    below += n;
  }
  return boundsMs.at(-1);
}

/** What callers had of an update: figures to compare strategies by. */
export interface UpdateTraffic {
  readonly requests: number;
  /** Requests that failed for their callers, whoever was to blame. */
  readonly failed: number;
  /** Requests that the new version answered. */
  readonly answeredByNew: number;
  /** People that met the new version, and those that met an error of it; undefined: nobody was counted. */
  readonly exposedUsers: number | undefined;
  readonly hurtUsers: number | undefined;
}

/** What callers had of an update in [fromMs, toMs), all flows together; undefined: nobody sent requests in this run. `podTemplateHash`: that of the new version. */
export function updateTraffic(
  timeline: Timeline,
  podTemplateHash: string,
  fromMs: number,
  toMs: number,
): UpdateTraffic | undefined {
  const flows = trafficFacts(timeline, fromMs, toMs);
  if (flows === undefined) return undefined;
  const fresh = flows.flatMap(({ versions }) =>
    versions.filter((version) => version.podTemplateHash === podTemplateHash),
  );
  const counted = fresh.flatMap(({ users }) => users ?? []);
  const isCounted = flows.some(({ flow }) => flow.users !== undefined);
  return {
    requests: sumOf(flows, ({ requests }) => requests),
    failed: sumOf(flows, ({ errors }) => errors),
    answeredByNew: sumOf(fresh, ({ requests }) => requests),
    exposedUsers: isCounted ? sumOf(counted, ({ exposed }) => exposed) : undefined,
    hurtUsers: isCounted ? sumOf(counted, ({ hurt }) => hurt) : undefined,
  };
}
