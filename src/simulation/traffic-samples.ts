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
  const { requests, errors, byCode, retries, unrouted, versions } = flow;
  return {
    fromMs,
    toMs,
    flow: flow.flow,
    requests,
    errors,
    byCode,
    retries,
    unrouted,
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
    retries: a.retries + b.retries,
    unrouted: a.unrouted + b.unrouted,
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

/** A run keeps no more samples of a flow than this; twice as long a run has samples twice as wide. */
const MOST_SAMPLES = 1000;

/** The samples of a run, in the order of time and then of flows. */
export class SampleLog {
  readonly #byFlow = new Map<string, TrafficSample[]>();
  readonly #most: number;
  /** Windows that make one sample. */
  #each = 1;
  #windows = 0;

  constructor(most = MOST_SAMPLES) {
    this.#most = most;
  }

  add(window: TrafficWindow): void {
    const isNew = this.#windows % this.#each === 0;
    this.#windows += 1;
    for (const sample of samplesOf(window)) {
      const samples = this.#byFlow.get(sample.flow) ?? [];
      this.#byFlow.set(sample.flow, samples);
      const last = samples.at(-1);
      if (isNew || last === undefined) samples.push(sample);
      else samples[samples.length - 1] = mergedSamples(last, sample);
    }
    if (this.#windows >= this.#each * this.#most) this.#widen();
  }

  #widen(): void {
    this.#each *= 2;
    for (const [flow, samples] of this.#byFlow) this.#byFlow.set(flow, inPairs(samples));
  }

  /** How many windows make a sample by now. */
  get windowsEach(): number {
    return this.#each;
  }

  /** What began before a time. */
  before(endMs: number): readonly TrafficSample[] {
    const all = [...this.#byFlow.values()].flat().filter(({ fromMs }) => fromMs < endMs);
    return all.sort((a, b) => a.fromMs - b.fromMs || compareText(a.flow, b.flow));
  }
}

function inPairs(samples: readonly TrafficSample[]): TrafficSample[] {
  const pairs: TrafficSample[] = [];
  samples.forEach((sample, index) => {
    const last = pairs.at(-1);
    if (index % 2 === 0 || last === undefined) pairs.push(sample);
    else pairs[pairs.length - 1] = mergedSamples(last, sample);
  });
  return pairs;
}
