import { describe, expect, test } from 'vitest';
import { renderSvg } from '../../src/report/chart/render-svg.ts';
import { trafficChart } from '../../src/report/chart/traffic-chart.ts';
import { trafficChartData } from '../../src/report/chart/traffic-data.ts';
import { runPage } from '../../src/report/html/page.ts';
import { shortImage, versionNames } from '../../src/report/traffic/version-names.ts';
import { grouped, percent, trafficWords } from '../../src/report/traffic/words.ts';
import { runWorld } from '../../src/simulation/run.ts';
import { scenarioWorld } from '../simulation/worlds.ts';
import { recordedTimeline } from '../timeline/recorded-timeline.ts';

const timeline = runWorld(scenarioWorld('bad-canary'));
const silent = recordedTimeline('getting-started');
const flow = timeline.header.traffic?.flows[0];
if (flow === undefined) throw new Error('the scenario has a flow');

describe('traffic in words', () => {
  test('tells how many met the errors of the bad version, when it was called off, and how long it was met after that', () => {
    const texts = (trafficWords(timeline) ?? []).map(({ text }) => text);
    expect(texts).toHaveLength(3);
    expect(texts[0]).toMatch(
      /^\d\d,\d{3} requests, \d+ failed \(0\.\d\d %\); .* of the error budget burnt \(objective 99\.9 %\)$/,
    );
    expect(texts[1]).toMatch(
      /^\d+ of 60,000 users saw v2's errors; the analysis failed at 3m40s; stable again \ds later$/,
    );
    expect(texts[2]).toMatch(/^\d+ of 60,000 users saw v3's errors$/);
  });

  test('says that nobody sends requests, and shows no zeros', () => {
    expect(trafficWords(silent)).toBeUndefined();
    const html = runPage(silent, { assets: { program: '', style: '' }, command: '', remarks: [] });
    expect(html).toContain('nobody sends requests');
    expect(html).not.toMatch(/\d requests/);
  });

  test('writes numbers for people', () => {
    expect([1, 999, 1000, 60_000, 1_234_567].map(grouped)).toEqual(['1', '999', '1,000', '60,000', '1,234,567']);
    expect([0, 0.05, 0.00004, 0.0001, 1, 0.999].map(percent)).toEqual([
      '0 %',
      '5 %',
      '<0.01 %',
      '0.01 %',
      '100 %',
      '99.9 %',
    ]);
  });

  test('calls versions by their tags, apart where those are the same', () => {
    expect(
      ['registry.example:5000/shop:v2', 'registry.example:5000/shop', 'shop@sha256:0123456789abcdef'].map(shortImage),
    ).toEqual(['v2', 'shop', 'sha256:01234567']);
    const names = versionNames([
      { podTemplateHash: 'a', image: 'shop:v1' },
      { podTemplateHash: 'b', image: 'shop:v1' },
      { podTemplateHash: 'c', image: 'shop:v2' },
      { podTemplateHash: 'a', image: 'shop:v1' },
    ]);
    expect([...names]).toEqual([
      ['a', 'v1 (a)'],
      ['b', 'v1 (b)'],
      ['c', 'v2'],
    ]);
  });
});

describe('the chart of a flow', () => {
  const data = trafficChartData(timeline, flow);

  test('has a line for each version and stretch of time in which it has callers', () => {
    expect(data.versions).toEqual(['v1', 'v2', 'v3']);
    const parts = new Map(
      data.versions.map((version) => [version, data.rows.filter((row) => row.version === version)]),
    );
    expect(Math.max(...(parts.get('v2') ?? []).map(({ part }) => part))).toBe(0);
    const errors = (parts.get('v2') ?? []).map((row) => row.errors);
    expect(errors.reduce((sum, each) => sum + each, 0) / errors.length).toBeGreaterThan(2);
    expect(Math.max(...(parts.get('v1') ?? []).map((row) => row.errors))).toBe(0);
    expect(data.rows.length).toBeLessThan(400);
  });

  test('shows requests, failures, latency, shares and capacity, and is drawn', async () => {
    const specification = trafficChart(timeline, flow);
    const titles = JSON.stringify(specification).match(/"text":"(requests a second|failed|latency|share of)[^"]*"/g);
    expect(titles).toHaveLength(5);
    const svg = await renderSvg(specification);
    expect(svg).toContain('Traffic to shop');
    expect(svg).not.toMatch(/NaN|undefined/);
  });
});
