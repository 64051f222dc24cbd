import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { runWorld } from '../../src/simulation/run.ts';
import type { World } from '../../src/world/world.ts';
import { diskFiles, memoryFiles } from './disk-files.ts';

const ROLLOUT = `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: shop}
spec:
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec: {containers: [{name: web, image: "shop:v1"}]}
  strategy: {canary: {}}
`;

function load(arrivals: string, latency: string, texts: Readonly<Record<string, string>>): World['traffic'] {
  const files = memoryFiles({
    'x/manifests/rollout.yaml': ROLLOUT,
    'x/y/scenario.yaml': `apiVersion: rehearse.dev/v1
kind: Scenario
metadata: {name: test}
spec:
  manifests: [../manifests/rollout.yaml]
  images: {"shop:v1": {latency: ${latency}}}
  traffic: {flows: [{to: {rollout: shop}, arrivals: ${arrivals}}]}
`,
    ...texts,
  });
  const { rehearsal, diagnostics } = loadScenario(files, 'x/y');
  expect(diagnostics).toEqual([]);
  return rehearsal?.world.traffic;
}

describe('recordings of a scenario', () => {
  test('are looked for from the folder of its file', () => {
    const traffic = load('{kind: recorded, file: a.csv}', '{kind: recorded, file: ../l.csv}', {
      'x/y/a.csv': '0,5\n60,7\n',
      'x/l.csv': '12,3\n',
    });
    expect(traffic?.flows[0]?.arrivals).toEqual({
      kind: 'steps',
      steps: [
        { fromMs: 0, perSecond: 5 },
        { fromMs: 60_000, perSecond: 7 },
      ],
    });
    expect(traffic?.images['shop:v1']?.latency).toEqual({ kind: 'empirical', values: [{ value: 12, weight: 3 }] });
  });

  test('are metrics if one is named', () => {
    const traffic = load(
      '{kind: recorded, file: m.txt, metric: n_total}',
      '{kind: recorded, file: m.txt, metric: d_seconds}',
      { 'x/y/m.txt': 'n_total 10 100\nn_total 40 115\nd_seconds_bucket{le="0.1"} 4 100\n# EOF\n' },
    );
    expect(traffic?.flows[0]?.arrivals).toEqual({ kind: 'steps', steps: [{ fromMs: 0, perSecond: 2 }] });
    expect(traffic?.images['shop:v1']?.latency).toEqual({ kind: 'empirical', values: [{ value: 100, weight: 4 }] });
  });
});

describe('a run of recorded arrivals', () => {
  const disk = diskFiles(process.cwd());
  const { rehearsal } = loadScenario(disk, 'scenarios/recorded-traffic');
  if (rehearsal === undefined) throw new Error('it does not load');

  test('has in each minute as many requests as the recording says, but for chance', () => {
    const lines = (disk.read('scenarios/recorded-traffic/arrivals.csv') ?? '').trim().split('\n').slice(1);
    const rates = lines.map((line) => Number(line.split(',')[1]));
    const counts = rates.map(() => 0);
    for (const { fromMs, requests, early = 0 } of runWorld(rehearsal.world).traffic ?? []) {
      const minute = Math.floor(fromMs / 60_000);
      if (minute < counts.length) counts[minute] = (counts[minute] ?? 0) + requests + early;
    }
    counts.forEach((count, minute) => {
      const expected = (rates[minute] ?? 0) * 60;
      // Four standard deviations of a Poisson number.
      expect(Math.abs(count - expected)).toBeLessThan(4 * Math.sqrt(expected));
    });
  });
});
