import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/api/json.ts';
import { ANALYSIS_RUN } from '../../src/api/resources.ts';
import { promQL } from '../../src/metrics/promql/promql.ts';
import { runObserved, runWorld } from '../../src/simulation/run.ts';
import { mergedSamples, SampleLog } from '../../src/simulation/traffic-samples.ts';
import { writeTimeline } from '../../src/timeline/json-lines.ts';
import { readTimeline } from '../../src/timeline/read-json-lines.ts';
import { finalState, findRollout } from '../../src/timeline/facts/rollouts.ts';
import type { FlowWindow, TrafficWindow, VersionTraffic } from '../../src/traffic/window.ts';
import type { World } from '../../src/world/world.ts';
import { scenarioWorld } from './worlds.ts';

const world = scenarioWorld('bad-canary');
const timeline = runWorld(world, { freeze: true });

/** The world with other arrivals, until a time. */
function atRate(perSecond: number, untilMs: number): World {
  const { traffic } = world;
  if (traffic === undefined) throw new Error('the scenario has traffic');
  const flows = traffic.flows.map((flow) => ({ ...flow, arrivals: { kind: 'constant', perSecond } as const }));
  return { ...world, traffic: { ...traffic, flows }, until: { ms: untilMs }, limitMs: untilMs };
}

/** The world with other steps of its Rollout. */
function withSteps(base: World, steps: JsonObject[]): World {
  const manifests = base.manifests.map((manifest) => {
    if (manifest['kind'] !== 'Rollout') return manifest;
    const copy = structuredClone(manifest);
    Object.assign(Object(Object(Object(copy['spec'])['strategy'])['canary']), { steps });
    return copy;
  });
  return { ...base, manifests };
}

describe('a run with traffic', () => {
  test('has its AnalysisTemplate answered by what was scraped: 5 % of errors are too many, 0.1 % are not', () => {
    const runs = finalState(timeline).list(ANALYSIS_RUN);
    const values = (phase: string): readonly number[] =>
      runs
        .filter(({ status }) => status.phase === phase)
        .flatMap(({ status }) => status.metricResults?.[0]?.measurements ?? [])
        .map(({ value = '' }) => Number(/^\[(.*)\]$/.exec(value)?.[1]));
    expect(values('Failed').length).toBeGreaterThanOrEqual(2);
    for (const value of values('Failed')) expect(value).toBeCloseTo(0.95, 1);
    expect(values('Successful').length).toBeGreaterThan(5);
    for (const value of values('Successful')) expect(value).toBeGreaterThan(0.98);
  });

  test('ends when all news has spread', () => {
    const last = timeline.traffic?.at(-1);
    const { endMs, ended } = timeline.header.totals;
    expect(ended).toBe('settled');
    expect(last?.toMs).toBe(endMs);
    expect(last?.versions.map(({ desired, propagated, share }) => ({ desired, propagated, share }))).toEqual([
      { desired: 1, propagated: 1, share: 1 },
    ]);
    const stable = findRollout(finalState(timeline), { namespace: 'default', name: 'shop' })?.status.stableRS;
    expect(last?.versions[0]?.podTemplateHash).toBe(stable);
  });

  test('tells what the objects ask for before the router acts by it', () => {
    const late = (timeline.traffic ?? []).flatMap(({ versions }) =>
      versions.filter(({ desired, propagated }) => Math.abs(desired - propagated) > 0.05),
    );
    expect(late.length).toBeGreaterThan(0);
  });

  test('is the same again, and comes back from its file', () => {
    const text = writeTimeline(timeline);
    expect(writeTimeline(runWorld(world))).toBe(text);
    const read = readTimeline(text);
    expect(read.traffic).toEqual(timeline.traffic);
    expect(read.header.traffic).toEqual(timeline.header.traffic);
    expect(writeTimeline(read)).toBe(text);
    expect(writeTimeline(runWorld({ ...world, seed: 2 }))).not.toBe(text);
  });

  test('keeps as much of 10 requests a second as of 100,000', () => {
    const sizes = [10, 100_000].map((perSecond) => {
      const { timeline: run, series } = runObserved(atRate(perSecond, 240_000), { observe: true });
      return { samples: run.traffic?.length, series: series?.size.series };
    });
    expect(sizes[1]?.samples).toBe(sizes[0]?.samples);
    expect(sizes[0]?.samples).toBeLessThan(60);
    // More codes and buckets are met, nothing else.
    expect(sizes[1]?.series).toBeLessThan((sizes[0]?.series ?? 0) * 1.2);
  });

  test('meets the same arrivals from scrape to scrape under one seed, whatever the strategy', () => {
    const arrivals = (steps: JsonObject[], seed: number): readonly number[] => {
      const run = runWorld({ ...withSteps(atRate(300, 300_000), steps), seed });
      const cells = new Array<number>(20).fill(0);
      for (const { fromMs, toMs, requests, early = 0 } of run.traffic ?? []) {
        const cell = Math.floor(fromMs / 15_000);
        expect(toMs).toBeLessThanOrEqual((cell + 1) * 15_000);
        cells[cell] = (cells[cell] ?? 0) + requests + early;
      }
      return cells;
    };
    const slow = arrivals([{ setWeight: 5 }, { pause: { duration: 120 } }, { setWeight: 60 }], 7);
    const fast = arrivals([{ setWeight: 100 }], 7);
    expect(Math.min(...slow)).toBeGreaterThan(4000);
    expect(fast).toEqual(slow);
    expect(arrivals([{ setWeight: 100 }], 8)).not.toEqual(slow);
  });

  test('lets the script answer in place of what was measured', () => {
    const scripted = runWorld({ ...world, metrics: { 'success-rate': [{ fromMs: 0, value: 1 }] } });
    const phases = finalState(scripted)
      .list(ANALYSIS_RUN)
      .map(({ status }) => status.phase);
    expect(phases).not.toContain('Failed');
    expect(phases).toContain('Successful');
  });

  test('has no samples and no series behind its end', () => {
    const { timeline: run, series } = runObserved(world);
    const { endMs } = run.header.totals;
    expect(run.traffic?.every(({ fromMs }) => fromMs < endMs)).toBe(true);
    for (const each of series?.all() ?? []) {
      expect(each.timeMs(each.length - 1)).toBeLessThanOrEqual(world.epochMs + endMs);
    }
  });
});

describe('a run without traffic', () => {
  const { traffic: _traffic, observation: _observation, ...quiet } = world;
  const short: World = { ...quiet, until: { ms: 120_000 }, limitMs: 120_000 };

  test('has no samples, is not scraped, and has no more instants than before', () => {
    const instants = (of: World): number => {
      let count = 0;
      runWorld(of, { progressEvery: 1, onProgress: () => (count += 1) });
      return count;
    };
    const { timeline: run, series } = runObserved(short);
    expect(run.traffic).toBeUndefined();
    expect(run.header.traffic).toBeUndefined();
    expect(series).toBeUndefined();
    // Two windows that show the first deployment, and eight scrapes.
    expect(instants(atRate(1, 120_000)) - instants(short)).toBeGreaterThanOrEqual(8);
    expect(instants(short)).toBeLessThan(40);
  });

  test('is scraped if somebody wants to look, with the same outcome', () => {
    const { timeline: run, series } = runObserved(short, { observe: true });
    expect(writeTimeline(run)).toBe(writeTimeline(runWorld(short)));
    if (series === undefined) throw new Error('it was observed');
    const answer = promQL('rollout_info_replicas_available').instant(series, world.epochMs + 60_000);
    expect(answer).toMatchObject({ type: 'vector', samples: [{ value: 5 }] });
  });
});

describe('samples of a long run', () => {
  const version = (revision: string, requests: number): VersionTraffic => ({
    image: `shop:${revision}`,
    revision,
    requests,
    errors: 1,
    byCode: { '200': requests - 1, '500': 1 },
    buckets: [requests, 0, 0],
    latencySumMs: requests * 5,
    share: requests / 100,
    weights: { desired: requests / 100, propagated: 0.5 },
    offeredPerSecond: requests,
    capacityPerSecond: 200,
    utilisation: requests / 200,
    mirrored: 0,
    users: { exposed: requests, hurt: 1 },
  });
  const flow = (versions: readonly VersionTraffic[]): FlowWindow => ({
    flow: 'shop',
    namespace: 'default',
    router: undefined,
    routerObject: '',
    mainService: '',
    arrivals: 100,
    early: 0,
    retries: 1,
    unrouted: 2,
    requests: 100,
    errors: 2,
    byCode: { '200': 98, '500': 2 },
    versions,
    pods: [],
    routes: [],
  });
  const window = (index: number, versions: readonly VersionTraffic[]): TrafficWindow => ({
    fromMs: index * 1000,
    toMs: index * 1000 + 1000,
    bucketsMs: [10, 20],
    flows: [flow(versions)],
  });

  test('are twice as wide each time there would be too many', () => {
    const log = new SampleLog(1000, 4);
    for (let index = 0; index < 11; index += 1) log.add(window(index, [version('a', 60), version('b', 40)]));
    const samples = log.before(Infinity);
    expect(samples.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
      [0, 4000],
      [4000, 8000],
      [8000, 11_000],
    ]);
    expect(samples.map(({ requests }) => requests)).toEqual([400, 400, 300]);
    expect(samples[0]?.byCode).toEqual({ '200': 392, '500': 8 });
    expect(samples[0]?.versions[0]).toMatchObject({ buckets: [240], share: 0.6, desired: 0.6, capacityPerSecond: 200 });
    expect(log.before(8000)).toHaveLength(2);
  });

  test('keep the share of a version that came late as a mean over time', () => {
    const log = new SampleLog(100);
    log.add(window(0, [version('a', 100)]));
    log.add(window(1, [version('a', 90), version('b', 10)]));
    const [first, second] = log.before(Infinity);
    if (first === undefined || second === undefined) throw new Error('two windows are two samples');
    const both = mergedSamples(first, second);
    expect(both.versions.map(({ podTemplateHash, share, requests }) => ({ podTemplateHash, share, requests }))).toEqual(
      [
        { podTemplateHash: 'a', share: 0.95, requests: 190 },
        { podTemplateHash: 'b', share: 0.05, requests: 10 },
      ],
    );
    expect(both.versions.map(({ users }) => users?.exposed)).toEqual([90, 10]);
  });
});

describe('a run with scripted series', () => {
  const labels = (code: string): string =>
    `istio_requests_total{reporter="source",destination_service_name="shop-canary",response_code="${code}"}`;
  const scripted = { everyMs: 15_000, fromMs: 0 };

  /** The world without callers, whose Prometheus has series of so many failures in 15 s beside 100 good answers. */
  function withFailures(failures: number): World {
    const { traffic: _traffic, observation: _observation, ...quiet } = world;
    return {
      ...quiet,
      series: [
        { ...scripted, series: labels('200'), values: '0+100x400' },
        { ...scripted, series: labels('500'), values: `0+${failures}x400` },
      ],
    };
  }

  test('has its AnalysisTemplate answered by them, without traffic', () => {
    const phases = (failures: number): readonly (string | undefined)[] =>
      finalState(runWorld(withFailures(failures)))
        .list(ANALYSIS_RUN)
        .map(({ status }) => status.phase);
    expect(phases(5)).toContain('Failed');
    expect(new Set(phases(1))).toEqual(new Set(['Successful']));
  });

  test('forgets those after its end', () => {
    const { series, timeline: told } = runObserved(withFailures(1));
    const [last] = series?.select([]).filter(({ labels: of }) => of.get('response_code') === '500') ?? [];
    const endMs = world.epochMs + told.header.totals.endMs;
    expect(last?.timeMs(last.length - 1)).toBeLessThanOrEqual(endMs);
    expect(last?.length).toBeGreaterThan(10);
  });
});
