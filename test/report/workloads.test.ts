import { expect, test } from 'vitest';
import { chartData } from '../../src/report/chart/chart-data.ts';
import { plainText } from '../../src/report/moment.ts';
import { momentsOf } from '../../src/report/moments.ts';
import { plainStyle } from '../../src/report/text/style.ts';
import { summaryText } from '../../src/report/text/summary-text.ts';
import { workloadLabel } from '../../src/report/workload-label.ts';
import { worldFromManifests } from '../../src/scenario/bare.ts';
import { workloadViewAt } from '../../src/session/instant.ts';
import { runWorld } from '../../src/simulation/run.ts';
import { sampleWorkload } from '../../src/timeline/facts/samples.ts';
import { workloadsOf } from '../../src/timeline/facts/workloads.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';

function timelineOf(text: string, ...setImage: readonly string[]): Timeline {
  const { rehearsal, diagnostics } = worldFromManifests([{ name: 'shop.yaml', text }], { setImage });
  if (rehearsal === undefined) throw new Error(JSON.stringify(diagnostics));
  return runWorld(rehearsal.world, { hash: rehearsal.hash });
}

const template = (app: string): string =>
  `{ metadata: { labels: { app: ${app} } }, spec: { containers: [ { name: web, image: "r/shop:v1" } ] } }`;

function deployment(strategy: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  replicas: 4
  strategy: { type: ${strategy} }
  selector: { matchLabels: { app: shop } }
  template: ${template('shop')}
`;
}

const EXPERIMENT = `
apiVersion: argoproj.io/v1alpha1
kind: Experiment
metadata: { name: trial }
spec:
  duration: 1m
  templates:
  - name: base
    replicas: 2
    selector: { matchLabels: { app: base } }
    template: ${template('base')}
`;

const ANALYSIS_RUN = `
apiVersion: argoproj.io/v1alpha1
kind: AnalysisRun
metadata: { name: check }
spec:
  metrics:
  - name: errors
    count: 1
    provider: { prometheus: { address: "http://p", query: "vector(0)" } }
    successCondition: result[0] == 0
`;

function linesOf(timeline: Timeline): readonly string[] {
  return momentsOf(timeline).flatMap(({ atMs, lines }) =>
    lines.map(({ kind, subject = '', spans }) => `${atMs / 1000}s ${subject} ${kind} ${plainText(spans)}`),
  );
}

function summaryOf(timeline: Timeline): string {
  return summaryText(timeline, { width: 200, style: plainStyle, quiet: false, next: [] });
}

test('a Deployment has what a Rollout has: revisions, sizes, phases, a result, a chart and a view', () => {
  const timeline = timelineOf(deployment('RollingUpdate'), 'web=r/shop:v2');
  const lines = linesOf(timeline);
  expect(lines).toContain('60s  scale revision 1 4→3  revision 2 0→2');
  expect(lines).toContain('64s  stable is now revision 2, r/shop:v2');
  expect(lines.filter((line) => line.includes(' phase '))).toEqual([
    '0s  phase ◌ Progressing  updated replicas are still becoming available',
    '2s  phase ✔ Healthy',
    '60s  phase ◌ Progressing  more replicas need to be updated',
    '62s  phase ◌ Progressing  old replicas are pending termination',
    '64s  phase ✔ Healthy',
  ]);
  const summary = summaryOf(timeline);
  expect(summary).toContain('✔ Healthy  shop at revision 2, r/shop:v2');
  expect(summary).toContain('at most 5 at once, at least 3 available once it was healthy');
  const [shop] = workloadsOf(timeline);
  if (shop === undefined) throw new Error('there is no workload');
  const { marks, names, pods } = chartData(timeline, shop);
  expect(marks.map(({ label }) => label)).toEqual(['set image v2', 'revision 2 (v2) is stable']);
  expect(names.canary).toBe('new');
  expect(pods.some(({ role, available }) => role === 'canary' && available > 0)).toBe(true);
  const view = workloadViewAt(timeline, shop, 62_000);
  expect(view).toMatch(/^Name: +shop\n/);
  expect(view).toMatch(/revision:2 *\n.*ReplicaSet .* Progressing/);
});

test('between the pods of a Recreate the old version is still the one to get back to', () => {
  const timeline = timelineOf(deployment('Recreate'), 'web=r/shop:v2');
  const [shop] = workloadsOf(timeline);
  if (shop === undefined) throw new Error('there is no workload');
  const samples = sampleWorkload(timeline, shop).filter(({ atMs }) => atMs >= 60_000);
  const hashes = samples.map(({ stableHash, newestHash }) => stableHash === newestHash);
  expect(hashes).toEqual([...hashes.slice(0, -1).map(() => false), true]);
  expect(samples.some(({ stable, canary }) => stable.available === 0 && canary.available === 0)).toBe(true);
});

test('a lone Experiment and a lone AnalysisRun have phases and a result', () => {
  const timeline = timelineOf([EXPERIMENT, ANALYSIS_RUN].join('---'));
  const lines = linesOf(timeline);
  expect(lines).toContain('0s trial scale base 0→2');
  expect(lines).toContain('2s trial pods base 2 of 2 ready');
  expect(lines).toContain('62s trial phase ✔ Successful');
  const summary = summaryOf(timeline);
  expect(summary).toContain('✔ Successful  trial, r/shop:v1');
  expect(summary).toContain('trial: at most 2 at once, at least 2 available while it ran');
  expect(summary).toContain('Error  check');
});

test('workloads of one name are told apart by kind, then by namespace', () => {
  const rollout = { kind: 'Rollout', namespace: 'a', name: 'shop' } as const;
  const other = { ...rollout, namespace: 'b' };
  const behind = { ...rollout, kind: 'Deployment' } as const;
  expect(workloadLabel(rollout, [rollout])).toBe('shop');
  expect(workloadLabel(rollout, [rollout, behind])).toBe('rollout/shop');
  expect(workloadLabel(rollout, [rollout, other])).toBe('a/shop');
  expect(workloadLabel(other, [rollout, other, behind])).toBe('b/rollout/shop');
});
