import { expect, test } from 'vitest';
import { replicateTraffic } from '../../src/study/traffic-replications.ts';
import type { World } from '../../src/world/world.ts';
import { scenarioWorld } from '../simulation/worlds.ts';

const COUNT = 12;
const world = scenarioWorld('bad-canary');
/** Up to the abort of version 2. */
const short: World = { ...world, until: { ms: 240_000 }, limitMs: 240_000 };

test('replications agree with what is known of the model', () => {
  const [flow] = replicateTraffic(short, COUNT)?.flows ?? [];
  if (flow === undefined) throw new Error('the scenario has a flow');
  // 100 requests a second from the first minute on: a Poisson number of 18,000, whose mean over the runs has a deviation of 39.
  expect(Math.abs(flow.requests.mean - 18_000)).toBeLessThan(3 * Math.sqrt(18_000 / COUNT));
  expect(flow.requests.high - flow.requests.low).toBeLessThan(400);
  const bad = flow.versions.find(({ image }) => image.endsWith(':v2'));
  // A tenth of the requests for some 90 s, of which a twentieth fails.
  expect(bad?.errors.mean).toBeGreaterThan(30);
  expect(bad?.errors.mean).toBeLessThan(70);
  expect(bad?.hurtUsers?.mean).toBeLessThanOrEqual(bad?.errors.mean ?? 0);
  expect(bad?.calledOff.runs).toBe(COUNT);
  expect(flow.versions.find(({ image }) => image.endsWith(':v1'))?.calledOff.runs).toBe(0);
});

test('the same seeds give the same estimates', () => {
  expect(replicateTraffic(short, 2)).toEqual(replicateTraffic(short, 2));
  expect(replicateTraffic(short, 2)?.seeds).toEqual({ first: 1, last: 2 });
});

test('nothing is estimated where nobody sends requests', () => {
  const { traffic: _traffic, observation: _observation, ...quiet } = short;
  expect(replicateTraffic(quiet, 2)).toBeUndefined();
});
