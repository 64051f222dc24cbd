import type { JsonObject } from '../api/json.ts';
import { ROLLOUT } from '../api/resources.ts';
import { runWorld } from '../simulation/run.ts';
import type { World } from '../simulation/world.ts';
import type { ActionEntry, Timeline } from '../timeline/timeline.ts';
import { type CountSample, countsOf, type WorkloadName } from './counts.ts';
import { isTyped, type Variant, variantsOf } from './derive/variants.ts';
import { member, textAt } from './derive/rollout-parts.ts';
import { type Exposure, exposureOf } from './exposure.ts';
import { measureUpdate, type UpdateFigures } from './figures.ts';

/** What came of a variant. */
export interface Outcome {
  readonly variant: Variant;
  readonly timeline: Timeline;
  readonly samples: readonly CountSample[];
  readonly exposure: readonly Exposure[];
  readonly figures: UpdateFigures;
  /** Commands that somebody had to type after the change. */
  readonly hands: number;
}

export interface Comparison {
  readonly workload: WorkloadName;
  readonly replicas: number;
  readonly changeMs: number;
  readonly oldVersion: string;
  readonly newVersion: string;
  readonly outcomes: readonly Outcome[];
}

/** Why there is nothing to compare. */
export class NothingToCompareError extends Error {}

/**
 * Runs the version change of a world as it is, and as the other strategies that its Rollout can be made into: the same pods, seed, faults and
 * instants. Throws NothingToCompareError without a rollout or a change.
 */
export function compareStrategies(world: World, titleOf: (world: World) => string): Comparison {
  const rollout = world.manifests.find((object) => object['kind'] === ROLLOUT.kind);
  if (rollout === undefined) throw new NothingToCompareError('there is no Rollout among the manifests');
  const workload = nameOf(rollout);
  const own = runWorld(world);
  const change = changeOf(own, workload, replicasOf(rollout));
  const outcomes = [outcomeOf({ id: 'own', title: titleOf(world), notes: [], world }, own, workload, change)];
  for (const variant of variantsOf(world, rollout, own)) {
    outcomes.push(outcomeOf(variant, runWorld(variant.world), workload, change));
  }
  return { workload, ...change, outcomes: withOneEnd(outcomes, change) };
}

interface VersionChange {
  readonly replicas: number;
  readonly changeMs: number;
  readonly oldVersion: string;
  readonly newVersion: string;
}

function nameOf(object: JsonObject): WorkloadName {
  const metadata = member(object, 'metadata');
  return { namespace: textAt(metadata, 'namespace') ?? 'default', name: textAt(metadata, 'name') ?? '' };
}

/** The first change of the version: from the only one there was to the one that joins it. */
function changeOf(timeline: Timeline, workload: WorkloadName, replicas: number): VersionChange {
  const samples = countsOf(timeline, workload);
  const index = samples.findIndex(({ versions }) => versions.size > 1);
  const [oldVersion] = samples[index - 1]?.versions.keys() ?? [];
  const newVersion = [...(samples[index]?.versions.keys() ?? [])].find((version) => version !== oldVersion);
  const changeMs = samples[index]?.atMs;
  if (oldVersion === undefined || newVersion === undefined || changeMs === undefined) {
    throw new NothingToCompareError(
      'nothing changes the version: give the scenario a set image, or the command --set-image',
    );
  }
  return { replicas, changeMs, oldVersion, newVersion };
}

function replicasOf(rollout: JsonObject): number {
  const { replicas } = member(rollout, 'spec');
  return typeof replicas === 'number' ? replicas : 1;
}

function outcomeOf(variant: Variant, timeline: Timeline, workload: WorkloadName, change: VersionChange): Outcome {
  const samples = countsOf(timeline, workload);
  const exposure = exposureOf(timeline, workload, change.newVersion, samples);
  const { endMs } = timeline.header.totals;
  const figures = measureUpdate(samples, exposure, { ...change, endMs });
  const hands = timeline.entries.filter(
    (entry) =>
      entry.kind === 'action' && isTyped(entry) && entry.atMs >= change.changeMs && !isTheChange(entry, change),
  ).length;
  return { variant, timeline, samples, exposure, figures, hands };
}

function isTheChange({ atMs, text }: ActionEntry, { changeMs }: VersionChange): boolean {
  return atMs === changeMs && / set image /.test(text);
}

/** All variants are measured over the same time: from the change until each has come to its end. */
function withOneEnd(outcomes: readonly Outcome[], change: VersionChange): readonly Outcome[] {
  const lastMs = Math.max(...outcomes.map(({ samples, exposure }) => Math.max(lastOf(samples), lastOf(exposure))));
  const endMs = Math.max(lastMs, change.changeMs);
  return outcomes.map((outcome) => ({
    ...outcome,
    figures: measureUpdate(outcome.samples, outcome.exposure, { ...change, endMs }),
  }));
}

function lastOf(list: readonly { readonly atMs: number }[]): number {
  return list.at(-1)?.atMs ?? 0;
}
