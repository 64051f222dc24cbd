import { describe, expect, it } from 'vitest';
import { streams } from '../../src/kernel/streams.ts';
import { writeOpenMetrics } from '../../src/metrics/openmetrics/write.ts';
import { DEFAULT_OBSERVATION, type ObservationSpec, TrafficRun } from '../../src/metrics/traffic-run.ts';
import { BEHAVIOUR, FLOW, TestWorld, trafficSpec } from '../traffic/world.ts';

const EPOCH_MS = 1_767_225_600_000;
const SUCCESS =
  'sum(rate(http_requests_total{version="v2",code!~"5.."}[1m])) / sum(rate(http_requests_total{version="v2"}[1m]))';

function run(seed: number, observation: Partial<ObservationSpec> = {}): TrafficRun {
  const world = new TestWorld();
  world.rollout({});
  world.service('web', { app: 'demo' });
  world.pods('old', 'demo:v1', 4);
  world.pods('new', 'demo:v2', 1);
  const images = { 'demo:v2': { ...BEHAVIOUR, errors: { rates: [{ fromMs: 0, rate: 0.05 }], code: '500' } } };
  const traffic = trafficSpec({ images, flows: [{ ...FLOW, arrivals: { kind: 'constant', perSecond: 200 } }] });
  const result = new TrafficRun(traffic, { ...DEFAULT_OBSERVATION, ...observation }, streams(seed), EPOCH_MS);
  for (let atMs = 0; atMs <= 120_000; atMs = result.endMs) {
    result.close(atMs);
    result.scrape(atMs, world.api);
    result.begin(atMs, world.api);
  }
  return result;
}

const query = (text: string) => ({ provider: 'prometheus' as const, metric: 'success', query: text });

describe('a run with traffic', () => {
  it('answers the query of an AnalysisTemplate from what happened', () => {
    const answer = run(1).source.answer(query(SUCCESS), EPOCH_MS + 120_000);
    expect(answer).toEqual({ kind: 'vector', values: [expect.closeTo(0.95, 1)], warnings: [] });
  });

  it('gives the same bytes under the same seed, others under another', () => {
    const text = (seed: number): string => [...writeOpenMetrics(run(seed).store)].join('');
    expect(text(1)).toBe(text(1));
    expect(text(1)).not.toBe(text(2));
  });

  it('knows scripted series beside its own', () => {
    const scripted = [{ series: 'orders_total', values: '0+10x40', everyMs: 15_000, fromMs: 0 }];
    const answer = run(1, { scripted }).source.answer(query('rate(orders_total[1m])'), EPOCH_MS + 120_000);
    expect(answer).toMatchObject({ kind: 'vector', values: [expect.closeTo(10 / 15, 9)] });
  });
});

describe('a run without traffic', () => {
  it('has no windows, and does not know what only traffic would tell', () => {
    const world = new TestWorld();
    world.rollout({});
    const idle = new TrafficRun(undefined, DEFAULT_OBSERVATION, streams(1), EPOCH_MS);
    idle.scrape(0, world.api);
    idle.begin(0, world.api);
    expect(idle.close(15_000)).toBeUndefined();
    expect(idle.source.answer(query(SUCCESS), EPOCH_MS)).toBeUndefined();
    expect(idle.source.answer(query('rollout_info_replicas_desired'), EPOCH_MS)).toMatchObject({ values: [1] });
  });
});
