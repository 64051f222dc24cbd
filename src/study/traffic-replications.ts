import { runWorld } from '../simulation/run.ts';
import { abortsOf } from '../timeline/facts/aborts.ts';
import { rolloutsOf } from '../timeline/facts/rollouts.ts';
import { type FlowFacts, trafficFacts, type VersionFacts } from '../timeline/facts/traffic.ts';
import type { TrafficFlow } from '../timeline/traffic.ts';
import type { World } from '../world/world.ts';
import { type Estimate, estimate, proportion } from './confidence.ts';

/** What callers have of a world, over runs that differ in their seed alone. */
export interface TrafficReplications {
  readonly seeds: { readonly first: number; readonly last: number };
  readonly flows: readonly FlowEstimate[];
}

export interface FlowEstimate {
  readonly flow: TrafficFlow;
  readonly requests: Estimate;
  readonly failed: Estimate;
  /** In the order in which they came in the first run that had them. */
  readonly versions: readonly VersionEstimate[];
}

export interface VersionEstimate {
  readonly podTemplateHash: string;
  readonly image: string;
  readonly errors: Estimate;
  /** People that met one of its errors; absent: nobody was counted. */
  readonly hurtUsers?: Estimate;
  /** In how many of the runs it was called off, and how likely that is. */
  readonly calledOff: { readonly runs: number; readonly likely: Estimate };
}

interface Replication {
  readonly flows: readonly FlowFacts[];
  /** The pod-template hashes of the versions that were aborted. */
  readonly calledOff: ReadonlySet<string>;
}

/** Runs a world under so many seeds, its own first; undefined: nobody sends requests. */
export function replicateTraffic(world: World, count: number): TrafficReplications | undefined {
  const replications: Replication[] = [];
  for (let index = 0; index < count; index += 1) {
    const timeline = runWorld({ ...world, seed: world.seed + index });
    const flows = trafficFacts(timeline);
    if (flows === undefined) return undefined;
    const aborts = rolloutsOf(timeline).flatMap((rollout) => abortsOf(timeline, rollout));
    replications.push({ flows, calledOff: new Set(aborts.map(({ podTemplateHash }) => podTemplateHash)) });
  }
  const flows = replications[0]?.flows ?? [];
  return {
    seeds: { first: world.seed, last: world.seed + count - 1 },
    flows: flows.flatMap(({ flow }) => flowEstimate(flow, replications) ?? []),
  };
}

function flowEstimate(flow: TrafficFlow, replications: readonly Replication[]): FlowEstimate | undefined {
  const facts = replications.flatMap(({ flows }) => flows.find((one) => one.flow.name === flow.name) ?? []);
  const requests = estimate(facts.map((one) => one.requests));
  const failed = estimate(facts.map((one) => one.errors));
  if (requests === undefined || failed === undefined) return undefined;
  const versions = new Map(
    facts.flatMap((one) => one.versions.map((version) => [version.podTemplateHash, version] as const)),
  );
  return {
    flow,
    requests,
    failed,
    versions: [...versions.values()].flatMap((version) => versionEstimate(version, facts, replications) ?? []),
  };
}

/** A version that a run never came to hurts nobody in it. */
function versionEstimate(
  { podTemplateHash, image }: VersionFacts,
  facts: readonly FlowFacts[],
  replications: readonly Replication[],
): VersionEstimate | undefined {
  const own = facts.map(({ versions }) => versions.find((version) => version.podTemplateHash === podTemplateHash));
  const errors = estimate(own.map((version) => version?.errors ?? 0));
  const isCounted = own.some((version) => version?.users !== undefined);
  const hurtUsers = isCounted ? estimate(own.map((version) => version?.users?.hurt ?? 0)) : undefined;
  if (errors === undefined) return undefined;
  const runs = replications.filter(({ calledOff }) => calledOff.has(podTemplateHash)).length;
  return {
    podTemplateHash,
    image,
    errors,
    ...(hurtUsers === undefined ? {} : { hurtUsers }),
    calledOff: { runs, likely: proportion(runs, replications.length) },
  };
}
