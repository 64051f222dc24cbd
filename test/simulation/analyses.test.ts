import { describe, expect, test } from 'vitest';
import { analysisText } from '../../src/report/analysis/text.ts';
import { analysisSection } from '../../src/report/analysis/section.ts';
import { plainStyle } from '../../src/report/text/style.ts';
import { loadRehearsal } from '../../src/scenario/load-rehearsal.ts';
import { runWorld } from '../../src/simulation/run.ts';
import { writeTimeline } from '../../src/timeline/json-lines.ts';
import { readTimeline } from '../../src/timeline/read-json-lines.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';
import { diskFiles, memoryFiles } from '../scenario/disk-files.ts';

function runOf(files: Parameters<typeof loadRehearsal>[0], path: string): Timeline {
  const { rehearsal, diagnostics } = loadRehearsal(files, [path]);
  if (rehearsal === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return runWorld(rehearsal.world);
}

describe('an analysis that fails', () => {
  const timeline = runOf(diskFiles('.'), 'scenarios/istio-analysis');
  const [entry, ...more] = timeline.analyses;

  test('is told once, behind the change that ended it', () => {
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      phase: 'Failed',
      decidedBy: 'success-rate: failed (3) > failureLimit (2)',
      missing: [],
    });
    const before = timeline.entries[entry?.after ?? -1];
    expect(before?.kind === 'change' && before.object.name === entry?.object.name).toBe(true);
    expect(timeline.entries.map(({ seq }) => seq)).toEqual(timeline.entries.map((_, index) => index));
  });

  test('has every measurement, though the status keeps ten, and the one that decided', () => {
    const [metric] = entry?.metrics ?? [];
    expect(metric?.measurements.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(metric?.measurements.filter(({ decides }) => decides !== undefined)).toMatchObject([
      { number: 11, value: '[0.8]', failed: 3, decides: 'failed (3) > failureLimit (2)' },
    ]);
    expect(metric?.whatIf.find(({ limit, value }) => limit === 'failureLimit' && value === 3)?.phase).toBe('unknown');
    expect(metric?.query).toContain('destination_service_name="shop-canary"');
  });

  test('is read back from a file as it was written', () => {
    expect(readTimeline(writeTimeline(timeline)).analyses).toEqual(timeline.analyses);
  });

  test('is shown in words and on the page', () => {
    const text = analysisText(timeline, { width: 100, style: plainStyle });
    expect(text).toContain('#9 4m32s ✖ Failed  [0.8]  failed 1, failureLimit 2\n');
    expect(text).toContain('with failureLimit 3: unknown, more measurements would have been taken');
    expect(text).toContain('the same end with inconclusiveLimit 1, consecutiveErrorLimit 3,');
    for (const line of text.split('\n')) expect([...line].length).toBeLessThanOrEqual(100);
    const page = analysisSection(timeline);
    expect(page).toContain('&gt; failureLimit (2)');
    expect(page).toContain('response_code!~&quot;5..&quot;');
    expect(page).not.toContain('response_code!~"');
  });
});

test('a Secret that is not there is told with how to supply it', () => {
  const run = `apiVersion: argoproj.io/v1alpha1
kind: AnalysisRun
metadata: { name: check, namespace: default }
spec:
  args: [{ name: token, valueFrom: { secretKeyRef: { name: tokens, key: prod } } }]
  metrics: [{ name: m, provider: { web: { url: "http://stats/?t={{args.token}}", jsonPath: "{$.ok}" } } }]
`;
  const scenario = `apiVersion: rehearse.dev/v1
kind: Scenario
metadata: { name: test }
spec: { manifests: [run.yaml] }
`;
  const timeline = runOf(memoryFiles({ 'scenario.yaml': scenario, 'run.yaml': run }), 'scenario.yaml');
  const [entry] = timeline.analyses;
  expect(entry).toMatchObject({ phase: 'Error', metrics: [{ name: 'm', measurements: [] }] });
  expect(entry?.missing).toEqual([
    'argument token takes key prod of Secret default/tokens: add a manifest of it, with the key under stringData.',
  ]);
  const text = analysisText(timeline, { width: 200, style: plainStyle });
  expect(text).toContain('missing: argument token takes key prod of Secret default/tokens');
});

describe('a finished AnalysisRun of a live dump, whose status keeps the last measurements only', () => {
  const run = (count: number, kept: number): string => `apiVersion: argoproj.io/v1alpha1
kind: AnalysisRun
metadata: { name: smoke }
spec: { metrics: [{ name: m, interval: 10s, failureLimit: 2, provider: { prometheus: { query: up } } }] }
status:
  phase: Failed
  startedAt: "2026-01-01T00:00:00Z"
  metricResults:
    - name: m
      phase: Failed
      count: ${count}
      failed: 3
      measurements:
${Array.from({ length: kept }, () => '        - { finishedAt: "2026-01-01T00:05:00Z", phase: Failed, value: "[0]" }').join('\n')}
`;

  test.each([
    [13, 10, [4, 5, 6, 7, 8, 9, 10, 11, 12, 13]],
    [3, 1, [3]],
    [1, 2, [1, 2]],
  ])('%i counted, %i kept: each has its number', (count, kept, numbers) => {
    const { analyses } = runOf(memoryFiles({ 'run.yaml': run(count, kept) }), 'run.yaml');
    expect(analyses).toHaveLength(1);
    expect(analyses[0]?.metrics[0]?.measurements.map(({ number }) => number)).toEqual(numbers);
  });
});
