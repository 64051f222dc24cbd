import { describe, expect, test } from 'vitest';
import { chartData } from '../../src/report/chart/chart-data.ts';
import { plainText } from '../../src/report/moment.ts';
import { momentsOf } from '../../src/report/moments.ts';
import { runWorld } from '../../src/simulation/run.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';
import { rolloutManifest, scenarioWorld, worldOf } from '../simulation/worlds.ts';

function linesOf(timeline: Timeline, kind: string): readonly string[] {
  return momentsOf(timeline).flatMap(({ atMs, lines }) =>
    lines.filter((line) => line.kind === kind).map(({ spans }) => `${atMs / 1000} ${plainText(spans)}`),
  );
}

function run(command: string, atMs: number) {
  const text = `kubectl argo rollouts ${command}`;
  return { trigger: { atMs }, action: { do: 'run', command: text, namespace: 'default' } } as const;
}

const SERVICES = ['web-stable', 'web-canary'].map((name) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'default' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
}));

test('a weight that was set is told from what the router has', () => {
  const base = rolloutManifest([{ setWeight: 25 }, { pause: {} }, { setWeight: 75 }, { pause: {} }]);
  const canary = {
    steps: [{ setWeight: 25 }, { pause: {} }, { setWeight: 75 }, { pause: {} }],
    canaryService: 'web-canary',
    stableService: 'web-stable',
    dynamicStableScale: true,
    trafficRouting: { smi: {} },
  };
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web:1' }] } };
  const spec = { replicas: 4, selector: { matchLabels: { app: 'web' } }, strategy: { canary }, template };
  const timeline = runWorld(
    worldOf({
      manifests: [...SERVICES, { ...base, spec }],
      script: [run('set image web web=web:2', 10_000), run('promote web --full', 60_000)],
    }),
  );
  const from60 = (kind: string): readonly string[] => linesOf(timeline, kind).filter((line) => /^(6|7)\d /.test(line));
  expect(from60('step')).toEqual(['60 4/4  the rest was skipped: promoted in full']);
  expect(from60('weight')[0]).toBe('60 100% set for the canary, 25% at the router');
  expect(from60('stable')[0]).toMatch(/^62 is now revision 2/);
});

describe('the switch of the active Service', () => {
  const timeline = runWorld(scenarioWorld('blue-green'));

  test('is a line of the report', () => {
    expect(linesOf(timeline, 'service').filter((line) => line.includes('active'))).toEqual([
      expect.stringMatching(/^\d+ active Service shop: revision 1 → 2 {2}registry\.example\/shop:v2$/),
    ]);
  });

  test('is a mark of the chart', () => {
    const { marks } = chartData(timeline, { kind: 'Rollout', namespace: 'default', name: 'shop' });
    expect(marks.map(({ label }) => label)).toContain('revision 2 is active');
  });
});

test('what is wrong with pods is a line, once for each time that their number doubles', () => {
  const timeline = runWorld(scenarioWorld('crashing-canary'));
  const lines = linesOf(timeline, 'pods').filter((line) => line.includes('CrashLoopBackOff'));
  expect(lines).toEqual([expect.stringMatching(/^\d+ CrashLoopBackOff {2}1 of 1 pods of ReplicaSet shop-/)]);
});

test('a reconcile that fails without end is one entry, and one line', () => {
  const metric = { name: 'errors', provider: { job: { spec: { template: { spec: { containers: [] } } } } } };
  const analysisTemplate = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisTemplate',
    metadata: { name: 'errors', namespace: 'default' },
    spec: { args: [{ name: 'group' }], metrics: [metric] },
  };
  const group = { name: 'group', valueFrom: { fieldRef: { fieldPath: 'status.alb.canaryTargetGroup.name' } } };
  const steps = [{ setWeight: 50 }, { pause: {} }];
  const canary = { steps, analysis: { templates: [{ templateName: 'errors' }], args: [group] } };
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web:1' }] } };
  const spec = { replicas: 2, selector: { matchLabels: { app: 'web' } }, strategy: { canary }, template };
  const timeline = runWorld(
    worldOf({
      manifests: [analysisTemplate, { ...rolloutManifest([]), spec }],
      until: { ms: 600_000 },
      script: [run('set image web web=web:2', 10_000)],
    }),
  );
  const failures = timeline.entries.filter((entry) => entry.kind === 'failure');
  expect(failures).toEqual([
    {
      kind: 'failure',
      atMs: 10_000,
      seq: expect.any(Number),
      controller: 'rollouts',
      object: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', namespace: 'default', name: 'web' },
      error: expect.stringContaining('status.alb.canaryTargetGroup.name'),
      lastMs: expect.any(Number),
      tries: expect.any(Number),
    },
  ]);
  const [{ lastMs, tries } = { lastMs: 0, tries: 0 }] = failures;
  expect(lastMs).toBeGreaterThan(590_000);
  expect(tries).toBeGreaterThan(59);
  expect(linesOf(timeline, 'failure')).toEqual([
    expect.stringMatching(/^10 rollouts controller: Rollout\/web fails: .*, \d+ tries until 9m5[\d.]+s$/),
  ]);
});

test('a command that shows something leaves its output in the report', () => {
  const timeline = runWorld(
    worldOf({
      manifests: [rolloutManifest([])],
      script: [run('status web --watch=false', 30_000)],
      until: { ms: 40_000 },
    }),
  );
  const notes = momentsOf(timeline).flatMap(({ lines }) => lines.flatMap((line) => line.notes.map(({ text }) => text)));
  expect(notes).toEqual(['Healthy']);
});
