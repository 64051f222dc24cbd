import type { JsonObject } from '../src/api/json.ts';
import { MemoryServer } from '../src/api/memory-server.ts';
import { POD } from '../src/api/resources.ts';
import { streams } from '../src/kernel/streams.ts';
import { promQL } from '../src/metrics/promql/promql.ts';
import { ApplicationExporter } from '../src/metrics/scrape/application.ts';
import { KubeStateExporter } from '../src/metrics/scrape/kube-state.ts';
import { RouterExporter } from '../src/metrics/scrape/routers.ts';
import { Scraper } from '../src/metrics/scrape/scraper.ts';
import { TrafficModel } from '../src/traffic/traffic-model.ts';
import { DEFAULT_BUCKETS_MS, type TrafficSpec } from '../src/world/traffic.ts';

const PODS = 20;
const SECONDS = 3600;
const SCRAPE_SECONDS = 15;
const QUERY_ROUNDS = 200;

/** What people ask in AnalysisTemplates: a success ratio, a latency, a rate, a comparison with the stable version. */
const QUERIES = [
  'sum(rate(http_requests_total{service="web",code!~"5.*"}[2m])) / sum(rate(http_requests_total{service="web"}[2m]))',
  'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{service="web"}[5m])))',
  'sum by (version) (rate(http_requests_total[1m]))',
  'avg_over_time((sum(rate(http_requests_total{code=~"5.."}[1m])) / sum(rate(http_requests_total[1m])))[10m:1m])',
] as const;

export interface PromQLBenchmark {
  readonly series: number;
  readonly samples: number;
  readonly megabytes: number;
  /** An hour of traffic in windows of a second, scraped every 15 s: seconds of work, by requests per second. The better of two, warmed up. */
  readonly trafficSeconds: Readonly<Record<string, number>>;
  /** Instant queries per second over that hour, by query. */
  readonly queriesPerSecond: Readonly<Record<string, number>>;
}

/** Traffic, scrapes and queries over one simulated hour of 20 pods. */
export function benchPromQL(): PromQLBenchmark {
  hourOf(1000);
  const slow = best(hourOf(10), hourOf(10));
  const fast = best(hourOf(100_000), hourOf(100_000));
  const { store } = fast.scraper;
  const { series, samples, bytes } = store.size;
  const queriesPerSecond = Object.fromEntries(
    QUERIES.map((text) => {
      const query = promQL(text);
      const started = performance.now();
      for (let round = 0; round < QUERY_ROUNDS; round += 1) query.instant(store, (SECONDS - round * 10) * 1000);
      return [text, Math.round((QUERY_ROUNDS * 1000) / (performance.now() - started))];
    }),
  );
  return {
    series,
    samples,
    megabytes: bytes / 1e6,
    trafficSeconds: { '10': slow.seconds, '100000': fast.seconds },
    queriesPerSecond,
  };
}

interface Hour {
  readonly scraper: Scraper;
  readonly seconds: number;
}

function best(a: Hour, b: Hour): Hour {
  return a.seconds < b.seconds ? a : b;
}

function hourOf(perSecond: number): Hour {
  const api = cluster();
  const model = new TrafficModel(spec(perSecond), streams(1), { cellMs: SCRAPE_SECONDS * 1000, stepMs: 1000 });
  const scraper = new Scraper([new ApplicationExporter(), new RouterExporter(), new KubeStateExporter()]);
  const started = performance.now();
  for (let second = 0; second < SECONDS; second += 1) {
    if (second % SCRAPE_SECONDS === 0) scraper.scrape(second * 1000, api);
    model.observe(second * 1000, api);
    scraper.count(model.close((second + 1) * 1000));
  }
  return { scraper, seconds: (performance.now() - started) / 1000 };
}

function cluster(): MemoryServer {
  const api = new MemoryServer({ clock: { nowMs: () => 0 } });
  const create = (manifest: JsonObject): void => {
    const object = api.decode(manifest);
    api.create(api.resourceFor(object.apiVersion ?? '', object.kind ?? ''), object);
  };
  create({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' } } });
  for (let index = 0; index < PODS; index += 1) {
    const name = `web-${index}`;
    const image = index < PODS / 5 ? 'web:v2' : 'web:v1';
    const labels = { app: 'web', 'rollouts-pod-template-hash': image.slice(-2) };
    create({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels },
      spec: { containers: [{ name: 'app', image }] },
    });
    const conditions = [{ type: 'Ready', status: 'True' }];
    api.patch(POD, 'default', name, { status: { conditions } }, { subresource: 'status' });
  }
  return api;
}

function spec(perSecond: number): TrafficSpec {
  return {
    flows: [
      {
        name: 'web',
        namespace: 'default',
        to: { service: 'web' },
        arrivals: { kind: 'constant', perSecond },
        method: 'GET',
        path: '/',
        headers: [],
        retries: { attempts: 1, on: ['error'] },
        users: 100_000,
        objective: 0.999,
      },
    ],
    propagation: { endpointsMs: 1000, routerMs: 1000 },
    images: {},
    default: {
      latency: { kind: 'log-normal', median: 40, sigma: 0.5 },
      errors: { rates: [{ fromMs: 0, rate: 0.01 }], code: '500' },
      capacity: { concurrency: 400, queue: 100 },
      drainMs: 0,
      dependsOn: [],
    },
    dependencies: {},
    bucketsMs: DEFAULT_BUCKETS_MS,
  };
}
