import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/api/json.ts';
import { explainRun } from '../../../src/controllers/analysis/explain.ts';
import { isCompleted } from '../../../src/controllers/analysis/phases.ts';
import { liveThrough, storedRun } from './life.ts';

const prometheus = { prometheus: { address: 'http://prometheus:9090', query: 'up' } };

function metric(name: string, fields: JsonObject): JsonObject {
  return { name, provider: prometheus, ...fields };
}

const PHASES = ['Successful', 'Successful', 'Failed', 'Inconclusive', 'Error'] as const;

/** A metric that is valid, or left out. */
const anyMetric = fc
  .record({
    count: fc.integer({ min: 1, max: 6 }),
    interval: fc.constantFrom('3s', '5s', '10s'),
    failureLimit: fc.integer({ min: 0, max: 2 }),
    inconclusiveLimit: fc.integer({ min: 0, max: 1 }),
    consecutiveErrorLimit: fc.integer({ min: 0, max: 2 }),
    consecutiveSuccessLimit: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  })
  .filter(({ count, failureLimit, consecutiveSuccessLimit = 0 }) => count >= failureLimit + consecutiveSuccessLimit);

const anyAnswers = fc.array(fc.constantFrom(...PHASES), { minLength: 1, maxLength: 40 });

describe('explanations of verdicts', () => {
  test.prop([fc.array(anyMetric, { minLength: 1, maxLength: 3 }), anyAnswers, fc.boolean()], {
    numRuns: Number(process.env['RUNS'] ?? 60),
  })('say what would have happened with other limits, as running it again shows', (fields, phases, terminate) => {
    const metrics = fields.map((one, index) => metric(`m${index}`, JSON.parse(JSON.stringify(one))));
    const answers = (name: string, second: number): string =>
      phases[(second + Number(name.slice(1)) * 7) % phases.length] ?? 'Successful';
    const terminateAtMs = terminate ? 12_000 : Infinity;
    const { run, history } = liveThrough({ metrics }, answers, terminateAtMs);
    fc.pre(isCompleted(run.status.phase));
    for (const [index, { whatIf }] of explainRun(run, history).metrics.entries()) {
      for (const { limit, value, phase } of whatIf) {
        const varied = metrics.with(index, { ...metrics[index], [limit]: value });
        const again = liveThrough({ metrics: varied }, answers, terminateAtMs).run.status;
        if (phase !== 'unknown') expect({ limit, value, phase: again.phase }).toEqual({ limit, value, phase });
      }
    }
  });

  it('knows a limit that would have saved the run at its last measurement', () => {
    const metrics = [metric('latency', { count: 3, interval: '5s', failureLimit: 1 })];
    const { run, history } = liveThrough({ metrics }, (_name, second) => (second < 5 ? 'Successful' : 'Failed'));
    const explained = explainRun(run, history);
    expect(explained.phase).toBe('Failed');
    expect(explained.decidedBy).toBe('latency: failed (2) > failureLimit (1)');
    expect(explained.metrics[0]?.measurements.map(({ failed, decides }) => [failed, decides])).toEqual([
      [0, undefined],
      [1, undefined],
      [2, 'failed (2) > failureLimit (1)'],
    ]);
    const outcomes = explained.metrics[0]?.whatIf.map(({ limit, value, phase }) => `${limit} ${value}: ${phase}`);
    expect(outcomes).toEqual([
      'failureLimit 0: Failed',
      'failureLimit 2: Successful',
      'inconclusiveLimit 1: Failed',
      'consecutiveErrorLimit 3: Failed',
      'consecutiveErrorLimit 5: Failed',
    ]);
  });

  it('does not know what measurements that were never taken would have been', () => {
    const metrics = [metric('latency', { count: 5, interval: '5s', failureLimit: 0 })];
    const { run, history } = liveThrough({ metrics }, () => 'Failed');
    const [more] = explainRun(run, history).metrics[0]?.whatIf ?? [];
    expect(more).toEqual({
      limit: 'failureLimit',
      value: 1,
      phase: 'unknown',
      why: 'more measurements would have been taken',
    });
  });

  it('does not guess where measurements were cut off', () => {
    const metrics = [metric('latency', { count: 12, interval: '3s', failureLimit: 3 })];
    const failing = (_name: string, second: number): string => (second < 6 ? 'Failed' : 'Successful');
    const { run, history } = liveThrough({ metrics }, failing);
    expect(run.status.metricResults?.[0]?.measurements?.length).toBe(10);
    expect(new Set(explainRun(run).metrics[0]?.whatIf.map(({ why }) => why))).toEqual(
      new Set(['not all measurements are at hand']),
    );
    expect(explainRun(run, history).metrics[0]?.whatIf.find(({ value }) => value === 2)?.phase).toBe('Successful');
  });

  it('tells a limit that the metric could not have', () => {
    const metrics = [metric('latency', { count: 2, interval: '3s', failureLimit: 2 })];
    const { run, history } = liveThrough({ metrics }, () => 'Successful');
    expect(explainRun(run, history).metrics[0]?.whatIf.find(({ value }) => value === 3)).toMatchObject({
      phase: 'Error',
      why: 'Analysis spec invalid: count (2) must be >= failureLimit + consecutiveSuccessLimit (3 + 0) if both >= 0',
    });
  });

  it('shows the query with its arguments, and secrets by their names only', () => {
    const run = storedRun({
      metadata: { name: 'run' },
      spec: {
        args: [
          { name: 'app', value: 'shop' },
          { name: 'token', valueFrom: { secretKeyRef: { name: 'tokens', key: 'prod' } } },
        ],
        metrics: [{ name: 'rate', provider: { web: { url: 'http://stats/{{args.app}}?t={{args.token}}' } } }],
      },
    });
    expect(explainRun(run).metrics[0]?.query).toBe('GET http://stats/shop?t=<key prod of Secret tokens>');
  });
});
