import { Reference } from '../../../src/api/reference.ts';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/api/json.ts';
import { MemoryServer } from '../../../src/api/memory-server.ts';
import { metric } from '../../../src/api/shape/analysis.ts';
import { SimulatedProviders } from '../../../src/metrics/providers/providers.ts';
import { objectOf, shaped, textOf } from '../../conformance/tables/inputs.ts';
import { storedRun } from '../../controllers/analysis/life.ts';

/**
 * What Argo Rollouts v1.9.1 made of bodies of backends: Run of graphite, wavefront and cloudwatch (their clients answering with the body),
 * parseResponse of datadog, processResponse of newrelic and skywalking, EvaluateResult and fmt.Sprint as influxdb calls them. The clock stood at
 * 2024-05-01T12:00:00Z.
 */
const file = new URL('./recorded-answers.jsonl.gz', import.meta.url);
const rows = gunzipSync(readFileSync(file))
  .toString('utf8')
  .trimEnd()
  .split('\n')
  .map((line): JsonObject => objectOf(JSON.parse(line)));
const NOW_MS = 1_714_564_800_000;

const PROVIDERS: Readonly<Record<string, (apiVersion: Json | undefined) => JsonObject>> = {
  graphite: () => ({ graphite: { address: 'http://graphite', query: 'q' } }),
  wavefront: () => ({ wavefront: { query: 'q' } }),
  datadog: (apiVersion = 'v1') => ({
    datadog: { apiVersion, ...(apiVersion === 'v1' ? { query: 'q' } : { queries: { a: 'q' } }) },
  }),
  newRelic: () => ({ newRelic: { query: 'q' } }),
  skywalking: () => ({ skywalking: { query: 'q', interval: '1m' } }),
  cloudWatch: () => ({ cloudWatch: { metricDataQueries: [] } }),
  influxdb: () => ({ influxdb: { query: 'q' } }),
};

function measure(row: JsonObject): JsonObject {
  const { body = null, successCondition, failureCondition, apiVersion } = row;
  const provider = PROVIDERS[textOf(row['provider'])]?.(apiVersion) ?? {};
  const one = shaped(metric, { name: 'm', provider, successCondition, failureCondition });
  const clock = { nowMs: () => NOW_MS };
  const providers = new SimulatedProviders({
    api: new MemoryServer({ clock }),
    clock,
    reference: new Reference(),
    source: { answer: () => ({ kind: 'json', value: body }) },
    knowsJob: () => false,
    finding: () => undefined,
  });
  const found = providers.providerOf('default', one);
  if (found.error !== undefined) throw new Error(found.error);
  const { phase, value = '', message = '', metadata = {} } = found.provider.run(storedRun({ spec: {} }), one);
  return { phase, value, message, metadata };
}

describe('answers of backends', () => {
  it.each(Object.keys(PROVIDERS))('of %s come to what the reference made of them', (name) => {
    const own = rows.filter((row) => row['provider'] === name);
    expect(own.length).toBeGreaterThan(0);
    const different = own
      .map((row) => ({ row, got: measure(row) }))
      .filter(({ row, got }) => JSON.stringify(sorted(got)) !== JSON.stringify(sorted(objectOf(row['out']))));
    expect(different.slice(0, 3)).toEqual([]);
  });
});

function sorted({ phase, value, message, metadata }: JsonObject): Json {
  return [
    phase ?? '',
    value ?? '',
    message ?? '',
    Object.entries(objectOf(metadata))
      .sort()
      .map(([key, text]) => [key, text ?? '']),
  ];
}
