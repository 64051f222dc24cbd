import type { Json, JsonObject } from '../../../src/api/json.ts';
import { duration, manifest, type WorldBuilder } from './builder.ts';
import { type Draw, given } from './draw.ts';

interface Place {
  readonly name: string;
  readonly namespace: string;
}

/** Adds an AnalysisTemplate of this name, with answers for its metric; gives the reference to it. */
export function drawTemplate(builder: WorldBuilder, place: Place): JsonObject {
  const draw = builder.draw('template', place.name);
  const isCluster = draw.chance(0.15);
  const { name, namespace } = place;
  const metrics = Array.from({ length: draw.pick([1, 1, 1, 2]) }, (_, index) =>
    drawMetric(builder, draw, index === 0 ? name : `${name}-${index}`),
  );
  const wantsArgs = draw.chance(0.25);
  const spec = given({
    args: wantsArgs ? [{ name: 'service' }, { name: 'size', value: '3' }] : undefined,
    metrics,
    dryRun: draw.maybe(0.1, () => [{ metricName: draw.pick(['.*', name]) }]),
    measurementRetention: draw.maybe(0.1, () => [{ metricName: name, limit: draw.int(1, 20) }]),
  });
  if (isCluster)
    builder.add(manifest('argoproj.io/v1alpha1', 'ClusterAnalysisTemplate', { name, namespace: 'default' }, spec));
  else builder.add(manifest('argoproj.io/v1alpha1', 'AnalysisTemplate', { name, namespace }, spec));
  return given({ templateName: name, clusterScope: isCluster ? true : undefined, needsArgs: wantsArgs });
}

/** The analysis of a strategy or a step: one or two templates and the arguments that they need. */
export function drawAnalysis(builder: WorldBuilder, draw: Draw, place: Place): JsonObject {
  const count = draw.chance(0.15) ? 2 : 1;
  const drawn = Array.from({ length: count }, (_, index) =>
    drawTemplate(builder, { ...place, name: index === 0 ? place.name : `${place.name}-more` }),
  );
  const templates = drawn.map(({ needsArgs: _, ...reference }) => reference);
  return given({ templates, args: drawn.some(({ needsArgs }) => needsArgs === true) ? drawArgs(draw) : undefined });
}

export function drawArgs(draw: Draw): Json {
  const value = draw.pick<JsonObject>([
    { value: 'shop' },
    { valueFrom: { podTemplateHashValue: 'Latest' } },
    { valueFrom: { podTemplateHashValue: 'Stable' } },
    { valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
  ]);
  return [{ name: 'service', ...value }];
}

function drawMetric(builder: WorldBuilder, draw: Draw, name: string): JsonObject {
  const count = draw.maybe(0.5, () => draw.int(1, 5));
  const interval =
    draw.maybe(0.7, () => draw.pick(['5s', '10s', '30s', '1m'])) ?? ((count ?? 1) > 1 ? '10s' : undefined);
  const { provider, successCondition, failureCondition } = drawProvider(builder, draw, name);
  return given({
    name,
    interval,
    count,
    initialDelay: draw.maybe(0.3, () => draw.pick(['0s', '5s', '30s'])),
    failureLimit: draw.maybe(0.4, () => draw.int(0, 3)),
    inconclusiveLimit: draw.maybe(0.2, () => draw.int(0, 2)),
    consecutiveErrorLimit: draw.maybe(0.2, () => draw.int(0, 4)),
    consecutiveSuccessLimit: draw.maybe(0.1, () => draw.int(1, 4)),
    successCondition,
    failureCondition,
    provider,
  });
}

interface Provider {
  readonly provider: JsonObject;
  readonly successCondition?: string;
  readonly failureCondition?: string | undefined;
}

function drawProvider(builder: WorldBuilder, draw: Draw, name: string): Provider {
  const measured = builder.rate('measuredMetrics');
  const series = builder.rate('scriptedSeries');
  const kind = draw.weighted([
    ['scripted', 0.5],
    ['web', 0.2],
    ['job', 0.2],
    ['measured', builder.rate('traffic') > 0 ? measured : 0],
    ['series', series],
  ]);
  const fails = builder.rate('failingMetrics');
  const prometheus = (query: string): JsonObject => ({
    prometheus: { address: 'http://prometheus.example:9090', query },
  });
  switch (kind) {
    case 'job': {
      builder.jobs.set(name, { runs: duration(draw), fails: draw.chance(fails) });
      const containers = [{ name: 'test', image: 'registry.example/test:v1' }];
      return {
        provider: { job: { spec: { backoffLimit: 0, template: { spec: { restartPolicy: 'Never', containers } } } } },
      };
    }
    case 'web':
      builder.metrics.set(name, drawBodies(draw, fails));
      return {
        provider: { web: { url: 'http://judge.example/', jsonPath: '{$.ratio}' } },
        successCondition: draw.pick(['result <= 1.1', 'result < 1 || result > 2']),
        failureCondition: draw.maybe(0.3, () => 'result > 3'),
      };
    case 'measured':
      return {
        provider: prometheus(
          draw.pick([
            'sum(rate(http_requests_total{code!~"5.."}[1m])) / sum(rate(http_requests_total[1m]))',
            'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[1m])))',
            'sum(rate(http_requests_total[1m])) or vector(1)',
            'count(up) or vector(0)',
          ]),
        ),
        successCondition: draw.pick([
          'len(result) == 0 || isNaN(result[0]) || result[0] >= 0.9',
          'default(result, [1])[0] >= 0',
        ]),
      };
    case 'series': {
      const metric = name.replaceAll('-', '_');
      builder.series.set(`${metric}{source="test"}`, {
        values: draw.pick(['0+5x10 _ stale', '1 1 0 NaN 2', '3-1x5']),
        every: '30s',
      });
      return { provider: prometheus(`sum(${metric})`), successCondition: 'len(result) == 0 || result[0] >= 1' };
    }
    default:
      builder.metrics.set(name, drawAnswers(draw, fails));
      return {
        provider: prometheus(`sum(rate(requests_of_${name.replaceAll('-', '_')}[1m]))`),
        successCondition: draw.pick([
          'result[0] >= 0.95',
          'len(result) > 0 && result[0] > 0.5',
          'default(result, [0])[0] > 0.5',
          'isNaN(result[0]) || result[0] >= 0.9',
        ]),
        failureCondition: draw.maybe(0.3, () => draw.pick(['result[0] < 0.5', 'result[0] < 0.9'])),
      };
  }
}

const GOOD: readonly Json[] = [0.97, 1, '0.99x10', [0.98], { series: '0.96x40', every: '15s' }];
const BAD: readonly Json[] = [
  0.2,
  '0.99x2 0.5x3 _ stale',
  { series: '1-0.02x40', every: '15s' },
  [0.2, 1],
  { series: 'NaN 1x4 0.1', every: '20s', from: '30s' },
  { error: 'timeout' },
  [],
];

/** What a metric of Prometheus answers. */
export function drawAnswers(draw: Draw, failing: number): Json {
  return draw.pick(draw.chance(failing) ? BAD : GOOD);
}

function drawBodies(draw: Draw, failing: number): Json {
  const bad = [{ error: 'connection refused' }, { json: { ratio: 4 } }, { json: { other: 1 } }];
  const value = { json: { ratio: draw.pick([1, 1.05]) } };
  const later = draw.chance(failing) ? draw.pick<JsonObject>(bad) : { json: { ratio: 1.02 } };
  return [
    { from: '0s', value },
    { from: draw.pick(['20s', '2m']), value: later },
  ];
}
