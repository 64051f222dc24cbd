import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../src/api/shape/core.ts';
import { formatTime } from '../../../src/api/times.ts';
import type { PodMetric } from '../../../src/controllers/hpa/metrics-client.ts';
import { DEFAULT_HPA_OPTIONS } from '../../../src/controllers/hpa/options.ts';
import {
  calculateReplicas,
  groupPods,
  type Measure,
  measureUtilization,
  measureValue,
} from '../../../src/controllers/hpa/replica-calculator.ts';

const NOW_MS = 1_767_225_600_000;
const HOUR_MS = 3_600_000;

interface Given {
  readonly phase?: string;
  readonly ready?: boolean;
  readonly startedMs?: number;
  readonly changedMs?: number;
  /** In thousandths; undefined: no metrics. */
  readonly uses?: number;
}

/** Running and ready for an hour unless told otherwise. */
function podOf(name: string, given: Given): Pod {
  const { phase = 'Running', ready = true, startedMs = NOW_MS - HOUR_MS, changedMs = startedMs } = given;
  const lastTransitionTime = formatTime(changedMs);
  return {
    metadata: { name },
    spec: { containers: null },
    status: {
      phase,
      startTime: formatTime(startedMs),
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastProbeTime: null, lastTransitionTime }],
    },
  };
}

function metricsOf(given: readonly Given[]): ReadonlyMap<string, PodMetric> {
  const entries = given.flatMap(({ uses }, index): readonly [string, PodMetric][] =>
    uses === undefined ? [] : [[`pod-${index}`, { value: uses, timestampMs: NOW_MS, windowMs: 15_000 }]],
  );
  return new Map(entries);
}

/** How many pods those of 1000m each ask for, at a target of percent. */
function wanted(given: readonly Given[], target: number, currentReplicas = given.length): number {
  const pods = given.map((each, index) => podOf(`pod-${index}`, each));
  const requests = new Map(pods.map(({ metadata }) => [metadata.name ?? '', 1000]));
  const measure = (): Measure => measureUtilization(requests, target);
  const fallback = (): number => 10 * Math.max(100, target);
  const calculation = { pods, metrics: metricsOf(given), resource: 'cpu', currentReplicas, measure, fallback };
  return calculateReplicas(calculation, DEFAULT_HPA_OPTIONS, NOW_MS).replicas;
}

const times = (count: number, given: Given): readonly Given[] => Array.from({ length: count }, () => given);

/** Source: pkg/controller/podautoscaler/replica_calculator.go. */
describe('how many pods a utilisation asks for', () => {
  it.each<[string, readonly Given[], number, number]>([
    ['the worked example: 4 pods at 90 % of a target of 60 %', times(4, { uses: 900 }), 60, 6],
    ['within the tolerance nothing changes', times(4, { uses: 659 }), 60, 4],
    ['at its very edge neither', times(10, { uses: 550 }), 50, 10],
    ['beyond it one more comes', times(10, { uses: 560 }), 50, 12],
    ['few pods are enough for little use', times(5, { uses: 200 }), 80, 2],
    ['no use at all asks for none', times(5, { uses: 0 }), 80, 0],
    ['shares of a percent are cut off', times(3, { uses: 669 }), 60, 3],
  ])('%s', (_what, given, target, pods) => {
    expect(wanted(given, target)).toBe(pods);
  });

  it('takes pods without metrics for idle when some may come', () => {
    expect(wanted([...times(3, { uses: 1000 }), {}], 50)).toBe(6);
    expect(wanted([{ uses: 600 }, {}], 50)).toBe(2);
  });

  it('takes pods without metrics for busy when some may go', () => {
    expect(wanted([...times(3, { uses: 100 }), {}], 50)).toBe(3);
    expect(wanted([...times(3, { uses: 450 }), {}], 50)).toBe(4);
  });

  it('takes starting pods for idle when some may come, and leaves them out when some may go', () => {
    const starting = { phase: 'Pending', ready: false };
    expect(wanted([...times(3, { uses: 1000 }), starting], 50)).toBe(6);
    expect(wanted([...times(4, { uses: 100 }), starting], 50)).toBe(1);
  });

  it('has no answer without metrics or pods', () => {
    expect(() => wanted([{ ready: false, phase: 'Pending' }], 50)).toThrow(
      'did not receive metrics for targeted pods (pods might be unready)',
    );
    expect(() => wanted([], 50)).toThrow('no pods returned by selector while calculating replica count');
  });

  it('never moves away from the target', () => {
    const pod = fc.record({ uses: fc.option(fc.integer({ min: 0, max: 3000 }), { nil: undefined }) });
    const pods = fc
      .array(pod, { minLength: 1, maxLength: 12 })
      .filter((all) => all.some(({ uses }) => uses !== undefined));
    fc.assert(
      fc.property(pods, fc.integer({ min: 1, max: 150 }), (given, target) => {
        const measured = given.flatMap(({ uses }) => uses ?? []);
        const average = measured.reduce((sum, uses) => sum + uses, 0) / measured.length / 10;
        const result = wanted(given, target);
        if (average > target * 1.2) expect(result).toBeGreaterThanOrEqual(given.length);
        if (average < target * 0.8) expect(result).toBeLessThanOrEqual(given.length);
      }),
    );
  });
});

describe('pods by what their metrics are good for', () => {
  const groupOf = (given: Given, resource = 'cpu'): string => {
    const pods = [podOf('pod-0', given)];
    const groups = groupPods(pods, metricsOf([given]), resource, DEFAULT_HPA_OPTIONS, NOW_MS);
    if (groups.ignored.size > 0) return 'ignored';
    if (groups.unready.size > 0) return 'unready';
    return groups.missing.size > 0 ? 'missing' : 'ready';
  };
  const uses = 500;
  const startedMs = NOW_MS - 60_000;

  it.each<[string, Given, string]>([
    ['a failed one', { phase: 'Failed', uses }, 'ignored'],
    ['a pending one', { phase: 'Pending', uses }, 'unready'],
    ['one without metrics', {}, 'missing'],
    ['one that runs', { uses }, 'ready'],
    ['one that started a minute ago and is not ready', { uses, startedMs, ready: false }, 'unready'],
    ['one that was ready when it was measured', { uses, startedMs, changedMs: NOW_MS - 15_000 }, 'ready'],
    ['one that was not yet', { uses, startedMs, changedMs: NOW_MS - 14_000 }, 'unready'],
    ['an old one that was never ready', { uses, ready: false, changedMs: NOW_MS - HOUR_MS + 29_000 }, 'unready'],
    ['an old one that turned unready', { uses, ready: false, changedMs: NOW_MS - HOUR_MS + 31_000 }, 'ready'],
  ])('%s', (_what, given, group) => {
    expect(groupOf(given)).toBe(group);
  });

  it('of which only the CPU tells of the start', () => {
    expect(groupOf({ uses, startedMs, ready: false }, 'memory')).toBe('ready');
  });
});

/** Source: pkg/controller/podautoscaler/metrics/utilization.go. */
describe('use', () => {
  it('gives the worked example', () => {
    const given = [{ uses: 50 }, { uses: 60 }, { uses: 71 }];
    const requests = new Map(given.map((_each, index) => [`pod-${index}`, 100]));
    expect(measureUtilization(requests, 50)(metricsOf(given))).toEqual({ ratio: 1.2, utilization: 60, average: 60 });
  });

  it('of plain values is their average', () => {
    expect(measureValue(500)(metricsOf([{ uses: 400 }, { uses: 601 }]))).toEqual({ ratio: 1, average: 500 });
  });

  it('of pods that nobody knows is none', () => {
    expect(() => measureUtilization(new Map(), 50)(metricsOf([{ uses: 1 }]))).toThrow(
      'no metrics returned matched known pods',
    );
  });
});
