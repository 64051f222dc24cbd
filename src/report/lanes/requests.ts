import type { Timeline } from '../../timeline/timeline.ts';
import type { TrafficFlow, TrafficSample, VersionSample } from '../../timeline/traffic.ts';
import { type Workload, belongingsOf } from './workloads.ts';

/** What one version had of the requests in a stretch of time. */
export interface VersionRequests {
  readonly requests: number;
  readonly errors: number;
  /** Of 1: what was sent here, what the objects ask for, and what routers and kube-proxy act by. */
  readonly share: number;
  readonly desired: number;
  readonly propagated: number;
}

/** The requests to a workload in a stretch of time; one item of `versions` a version of the workload. */
export interface RequestsAt {
  readonly atMs: number;
  readonly toMs: number;
  readonly requests: number;
  readonly errors: number;
  readonly unrouted: number;
  readonly versions: readonly VersionRequests[];
  /** People who met an error since the start of the run; undefined: people were not counted. */
  readonly hurt: number | undefined;
}

/** The requests of one flow to a workload. */
export interface FlowLane {
  readonly flow: TrafficFlow;
  readonly samples: readonly RequestsAt[];
}

const NONE: VersionRequests = { requests: 0, errors: 0, share: 0, desired: 0, propagated: 0 };

/** The flows to a workload: those that name it, and those that reached its versions. */
export function requestLanes(timeline: Timeline, workload: Workload): readonly FlowLane[] {
  const places = new Map(workload.versions.flatMap(({ hash }, index) => (hash === '' ? [] : [[hash, index] as const])));
  const others = belongingsOf(timeline).list.filter((other) => other !== workload);
  return (timeline.header.traffic?.flows ?? []).flatMap((flow) => {
    if (flow.namespace !== workload.namespace) return [];
    if ('rollout' in flow.to && flow.to.rollout !== workload.name) return [];
    const samples = (timeline.traffic ?? []).filter((sample) => sample.flow === flow.name);
    const meets = (hashes: ReadonlySet<string>): boolean =>
      samples.some(({ versions }) => versions.some(({ podTemplateHash }) => hashes.has(podTemplateHash)));
    const isOurs = 'rollout' in flow.to || meets(new Set(places.keys()));
    if (!isOurs && others.some(({ versions }) => meets(new Set(versions.map(({ hash }) => hash))))) return [];
    if (!isOurs && others.length > 0) return [];
    return [
      { flow, samples: withPeople(samples).map(({ sample, hurt }) => requestsAt(sample, workload, places, hurt)) },
    ];
  });
}

/** Samples with the people who have met errors since the start: a version that is gone keeps those that it hurt. */
function withPeople(
  samples: readonly TrafficSample[],
): readonly { readonly sample: TrafficSample; readonly hurt: number | undefined }[] {
  const hurt = new Map<string, number>();
  return samples.map((sample) => {
    for (const { podTemplateHash, users } of sample.versions) {
      if (users !== undefined) hurt.set(podTemplateHash, users.hurt);
    }
    return { sample, hurt: hurt.size === 0 ? undefined : [...hurt.values()].reduce((sum, count) => sum + count, 0) };
  });
}

function requestsAt(
  sample: TrafficSample,
  { versions }: Workload,
  places: ReadonlyMap<string, number>,
  hurt: number | undefined,
): RequestsAt {
  const byVersion: VersionRequests[] = versions.map(() => NONE);
  for (const version of sample.versions) {
    const index = places.get(version.podTemplateHash);
    if (index !== undefined) byVersion[index] = requestsOf(version);
  }
  return {
    atMs: sample.fromMs,
    toMs: sample.toMs,
    requests: sample.requests,
    errors: sample.errors,
    unrouted: sample.unrouted,
    versions: byVersion,
    hurt,
  };
}

function requestsOf({ requests, errors, share, desired, propagated }: VersionSample): VersionRequests {
  return { requests, errors, share, desired, propagated };
}

/** A stretch of time in which callers were hurt. */
export interface Danger {
  readonly fromMs: number;
  readonly toMs: number;
  readonly requests: number;
  readonly errors: number;
}

/** Failures are judged over this long at a time: single windows of few requests say little. */
const JUDGED_MS = 30_000;

/** What is promised where nobody declared an objective. */
export const ASSUMED_OBJECTIVE = 0.999;

/**
 * When callers were hurt: stretches in which more requests failed than the objective of the flow allows, and more than chance explains (three standard
 * deviations). Example: 3,000 requests in 30 s with an objective of 99.9 % may have 3 failures, and have 8 by chance: 9 are a danger. Within such a stretch
 * the danger lasts from the first to the last sample over the objective. Neighbours are joined.
 */
export function dangersOf(lanes: readonly FlowLane[]): readonly Danger[] {
  const found: Danger[] = [];
  for (const danger of lanes.flatMap(flowDangers).sort((a, b) => a.fromMs - b.fromMs)) {
    const last = found.at(-1);
    if (last === undefined || danger.fromMs - last.toMs > JUDGED_MS / 2) {
      found.push(danger);
      continue;
    }
    found[found.length - 1] = {
      fromMs: last.fromMs,
      toMs: Math.max(last.toMs, danger.toMs),
      requests: last.requests + danger.requests,
      errors: last.errors + danger.errors,
    };
  }
  return found;
}

function flowDangers({ flow, samples }: FlowLane): readonly Danger[] {
  const allowed = 1 - (flow.objective ?? ASSUMED_OBJECTIVE);
  const stretches = new Map<number, RequestsAt[]>();
  for (const sample of samples) {
    const key = Math.floor(sample.atMs / JUDGED_MS);
    const known = stretches.get(key);
    if (known === undefined) stretches.set(key, [sample]);
    else known.push(sample);
  }
  return [...stretches.values()].flatMap((stretch) => {
    const requests = stretch.reduce((sum, one) => sum + one.requests, 0);
    const errors = stretch.reduce((sum, one) => sum + one.errors, 0);
    const expected = allowed * requests;
    if (errors <= expected + 3 * Math.sqrt(Math.max(1, expected))) return [];
    const over = stretch.filter((one) => one.errors > allowed * one.requests);
    const [first, last] = [over[0], over.at(-1)];
    return first === undefined || last === undefined ? [] : [{ fromMs: first.atMs, toMs: last.toMs, requests, errors }];
  });
}
