import { compareText } from '../api/order.ts';
import { own, setOwn } from '../text/own.ts';
import type { TrafficSample, VersionSample } from '../timeline/traffic.ts';
import type { FlowWindow, TrafficWindow, VersionTraffic } from '../traffic/window.ts';

/** A number with so many decimals: what a sample tells has no more meaning than that. */
function rounded(value: number, decimals: number): number {
  const scale = Number(`1e${decimals}`);
  return Math.round(value * scale) / scale;
}

/** What the timeline keeps of a window: the pods and ways that only metrics need are left out. */
function samplesOf({ fromMs, toMs, flows }: TrafficWindow): readonly TrafficSample[] {
  return flows.map((flow) => sampleOf(flow, fromMs, toMs));
}

function sampleOf(flow: FlowWindow, fromMs: number, toMs: number): TrafficSample {
  const { requests, errors, byCode, early, retries, unrouted, versions, hurtUsers } = flow;
  return {
    fromMs,
    toMs,
    flow: flow.flow,
    requests,
    errors,
    byCode,
    ...(early === 0 ? {} : { early }),
    retries,
    unrouted,
    ...(hurtUsers === undefined ? {} : { hurtUsers }),
    versions: versions.map(versionSample),
  };
}

function versionSample(version: VersionTraffic): VersionSample {
  const { revision, image, requests, errors, byCode, buckets, latencySumMs, share, weights } = version;
  const { capacityPerSecond, utilisation, mirrored, users } = version;
  return {
    podTemplateHash: revision,
    image,
    requests,
    errors,
    byCode,
    buckets: buckets.slice(0, buckets.findLastIndex((n) => n > 0) + 1),
    latencySumMs: rounded(latencySumMs, 3),
    share: rounded(share, 6),
    desired: rounded(weights.desired, 6),
    propagated: rounded(weights.propagated, 6),
    ...(capacityPerSecond === undefined ? {} : { capacityPerSecond: rounded(capacityPerSecond, 3) }),
    utilisation: rounded(utilisation, 6),
    mirrored,
    ...(users === undefined ? {} : { users }),
  };
}

/** Two stretches of a flow that follow each other as one: counts add up, shares and capacities become means over time. */
export function mergedSamples(a: TrafficSample, b: TrafficSample): TrafficSample {
  const widths = { first: a.toMs - a.fromMs, second: b.toMs - b.fromMs };
  const early = (a.early ?? 0) + (b.early ?? 0);
  const hashes = [...a.versions, ...b.versions].map(({ podTemplateHash }) => podTemplateHash);
  const versions = [...new Set(hashes)].sort(compareText).map((hash) => {
    const isIt = (version: VersionSample): boolean => version.podTemplateHash === hash;
    return mergedVersions(a.versions.find(isIt), b.versions.find(isIt), widths);
  });
  return {
    fromMs: a.fromMs,
    toMs: b.toMs,
    flow: a.flow,
    requests: a.requests + b.requests,
    errors: a.errors + b.errors,
    byCode: addedCodes(a.byCode, b.byCode),
    ...(early === 0 ? {} : { early }),
    retries: a.retries + b.retries,
    unrouted: a.unrouted + b.unrouted,
    ...(b.hurtUsers === undefined ? {} : { hurtUsers: b.hurtUsers }),
    versions: versions.filter((version) => version !== undefined),
  };
}

interface Widths {
  readonly first: number;
  readonly second: number;
}

function mergedVersions(
  a: VersionSample | undefined,
  b: VersionSample | undefined,
  { first, second }: Widths,
): VersionSample | undefined {
  const known = b ?? a;
  if (known === undefined) return undefined;
  const sum = (value: (version: VersionSample) => number): number =>
    (a === undefined ? 0 : value(a)) + (b === undefined ? 0 : value(b));
  const mean = (value: (version: VersionSample) => number): number =>
    rounded(
      ((a === undefined ? 0 : value(a)) * first + (b === undefined ? 0 : value(b)) * second) / (first + second),
      6,
    );
  const length = Math.max(a?.buckets.length ?? 0, b?.buckets.length ?? 0);
  const users = b?.users ?? a?.users;
  // Where only one of the two tells a capacity, the other had no ready pod.
  const isLimited = a?.capacityPerSecond !== undefined || b?.capacityPerSecond !== undefined;
  return {
    podTemplateHash: known.podTemplateHash,
    image: known.image,
    requests: sum(({ requests }) => requests),
    errors: sum(({ errors }) => errors),
    byCode: addedCodes(a?.byCode ?? {}, b?.byCode ?? {}),
    buckets: Array.from({ length }, (_, index) => sum(({ buckets }) => buckets[index] ?? 0)),
    latencySumMs: rounded(
      sum(({ latencySumMs }) => latencySumMs),
      3,
    ),
    share: mean(({ share }) => share),
    desired: mean(({ desired }) => desired),
    propagated: mean(({ propagated }) => propagated),
    ...(isLimited ? { capacityPerSecond: mean(({ capacityPerSecond = 0 }) => capacityPerSecond) } : {}),
    utilisation: Math.max(a?.utilisation ?? 0, b?.utilisation ?? 0),
    mirrored: sum(({ mirrored }) => mirrored),
    ...(users === undefined ? {} : { users }),
  };
}

type Codes = Readonly<Record<string, number>>;

function addedCodes(a: Codes, b: Codes): Codes {
  const sum: Record<string, number> = { ...a };
  for (const [code, n] of Object.entries(b)) setOwn(sum, code, (own(sum, code) ?? 0) + n);
  return sum;
}

/** A run keeps no more samples of a flow than this; a longer run has wider ones. */
const MOST_SAMPLES = 1000;

/** The samples of a run, in the order of time and then of flows. */
export class SampleLog {
  readonly #byFlow = new Map<string, TrafficSample[]>();
  readonly #most: number;
  /** Windows that lie in one stretch of this width make one sample. */
  #widthMs: number;

  constructor(widthMs: number, most = MOST_SAMPLES) {
    this.#widthMs = widthMs;
    this.#most = most;
  }

  add(window: TrafficWindow): void {
    for (const sample of samplesOf(window)) {
      const samples = this.#byFlow.get(sample.flow) ?? [];
      this.#byFlow.set(sample.flow, samples);
      addTo(samples, sample, this.#widthMs);
      while (samples.length > this.#most) this.#widen();
    }
  }

  #widen(): void {
    this.#widthMs *= 2;
    for (const samples of this.#byFlow.values()) {
      for (const sample of samples.splice(0)) addTo(samples, sample, this.#widthMs);
    }
  }

  /** The end of the sample in which a time lies; the time itself after the last one. */
  endOf(atMs: number): number {
    const ends = [...this.#byFlow.values()].map((samples) => samples.find(({ toMs }) => toMs >= atMs)?.toMs ?? atMs);
    return Math.max(atMs, ...ends);
  }

  /** What began before a time. */
  before(endMs: number): readonly TrafficSample[] {
    const all = [...this.#byFlow.values()].flat().filter(({ fromMs }) => fromMs < endMs);
    return all.sort((a, b) => a.fromMs - b.fromMs || compareText(a.flow, b.flow));
  }
}

/** Adds a sample to those before it: to the last one, if both lie in one stretch of the width. */
function addTo(samples: TrafficSample[], sample: TrafficSample, widthMs: number): void {
  const last = samples.at(-1);
  const isOne = last !== undefined && Math.floor(last.fromMs / widthMs) === Math.floor((sample.toMs - 1) / widthMs);
  if (isOne) samples[samples.length - 1] = mergedSamples(last, sample);
  else samples.push(sample);
}
