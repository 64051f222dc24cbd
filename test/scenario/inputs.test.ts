import { describe, expect, test } from 'vitest';
import { DiagnosticList } from '../../src/scenario/diagnostics.ts';
import { manifestTexts } from '../../src/scenario/inputs.ts';
import { loadRehearsal } from '../../src/scenario/load-rehearsal.ts';
import { parseUpdate } from '../../src/scenario/updates.ts';
import { runWorld } from '../../src/simulation/run.ts';
import { memoryFiles } from './disk-files.ts';

function rollout(
  image: string,
  steps = '[{setWeight: 25}, {pause: {duration: 1m}}, {setWeight: 50}, {pause: {duration: 1m}}]',
): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: shop}
spec:
  replicas: 4
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec: {containers: [{name: web, image: "${image}"}]}
  strategy: {canary: {steps: ${steps}}}
`;
}

const service =
  'apiVersion: v1\nkind: Service\nmetadata: {name: shop}\nspec: {selector: {app: shop}, ports: [{port: 80}]}\n';

function names(
  files: Readonly<Record<string, string>>,
  paths: readonly string[],
  recursive = false,
): readonly string[] {
  return manifestTexts(memoryFiles(files), paths, new DiagnosticList(), { recursive }).map(({ name }) => name);
}

describe('what paths name', () => {
  const folder = {
    'app/b.yml': 'b',
    'app/a.json': 'a',
    'app/notes.md': 'n',
    'app/more/c.yaml': 'c',
    '-': 's',
    'd.txt': 'd',
  };

  test('a folder is its files, as kubectl reads them; -R takes those below, too', () => {
    expect(names(folder, ['app'])).toEqual(['app/a.json', 'app/b.yml']);
    expect(names(folder, ['app'], true)).toEqual(['app/a.json', 'app/b.yml', 'app/more/c.yaml']);
  });

  test('files of any ending, folders and the standard input are mixed', () => {
    expect(names(folder, ['d.txt', 'app', '-'])).toEqual(['d.txt', 'app/a.json', 'app/b.yml', '-']);
  });

  test('a kustomization says which files are manifests, those of other folders too', () => {
    const files = {
      'k/kustomization.yaml': 'resources: [rollout.yaml, ../base/]\n',
      'k/rollout.yaml': 'r',
      'k/patch.yaml': 'p',
      'base/service.yaml': 's',
    };
    expect(names(files, ['k'])).toEqual(['k/rollout.yaml', 'base/service.yaml']);
  });
});

describe('updates', () => {
  test.each([
    ['v2.yaml', { path: 'v2.yaml', time: 'settled' }],
    ['v2.yaml@step 2', { path: 'v2.yaml', time: { step: 2 } }],
    ['v2.yaml@90s', { path: 'v2.yaml', time: { atMs: 90_000 } }],
    ['me@home/v2.yaml', { path: 'me@home/v2.yaml', time: 'settled' }],
    ['v2.yaml@step', undefined],
    ['v2.yaml@-5s', undefined],
    ['v2.yaml@90', undefined],
    ['', undefined],
  ])('%s', (text, expected) => {
    expect(parseUpdate(text)).toEqual(expected);
  });

  function images(
    paths: readonly string[],
    then: readonly string[],
    files: Readonly<Record<string, string>>,
  ): readonly string[] {
    const { rehearsal, diagnostics } = loadRehearsal(memoryFiles(files), paths, { then });
    if (rehearsal === undefined) return diagnostics.map(({ code }) => code);
    const { entries } = runWorld(rehearsal.world);
    return entries.flatMap((entry) =>
      entry.kind === 'change' && entry.resource.kind === 'ReplicaSet' && entry.before === undefined
        ? [`${Math.floor(entry.atMs / 1000)}s ${/shop:v\d/.exec(JSON.stringify(entry.after))?.[0] ?? ''}`]
        : [],
    );
  }

  const files = {
    'v1.yaml': rollout('shop:v1'),
    'v2.yaml': rollout('shop:v2'),
    'v3.yaml': rollout('shop:v3'),
    'service.yaml': service,
  };

  test('follow each other once the one before has settled', () => {
    expect(images(['v1.yaml', 'service.yaml'], ['v2.yaml', 'v3.yaml'], files)).toEqual([
      '0s shop:v1',
      '12s shop:v2',
      '148s shop:v3',
    ]);
  });

  test('change the version in the middle of an update', () => {
    expect(images(['v1.yaml'], ['v2.yaml', 'v3.yaml@step 2'], files)).toEqual([
      '0s shop:v1',
      '12s shop:v2',
      '74s shop:v3',
    ]);
    expect(images(['v1.yaml'], ['v2.yaml', 'v3.yaml@90s'], files)).toEqual([
      '0s shop:v1',
      '12s shop:v2',
      '90s shop:v3',
    ]);
  });

  test('are what a folder with two versions means; files named one by one are a mistake', () => {
    const folder = Object.fromEntries(Object.entries(files).map(([name, text]) => [`app/${name}`, text]));
    expect(images(['app'], [], folder)).toEqual(['0s shop:v1', '12s shop:v2', '148s shop:v3']);
    expect(images(['v1.yaml', 'v2.yaml'], [], files)).toEqual(['E406']);
  });

  test('equal objects are one', () => {
    expect(images(['v1.yaml', 'copy.yaml'], [], { ...files, 'copy.yaml': `# a copy\n${rollout('shop:v1')}` })).toEqual([
      '0s shop:v1',
    ]);
  });
});

test('a name that the API server makes up depends on the seed and the object alone', () => {
  const text = rollout('shop:v1').replace('name: shop', 'generateName: shop-');
  const nameOf = (seed: number): string | undefined =>
    loadRehearsal(memoryFiles({ 'a.yaml': text }), ['a.yaml'], { seed }).rehearsal?.world.name;
  expect(nameOf(1)).toMatch(/^shop-[a-z0-9]{5}$/);
  expect(nameOf(1)).toBe(nameOf(1));
  expect(nameOf(1)).not.toBe(nameOf(2));
});

test.each(['"', "'"])('a text in %s may go on in lines that are indented less', (quote) => {
  const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: ${quote}{\n one\n}${quote}\n  b: c\n---\n${rollout('shop:v1')}`;
  const { rehearsal, diagnostics } = loadRehearsal(memoryFiles({ 'a.yaml': text }), ['a.yaml']);
  expect(diagnostics).toEqual([]);
  expect(rehearsal?.world.manifests.find(({ kind }) => kind === 'ConfigMap')?.['data']).toEqual({
    a: '{ one }',
    b: 'c',
  });
});
