import { expect, test } from 'vitest';
import { chartData } from '../../src/report/chart/chart-data.ts';
import { momentsOf } from '../../src/report/moments.ts';
import { plainText } from '../../src/report/moment.ts';
import { summarize } from '../../src/report/summary.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { runWorld } from '../../src/simulation/run.ts';
import { workloadsOf } from '../../src/timeline/facts/workloads.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';
import { diskFiles } from '../scenario/disk-files.ts';

function timelineOf(scenario: string): Timeline {
  const { rehearsal } = loadScenario(diskFiles(process.cwd()), `scenarios/${scenario}`);
  if (rehearsal === undefined) throw new Error(`${scenario} does not load`);
  return runWorld(rehearsal.world, { hash: rehearsal.hash });
}

/** `LABEL TEXT` of every line. */
function linesOf(timeline: Timeline): readonly string[] {
  return momentsOf(timeline).flatMap(({ lines }) => lines.map((line) => `${line.kind} ${plainText(line.spans)}`));
}

function chartOf(timeline: Timeline): ReturnType<typeof chartData> {
  const [name] = workloadsOf(timeline);
  if (name === undefined) throw new Error('the run has no workload');
  return chartData(timeline, name);
}

test('what happens to nodes is a fault, no command, and the chart says which', () => {
  const timeline = timelineOf('node-failure');
  expect(linesOf(timeline)).toContain('fault node node-2 fails');
  expect(chartOf(timeline).marks.map(({ label }) => label)).toContain('node node-2 fails');
});

test('a commit is a commit, and commands of argocd have short names', () => {
  const timeline = timelineOf('argocd-self-heal');
  expect(linesOf(timeline)).toContain('commit to shop: Version 2');
  expect(chartOf(timeline).marks.map(({ label }) => label)).toContain('set');
});

test('a rollout with workloadRef has the images of its ReplicaSets, and its Deployment shrinks before the reader', () => {
  const timeline = timelineOf('workload-ref');
  const [rollout] = summarize(timeline).workloads;
  expect(rollout?.last?.images).toEqual(['registry.example/shop:v2']);
  expect(rollout?.updates.map(({ images }) => images)).toEqual([
    ['registry.example/shop:v1'],
    ['registry.example/shop:v2'],
  ]);
  const lines = linesOf(timeline);
  expect(lines.filter((line) => line.startsWith('replicas '))).toEqual([
    'replicas 4→3 wanted',
    'replicas 3→2 wanted',
    'replicas 2→1 wanted',
    'replicas 1→0 wanted',
  ]);
});

test('a blue-green has a preview, no canary, and no weight', () => {
  const timeline = timelineOf('blue-green');
  expect(linesOf(timeline)).toContain('scale preview 0→1');
  const chart = chartOf(timeline);
  expect({ newer: chart.names.canary, weights: chart.weights }).toEqual({ newer: 'preview', weights: [] });
});
