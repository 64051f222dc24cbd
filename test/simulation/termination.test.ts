import { describe, expect, it } from 'vitest';
import { POD } from '../../src/api/resources.ts';
import { runWorld } from '../../src/simulation/run.ts';
import type { World } from '../../src/world/world.ts';
import { scenarioWorld } from './worlds.ts';

const world = scenarioWorld('slow-termination');

/** When each pod was marked and when it was gone, in seconds. */
function endings(of: World): readonly { readonly marked: number | undefined; readonly gone: number }[] {
  const marked = new Map<string, number>();
  const ends: { marked: number | undefined; gone: number }[] = [];
  for (const entry of runWorld(of, { freeze: true }).entries) {
    if (entry.kind !== 'change' || entry.resource !== POD) continue;
    const { atMs, after, object } = entry;
    const isMarked = after?.metadata.deletionTimestamp !== undefined;
    if (isMarked && !marked.has(object.name)) marked.set(object.name, atMs / 1000);
    if (after === undefined) ends.push({ marked: marked.get(object.name), gone: atMs / 1000 });
  }
  return ends;
}

function withCluster(cluster: Partial<World['cluster']>): World {
  return { ...world, cluster: { ...world.cluster, ...cluster } };
}

const lasting = (of: World): readonly number[] => [
  ...new Set(endings(of).map(({ marked = NaN, gone }) => Math.round((gone - marked) * 10) / 10)),
];

describe('a deleted pod', () => {
  it('stays until its preStop hook and its containers have ended', () => {
    expect(endings(world)).toHaveLength(4);
    expect(lasting(world)).toEqual([15]);
  });

  it('stays at most for its grace period', () => {
    const images = { 'registry.example/shop:v1': { ...world.cluster.default, terminatesMs: 60_000 } };
    expect(lasting(withCluster({ images }))).toEqual([20]);
  });

  it('ends two seconds after SIGTERM unless the scenario says otherwise', () => {
    expect(lasting(withCluster({ images: {} }))).toEqual([7]);
  });

  it('is gone at once where pods do not terminate', () => {
    const { termination: _termination, ...cluster } = world.cluster;
    expect(endings({ ...world, cluster }).map(({ marked }) => marked)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
