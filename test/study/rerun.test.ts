import { expect, test } from 'vitest';
import { loadRehearsal } from '../../src/scenario/load-rehearsal.ts';
import { runWorld } from '../../src/simulation/run.ts';
import { Reruns, type WorldChange } from '../../src/study/rerun.ts';
import type { World } from '../../src/world/world.ts';
import { diskFiles } from '../scenario/disk-files.ts';

function worldOf(folder: string): World {
  const { rehearsal } = loadRehearsal(diskFiles('.'), [folder]);
  if (rehearsal === undefined) throw new Error(`${folder} does not load`);
  return rehearsal.world;
}

test('a world under a change draws the same as before up to where it differs, and equal changes run once', () => {
  const reruns = new Reruns(worldOf('scenarios/bad-canary'));
  const setImage = reruns.own.timeline.entries.find((entry) => entry.kind === 'action');
  if (setImage === undefined) throw new Error('bad-canary changes nothing');
  const until = { ms: setImage.atMs };
  const before = reruns.run([{ change: 'world', settings: { until } }]);
  const changes: readonly WorldChange[] = [{ change: 'world', settings: { until, script: [] } }];
  const rerun = reruns.run(changes);
  expect(rerun.timeline.traffic).toEqual(before.timeline.traffic);
  expect(rerun.timeline.traffic?.length).toBeGreaterThan(0);
  expect(reruns.run([...changes])).toBe(rerun);
  expect(rerun.timeline.header.scenario.hash).not.toBe(before.timeline.header.scenario.hash);
});

test('a run that is there already is not made again', () => {
  const world = worldOf('scenarios/getting-started');
  const timeline = runWorld(world);
  expect(new Reruns(world, timeline).own.timeline).toBe(timeline);
});
