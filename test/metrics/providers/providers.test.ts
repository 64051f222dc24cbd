import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/api/json.ts';
import { EXAMPLES } from './examples.ts';
import { findingsOf, measurementsOf, rehearse, runOf } from './rehearse.ts';

describe('metric providers', () => {
  it.each(Object.entries(EXAMPLES))('%s answers, formats and is judged', (_name, example) => {
    const { provider, answer, successCondition, value } = example;
    const simulation = rehearse({
      metrics: [{ name: 'm', provider, successCondition }],
      answers: { m: [[0, answer]] },
    });
    expect(runOf(simulation).status).toMatchObject({ phase: 'Successful' });
    expect(measurementsOf(simulation)).toMatchObject([{ phase: 'Successful', value }]);
    expect(findingsOf(simulation)).toEqual([]);
  });

  it.each(Object.entries(EXAMPLES))(
    '%s fails with the error of its backend',
    (_name, { provider, successCondition }) => {
      const simulation = rehearse({
        metrics: [{ name: 'm', provider, successCondition }],
        answers: { m: [[0, { error: 'connection refused' }]] },
        untilSecond: 5,
      });
      expect(measurementsOf(simulation)).toMatchObject([{ phase: 'Error', message: 'connection refused' }]);
    },
  );

  it.each(Object.entries(EXAMPLES))('%s without a script is an error that tells what to do', (_name, { provider }) => {
    const simulation = rehearse({ metrics: [{ name: 'm', provider }], untilSecond: 25 });
    expect(measurementsOf(simulation)).toMatchObject([{ phase: 'Error' }, { phase: 'Error' }, { phase: 'Error' }]);
    const [finding = '', ...more] = findingsOf(simulation);
    expect(more).toEqual([]);
    expect(finding).toContain('which nothing here answers. Answer it with --metric');
  });

  it('answers by the text of a query, and changes in time', () => {
    const { provider } = EXAMPLES['prometheus'] ?? { provider: {} };
    const simulation = rehearse({
      metrics: [
        { name: 'm', provider, successCondition: 'result[0] > 0.9', interval: '10s', count: 4, failureLimit: 3 },
      ],
      answers: {
        up: [
          [5, 0.99],
          [15, 'NaN'],
          [25, []],
        ],
      },
    });
    expect(measurementsOf(simulation).map(({ phase, value, message }) => [phase, value ?? message])).toEqual([
      ['Error', 'no data for m'],
      ['Successful', '[0.99]'],
      ['Failed', '[NaN]'],
      ['Error', 'reflect: slice index out of range'],
      ['Error', 'reflect: slice index out of range'],
      ['Error', 'reflect: slice index out of range'],
      ['Error', 'reflect: slice index out of range'],
    ]);
  });

  it('keeps the query with its arguments', () => {
    const simulation = rehearse({
      metrics: [
        { name: 'm', provider: { prometheus: { address: 'http://p', query: 'rate(x{app="{{args.app}}"}[1m])' } } },
      ],
      spec: { args: [{ name: 'app', value: 'shop' }] },
      answers: { m: [[0, 1]] },
    });
    const query = 'rate(x{app="shop"}[1m])';
    expect(runOf(simulation).status.metricResults?.[0]?.metadata).toEqual({ ResolvedPrometheusQuery: query });
  });

  it('asks Kayenta for its verdict again every 15 seconds', () => {
    const threshold = { pass: 80, marginal: 60 };
    const kayenta = { address: 'http://kayenta', application: 'shop', canaryConfigName: 'c', threshold };
    const score = (value: number): Json => ({ complete: true, result: { judgeResult: { score: { score: value } } } });
    const simulation = rehearse({
      metrics: [{ name: 'm', provider: { kayenta: { ...kayenta, scopes: [] } } }],
      answers: {
        m: [
          [0, { json: { complete: false } }],
          [20, { json: score(72.9) }],
        ],
      },
    });
    expect(measurementsOf(simulation)).toMatchObject([
      { phase: 'Inconclusive', value: '72', startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:30Z' },
    ]);
  });

  it('says what CloudWatch could not: the type of a condition', () => {
    const { provider } = EXAMPLES['CloudWatch'] ?? { provider: {} };
    const simulation = rehearse({
      metrics: [{ name: 'm', provider, successCondition: 'result[0].Value < 1' }],
      answers: { m: [[0, 1]] },
      untilSecond: 1,
    });
    expect(measurementsOf(simulation)).toMatchObject([
      { phase: 'Error', message: 'type types.MetricDataResult has no field Value', value: '[[1]]' },
    ]);
  });

  it.each<readonly [string, JsonObject, string]>([
    [
      'an address that is none',
      { prometheus: { address: 'prometheus', query: 'x' } },
      'prometheus address is not is url format',
    ],
    ['no address', { prometheus: { query: 'x' } }, 'prometheus address is not configured'],
    [
      'a negative timeout',
      { prometheus: { address: 'http://p', timeout: -1 } },
      'prometheus timeout should not be negative',
    ],
    [
      'half of OAuth2',
      { web: { url: 'u', authentication: { oauth2: { tokenUrl: 't' } } } },
      'missing mandatory parameter in metric for OAuth2 setup',
    ],
    ['a broken JSONPath', { web: { url: 'u', jsonPath: '{$.a' } }, 'unclosed action'],
    [
      'a body with GET',
      { web: { url: 'u', body: 'x' } },
      'Body/JSONBody can only be used with POST or PUT WebMetric Method types',
    ],
    [
      'two bodies',
      { web: { url: 'u', method: 'POST', body: 'x', jsonBody: {} } },
      'use either Body or JSONBody; both cannot exists for WebMetric payload',
    ],
    [
      'no query for Datadog',
      { datadog: {} },
      'Must have either a query or queries. Please review the Analysis Template.',
    ],
    [
      'a formula without queries',
      { datadog: { apiVersion: 'v2', query: 'x', formula: 'x' } },
      'Formula are only valid when queries are set. Please review the Analysis Template.',
    ],
    ['no Graphite address', { graphite: { query: 'x' } }, 'Graphite address  is not a valid URL'],
    ['no SkyWalking interval', { skywalking: { query: 'x' } }, 'time: invalid duration ""'],
    [
      'a negative NRQL timeout',
      { newRelic: { query: 'x', timeout: -1 } },
      'timeout value needs to be a positive value',
    ],
  ])('refuses %s in the words of the reference', (_what, provider, message) => {
    const simulation = rehearse({ metrics: [{ name: 'm', provider }], answers: { m: [[0, 1]] }, untilSecond: 1 });
    expect(measurementsOf(simulation)).toMatchObject([{ phase: 'Error', message }]);
  });

  it('does not make rows of a NRQL query out of a number', () => {
    const { provider } = EXAMPLES['New Relic'] ?? { provider: {} };
    const simulation = rehearse({ metrics: [{ name: 'm', provider }], answers: { m: [[0, 1]] }, untilSecond: 1 });
    expect(measurementsOf(simulation)).toMatchObject([{ phase: 'Error' }]);
    expect(findingsOf(simulation)).toEqual([expect.stringContaining('the rows of a NRQL query have names')]);
  });
});
