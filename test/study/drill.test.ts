import { describe, expect, test } from 'vitest';
import { drillText } from '../../src/report/drill/drill-text.ts';
import { plainStyle } from '../../src/report/text/style.ts';
import { drillRehearsal, type DrillRequest } from '../../src/session/drill.ts';
import type { DrillReport } from '../../src/report/drill/drill-report.ts';
import { UsageError } from '../../src/session/usage-error.ts';
import { diskFiles } from '../scenario/disk-files.ts';

const FILES = diskFiles('test/scenario/wrong/given');
const IMAGE = { setImage: ['web=registry.example/shop:v2'] };

function drilled(request: DrillRequest): DrillReport {
  const report = drillRehearsal(FILES, ['analysed.yaml'], { ...IMAGE, ...request }, { show: () => undefined });
  if (report === undefined) throw new Error('analysed.yaml does not load');
  return report;
}

describe('a drill of a canary with an analysis', () => {
  const report = drilled({ require: ['stuck == 0', 'waits == 0'] });

  test('runs a mishap of every kind, and counts how each ended', () => {
    const names = report.rows.map(({ mishap }) => mishap);
    for (const name of ['the new version crashes at once', 'a node is lost', 'abort', 'metrics are NaN']) {
      expect(names).toContain(name);
    }
    expect(Object.values(report.counts).reduce((sum, count) => sum + count, 0)).toBe(report.mishaps);
    expect(report.rows.reduce((sum, { runs }) => sum + runs, 0)).toBe(report.mishaps);
  });

  test('reports how the update ends under each', () => {
    const outcomeOf = (name: string): string | undefined => report.rows.find(({ mishap }) => mishap === name)?.outcome;
    expect(outcomeOf('the new version crashes at once')).toBe('waits');
    expect(outcomeOf('the new version fails all of its answers')).toBe('back');
    expect(outcomeOf('metrics are NaN')).toBe('back');
    expect(outcomeOf('abort')).toBe('called off');
    expect(outcomeOf('promote --full')).toBe('through');
  });

  test('sorts by harm, and folds what came out alike at every step', () => {
    const harm = report.rows.map(({ outageMs, failed }) => outageMs * 1e9 + (failed ?? 0));
    expect(harm).toEqual(harm.toSorted((a, b) => b - a));
    expect(report.rows.find(({ mishap }) => mishap === 'abort')).toMatchObject({ when: 'at any step' });
  });

  test('says what it assumed, and the worst weaknesses with a fix that was tried', () => {
    expect(report.assumptions).toEqual([
      '100 requests a second (--traffic sets the rate)',
      '3 nodes with room for every pod (spec.cluster.nodes of a scenario sets them)',
      expect.stringContaining('--metric success-rate=VALUE sets it'),
    ]);
    expect(report.weaknesses.length).toBeLessThanOrEqual(3);
    expect(report.weaknesses.join('\n')).toMatch(
      /With progressDeadlineAbort: true, \d+ of \d+ mishaps no longer wait for a person\./,
    );
  });

  test('judges requirements over all mishaps', () => {
    expect(report.requirements).toEqual([
      { text: 'stuck == 0', holds: report.counts.stuck === 0 },
      { text: 'waits == 0', holds: false },
    ]);
    const text = drillText(report, { width: 100, style: plainStyle });
    expect(text).toContain('✖ fails  waits == 0');
    expect(text.split('\n').every((line) => line.length <= 100)).toBe(true);
  });
});

test('a drill can be kept to some mishaps, and is the same each time', () => {
  const report = drilled({ only: 'quota' });
  expect(report.rows.map(({ mishap }) => mishap)).toContain('the quota is one pod short');
  expect(drilled({ only: 'quota' })).toEqual(report);
});

test.each<[DrillRequest, string]>([
  [{ setImage: [] }, 'nothing to drill: nothing changes the version of a workload'],
  [{ only: 'volcano' }, 'no mishap is called volcano'],
  [{ only: 'quota', require: ['nobody'] }, 'a requirement cannot be read'],
])('refuses %j', (request, message) => {
  expect(() => drilled(request)).toThrow(UsageError);
  expect(() => drilled(request)).toThrow(message);
});
