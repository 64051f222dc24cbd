import { expect, test } from 'vitest';
import type { Files } from '../../src/scenario/files.ts';
import { findScenarios, runCase, selectScenarios } from '../../src/session/suite.ts';
import { UsageError } from '../../src/session/usage-error.ts';

const MANIFEST = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: shop } }
  template: { metadata: { labels: { app: shop } }, spec: { containers: [ { name: web, image: "r/shop:v1" } ] } }
`;

const scenario = (name: string, expectation: string): string => `
apiVersion: rehearse.dev/v1
kind: Scenario
metadata: { name: ${name}, tags: [${name === 'slow' ? 'nightly' : 'quick'}] }
spec:
  until: 1m
  manifests: [../app.yaml]
  expect:
  - ${expectation}
`;

const TEXTS = new Map([
  ['suite/app.yaml', MANIFEST],
  ['suite/good/scenario.yaml', scenario('good', 'never: deployment.available > 3')],
  ['suite/slow/night.scenario.yaml', scenario('slow', 'always: deployment.available == 2')],
  ['suite/wrong/scenario.yml', 'kind: Scenario\napiVersion: rehearse.dev/v1\n'],
  ['suite/node_modules/x/scenario.yaml', ''],
  ['suite/.hidden/scenario.yaml', ''],
]);

/** Files that are in memory. */
function memoryFiles(texts: ReadonlyMap<string, string>): Files {
  const paths = [...texts.keys()];
  return {
    read: (path) => texts.get(path),
    isFolder: (path) => paths.some((one) => one.startsWith(`${path}/`)),
    list: (path) => {
      const below = paths.filter((one) => one.startsWith(`${path}/`)).map((one) => one.slice(path.length + 1));
      return [...new Set(below.map((one) => one.replace(/\/.*/, '/')))].sort();
    },
    problem: () => undefined,
  };
}

const files = memoryFiles(TEXTS);
const ALL = ['suite/good/scenario.yaml', 'suite/slow/night.scenario.yaml', 'suite/wrong/scenario.yml'];

test('finds scenarios below folders, each once, but none in hidden folders and packages', () => {
  expect(findScenarios(files, ['suite', 'suite/good', 'suite/good/scenario.yaml'])).toEqual(ALL);
  expect(() => findScenarios(files, ['suite/none.yaml'])).toThrow(UsageError);
});

test('chooses by words, tags, changed files and shard; what cannot be read stays', () => {
  const tags: readonly string[] = [];
  expect(selectScenarios(files, ALL, { filter: 'goo', tags })).toEqual([ALL[0], ALL[2]]);
  expect(selectScenarios(files, ALL, { tags: ['nightly'] })).toEqual([ALL[1], ALL[2]]);
  expect(selectScenarios(files, ALL, { tags, hasChanged: (path) => path === 'suite/app.yaml' })).toEqual(
    ALL.slice(0, 2),
  );
  expect(selectScenarios(files, ALL, { tags, hasChanged: () => false })).toEqual([]);
  const shards = [1, 2].map((index) => selectScenarios(files, ALL, { tags, shard: { index, count: 2 } }));
  expect(shards).toEqual([[ALL[0], ALL[2]], [ALL[1]]]);
});

const task = (path: string, seeds = 1): Parameters<typeof runCase>[1] => ({
  path,
  seeds,
  strict: false,
  update: false,
});

test('a scenario that passes has a result and no failures', () => {
  const result = runCase(files, task('suite/good/scenario.yaml', 3));
  expect(result).toMatchObject({ status: 'passed', reason: '', expectations: 1, failures: [], name: 'good' });
  expect(result.seeds).toEqual({ first: 1, count: 3, failed: [] });
});

test('a failure stands at the line of its expectation, with what was found and what came before', () => {
  const result = runCase(files, task('suite/slow/night.scenario.yaml', 2));
  expect(result.status).toBe('failed');
  expect(result.reason).toMatch(/^2 of 2 seeds failed; seed 1: always deployment\.available == 2/);
  expect(result.failures).toMatchObject([
    { file: 'suite/slow/night.scenario.yaml', line: 9, expected: 'always deployment.available == 2' },
  ]);
  expect(result.failures[0]?.found).toBe('broke at 0s: deployment.available was 0');
  expect(result.failures[0]?.before.length).toBeGreaterThan(0);
});

test('a scenario that cannot be read is invalid, with its diagnostics', () => {
  const result = runCase(files, task('suite/wrong/scenario.yml'));
  expect(result.status).toBe('invalid');
  expect(result.problems[0]).toMatchObject({ file: 'suite/wrong/scenario.yml', severity: 'error' });
  expect(result.problemText).toContain('suite/wrong/scenario.yml:');
});

test('an approved behaviour is compared, and a difference says who made it', () => {
  const path = 'suite/good/scenario.yaml';
  const { behaviour } = runCase(files, { ...task(path), update: true });
  expect(behaviour?.path).toBe('suite/good/scenario.behaviour.txt');
  const text = behaviour?.text ?? '';
  expect(text.split('\n').slice(2)).toEqual([
    '',
    'outcome   shop complete; at least 2 pods available',
    'end       1m0s, until',
    '',
    'shop',
    '  0s  revision 1, Progressing, at least 0 of 2 available',
    '  2s  revision 1, Healthy, at least 2 of 2 available',
    '',
  ]);
  const withApproved = (approved: string, more: readonly (readonly [string, string])[] = []): Files =>
    memoryFiles(new Map([...TEXTS, ...more, ['suite/good/scenario.behaviour.txt', approved]]));
  expect(runCase(withApproved(text), task(path)).status).toBe('passed');
  expect(runCase(withApproved(text.replaceAll('\n', '\r\n')), task(path)).status).toBe('passed');

  const edited = runCase(withApproved(text.replace('Healthy', 'Paused')), task(path));
  expect(edited.status).toBe('failed');
  expect(edited.failures).toEqual([
    {
      file: 'suite/good/scenario.behaviour.txt',
      line: 9,
      expected: 'the behaviour that was approved',
      condition: '',
      found: [
        'nothing changed but this text, which was edited by hand',
        '-   2s  revision 1, Paused, at least 2 of 2 available',
        '+   2s  revision 1, Healthy, at least 2 of 2 available',
      ].join('\n'),
      before: [],
    },
  ]);

  const three: readonly [string, string] = ['suite/app.yaml', MANIFEST.replace('replicas: 2', 'replicas: 3')];
  expect(runCase(withApproved(text, [three]), task(path)).reason).toContain(
    'its behaviour changed: the scenario or one of its files changed',
  );
  const older = text.replace(/^# rehearse [^,]+,/m, '# rehearse 0.0.1,').replace('Healthy', 'Paused');
  expect(runCase(withApproved(older), task(path)).reason).toMatch(
    /Rehearse changed it: approved with rehearse 0\.0\.1, this is rehearse /,
  );
});
