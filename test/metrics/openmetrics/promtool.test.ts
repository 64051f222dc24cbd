import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeRulesTest } from '../../../src/metrics/openmetrics/rules-test.ts';
import { endedSeries, writeOpenMetrics } from '../../../src/metrics/openmetrics/write.ts';
import { promQL } from '../../../src/metrics/promql/promql.ts';
import { METRIC_NAME } from '../../../src/metrics/series/labels.ts';
import type { SeriesStore } from '../../../src/metrics/series/store.ts';
import { runObserved } from '../../../src/simulation/run.ts';
import { scenarioWorld } from '../../simulation/worlds.ts';

/** Runs the real promtool. CI installs it and sets REQUIRE_PROMTOOL; elsewhere a machine may have none. */
function promtool(args: readonly string[], input = ''): { readonly status: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync('promtool', args, { input, encoding: 'utf8' });
  return { status, text: `${stdout}${stderr}` };
}

const isInstalled = spawnSync('promtool', ['--version']).error === undefined;
if (!isInstalled && process.env['REQUIRE_PROMTOOL'] === '1') throw new Error('promtool is not installed');

describe.skipIf(!isInstalled)('the real promtool', () => {
  const world = scenarioWorld('bad-canary');
  const folder = mkdtempSync(join(tmpdir(), 'rehearse-'));
  let store: SeriesStore;
  let text = '';
  beforeAll(() => {
    const { series } = runObserved(world, { observe: true });
    if (series === undefined) throw new Error('a run that is observed has series');
    store = series;
    text = [...writeOpenMetrics(store)].join('');
  });

  it('finds nothing to object to in the metrics, but for the unit in a name of Istio', () => {
    const { text: found } = promtool(['check', 'metrics'], text);
    expect(found.trim()).toBe('istio_request_duration_milliseconds use base unit "seconds" instead of "milliseconds"');
    const lines = text.split('\n').filter((line) => !/^(# \w+ )?istio_/.test(line));
    expect(promtool(['check', 'metrics'], lines.join('\n'))).toEqual({ status: 0, text: '' });
  });

  it('imports every sample', () => {
    const file = join(folder, 'series.txt');
    writeFileSync(file, text);
    const { status, text: blocks } = promtool([
      'tsdb',
      'create-blocks-from',
      'openmetrics',
      file,
      join(folder, 'data'),
    ]);
    expect(status).toBe(0);
    const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length;
    expect(blocks).toContain(` ${samples} `);
  });

  it('answers as the rehearsal does, also where series have ended', () => {
    expect(endedSeries(store)).toBeGreaterThan(0);
    // Versions of Prometheus differ in whether a sample at the start of a range counts, and in the last bit of a sum.
    const queries = ['count(up)', 'round(sum(rate(http_requests_total[50s])), 0.0001)', 'count({__name__=~".+"})'];
    const times = ['2m15s', '3m30s', '5m', '9m10s'];
    const expected = queries.flatMap((expr) =>
      times.map((time) => {
        const [, minutes = '0', seconds = '0'] = /^(\d+)m(?:(\d+)s)?$/.exec(time) ?? [];
        const atMs = world.epochMs + (Number(minutes) * 60 + Number(seconds)) * 1000;
        const result = promQL(expr).instant(store, atMs);
        if (result.type !== 'vector') throw new Error(`${expr} is no vector`);
        const samples = result.samples.map(({ value }) => `{labels: '{}', value: ${value}}`);
        return `      - {expr: '${expr}', eval_time: ${time}, exp_samples: [${samples.join(', ')}]}\n`;
      }),
    );
    const file = join(folder, 'rules-test.yaml');
    writeFileSync(
      file,
      `${[...writeRulesTest(store, world.epochMs)].join('')}    promql_expr_test:\n${expected.join('')}`,
    );
    expect(promtool(['test', 'rules', file])).toEqual({ status: 0, text: expect.stringContaining('SUCCESS') });
  });

  it('is given every series', () => {
    const names = new Set(text.split('\n').flatMap((line) => /^(\w+)[{ ]/.exec(line)?.[1] ?? []));
    expect([...names].sort()).toEqual([...new Set(store.all().map(({ labels }) => labels.get(METRIC_NAME)))].sort());
  });
});
