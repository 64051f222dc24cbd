import { readdirSync } from 'node:fs';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { isJsonArray, isJsonObject, type Json } from '../../src/api/json.ts';
import { formatDiagnostics } from '../../src/scenario/format-diagnostic.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import type { Rehearsal } from '../../src/scenario/rehearsal.ts';
import { runWorld } from '../../src/simulation/run.ts';
import { contentHash } from '../../src/timeline/json-lines.ts';
import { canonicalWorld, worldHash } from '../../src/world/hash.ts';
import type { World } from '../../src/world/world.ts';
import { memoryFiles } from '../scenario/disk-files.ts';
import { scenarioWorld } from '../simulation/worlds.ts';

const SCENARIOS = readdirSync('scenarios', { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

/** The same value with the keys of every object in another order. */
function reordered(value: Json, order: (keys: readonly string[]) => readonly string[]): Json {
  if (isJsonArray(value)) return value.map((item) => reordered(item, order));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(order(Object.keys(value)).map((key) => [key, reordered(value[key] ?? null, order)]));
}

function reversedWorld(world: World): World {
  const plain: Json = JSON.parse(JSON.stringify(world));
  return JSON.parse(JSON.stringify(reordered(plain, (keys) => keys.toReversed())));
}

describe('the hash of a world', () => {
  test.each(SCENARIOS)('%s: is the same whatever the order of keys, and so are all bytes of the run', (name) => {
    const world = scenarioWorld(name);
    const reversed = reversedWorld(world);
    expect(Object.keys(reversed)).not.toEqual(Object.keys(world));
    expect(worldHash(reversed)).toBe(worldHash(world));
    expect(contentHash(runWorld(reversed))).toBe(contentHash(runWorld(world)));
  });

  property.prop([fc.jsonValue(), fc.jsonValue()])('differs exactly if the canonical world does', (a, b) => {
    const world = scenarioWorld('getting-started');
    const of = (value: unknown): World => ({ ...world, manifests: [{ value: JSON.parse(JSON.stringify(value)) }] });
    const isSame = JSON.stringify(canonicalWorld(of(a))) === JSON.stringify(canonicalWorld(of(b)));
    expect(worldHash(of(a)) === worldHash(of(b))).toBe(isSame);
  });

  test('is another for another expectation', () => {
    const world = scenarioWorld('getting-started');
    expect(worldHash(world, [{ form: 'always', condition: 'true' }])).not.toBe(worldHash(world));
  });
});

describe('a Git repository', () => {
  const rollout = (keys: readonly string[]): string =>
    JSON.stringify(
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Rollout',
        metadata: { name: 'shop' },
        spec: {
          selector: { matchLabels: { app: 'shop' } },
          template: {
            metadata: { labels: { app: 'shop' } },
            spec: { containers: [{ name: 'web', image: 'shop:v1' }] },
          },
          strategy: { canary: { steps: [{ setWeight: 50 }] } },
        },
      },
      [
        ...keys,
        'metadata',
        'name',
        'spec',
        'selector',
        'matchLabels',
        'app',
        'template',
        'labels',
        'containers',
        'image',
        'strategy',
        'canary',
        'steps',
        'setWeight',
      ],
    );
  const service = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'shop' },
    spec: { selector: { app: 'shop' }, ports: [{ port: 80 }] },
  });
  const load = (documents: readonly string[], git: string): Rehearsal => {
    const { rehearsal, diagnostics } = loadScenario(
      memoryFiles({
        'a/scenario.yaml': `apiVersion: rehearse.dev/v1
kind: Scenario
metadata: { name: test }
spec:
  git: ${git}
  script: [{ at: 1m, commit: { repository: shop, message: Version 2, setImage: 'web=shop:v2' } }]
`,
        'a/all.yaml': documents.join('\n---\n'),
        'a/more.yaml': service.replaceAll('"shop"', '"more"'),
        'a/last.yaml': service.replaceAll('"shop"', '"last"'),
      }),
      'a',
    );
    if (rehearsal === undefined) throw new Error(formatDiagnostics(diagnostics));
    return rehearsal;
  };
  const BOTH = '{ shop: { manifests: [all.yaml, last.yaml] }, other: { manifests: [more.yaml] } }';

  test.each([
    ['keys', [rollout(['kind', 'apiVersion']), service], BOTH],
    ['documents', [service, rollout(['apiVersion', 'kind'])], BOTH],
    [
      'files and repositories',
      [rollout(['apiVersion', 'kind']), service],
      '{ other: { manifests: [more.yaml] }, shop: { manifests: [last.yaml, all.yaml] } }',
    ],
  ])('has the same revisions whatever the order of %s', (_of, documents, git) => {
    const [one, other] = [load([rollout(['apiVersion', 'kind']), service], BOTH), load(documents, git)];
    expect(other.hash).toBe(one.hash);
    expect(contentHash(runWorld(other.world))).toBe(contentHash(runWorld(one.world)));
  });
});
