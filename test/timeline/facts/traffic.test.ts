import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { runWorld } from '../../../src/simulation/run.ts';
import { abortsOf } from '../../../src/timeline/facts/aborts.ts';
import type { Timeline } from '../../../src/timeline/timeline.ts';
import { bucketQuantile, trafficFacts, updateTraffic } from '../../../src/timeline/facts/traffic.ts';
import type { TrafficSample, VersionSample } from '../../../src/timeline/traffic.ts';
import { scenarioWorld } from '../../simulation/worlds.ts';
import { evenly } from '../../evenly.ts';

function version(revision: string, requests: number, errors: number, hurt: number): VersionSample {
  return {
    podTemplateHash: revision,
    image: `shop:${revision}`,
    requests,
    errors,
    byCode: { '200': requests - errors, '500': errors },
    buckets: [requests],
    latencySumMs: requests,
    share: 0.5,
    desired: 0.5,
    propagated: 0.5,
    utilisation: 0,
    mirrored: 0,
    users: { exposed: hurt * 2, hurt },
  };
}

function sample(second: number, versions: readonly VersionSample[]): TrafficSample {
  return {
    fromMs: second * 1000,
    toMs: second * 1000 + 1000,
    flow: 'shop',
    requests: 100,
    errors: 2,
    byCode: { '200': 98, '500': 2 },
    retries: 0,
    unrouted: 1,
    versions,
  };
}

const timeline: Timeline = {
  header: {
    format: 'rehearse-timeline',
    version: 2,
    scenario: { name: 'x', title: 'x', hash: '' },
    seed: 1,
    tool: 'rehearse',
    reference: { argoRollouts: '', kubernetes: '' },
    epoch: '2026-01-01T00:00:00Z',
    totals: { endMs: 4000, reconciles: 0, writes: 0, events: 0, ended: 'settled' },
    traffic: {
      bucketsMs: [10],
      flows: [{ name: 'shop', namespace: 'default', to: { rollout: 'shop' }, users: 1000, objective: 0.99 }],
    },
  },
  entries: [],
  findings: [],
  analyses: [],
  verdicts: [],
  traffic: [
    sample(0, [version('a', 100, 0, 0)]),
    sample(1, [version('a', 80, 0, 0), version('b', 20, 2, 2)]),
    sample(2, [version('a', 90, 1, 1), version('b', 10, 1, 3)]),
    sample(3, [version('a', 100, 0, 1), version('b', 0, 0, 3)]),
  ],
};

describe('what callers had of a run', () => {
  test('is told by flow and version', () => {
    const [flow] = trafficFacts(timeline) ?? [];
    expect(flow).toMatchObject({ requests: 400, errors: 8, unrouted: 4, budgetBurnt: expect.closeTo(2, 9) });
    expect(
      flow?.versions.map(({ podTemplateHash, requests, errors }) => ({ podTemplateHash, requests, errors })),
    ).toEqual([
      { podTemplateHash: 'a', requests: 370, errors: 1 },
      { podTemplateHash: 'b', requests: 30, errors: 3 },
    ]);
    expect(flow?.versions[1]).toMatchObject({ firstMs: 1000, lastMs: 3000, users: { exposed: 6, hurt: 3 } });
  });

  test('is measured of an update for those who compare strategies', () => {
    expect(updateTraffic(timeline, 'b', 1000, 3000)).toEqual({
      requests: 200,
      failed: 4,
      answeredByNew: 30,
      exposedUsers: 6,
      hurtUsers: 3,
    });
    expect(updateTraffic(timeline, 'gone', 0, 4000)).toMatchObject({ answeredByNew: 0, exposedUsers: 0 });
  });

  test('is unknown where nobody sends requests', () => {
    const { traffic: _samples, header, ...rest } = timeline;
    const { traffic: _flows, ...quiet } = header;
    expect(trafficFacts({ ...rest, header: quiet })).toBeUndefined();
    expect(updateTraffic({ ...rest, header: quiet }, 'b', 0, 4000)).toBeUndefined();
  });
});

describe('a quantile of a histogram', () => {
  test('lies on a straight line within its bucket', () => {
    expect(bucketQuantile(0.5, [5, 5], [10, 20])).toBe(10);
    expect(bucketQuantile(0.75, [5, 5], [10, 20])).toBe(15);
    expect(bucketQuantile(0.99, [0, 0, 3], [10, 20])).toBe(20);
    expect(bucketQuantile(0.5, [], [10, 20])).toBeUndefined();
  });

  const buckets = fc.array(fc.nat(50), { minLength: 1, maxLength: 6 });
  const share = evenly(0, 1);
  property.prop([buckets, share, share])('grows with its share, up to the last bound', (counts, one, other) => {
    const bounds = [10, 20, 30, 40, 50];
    const [low, high] = [Math.min(one, other), Math.max(one, other)].map((q) => bucketQuantile(q, counts, bounds));
    if (low === undefined || high === undefined) {
      expect(counts.every((n) => n === 0)).toBe(true);
      return;
    }
    expect(low).toBeLessThanOrEqual(high);
    expect(high).toBeLessThanOrEqual(50);
  });
});

test('an abort knows its version and the analysis that failed', () => {
  const run = runWorld(scenarioWorld('bad-canary'));
  const [abort, ...others] = abortsOf(run, { namespace: 'default', name: 'shop' });
  expect(others).toEqual([]);
  expect(abort?.analysisFailedMs).toBe(abort?.atMs);
  const [flow] = trafficFacts(run) ?? [];
  const bad = flow?.versions.find(({ podTemplateHash }) => podTemplateHash === abort?.podTemplateHash);
  expect(bad?.image).toBe('registry.example/shop:v2');
  // A router's news takes two seconds.
  expect((bad?.lastMs ?? 0) - (abort?.atMs ?? 0)).toBeLessThanOrEqual(4000);
});
