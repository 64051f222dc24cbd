import { describe, expect, it } from 'vitest';
import { type RandomStream, type RandomStreams, streams } from '../../src/kernel/streams.ts';
import { TrafficModel } from '../../src/traffic/traffic-model.ts';
import type { FlowWindow, VersionTraffic } from '../../src/traffic/window.ts';
import type { TrafficSpec } from '../../src/world/traffic.ts';
import { standardErrors } from '../kernel/statistics.ts';
import { BEHAVIOUR, FLOW, GRID, step, TestWorld, trafficSpec } from './world.ts';

class Run {
  readonly model: TrafficModel;
  readonly world: TestWorld;
  #nowMs = 0;

  constructor(world: TestWorld, spec: Partial<TrafficSpec>, seed = 1) {
    this.world = world;
    this.model = new TrafficModel(trafficSpec(spec), streams(seed), GRID);
  }

  step(ms = 1000, lostNodes: ReadonlySet<string> = new Set()): FlowWindow {
    const { flows } = step(this.model, this.#nowMs, this.#nowMs + ms, this.world.view(lostNodes));
    this.#nowMs += ms;
    const [flow] = flows;
    if (flow === undefined) throw new Error('no flow');
    return flow;
  }

  steps(n: number): readonly FlowWindow[] {
    return Array.from({ length: n }, () => this.step());
  }
}

const versionOf = ({ versions }: FlowWindow, revision: string): VersionTraffic | undefined =>
  versions.find((version) => version.revision === revision);

const sumOf = (windows: readonly FlowWindow[], of: (window: FlowWindow) => number): number =>
  windows.reduce((sum, window) => sum + of(window), 0);

/** A basic canary: one Service over four old pods and one new one. */
function basicCanary(): TestWorld {
  const world = new TestWorld();
  world.rollout({});
  world.service('web', { app: 'demo' });
  world.pods('old', 'demo:v1', 4);
  world.pods('new', 'demo:v2', 1);
  return world;
}

/** A VirtualService over two Services that pick revisions. */
function meshCanary(weight: number): TestWorld {
  const world = new TestWorld();
  world.rollout({
    stableService: 'stable',
    canaryService: 'canary',
    trafficRouting: { istio: { virtualService: { name: 'vs' } } },
  });
  world.service('stable', { 'rollouts-pod-template-hash': 'old' });
  world.service('canary', { 'rollouts-pod-template-hash': 'new' });
  world.create({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'vs' },
    spec: routes(weight),
  });
  world.pods('old', 'demo:v1', 4);
  world.pods('new', 'demo:v2', 1);
  return world;
}

const routes = (weight: number) => ({
  http: [
    {
      route: [
        { destination: { host: 'stable' }, weight: 100 - weight },
        { destination: { host: 'canary' }, weight },
      ],
    },
  ],
});

describe('shares', () => {
  it('without a router are those of the pods: one of five is a fifth, whatever the strategy says', () => {
    const windows = new Run(basicCanary(), {}).steps(40);
    const shares = windows.map((window) => versionOf(window, 'new')?.share ?? 0);
    expect(standardErrors(shares, 0.2, Math.sqrt((0.2 * 0.8) / 1000))).toBeLessThan(3.7);
    expect(versionOf(windows[0] ?? never(), 'new')?.weights).toEqual({ desired: 0.2, propagated: 0.2 });
  });

  it('with a router are its weights, whatever the number of pods', () => {
    const windows = new Run(meshCanary(5), {}).steps(40);
    const shares = windows.map((window) => versionOf(window, 'new')?.share ?? 0);
    expect(standardErrors(shares, 0.05, Math.sqrt((0.05 * 0.95) / 1000))).toBeLessThan(3.7);
  });

  it('follow a change of weight only after the router has heard of it', () => {
    const run = new Run(meshCanary(0), { propagation: { endpointsMs: 0, routerMs: 3000 } });
    run.steps(2);
    run.world.merge('networking.istio.io/v1', 'VirtualService', 'vs', { spec: routes(50) });
    const weights = run.steps(5).map((window) => versionOf(window, 'new')?.weights);
    expect(weights.map((each) => each?.desired)).toEqual([0.5, 0.5, 0.5, 0.5, 0.5]);
    expect(weights.map((each) => each?.propagated ?? 0)).toEqual([0, 0, 0, 0.5, 0.5]);
  });

  it('callers who stay keep coming to where they were', () => {
    const run = new Run(meshCanary(0), { flows: [{ ...FLOW, stickyForMs: 600_000 }] });
    run.step();
    run.world.merge('networking.istio.io/v1', 'VirtualService', 'vs', { spec: routes(100) });
    expect(versionOf(run.step(), 'old')?.share ?? 0).toBeGreaterThan(0.98);
  });

  it('callers with a header go where its route leads', () => {
    const world = meshCanary(0);
    const ring = {
      match: [{ headers: { ring: { exact: 'beta' } } }],
      route: [{ destination: { host: 'canary' }, weight: 100 }],
    };
    world.merge('networking.istio.io/v1', 'VirtualService', 'vs', { spec: { http: [ring, ...routes(0).http] } });
    const flow = { ...FLOW, headers: [{ share: 0.1, headers: { ring: 'beta' } }] };
    const shares = new Run(world, { flows: [flow] }).steps(30).map((window) => versionOf(window, 'new')?.share ?? 0);
    expect(standardErrors(shares, 0.1, Math.sqrt((0.1 * 0.9) / 1000))).toBeLessThan(3.7);
  });

  it('copies load pods but are nobody’s requests', () => {
    const world = meshCanary(0);
    const [route] = routes(0).http;
    const mirrored = { ...route, mirror: { host: 'canary' }, mirrorPercentage: { value: 50 } };
    world.merge('networking.istio.io/v1', 'VirtualService', 'vs', { spec: { http: [mirrored] } });
    const images = { 'demo:v2': { ...BEHAVIOUR, errors: { rates: [{ fromMs: 0, rate: 1 }], code: '500' } } };
    const windows = new Run(world, { images }).steps(10);
    const copies = sumOf(windows, (window) => versionOf(window, 'new')?.mirrored ?? 0);
    expect(copies / sumOf(windows, (window) => window.arrivals)).toBeCloseTo(0.5, 1);
    expect(sumOf(windows, (window) => window.errors)).toBe(0);
    const pods = windows.flatMap((window) => window.pods).filter((pod) => pod.revision === 'new');
    expect(pods.reduce((sum, pod) => sum + pod.errors, 0)).toBe(copies);
  });
});

function never(): never {
  throw new Error('nothing');
}

describe('answers', () => {
  it('fail at the rate of their version', () => {
    const images = { 'demo:v2': { ...BEHAVIOUR, errors: { rates: [{ fromMs: 0, rate: 0.05 }], code: '502' } } };
    const windows = new Run(basicCanary(), { images }).steps(40);
    const news = windows.flatMap((window) => versionOf(window, 'new') ?? []);
    const rates = news.map(({ errors, requests }) => errors / requests);
    expect(standardErrors(rates, 0.05, Math.sqrt((0.05 * 0.95) / 200))).toBeLessThan(3.7);
    expect(news[0]?.byCode['502']).toBe(news[0]?.errors);
    expect(windows.every((window) => versionOf(window, 'old')?.errors === 0)).toBe(true);
  });

  it('fail by time since the pod was ready', () => {
    const errors = { rates: [{ fromMs: 3000, rate: 1 }], code: '500' };
    const windows = new Run(basicCanary(), { images: { 'demo:v2': { ...BEHAVIOUR, errors } } }).steps(5);
    expect(windows.map((window) => (versionOf(window, 'new')?.errors ?? 0) > 0)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  it('a small canary with a large weight is overloaded: it turns away what it cannot take', () => {
    const capacity = { concurrency: 4, queue: 20 };
    const images = { 'demo:v1': { ...BEHAVIOUR, capacity }, 'demo:v2': { ...BEHAVIOUR, capacity } };
    const window = new Run(meshCanary(50), { images }).step();
    const canary = versionOf(window, 'new');
    expect(canary?.capacityPerSecond).toBe(200);
    expect(canary?.utilisation ?? 0).toBeGreaterThan(2);
    // Of some 500 requests a second 200 are answered.
    expect((canary?.requests ?? 0) - (canary?.errors ?? 0)).toBeLessThan(240);
    expect(canary?.byCode['503']).toBeGreaterThan(200);
    expect(versionOf(window, 'old')?.errors ?? 0).toBeLessThan(5);
  });

  it('callers give up on slow answers', () => {
    const latency = { kind: 'exponential', mean: 100 } as const;
    const flows = [{ ...FLOW, timeoutMs: 200 }];
    const windows = new Run(basicCanary(), { default: { ...BEHAVIOUR, latency }, flows }).steps(30);
    const late = windows.map((window) => (window.byCode['504'] ?? 0) / window.requests);
    const share = Math.exp(-2);
    expect(standardErrors(late, share, Math.sqrt((share * (1 - share)) / 1000))).toBeLessThan(3.7);
    expect(windows.every(({ pods }) => pods.every((pod) => pod.errors === 0))).toBe(true);
  });

  it('a warm-up and an outage of a dependency pass', () => {
    const behaviour = {
      ...BEHAVIOUR,
      warmUp: { durationMs: 4000, latencyFactor: 10, errorRate: 1 },
      dependsOn: ['db'],
    };
    const dependencies = { db: { outages: [{ fromMs: 6000, toMs: 7000, errorRate: 1, addedLatencyMs: 0 }] } };
    const windows = new Run(basicCanary(), { default: behaviour, dependencies }).steps(9);
    const rates = windows.map((window) => Math.round((window.errors / window.requests) * 10) / 10);
    expect(rates.map((rate) => rate > 0)).toEqual([true, true, true, true, false, false, true, false, false]);
    expect(rates[0]).toBe(1);
    expect((windows[0]?.pods[0]?.latencySumMs ?? 0) / (windows[0]?.pods[0]?.requests ?? 1)).toBeCloseTo(200, 6);
  });

  it('are tried again elsewhere where the caller does so', () => {
    const images = { 'demo:v2': { ...BEHAVIOUR, errors: { rates: [{ fromMs: 0, rate: 1 }], code: '500' } } };
    const flows = [{ ...FLOW, retries: { attempts: 2, on: ['error' as const] } }];
    const windows = new Run(basicCanary(), { images, flows }).steps(30);
    const rate = windows.map((window) => window.errors / window.requests);
    // Three of three calls have to meet the one bad pod of five.
    expect(standardErrors(rate, 0.008, Math.sqrt((0.008 * 0.992) / 1000))).toBeLessThan(3.7);
    expect(sumOf(windows, (window) => window.retries) / sumOf(windows, (window) => window.arrivals)).toBeCloseTo(
      0.24,
      1,
    );
    expect(windows.every((window) => window.requests === window.arrivals)).toBe(true);
  });
});

describe('pods that come and go', () => {
  it('a pod that is deleted is called until everybody has heard, and refuses once it has drained', () => {
    const world = basicCanary();
    const run = new Run(world, {
      propagation: { endpointsMs: 3000, routerMs: 0 },
      default: { ...BEHAVIOUR, drainMs: 1000 },
    });
    run.step();
    world.deletePod('new-0');
    const refused = run.steps(5).map((window) => window.byCode['503'] ?? 0);
    expect(refused.map((n) => n > 0)).toEqual([false, true, true, false, false]);
  });

  it('a new pod gets its share once everybody has heard', () => {
    const world = basicCanary();
    world.ready('new-0', false);
    const run = new Run(world, { propagation: { endpointsMs: 2000, routerMs: 0 } });
    run.step();
    world.ready('new-0', true);
    const shares = run.steps(4).map((window) => (versionOf(window, 'new')?.requests ?? 0) > 0);
    expect(shares).toEqual([false, false, true, true]);
  });

  it('without any pod requests are lost, once there was one', () => {
    const world = new TestWorld();
    world.rollout({});
    world.service('web', { app: 'demo' });
    const run = new Run(world, { flows: [{ ...FLOW, users: 1_000_000, objective: 0.5 }] });
    const before = run.step();
    expect(before.early).toBeGreaterThan(900);
    expect([before.requests, before.unrouted, before.budget?.requests, before.hurtUsers]).toEqual([0, 0, 0, 0]);
    const [pod = ''] = world.pods('old', 'demo:v1', 1);
    expect(run.step()).toMatchObject({ early: 0, errors: 0 });
    world.ready(pod, false);
    const after = run.step();
    expect(after.early).toBe(0);
    expect([after.unrouted, after.errors, after.byCode['503']]).toEqual([
      after.arrivals,
      after.arrivals,
      after.arrivals,
    ]);
    expect(after.hurtUsers).toBeGreaterThan(0.99 * after.arrivals);
    expect(after.hurtUsers).toBeLessThanOrEqual(after.arrivals);
  });

  it('pods of a lost node let callers wait until the node is given up, and count nothing', () => {
    const world = basicCanary();
    const run = new Run(world, { flows: [{ ...FLOW, timeoutMs: 500 }] });
    const names = ['old-0', 'old-1'];
    for (const name of names) world.onNode(name, 'a');
    run.step();
    const window = run.step(1000, new Set(['a']));
    expect(standardErrors([window.errors / window.requests], 0.4, Math.sqrt(0.24 / 1000))).toBeLessThan(3.7);
    expect(window.byCode['504']).toBe(window.errors);
    const silent = window.pods.filter(({ pod }) => names.includes(pod));
    expect(silent.map(({ requests }) => requests)).toEqual([0, 0]);
    for (const name of names) world.ready(name, false);
    expect(run.step(1000, new Set(['a'])).errors).toBe(0);
  });

  it('connections that are kept open stay with their pods', () => {
    const world = basicCanary();
    world.ready('new-0', false);
    const run = new Run(world, { flows: [{ ...FLOW, keepAliveMs: 60_000 }] });
    run.step();
    world.ready('new-0', true);
    const shares = run.steps(60).map((window) => versionOf(window, 'new')?.share ?? 0);
    expect(shares[0]).toBeLessThan(0.02);
    // After one mean life of a connection the share is 1 - 1/e of what it will be.
    expect(Math.abs((shares.at(-1) ?? 0) - 0.2 * (1 - Math.exp(-1)))).toBeLessThan(0.05);
    world.ready('new-0', false);
    expect(versionOf(run.step(), 'new')?.share ?? 0).toBeGreaterThan(0.05);
  });
});

describe('the books', () => {
  it('people that met the new version and its errors, and the budget', () => {
    const images = { 'demo:v2': { ...BEHAVIOUR, errors: { rates: [{ fromMs: 0, rate: 0.1 }], code: '500' } } };
    const flows = [{ ...FLOW, users: 10_000, objective: 0.99 }];
    const windows = new Run(basicCanary(), { images, flows }).steps(20);
    const last = windows.at(-1) ?? never();
    const { exposed = 0, hurt = 0 } = versionOf(last, 'new')?.users ?? {};
    const requests = sumOf(windows, (window) => versionOf(window, 'new')?.requests ?? 0);
    expect(Math.abs(exposed / (10_000 * (1 - Math.exp(-requests / 10_000))) - 1)).toBeLessThan(0.05);
    expect(hurt).toBeGreaterThan(300);
    expect(hurt).toBeLessThan(exposed);
    expect(last.budget?.burnt ?? 0).toBeCloseTo(2, 0);
  });

  it('two strategies under one seed meet the same arrivals', () => {
    const arrivals = (world: TestWorld) => new Run(world, {}, 42).steps(20).map((window) => window.arrivals);
    expect(arrivals(meshCanary(5))).toEqual(arrivals(basicCanary()));
    expect(new Run(basicCanary(), {}, 43).steps(20).map((window) => window.arrivals)).not.toEqual(
      arrivals(basicCanary()),
    );
  });

  it('pods, ways and versions add up to the same', () => {
    const images = { 'demo:v2': { ...BEHAVIOUR, errors: { rates: [{ fromMs: 0, rate: 0.3 }], code: '500' } } };
    for (const window of new Run(meshCanary(30), { images }).steps(5)) {
      const of = (rows: readonly { readonly requests: number; readonly errors: number }[]) =>
        rows.reduce(([requests = 0, errors = 0], row) => [requests + row.requests, errors + row.errors], [0, 0]);
      expect(of(window.pods)).toEqual([window.requests, window.errors]);
      expect(of(window.routes)).toEqual(of(window.versions));
      expect(of(window.versions)).toEqual([window.requests, window.errors]);
      const inBuckets = window.pods.flatMap(({ buckets }) => buckets).reduce((sum, n) => sum + n, 0);
      expect(inBuckets).toBe(window.requests);
    }
  });
});

/** Streams that count how often they are drawn from. */
function counting(seed: number): { readonly streams: RandomStreams; readonly drawn: () => number } {
  const inner = streams(seed);
  let drawn = 0;
  const stream = (...names: readonly string[]): RandomStream => {
    const own = inner.stream(...names);
    return {
      uniform: () => {
        drawn += 1;
        return own.uniform();
      },
      uint32: () => own.uint32(),
      int: (n) => own.int(n),
    };
  };
  return { streams: { stream }, drawn: () => drawn };
}

describe('the cost', () => {
  it('in draws does not depend on the rate', () => {
    const drawsAt = (perSecond: number): number => {
      const { streams: counted, drawn } = counting(1);
      const flows = [{ ...FLOW, arrivals: { kind: 'constant' as const, perSecond } }];
      const latency = { kind: 'log-normal', median: 50, sigma: 0.7 } as const;
      const model = new TrafficModel(trafficSpec({ flows, default: { ...BEHAVIOUR, latency } }), counted, GRID);
      const world = basicCanary();
      for (let second = 0; second < 200; second += 1) step(model, second * 1000, (second + 1) * 1000, world.api);
      return drawn();
    };
    expect(drawsAt(100_000_000) / drawsAt(100_000)).toBeLessThan(1.2);
  });
});
