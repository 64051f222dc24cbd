import type { Json, JsonObject } from '../../../src/api/json.ts';

export interface Example {
  readonly provider: JsonObject;
  readonly answer: Json;
  readonly successCondition: string;
  /** What the measurement keeps, as the provider of the reference formats it. */
  readonly value: string;
}

/** One of each provider of the CRD. Sources: processResponse, parseResponse or Run of metricproviders/NAME. */
export const EXAMPLES: Readonly<Record<string, Example>> = {
  prometheus: {
    provider: { prometheus: { address: 'http://prometheus:9090', query: 'up' } },
    answer: [0.97, 1],
    successCondition: 'all(result, # > 0.95)',
    value: '[0.97,1]',
  },
  web: {
    provider: { web: { url: 'http://quality/score', jsonPath: '{$.data.score}' } },
    answer: { json: { data: { score: 93 } } },
    successCondition: 'result >= 80',
    value: '93',
  },
  datadog: {
    provider: { datadog: { query: 'avg:errors{*}' } },
    answer: 0.004,
    successCondition: 'default(result, 0) < 0.01',
    value: '0.004',
  },
  'datadog v2': {
    provider: { datadog: { apiVersion: 'v2', queries: { a: 'x', b: 'y' }, formula: 'a / b' } },
    answer: { json: { data: { attributes: { columns: [{ values: [0.5] }] } } } },
    successCondition: 'result < 1',
    value: '0.5',
  },
  'New Relic': {
    provider: { newRelic: { query: 'SELECT average(duration) FROM Transaction' } },
    answer: { json: [{ 'average.duration': 0.2 }] },
    successCondition: "result['average.duration'] < 1",
    value: '{"average.duration":0.2}',
  },
  Wavefront: {
    provider: { wavefront: { address: 'example.wavefront.com', query: 'ts(x)' } },
    answer: [1, 2.675],
    successCondition: 'len(result) == 2',
    value: '[1.00,2.67]',
  },
  Graphite: {
    provider: { graphite: { address: 'http://graphite', query: 'target=x' } },
    answer: [0.5],
    successCondition: 'result[0] < 1',
    value: '[0.500000]',
  },
  InfluxDB: {
    provider: { influxdb: { query: 'from(bucket: "x")' } },
    answer: { json: [0.5, 'x'] },
    successCondition: "result[1] == 'x'",
    value: '[0.5 x]',
  },
  CloudWatch: {
    provider: { cloudWatch: { metricDataQueries: [{ id: 'rate', expression: 'e1 / e2' }] } },
    answer: [0.02, 2_000_000],
    successCondition: 'result[0].Values[0] < 0.1 && result[0].Id == "rate"',
    value: '[[0.02 2e+06]]',
  },
  SkyWalking: {
    provider: { skywalking: { address: 'http://sky', query: 'query x', interval: '3m' } },
    answer: { json: { metric: { values: [1, 2] } } },
    successCondition: 'result.metric.values[1] == 2',
    value: '{"metric":{"values":[1,2]}}',
  },
  'a plugin': {
    provider: { plugin: { 'acme/metrics': { query: 'x' } } },
    answer: 5,
    successCondition: 'result[0] == 5',
    value: '[5]',
  },
};
