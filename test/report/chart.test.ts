import { describe, expect, test } from 'vitest';
import { isJsonObject, type Json, type JsonObject } from '../../src/api/json.ts';
import { chartData } from '../../src/report/chart/chart-data.ts';
import { lineLabels, placeMarks, PLOT_WIDTH, timeTicks } from '../../src/report/chart/label-layout.ts';
import { renderSvg } from '../../src/report/chart/render-svg.ts';
import { replicasChart } from '../../src/report/chart/replicas-chart.ts';
import { runWorld } from '../../src/simulation/run.ts';
import type { ScriptedAction } from '../../src/world/script.ts';
import { rolloutManifest, worldOf } from '../simulation/worlds.ts';
import { recordedTimeline } from '../timeline/recorded-timeline.ts';
import { expectGolden } from './golden.ts';

const timeline = recordedTimeline('getting-started');
const name = { kind: 'Rollout', namespace: 'default', name: 'rollouts-demo' } as const;
const data = chartData(timeline, name);

describe('the data of a chart', () => {
  test('has a line for each time in which a role has pods', () => {
    const canary = data.pods.filter((row) => row.role === 'canary');
    const ofPart = (part: number): string[] =>
      canary.filter((row) => row.part === part).map((row) => `${row.t}: ${row.available}/${row.wanted}`);
    expect(ofPart(1)).toEqual([
      '20: 0/1',
      '22: 1/1',
      '60: 1/2',
      '62: 2/2',
      '72: 2/3',
      '74: 3/3',
      '84: 3/4',
      '86: 4/4',
      '96: 4/5',
      '98: 0/0',
    ]);
    expect(ofPart(2)).toEqual(['160: 0/1', '162: 1/1', '190: 0/0']);
    expect(ofPart(3)).toEqual([]);
  });

  test('has the weights in force while an update is on its way, and the phases', () => {
    expect(data.weights.map((band) => `${band.from}-${band.to} ${band.label}`)).toEqual([
      '0-2 100%',
      '20-60 20%',
      '60-72 40%',
      '72-84 60%',
      '84-96 80%',
      '96-98 100%',
      '160-190 20%',
    ]);
    expect(data.phases.filter((band) => band.label === 'degraded')).toEqual([
      { from: 190, to: 220, label: 'degraded' },
    ]);
    expect(data.phases.filter((band) => band.label === 'paused').map((band) => band.from)).toEqual([
      22, 62, 74, 86, 162,
    ]);
  });

  test('marks what people did, and the new stable version', () => {
    expect(data.marks.map((mark) => `${mark.t} ${mark.label}`)).toEqual([
      '20 set image yellow',
      '60 promote',
      '98 revision 2 (yellow) is stable',
      '160 set image red',
      '190 abort',
      '220 set image yellow',
    ]);
  });
});

describe('marks of several rollouts', () => {
  const rollout = (label: string, image: string, namespace = 'default', more: JsonObject = {}): JsonObject => {
    const manifest = rolloutManifest([{ setWeight: 34 }, { pause: { duration: '10s' } }], image);
    return { ...manifest, metadata: { name: label, namespace }, ...more };
  };
  const run = (seconds: number, command: string, namespace = 'default'): ScriptedAction => ({
    trigger: { atMs: seconds * 1000 },
    action: { do: 'run', command, namespace },
  });
  const referenced = rolloutManifest([], 'ref:1');
  const world = worldOf({
    manifests: [
      rollout('web', 'r/web:v1'),
      rollout('api', 'r/api:v1'),
      rollout('web', 'r/other:v1', 'prod'),
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'base', namespace: 'default' },
        spec: { replicas: 0, ...without(referenced['spec'], ['strategy', 'replicas']) },
      },
      rollout('ref', '', 'default', {
        spec: {
          replicas: 1,
          workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'base' },
          strategy: { canary: { steps: [{ setWeight: 50 }] } },
        },
      }),
    ],
    script: [
      run(10, 'kubectl argo rollouts set image api web=r/api:v2'),
      run(20, 'kubectl argo rollouts abort web -n prod'),
      run(30, 'kubectl argo rollouts restart web'),
      run(40, 'kubectl set image deployment/base web=ref:2'),
      { trigger: { atMs: 50_000 }, action: { do: 'pods', image: 'r/other:v1', count: 1, what: 'crash' } },
      { trigger: { atMs: 60_000 }, action: { do: 'metric', metric: 'web', answers: [] } },
    ],
    until: { ms: 70_000 },
  });
  const ran = runWorld(world);
  const marks = (label: string, namespace = 'default'): readonly string[] =>
    chartData(ran, { kind: 'Rollout', namespace, name: label }).marks.flatMap((mark) =>
      mark.kind === 'action' ? [`${mark.t} ${mark.label}`] : [],
    );
  const metric = expect.stringMatching(/^60 metric web/);

  test('each has its own, though another has a container, an image or a name like it', () => {
    expect(marks('web')).toEqual(['30 restart', metric]);
    expect(marks('api')).toEqual(['10 set image v2', metric]);
    expect(marks('web', 'prod')).toEqual(['20 abort', '50 1 pod of v1 crashes', metric]);
  });

  test('a command to the Deployment is about the rollout that takes its pods from it', () => {
    expect(marks('ref')).toEqual(['40 set image 2', metric]);
  });
});

function without(value: Json | undefined, keys: readonly string[]): JsonObject {
  return isJsonObject(value) ? Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key))) : {};
}

describe('the layout', () => {
  test('keeps labels of marks apart', () => {
    const marks = placeMarks(
      [0, 1, 2, 99, 100].map((t) => ({ t, label: 'set image yellow', kind: 'action' as const })),
      100,
    );
    expect(marks.map(({ row, align }) => `${row} ${align}`)).toEqual([
      '0 left',
      '1 left',
      '2 left',
      '0 right',
      '1 right',
    ]);
  });

  test('writes the name of a line where it stands alone', () => {
    expect(lineLabels(data).map(({ role, value }) => `${role} at ${value}`)).toEqual(['stable at 5', 'canary at 1']);
  });

  test('has round times', () => {
    expect(timeTicks(280)).toEqual([0, 30, 60, 90, 120, 150, 180, 210, 240, 270]);
    expect(timeTicks(7200)).toEqual([0, 600, 1200, 1800, 2400, 3000, 3600, 4200, 4800, 5400, 6000, 6600, 7200]);
    expect(timeTicks(0.5)).toEqual([0]);
  });
});

describe('the picture', () => {
  test('is specified to the character', () => {
    expectGolden('replicas.vl.json', `${JSON.stringify(replicasChart(timeline, name), null, 2)}\n`);
  });

  test('is drawn without a browser, the same each time, with everything in it', async () => {
    const specification = replicasChart(timeline, name);
    const svg = await renderSvg(specification);
    expect(await renderSvg(specification)).toBe(svg);
    for (const text of [
      '>stable<',
      '>canary<',
      '>set image yellow<',
      '>paused<',
      '>degraded<',
      '>20%<',
      '>available<',
    ]) {
      expect(svg).toContain(text);
    }
    expect(svg).toContain(`M0,0h${PLOT_WIDTH}v`);
    expect(svg).not.toMatch(/NaN|undefined|<script|href="http/);
  });
});
