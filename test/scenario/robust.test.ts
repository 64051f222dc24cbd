import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { worldFromManifests } from '../../src/scenario/bare.ts';
import type { Diagnostic } from '../../src/scenario/diagnostics.ts';
import { formatDiagnostics } from '../../src/scenario/format-diagnostic.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { memoryFiles } from './disk-files.ts';

const SCENARIO = readFileSync('scenarios/getting-started/scenario.yaml', 'utf8');
/** Says something of nearly everything. */
const FULL = `apiVersion: rehearse.dev/v1
kind: Scenario
metadata: {name: full}
spec:
  manifests: [rollout.yaml]
  metrics:
    success-rate: 0.99x10 0.5x3 _ stale
    ratio: [{from: 10s, value: 1}, {from: 1m, value: {error: refused}}]
    judge: {json: {ratio: 1}}
  jobs: {smoke: {runs: 20s, fails: true}}
  utilisation: {Rollout/rollouts-demo: [{from: 0s, percent: 50}]}
  cluster:
    nodes: [{name: node-1, cpu: "4"}]
    routers: {albWeightDelay: 20s}
    propagation: {router: 2s}
  traffic:
    flows: [{to: {rollout: rollouts-demo}, arrivals: {kind: ramp, from: 1, to: 9, over: 2m}}]
    dependencies: {payments: {outages: [{from: 5m, to: 6m}]}}
  images:
    argoproj/rollouts-demo:blue: {latency: {kind: exponential, mean: 40ms}, errors: 0.05, crash: {after: 30s}}
  script:
    - {at: 1m, fault: {kind: crash-loop, image: "argoproj/rollouts-demo:blue", pods: 50%, for: 2m}}
    - {at: 2m, node: {fail: node-1}}
    - {at: 3m, metric: {name: ratio, value: [1, NaN]}}
`;
const ROLLOUT = readFileSync('scenarios/getting-started/rollout.yaml', 'utf8');
const CHART = readFileSync(`${import.meta.dirname}/charts/rendered.yaml`, 'utf8');

const PIECES = [
  '',
  ' ',
  '\n',
  '\t',
  ':',
  '- ',
  '"',
  "'",
  '{',
  ']',
  '*x',
  '&x ',
  '<<: ',
  '!!int ',
  '~',
  '#',
  '|',
  '---\n',
  '0',
  'yes',
  '{{',
  '\u0000',
  'é',
  '\ud800',
];

/** A text with a few stretches replaced by something that YAML cares about. */
function damaged(text: string): fc.Arbitrary<string> {
  const hit = fc.record({ at: fc.nat(text.length), length: fc.nat(12), piece: fc.constantFrom(...PIECES) });
  return fc
    .array(hit, { minLength: 1, maxLength: 3 })
    .map((hits) =>
      hits.reduce((now, { at, length, piece }) => now.slice(0, at) + piece + now.slice(at + length), text),
    );
}

function expectPlaces(diagnostics: readonly Diagnostic[], texts: Readonly<Record<string, string>>): void {
  for (const { file, line, column, endColumn, sourceLine } of diagnostics) {
    const lines = (texts[file] ?? '').split('\n');
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(sourceLine).toBe((lines[line - 1] ?? '').replace(/\r$/, ''));
    expect(column).toBeGreaterThanOrEqual(1);
    expect(endColumn).toBeGreaterThan(column);
  }
  expect(formatDiagnostics(diagnostics).split('\n\n').length).toBeGreaterThanOrEqual(diagnostics.length > 0 ? 1 : 0);
}

describe('whatever is in a file', () => {
  test('the whole scenario loads, or this test shows nothing', () => {
    const { diagnostics } = loadScenario(memoryFiles({ 'full.yaml': FULL, 'rollout.yaml': ROLLOUT }), 'full.yaml');
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test.each([
    ['a scenario', SCENARIO],
    ['a scenario with everything', FULL],
  ])('%s loads, or is told what is wrong and where', (_what, text) => {
    fc.assert(
      fc.property(damaged(text), (scenario) => {
        const texts = { 'scenario.yaml': scenario, 'rollout.yaml': ROLLOUT };
        const { rehearsal, diagnostics } = loadScenario(memoryFiles(texts), 'scenario.yaml');
        expect(rehearsal === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
        expectPlaces(diagnostics, texts);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['a rollout', ROLLOUT],
    ['a chart', CHART],
  ])('%s loads, or is told what is wrong and where', (_what, text) => {
    fc.assert(
      fc.property(damaged(text), (manifest) => {
        const { rehearsal, diagnostics } = worldFromManifests([{ name: 'a.yaml', text: manifest }]);
        expect(rehearsal === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
        expectPlaces(diagnostics, { 'a.yaml': manifest });
      }),
      { numRuns: 300 },
    );
  });
});
