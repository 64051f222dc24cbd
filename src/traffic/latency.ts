import type { Distribution } from '../kernel/distributions.ts';
import type { CapacitySpec } from '../world/traffic.ts';
import { distributionCdf, distributionMean } from './latency-distribution.ts';
import { type Queue, type QueueState, queueState, waitPoints, type WaitPoint } from './queueing.ts';

/** How long admitted requests take: waiting and service. */
export interface LatencyProfile {
  /** Share of admitted requests in each bucket; the last one has no upper bound. */
  readonly buckets: readonly number[];
  readonly meanMs: number;
  /** Share that takes longer than the caller waits. */
  readonly late: number;
  readonly queue: QueueState;
}

/** A pod's load and speed, of which its latencies follow. */
export interface PodLoad {
  readonly latency: Distribution;
  readonly capacity: CapacitySpec | undefined;
  readonly latencyFactor: number;
  readonly addedLatencyMs: number;
  readonly perSecond: number;
  readonly timeoutMs: number | undefined;
}

const IDLE: QueueState = { utilisation: 0, blocked: 0, waits: 0, meanWaitSeconds: 0 };
const NO_WAIT: readonly WaitPoint[] = [{ seconds: 0, share: 1 }];

/** The queue that a pod is; undefined if it takes any number at once. */
export function queueOf({
  capacity,
  latency,
  latencyFactor,
  addedLatencyMs,
}: Omit<PodLoad, 'perSecond' | 'timeoutMs'>): Queue | undefined {
  const meanMs = distributionMean(latency) * latencyFactor + addedLatencyMs;
  if (capacity === undefined || meanMs === 0) return undefined;
  return { servers: capacity.concurrency, serviceRate: 1000 / meanMs, places: capacity.queue };
}

/**
 * Latencies of a pod in its steady state under a load. Waiting is that of M/M/c/K with the mean time of service; service takes what its
 * distribution says, independent of the wait.
 */
export function latencyProfile(load: PodLoad, bucketsMs: readonly number[]): LatencyProfile {
  const { latency, latencyFactor, addedLatencyMs, timeoutMs } = load;
  const queue = queueOf(load);
  const state = queue === undefined ? IDLE : queueState(queue, load.perSecond);
  const waits = queue === undefined || state.waits < NEGLIGIBLE ? NO_WAIT : waitPoints(queue, load.perSecond);
  const served = (ms: number): number => distributionCdf(latency, (ms - addedLatencyMs) / latencyFactor);
  const atMost = (ms: number): number => {
    const waiting = waits.reduce((sum, { seconds, share }) => sum + share * served(ms - seconds * 1000), 0);
    return (1 - state.waits) * served(ms) + state.waits * waiting;
  };
  let below = 0;
  const buckets = [...bucketsMs, Infinity].map((bound) => {
    const upTo = bound === Infinity ? 1 : atMost(bound);
    const share = Math.max(0, upTo - below);
    below = Math.max(below, upTo);
    return share;
  });
  const serviceMs = distributionMean(latency) * latencyFactor + addedLatencyMs;
  return {
    buckets,
    meanMs: serviceMs + state.meanWaitSeconds * 1000,
    late: timeoutMs === undefined ? 0 : 1 - atMost(timeoutMs),
    queue: state,
  };
}

const NEGLIGIBLE = 1e-9;
const KEPT_AT_MOST = 4096;

/** Profiles already made: pods of one version under the same load have the same one. */
export class LatencyProfiles {
  readonly #bucketsMs: readonly number[];
  readonly #byLatency = new Map<Distribution, Map<string, LatencyProfile>>();

  constructor(bucketsMs: readonly number[]) {
    this.#bucketsMs = bucketsMs;
  }

  of(load: PodLoad): LatencyProfile {
    let profiles = this.#byLatency.get(load.latency);
    if (profiles === undefined) this.#byLatency.set(load.latency, (profiles = new Map()));
    const { capacity, latencyFactor, addedLatencyMs, timeoutMs } = load;
    // Without a queue the load makes no difference; with one, a part in two hundred makes none to see, and loads come again.
    const perSecond = capacity === undefined ? 0 : Number(load.perSecond.toPrecision(3));
    const queue = capacity === undefined ? '' : `${capacity.concurrency}/${capacity.queue}`;
    const key = `${perSecond} ${queue} ${latencyFactor} ${addedLatencyMs} ${timeoutMs ?? ''}`;
    let profile = profiles.get(key);
    if (profile === undefined) {
      if (profiles.size >= KEPT_AT_MOST) profiles.clear();
      profile = latencyProfile({ ...load, perSecond }, this.#bucketsMs);
      profiles.set(key, profile);
    }
    return profile;
  }
}
