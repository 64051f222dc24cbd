import { describe, expect, test } from 'vitest';
import { formatDiagnostics } from '../../src/scenario/format-diagnostic.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import type { World } from '../../src/world/world.ts';
import { memoryFiles } from './disk-files.ts';

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

function load(spec: string): World {
  const files = memoryFiles({
    'rollout.yaml': ROLLOUT,
    'scenario.yaml': `apiVersion: rehearse.dev/v1
kind: Scenario
metadata: {name: test}
spec:
  manifests: [rollout.yaml]
${spec}`,
  });
  const { rehearsal, diagnostics } = loadScenario(files, 'scenario.yaml');
  if (rehearsal === undefined) throw new Error(formatDiagnostics(diagnostics));
  return rehearsal.world;
}

const flow = (arrivals: string): unknown =>
  load(`  traffic: {flows: [{to: {rollout: shop}, arrivals: ${arrivals}}]}`).traffic?.flows[0]?.arrivals;

describe('traffic of a scenario', () => {
  test('is absent unless it is asked for', () => {
    expect(load('').traffic).toBeUndefined();
  });

  test('needs no more than who is called and how often', () => {
    const { traffic, observation } = load('  traffic: {flows: [{to: {rollout: shop}, arrivals: 100}]}');
    expect(traffic?.flows).toEqual([
      {
        name: 'shop',
        namespace: 'default',
        to: { rollout: 'shop' },
        arrivals: { kind: 'constant', perSecond: 100 },
        method: 'GET',
        path: '/',
        headers: [],
        retries: { attempts: 0, on: [] },
      },
    ]);
    expect(traffic?.propagation).toEqual({ endpointsMs: 1000, routerMs: 1000 });
    expect(traffic?.default.latency).toEqual({ kind: 'constant', value: 20 });
    expect(observation).toEqual({ windowMs: 1000, scrapeMs: 15_000 });
  });

  test('may be counted under the names that the application has', () => {
    const { observation } = load(
      '  traffic: {flows: [{to: {rollout: shop}, arrivals: 1}], metrics: {requests: served_total}}',
    );
    expect(observation?.names).toEqual({ requests: 'served_total', duration: 'http_request_duration_seconds' });
  });

  test('stands beside series that are written down', () => {
    expect(load('  series: {\'a_total{x="1"}\': 0+1x3, b: {values: 1 _ 2, every: 15s, from: 1m}}').series).toEqual([
      { series: 'a_total{x="1"}', values: '0+1x3', everyMs: 60_000, fromMs: 0 },
      { series: 'b', values: '1 _ 2', everyMs: 15_000, fromMs: 60_000 },
    ]);
  });

  test.each([
    [
      '{kind: ramp, from: 1, to: 9, start: 30s, over: 2m}',
      { kind: 'ramp', from: 1, to: 9, startMs: 30_000, durationMs: 120_000 },
    ],
    [
      '{kind: steps, steps: [{from: 0s, perSecond: 5}, {from: 1m, perSecond: 7}]}',
      {
        kind: 'steps',
        steps: [
          { fromMs: 0, perSecond: 5 },
          { fromMs: 60_000, perSecond: 7 },
        ],
      },
    ],
    [
      `{kind: daily, startOfDay: 9h, perSecond: [${Array.from({ length: 24 }, (_, hour) => hour).join(', ')}]}`,
      { kind: 'daily', perSecond: Array.from({ length: 24 }, (_, hour) => hour), startOfDayMs: 32_400_000 },
    ],
    [
      '{kind: burst, base: 1, peak: 50, start: 1m, lasts: 10s, every: 5m}',
      { kind: 'burst', base: 1, peak: 50, startMs: 60_000, durationMs: 10_000, everyMs: 300_000 },
    ],
  ])('arrivals %s', (text, arrivals) => {
    expect(flow(text)).toEqual(arrivals);
  });

  test('everything that can be said of callers and versions', () => {
    const { traffic } = load(`  cluster: {propagation: {endpoints: 2s, router: 5s}}
  images:
    shop:v1:
      latency: {kind: log-normal, median: 40ms, sigma: 0.5}
      errors: {rates: [{from: 1m, rate: 0.1}], byLoad: {above: 0.8, rate: 0.5}, code: "503"}
      capacity: {concurrency: 8, queue: 20}
      warmUp: {lasts: 30s, latencyFactor: 3, errorRate: 0.02}
      drain: 5s
      dependsOn: [payments]
  traffic:
    buckets: [10ms, 1s]
    dependencies: {payments: {outages: [{from: 5m, to: 6m, addedLatency: 2s}]}}
    flows:
      - name: users
        to: {rollout: shop}
        arrivals: 10
        host: shop.example
        headers: [{share: 0.1, headers: {x-beta: "1"}}]
        stickyFor: 10m
        timeout: 2s
        retries: {attempts: 2}
        users: 60000
        objective: 0.999
`);
    expect(traffic?.images).toEqual({
      'shop:v1': {
        latency: { kind: 'log-normal', median: 40, sigma: 0.5 },
        errors: { rates: [{ fromMs: 60_000, rate: 0.1 }], byLoad: { above: 0.8, rate: 0.5 }, code: '503' },
        capacity: { concurrency: 8, queue: 20 },
        warmUp: { durationMs: 30_000, latencyFactor: 3, errorRate: 0.02 },
        drainMs: 5000,
        dependsOn: ['payments'],
      },
    });
    expect(traffic?.dependencies).toEqual({
      payments: { outages: [{ fromMs: 300_000, toMs: 360_000, errorRate: 1, addedLatencyMs: 2000 }] },
    });
    expect(traffic?.bucketsMs).toEqual([10, 1000]);
    expect(traffic?.propagation).toEqual({ endpointsMs: 2000, routerMs: 5000 });
    expect(traffic?.flows[0]).toMatchObject({
      name: 'users',
      host: 'shop.example',
      headers: [{ share: 0.1, headers: { 'x-beta': '1' } }],
      stickyForMs: 600_000,
      timeoutMs: 2000,
      retries: { attempts: 2, on: ['connect'] },
      users: 60_000,
      objective: 0.999,
    });
  });

  test('tells flows of one name apart', () => {
    const flows = `{to: {rollout: shop}, arrivals: 1}`;
    const { traffic } = load(
      `  traffic: {flows: [${flows}, ${flows}, {to: {rollout: shop}, name: shop-2, arrivals: 1}]}`,
    );
    expect(traffic?.flows.map(({ name }) => name)).toEqual(['shop', 'shop-2', 'shop-2-2']);
  });
});
