import { describe, expect, it } from 'vitest';
import { POD } from '../../../src/api/resources.ts';
import { streams } from '../../../src/kernel/streams.ts';
import { promQL } from '../../../src/metrics/promql/promql.ts';
import { ApplicationExporter } from '../../../src/metrics/scrape/application.ts';
import { ArgoRolloutsExporter } from '../../../src/metrics/scrape/argo-rollouts.ts';
import { type Exporter, exposed } from '../../../src/metrics/scrape/exporter.ts';
import { KubeStateExporter } from '../../../src/metrics/scrape/kube-state.ts';
import { RouterExporter } from '../../../src/metrics/scrape/routers.ts';
import { Scraper } from '../../../src/metrics/scrape/scraper.ts';
import { TrafficModel } from '../../../src/traffic/traffic-model.ts';
import { DEFAULT_METRIC_NAMES } from '../../../src/metrics/profile.ts';
import type { LabelSource } from '../../../src/world/metrics.ts';
import type { TrafficSpec } from '../../../src/world/traffic.ts';
import { BEHAVIOUR, TestWorld, GRID, step, trafficSpec } from '../../traffic/world.ts';

const SCRAPE_MS = 15_000;

/** A canary behind a VirtualService, with traffic in windows of a second and a scrape each 15 s. */
class Run {
  readonly world = new TestWorld();
  readonly scraper = new Scraper([
    new ApplicationExporter(),
    new RouterExporter(),
    new KubeStateExporter(),
    new ArgoRolloutsExporter(),
  ]);
  readonly #model: TrafficModel;
  nowMs = 0;

  constructor(weight: number, spec: Partial<TrafficSpec> = {}) {
    const { world } = this;
    world.rollout({
      stableService: 'stable',
      canaryService: 'canary',
      trafficRouting: { istio: { virtualService: { name: 'vs' } } },
    });
    world.service('stable', { 'rollouts-pod-template-hash': 'old' });
    world.service('canary', { 'rollouts-pod-template-hash': 'new' });
    const route = (host: string, share: number) => ({ destination: { host }, weight: share });
    world.create({
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'vs' },
      spec: { http: [{ route: [route('stable', 100 - weight), route('canary', weight)] }] },
    });
    world.pods('old', 'demo:v1', 3);
    world.pods('new', 'demo:v2', 1);
    this.#model = new TrafficModel(trafficSpec(spec), streams(1), GRID);
  }

  advance(seconds: number): void {
    const { world, scraper } = this;
    for (let second = 0; second < seconds; second += 1) {
      if (this.nowMs % SCRAPE_MS === 0) scraper.scrape(this.nowMs, world.api);
      scraper.count(step(this.#model, this.nowMs, this.nowMs + 1000, world.api));
      this.nowMs += 1000;
    }
  }

  ask(query: string): readonly number[] {
    const result = promQL(query).instant(this.scraper.store, this.nowMs);
    return result.type === 'vector' ? result.samples.map(({ value }) => value) : [];
  }

  value(query: string): number {
    const values = this.ask(query);
    expect(values).toHaveLength(1);
    return values[0] ?? NaN;
  }
}

describe('series of a run', () => {
  const images = { 'demo:v2': { ...BEHAVIOUR, errors: { rates: [{ fromMs: 0, rate: 0.05 }], code: '500' } } };

  it('answer the queries of AnalysisTemplates', () => {
    const run = new Run(20, { images });
    run.advance(301);
    const rps = run.value('sum(rate(http_requests_total{service="canary"}[2m]))');
    expect(Math.abs(rps / 200 - 1)).toBeLessThan(0.05);
    const success = run.value(
      'sum(irate(istio_requests_total{reporter="source",destination_service=~"canary.default.svc.cluster.local",response_code!~"5.*"}[2m]))' +
        ' / sum(irate(istio_requests_total{reporter="source",destination_service=~"canary.default.svc.cluster.local"}[2m]))',
    );
    expect(Math.abs(success - 0.95)).toBeLessThan(0.02);
    expect(run.value('sum(rate(http_requests_total{service="stable",code=~"5.."}[2m])) or vector(0)')).toBe(0);
    const p90 =
      'histogram_quantile(0.9, sum by (le) (rate(http_request_duration_seconds_bucket{service="canary"}[2m])))';
    expect(run.value(p90)).toBeGreaterThan(0.01);
    expect(run.value(p90)).toBeLessThanOrEqual(0.025);
    expect(run.ask('http_request_duration_seconds_bucket{pod="new-0",le="1.0"}')).toHaveLength(1);
    expect(run.value('count(up{service="stable"})')).toBe(3);
    expect(run.ask('sum by (version) (rate(http_requests_total[1m]))')).toHaveLength(2);
  });

  it('end with the pod they belong to, at the next scrape', () => {
    const run = new Run(20);
    run.advance(61);
    expect(run.ask('up{pod="new-0"}')).toEqual([1]);
    run.world.deletePod('new-0');
    run.advance(10);
    expect(run.ask('up{pod="new-0"}')).toEqual([1]);
    run.advance(10);
    expect(run.ask('up{pod="new-0"}')).toEqual([]);
    expect(run.ask('kube_pod_info{pod="new-0"}')).toEqual([]);
    expect(run.ask('count_over_time(up{pod="new-0"}[5m])')).toEqual([5]);
  });

  it('of a container that starts again begin at zero', () => {
    const run = new Run(50);
    run.advance(61);
    const statuses = (restartCount: number) => ({
      containerStatuses: [
        { name: 'app', ready: true, restartCount, image: 'demo:v2', imageID: '', state: { running: {} } },
      ],
    });
    run.world.api.patch(POD, 'default', 'new-0', { status: statuses(1) }, { subresource: 'status' });
    run.advance(60);
    expect(run.ask('resets(http_requests_total{pod="new-0"}[2m])')).toEqual([1]);
    expect(run.ask('kube_pod_container_status_restarts_total{pod="new-0"}')).toEqual([1]);
    const perSecond = run.value('rate(http_requests_total{pod="new-0"}[2m])');
    expect(Math.abs(perSecond / 500 - 1)).toBeLessThan(0.2);
  });

  it('of the cluster and of the controller follow the objects', () => {
    const run = new Run(20);
    run.advance(1);
    expect(run.ask('sum(kube_pod_status_ready{condition="true"})')).toEqual([4]);
    expect(run.ask('rollout_info{strategy="canary",traffic_router="Istio",phase="Progressing"}')).toEqual([1]);
    expect(run.ask('sum(rollout_phase)')).toEqual([1]);
    expect(run.ask('rollout_info_replicas_desired')).toEqual([1]);
  });
});

describe('a scrape', () => {
  it('takes the first of two lines of one series', () => {
    const twice: Exporter = {
      exposes: () => true,
      expose: () => [exposed('up', 1, { job: 'a' }), exposed('up', 0, { job: 'a' })],
    };
    const scraper = new Scraper([twice]);
    scraper.scrape(1000, new TestWorld().api);
    expect(scraper.store.all().map((series) => [series.length, series.value(0)])).toEqual([[1, 1]]);
  });

  it('keeps what is scripted of a series that an exporter shows too', () => {
    const both: Exporter = {
      exposes: () => true,
      expose: () => [exposed('up', 1, { job: 'a' }), exposed('up', 1, { job: 'b' })],
    };
    const scraper = new Scraper([both]);
    scraper.script([{ series: 'up{job="a"}', values: '0x3', everyMs: 1000, fromMs: 0 }], 0);
    scraper.scrape(1000, new TestWorld().api);
    expect(scraper.store.all().map((series) => [series.length, series.value(0)])).toEqual([
      [4, 0],
      [1, 1],
    ]);
  });
});

describe('a histogram by code', () => {
  it('has each answer once, in the bucket of a latency that some answer had', () => {
    const world = new TestWorld();
    world.rollout({});
    world.service('web', { app: 'demo' });
    world.pods('new', 'demo:v2', 1);
    const images = {
      'demo:v2': {
        ...BEHAVIOUR,
        latency: { kind: 'exponential', mean: 50 } as const,
        errors: { rates: [{ fromMs: 0, rate: 0.3 }], code: '500' },
      },
    };
    const model = new TrafficModel(trafficSpec({ images }), streams(1), GRID);
    const family = { ...DEFAULT_METRIC_NAMES, code: 'status', method: 'method', codeOnDuration: true };
    const labels = new Map<string, LabelSource>([
      ['track', { kind: 'value', value: 'a' }],
      ['who', { kind: 'role' }],
    ]);
    const scraper = new Scraper([new ApplicationExporter({ application: [family], labels })]);
    for (let second = 0; second < 30; second += 1) {
      scraper.count(step(model, second * 1000, second * 1000 + 1000, world.api));
    }
    scraper.scrape(30_000, world.api);
    const ask = (query: string): readonly number[] => {
      const result = promQL(query).instant(scraper.store, 30_000);
      return result.type === 'vector' ? result.samples.map(({ value }) => value) : [];
    };
    const [failed = 0] = ask('http_request_duration_seconds_count{status="500",track="a"}');
    expect([failed]).toEqual(ask('http_requests_total{status="500"}'));
    expect(failed).toBeGreaterThan(8000);
    expect(ask('sum(http_request_duration_seconds_count)')).toEqual(ask('sum(http_requests_total)'));
    const [median = 0] = ask('histogram_quantile(0.5, http_request_duration_seconds_bucket{status="500"})');
    expect(median).toBeCloseTo(50 * Math.LN2 * 1e-3, 2);
  });
});
