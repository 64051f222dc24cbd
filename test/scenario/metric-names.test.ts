import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { memoryFiles } from './disk-files.ts';

/** The codes of what is reported for a scenario that gives a value to a metric, while an analysis asks this query. */
function codesFor(query: string, metric: string): readonly string[] {
  const files = memoryFiles({
    'run.json': JSON.stringify({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AnalysisRun',
      metadata: { name: 'check' },
      spec: { metrics: [{ name: 'm', provider: { prometheus: { address: 'http://prometheus:9090', query } } }] },
    }),
    'scenario.yaml': JSON.stringify({
      apiVersion: 'rehearse.dev/v1',
      kind: 'Scenario',
      metadata: { name: 'test' },
      spec: { manifests: ['run.json'], metrics: { [metric]: 1 } },
    }),
  });
  return loadScenario(files, 'scenario.yaml').diagnostics.map(({ code }) => code);
}

describe('a scripted metric named by the query of an analysis', () => {
  test.each([
    ['up{service="{{args.service}}"}', 'up{service="shop"}', true],
    ['up{service="{{args.service}}"}', 'up{service="shop"', false],
    ['up{service="{{args.service}}"}', 'up{service="shop"} ', false],
    ['{{args.a}}', 'any thing\nat all', true],
    ['a{{args.a}}b{{args.b}}b', 'abb', true],
    ['a{{args.a}}b{{args.b}}b', 'ab', false],
    ['a{{args.a}}bc{{args.b}}', 'a bb bc', true],
    ['a{{args.a}', 'a{{args.a}', true],
    ['a.c', 'abc', false],
  ])('%s and %j: %s', (query, metric, known) => {
    expect(codesFor(query, metric)).toEqual(known ? [] : ['W228']);
  });

  test('takes time in proportion, however many placeholders there are', () => {
    expect(codesFor('{{args.x}}a'.repeat(500), `${'a'.repeat(2000)}b`)).toEqual(['W228']);
    expect(codesFor('{{'.repeat(50_000), 'a')).toEqual(['W228']);
  });
});
