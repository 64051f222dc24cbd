import { describe, expect, test } from 'vitest';
import { ANALYSIS_RUN } from '../../src/api/resources.ts';
import { formatDiagnostics } from '../../src/scenario/format-diagnostic.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import type { Rehearsal } from '../../src/scenario/rehearsal.ts';
import { runWorld } from '../../src/simulation/run.ts';
import { stateAt } from '../../src/timeline/state.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';
import type { World } from '../../src/world/world.ts';
import { memoryFiles } from './disk-files.ts';

/** A run of its own, which measures every minute. */
const RUN = `apiVersion: argoproj.io/v1alpha1
kind: AnalysisRun
metadata: {name: check}
spec:
  metrics:
    - name: success-rate
      interval: 1m
      count: 5
      failureLimit: 4
      consecutiveErrorLimit: 10
      successCondition: len(result) > 0 && result[0] >= 0.95
      provider: {prometheus: {address: "http://prometheus:9090", query: up}}
    - name: smoke
      provider: {job: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: smoke, image: "smoke:v1"}]}}}}}
`;

function load(spec: string): Rehearsal {
  const files = memoryFiles({
    'run.yaml': RUN,
    'scenario.yaml': `apiVersion: rehearse.dev/v1
kind: Scenario
metadata: {name: test}
spec:
  manifests: [run.yaml]
  until: 10m
${spec}`,
  });
  const { rehearsal, diagnostics } = loadScenario(files, 'scenario.yaml');
  if (rehearsal === undefined || diagnostics.length > 0) throw new Error(formatDiagnostics(diagnostics));
  return rehearsal;
}

const answersOf = (metric: string): World['metrics'] => load(`  metrics:\n    success-rate: ${metric}`).world.metrics;

/** Phases and values of the measurements of a metric at the end of a run. */
function measured(timeline: Timeline, metric: string): readonly string[] {
  const state = stateAt(timeline, timeline.header.totals.endMs);
  const [run] = state.list(ANALYSIS_RUN);
  const result = run?.status.metricResults?.find(({ name }) => name === metric);
  return (result?.measurements ?? []).map(({ phase, value = '' }) => `${phase} ${value}`.trim());
}

describe('what a scenario says of metrics', () => {
  test.each([
    ['a number', '0.99', [{ fromMs: 0, value: 0.99 }]],
    ['a number that JSON has not', 'NaN', [{ fromMs: 0, value: 'NaN' }]],
    ['a vector', '[0.5, +Inf]', [{ fromMs: 0, value: [0.5, '+Inf'] }]],
    ['an empty vector', '[]', [{ fromMs: 0, value: [] }]],
    ['a failure', '{error: refused}', [{ fromMs: 0, value: { error: 'refused' } }]],
    ['a body', '{json: {ratio: 1}}', [{ fromMs: 0, value: { json: { ratio: 1 } } }]],
    [
      'a series: one value a minute, the same one stays',
      '0.99x2 0.5 _ stale',
      [
        { fromMs: 0, value: 0.99 },
        { fromMs: 180_000, value: 0.5 },
        { fromMs: 300_000, value: [] },
      ],
    ],
    [
      'a series with a gap first, faster and later',
      '{series: "_ 1+1x1 -Inf", every: 10s, from: 5s}',
      [
        { fromMs: 15_000, value: 1 },
        { fromMs: 25_000, value: 2 },
        { fromMs: 35_000, value: '-Inf' },
      ],
    ],
    [
      'answers from times on',
      '[{from: 30s, value: 1}, {from: 1m, value: {error: refused}}]',
      [
        { fromMs: 30_000, value: 1 },
        { fromMs: 60_000, value: { error: 'refused' } },
      ],
    ],
  ])('%s', (_what, metric, answers) => {
    expect(answersOf(metric)).toEqual({ 'success-rate': answers });
  });

  test('a value that comes back after a gap is said once more', () => {
    expect(answersOf('1 _ 1')).toEqual({
      'success-rate': [
        { fromMs: 0, value: 1 },
        { fromMs: 120_000, value: 1 },
      ],
    });
  });
});

describe('what a run makes of it', () => {
  test('measurements take the values of the series, and Jobs end as told', () => {
    const { world } = load('  metrics: {success-rate: "0.99x1 0.5"}\n  jobs: {smoke: {runs: 20s, fails: true}}');
    const timeline = runWorld(world);
    expect(measured(timeline, 'success-rate')).toEqual(['Successful [0.99]']);
    expect(measured(timeline, 'smoke')).toEqual(['Failed']);
  });

  test('a metric can be changed while it runs, by its query too', () => {
    const { world } = load(
      '  metrics: {up: 0.99}\n  jobs: {smoke: {}}\n  script: [{at: 90s, metric: {name: up, value: 0.1}}]',
    );
    const values = measured(runWorld(world), 'success-rate');
    expect(values).toEqual(['Successful [0.99]', 'Successful [0.99]', 'Failed [0.1]', 'Failed [0.1]', 'Failed [0.1]']);
  });

  test('nothing is made up for a metric or a Job without a script: the run says what was asked and how to answer', () => {
    const timeline = runWorld(load('').world);
    const findings = timeline.findings.map(({ text }) => text);
    expect(findings.map((text) => /^Metric [\w-]+ \w+ [^,]*/.exec(text)?.[0])).toEqual([
      'Metric success-rate asks prometheus `up`',
      'Metric smoke runs a Job',
    ]);
    expect(measured(timeline, 'success-rate').some((text) => text.startsWith('Successful'))).toBe(false);
  });
});
