import { sampleBinomial } from '../kernel/binomial.ts';
import type { RandomStream, RandomStreams } from '../kernel/streams.ts';
import { own } from '../text/own.ts';
import type { TrafficSpec, VersionBehaviour } from '../world/traffic.ts';
import { answerQuality } from './behaviour.ts';
import { LatencyProfiles, queueOf } from './latency.ts';
import type { PodDirectory, ServingPod } from './pods.ts';
import { splitByWeight } from './split.ts';
import type { CallResult } from './tally.ts';

/** How pods answer: each by its version's behaviour and its own load. */
export class PodService {
  readonly #spec: TrafficSpec;
  readonly #streams: RandomStreams;
  readonly #profiles: LatencyProfiles;
  readonly #byImage = new Map<string, RandomStream>();
  /** Calls of the window so far, by pod. */
  readonly #calls = new Map<string, number>();
  #fromMs = 0;
  #seconds = 1;

  constructor(spec: TrafficSpec, streams: RandomStreams) {
    this.#spec = spec;
    this.#streams = streams;
    this.#profiles = new LatencyProfiles(spec.bucketsMs);
  }

  #answers(image: string): RandomStream {
    let stream = this.#byImage.get(image);
    if (stream === undefined) this.#byImage.set(image, (stream = this.#streams.stream('traffic', 'answers', image)));
    return stream;
  }

  begin(fromMs: number, toMs: number): void {
    this.#calls.clear();
    this.#fromMs = fromMs;
    this.#seconds = (toMs - fromMs) / 1000;
  }

  /** Calls that will reach a pod in this window: its load. */
  expect(pod: ServingPod, count: number): void {
    this.#calls.set(pod.uid, (this.#calls.get(pod.uid) ?? 0) + count);
  }

  behaviourOf({ image }: ServingPod): VersionBehaviour {
    return own(this.#spec.images, image) ?? this.#spec.default;
  }

  perSecond({ uid }: ServingPod): number {
    return (this.#calls.get(uid) ?? 0) / this.#seconds;
  }

  /** Requests per second at which all places of a pod are in use all the time; undefined: there is no such number. */
  capacityPerSecond(pod: ServingPod): number | undefined {
    const { latency, capacity } = this.behaviourOf(pod);
    const quality = this.#qualityAt(pod, 0);
    const queue = queueOf({ latency, capacity, ...quality });
    return queue === undefined ? undefined : queue.servers * queue.serviceRate;
  }

  /** The next time at which pods answer differently than now, though nothing else changes. A warm-up fades all the time: then in `stepMs`. */
  nextChangeMs(pods: readonly ServingPod[], nowMs: number, stepMs: number): number {
    let nextMs = Infinity;
    const at = (timeMs: number): void => {
      if (timeMs > nowMs) nextMs = Math.min(nextMs, timeMs);
    };
    for (const pod of pods) {
      const { errors, warmUp, dependsOn } = this.behaviourOf(pod);
      for (const { fromMs } of errors.rates) at(pod.readySinceMs + fromMs);
      if (warmUp !== undefined && nowMs < pod.readySinceMs + warmUp.durationMs) at(nowMs + stepMs);
      for (const name of dependsOn) {
        for (const { fromMs, toMs } of own(this.#spec.dependencies, name)?.outages ?? []) {
          at(fromMs);
          at(toMs);
        }
      }
    }
    return nextMs;
  }

  #qualityAt(pod: ServingPod, utilisation: number) {
    const behaviour = this.behaviourOf(pod);
    return answerQuality(behaviour, this.#spec.dependencies, this.#fromMs, pod.readySinceMs, utilisation);
  }

  /** What becomes of calls to a pod under the load expected of it. */
  serve(pod: ServingPod, calls: number, directory: PodDirectory, timeoutMs: number | undefined): CallResult {
    const behaviour = this.behaviourOf(pod);
    const { code: errorCode } = behaviour.errors;
    const counts = { connect: 0, overload: 0, error: 0, timeout: 0, silent: 0 };
    const nothing = { calls, ...counts, errorCode, buckets: [], latencySumMs: 0 };
    if (calls === 0) return nothing;
    const reach = directory.reach(pod, behaviour.drainMs);
    if (reach === 'refuses') return { ...nothing, connect: calls };
    if (reach === 'silent') return { ...nothing, timeout: calls, silent: calls };
    const perSecond = this.perSecond(pod);
    const capacityPerSecond = this.capacityPerSecond(pod);
    const utilisation = capacityPerSecond === undefined ? 0 : perSecond / capacityPerSecond;
    const { errorRate, latencyFactor, addedLatencyMs } = this.#qualityAt(pod, utilisation);
    const { latency, capacity } = behaviour;
    const profile = this.#profiles.of({ latency, capacity, latencyFactor, addedLatencyMs, perSecond, timeoutMs });
    const stream = this.#answers(pod.image);
    const overload = sampleBinomial(calls, clampShare(profile.queue.blocked), stream);
    const admitted = calls - overload;
    const error = sampleBinomial(admitted, clampShare(errorRate), stream);
    const timeout = sampleBinomial(admitted - error, clampShare(profile.late), stream);
    const buckets = splitByWeight(admitted, profile.buckets, stream);
    return { ...nothing, overload, error, timeout, buckets, latencySumMs: admitted * profile.meanMs };
  }
}

/** Sums of shares may miss 0 and 1 by a rounding. */
function clampShare(share: number): number {
  return Math.min(1, Math.max(0, share));
}
