import { fc, test as property } from '@fast-check/vitest';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { comparisonChart } from '../../src/report/compare/chart.ts';
import { areasOf, sharesOf } from '../../src/report/compare/chart-rows.ts';
import { renderSvg } from '../../src/report/chart/render-svg.ts';
import { comparisonPage } from '../../src/report/compare/page.ts';
import { comparison, type ComparisonReport, type StrategyReport } from '../../src/report/compare/schema.ts';
import { sparkline } from '../../src/report/compare/spark.ts';
import { comparisonText } from '../../src/report/compare/table-text.ts';
import { verdictOf, versionNames } from '../../src/report/compare/words.ts';
import { plainStyle } from '../../src/report/text/style.ts';
import { textWidth } from '../../src/text/width.ts';
import { evenly } from '../evenly.ts';

/** Four pods: none of them answers for the first 5 s, then all are new. */
const RECREATE: StrategyReport = {
  id: 'recreate',
  title: 'Deployment, Recreate',
  notes: ['the same pods in a Deployment with strategy Recreate'],
  outcome: 'completed',
  durationMs: 5000,
  recoveredMs: null,
  leastAvailable: 0,
  mostMissing: 4,
  outageMs: 5000,
  shortMs: 5000,
  mostPods: 4,
  extraPodSeconds: 0,
  exposedSeconds: 0,
  requests: null,
  manualActions: 0,
  ifBad: {
    noticedMs: 60_000,
    command: 'kubectl rollout undo deployment/shop',
    recoveredMs: 65_000,
    exposedSeconds: 55,
    leastAvailable: 0,
  },
  moments: [
    { sinceMs: 0, desired: 4, availableOld: 0, availableNew: 0, share: 0 },
    { sinceMs: 5000, desired: 4, availableOld: 0, availableNew: 4, share: 1 },
  ],
};

const CANARY: StrategyReport = {
  ...RECREATE,
  id: 'own',
  title: 'yours: canary',
  notes: [],
  durationMs: null,
  outcome: 'unfinished',
  leastAvailable: 4,
  mostMissing: 0,
  outageMs: 0,
  shortMs: 0,
  ifBad: null,
  moments: [
    { sinceMs: 0, desired: 4, availableOld: 4, availableNew: 0, share: 0 },
    { sinceMs: 5000, desired: 4, availableOld: 4, availableNew: 1, share: 0.2 },
  ],
};

const REPORT: ComparisonReport = {
  format: 'rehearse-comparison',
  version: 1,
  tool: 'rehearse 1',
  reference: { argoRollouts: 'v1', kubernetes: 'v1' },
  name: 'shop',
  seed: 1,
  workload: { kind: 'Rollout', namespace: 'default', name: 'shop' },
  change: { from: 'registry/shop:v1', to: 'registry/shop:v2' },
  spanMs: 10_000,
  strategies: [CANARY, RECREATE],
  remarks: [],
};

describe('the verdict on a strategy', () => {
  test('leads with what callers feel most', () => {
    expect(verdictOf(RECREATE)).toMatchObject({ sign: '✖', text: 'nobody answers for 5s' });
    expect(verdictOf({ ...RECREATE, requests: { failed: 70, all: 900 } })).toMatchObject({
      sign: '✖',
      text: '70 of 900 requests fail (7.8%), nobody answers for 5s',
    });
    expect(verdictOf({ ...CANARY, requests: { failed: 1, all: 9000 } })).toMatchObject({
      sign: '▲',
      text: '1 of 9000 requests fail (<0.1%)',
    });
    expect(verdictOf({ ...CANARY, requests: { failed: 90, all: 9000 } }).sign).toBe('✖');
    expect(verdictOf({ ...CANARY, requests: { failed: 0, all: 9000 } }).sign).toBe('✔');
    expect(verdictOf({ ...RECREATE, outageMs: 0, mostMissing: 1, leastAvailable: 3 })).toMatchObject({
      sign: '▲',
      text: '1 pod short for 5s, at least 3 answer',
    });
    expect(verdictOf(CANARY)).toMatchObject({ sign: '✔', tone: 'good' });
  });

  test('names versions by what differs', () => {
    const names = (from: string, to: string): unknown =>
      Object.values(versionNames({ ...REPORT, change: { from, to } }));
    expect(names('registry/shop:v1', 'registry/shop:v2')).toEqual(['v1', 'v2']);
    expect(names('a:v1', 'b:v1')).toEqual(['a:v1', 'b:v1']);
    expect(names('localhost:5000/a', 'localhost:5000/b')).toEqual(['localhost:5000/a', 'localhost:5000/b']);
    expect(names('a:1, b:1', 'a:1, b:2')).toEqual(['a:1, b:1', 'a:1, b:2']);
    expect(names('a', 'a')).toEqual(['the old template', 'the new one']);
  });
});

describe('the table', () => {
  const text = (width: number): string => comparisonText(REPORT, { width, style: plainStyle });

  test('has a line for each strategy', () => {
    const lines = text(100).split('\n');
    expect(lines[0]).toBe('Rollout shop from v1 to v2, 2 ways');
    expect(lines.slice(2, 6)).toEqual([
      '                        fewest      done   most  extra  on v2       if bad,     if bad,  manual',
      '                        pods up     after  pods  pod-s  in 10s      back after  met it   steps',
      '✔ yours: canary         4 of 4      never  4     0      ·····▂▂▂▂▂  –           –        0',
      '✖ Deployment, Recreate  0 of 4, 5s  5s     4     0      ·····█████  5s          55s      0',
    ]);
    expect(text(100)).toContain('There is no traffic in this scenario');
  });

  test('becomes a block for each strategy where it has no room', () => {
    expect(text(60)).toContain('✖ Deployment, Recreate  nobody answers for 5s\n  fewest pods up      0 of 4, 5s\n');
    for (const line of text(60).split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(60);
  });

  test('shows no control characters of a title', () => {
    const report = { ...REPORT, strategies: [{ ...CANARY, title: 'a\u001b[31mb' }] };
    expect(comparisonText(report, { width: 100, style: plainStyle })).not.toContain('\u001b');
  });
});

describe('the line of shares', () => {
  property.prop([fc.array(fc.record({ ms: fc.nat(1000), share: evenly(0, 1) }), { maxLength: 8 })])(
    'has its width and goes from nobody to everybody',
    (steps) => {
      const moments = steps.map(({ ms, share }, index) => ({
        ...CANARY.moments[0],
        sinceMs: index * 1000 + ms,
        desired: 1,
        availableOld: 1,
        availableNew: 0,
        share,
      }));
      expect([...sparkline({ moments }, 8000, 12)]).toHaveLength(12);
      const all = (share: number): string =>
        sparkline({ moments: [{ sinceMs: 0, desired: 1, availableOld: 1, availableNew: 0, share }] }, 8000, 3);
      expect([all(0), all(0.01), all(1)]).toEqual(['···', '▁▁▁', '███']);
    },
  );
});

describe('the chart', () => {
  test('stacks the new pods on the old, and on them what is missing', () => {
    expect(areasOf(CANARY, 10)).toEqual([
      { from: 0, to: 5, low: 0, high: 4, fill: 'old' },
      { from: 5, to: 10, low: 0, high: 4, fill: 'old' },
      { from: 5, to: 10, low: 4, high: 5, fill: 'new' },
    ]);
    expect(areasOf(RECREATE, 10)[0]).toEqual({ from: 0, to: 5, low: 0, high: 4, fill: 'missing' });
  });

  test('shows whom callers meet, and when nobody is there', () => {
    expect(sharesOf(RECREATE, 10)).toEqual([
      { from: 0, to: 5, low: 0, high: 1, fill: 'missing' },
      { from: 5, to: 10, low: 0, high: 1, fill: 'new' },
    ]);
  });

  test('draws the same bytes again, with every verdict in it', async () => {
    const svg = await renderSvg(comparisonChart(REPORT));
    expect(svg).toContain('nobody answers for 5s');
    expect(svg).toContain('✔ yours: canary');
    expect(await renderSvg(comparisonChart(REPORT))).toBe(svg);
  });
});

test('the page escapes what comes from files, and loads nothing', () => {
  const evil = '</style><script>alert(1)</script>';
  const report = {
    ...REPORT,
    name: evil,
    workload: { ...REPORT.workload, name: evil },
    change: { from: evil, to: `${evil}2` },
    strategies: [{ ...CANARY, title: evil, notes: [evil] }],
    remarks: [evil],
  };
  const page = comparisonPage(report, { svg: '<svg/>', command: evil });
  expect(page).not.toContain('<script>alert');
  expect(page).toContain("default-src 'none'".replaceAll("'", '&#39;'));
  expect(page).not.toMatch(/(?:src|href)="(?!data:)/);
});

test('a report is what the published schema says', () => {
  expect(comparison.parse(REPORT)).toEqual(REPORT);
  const schema: unknown = JSON.parse(readFileSync('schema/comparison.schema.json', 'utf8'));
  expect(schema).toMatchObject({ title: 'A Rehearse comparison', type: 'object', additionalProperties: false });
});
