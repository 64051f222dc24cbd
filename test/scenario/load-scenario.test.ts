import { describe, expect, test } from 'vitest';
import { formatDiagnostics } from '../../src/scenario/format-diagnostic.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import type { LoadOptions, Rehearsal } from '../../src/scenario/rehearsal.ts';
import { memoryFiles } from './disk-files.ts';

const ROLLOUT = `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: shop}
spec:
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec: {containers: [{name: web, image: "shop:v1"}]}
  strategy: {canary: {steps: [{setWeight: 20}, {pause: {}}]}}
`;

function scenario(spec: string): string {
  return `apiVersion: rehearse.dev/v1\nkind: Scenario\nmetadata: {name: test}\nspec:\n  manifests: [../rollout.yaml]\n${spec}`;
}

function load(spec: string, options: LoadOptions = {}): Rehearsal {
  const files = memoryFiles({
    'a/rollout.yaml': ROLLOUT,
    'a/b/scenario.yaml': scenario(spec),
    'a/b/next.yaml': ROLLOUT.replace('v1"', 'v2"'),
  });
  const { rehearsal, diagnostics } = loadScenario(files, 'a/b', options);
  if (rehearsal === undefined) throw new Error(formatDiagnostics(diagnostics));
  return rehearsal;
}

describe('loading a scenario', () => {
  test('gives everything a default', () => {
    const { world, expectations } = load('');
    expect(world).toMatchObject({
      name: 'test',
      title: 'test',
      seed: 1,
      epochMs: 1_767_225_600_000,
      rules: { resolutionMs: 100, offsetMs: 1, resync: true, podDeletion: 'kubernetes' },
      cluster: { default: { readyAfter: { form: 'list', ms: [2000] } }, images: {}, nodes: [] },
      script: [],
      until: 'settled',
      limitMs: 86_400_000,
    });
    expect(expectations).toEqual([]);
  });

  test('turns times of readiness into milliseconds, and distributions into the terms of the kernel', () => {
    const { world } = load(`  cluster: {readyAfter: [1s, 2500ms]}
  images:
    shop:v1: {readyAfter: {kind: log-normal, median: 8s, sigma: 0.5}}
    "shop:v2": {never: ImagePullBackOff}
  script:
    - {at: 1m, run: "kubectl argo rollouts set image shop web=shop:v2"}
`);
    const ready = { form: 'list', ms: [1000, 2500] };
    expect(world.cluster.default).toEqual({ readyAfter: ready });
    expect(world.cluster.images).toEqual({
      'shop:v1': { readyAfter: { form: 'drawn', distribution: { kind: 'log-normal', median: 8000, sigma: 0.5 } } },
      'shop:v2': { readyAfter: ready, never: 'ImagePullBackOff' },
    });
  });

  test('turns each action of the script into one of the world', () => {
    const { world } = load(`  namespace: prod
  script:
    - {at: 10s, apply: next.yaml}
    - {at: 20s, patch: {kind: Rollout, name: shop, merge: {spec: {paused: true}}}}
    - {at: 30s, patch: {kind: Rollout, name: shop, namespace: prod, subresource: status, merge: {status: {abort: true}}}}
    - {at: 40s, delete: {kind: ReplicaSet, name: shop-1}}
    - {when: rollout.phase == "Paused", after: 5s, pods: {image: "shop:v2", do: unready, count: 2}}
    - {when: rollout.phase == "Paused", rollout: shop, image: {name: "shop:v2", readyAfter: 1s}}
`);
    expect(world.script.map(({ action }) => action)).toMatchObject([
      { do: 'apply', manifest: { kind: 'Rollout', metadata: { name: 'shop', namespace: 'prod' } } },
      { do: 'patch', apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'shop', namespace: 'prod' },
      { do: 'patch', subresource: 'status', merge: { status: { abort: true } } },
      { do: 'delete', apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'shop-1', namespace: 'prod' },
      { do: 'pods', image: 'shop:v2', count: 2, what: 'unready' },
      { do: 'image', image: 'shop:v2', behaviour: { readyAfter: { form: 'list', ms: [1000] } } },
    ]);
    expect(world.script.slice(4).map(({ trigger }) => trigger)).toEqual([
      { when: 'rollout.phase == "Paused"', afterMs: 5000 },
      { when: 'rollout.phase == "Paused"', afterMs: 0, rollout: { namespace: 'prod', name: 'shop' } },
    ]);
  });

  test('keeps expectations with their times and lines', () => {
    const { expectations } = load(`  expect:
    - {name: soon, eventually: rollout.phase == "Healthy", within: 10m}
    - {at: 30s, holds: canary.available == 0}
`);
    expect(expectations).toEqual([
      {
        name: 'soon',
        form: 'eventually',
        condition: 'rollout.phase == "Healthy"',
        withinMs: 600_000,
        source: { file: 'a/b/scenario.yaml', line: 7 },
      },
      { form: 'at', condition: 'canary.available == 0', atMs: 30_000, source: { file: 'a/b/scenario.yaml', line: 8 } },
    ]);
  });

  test('promotes by itself if asked to', () => {
    const { world, remarks } = load('  promote: auto\n');
    expect(world.script).toMatchObject([
      { automatic: true, action: { command: 'kubectl argo rollouts promote shop' } },
    ]);
    expect(remarks).toHaveLength(1);
    expect(load('  promote: auto\n', { promote: 'never' }).world.script).toEqual([]);
  });

  test('lets the command line decide seed, end and namespace', () => {
    const { world } = load('  seed: 3\n', { seed: 9, until: 'settled', namespace: 'dev' });
    expect([world.seed, world.until]).toEqual([9, 'settled']);
    expect(world.manifests).toMatchObject([{ metadata: { namespace: 'dev' } }]);
  });

  test('has one hash for one world, however it is written', () => {
    expect(load('  seed: 1 # the default\n  script: []\n').hash).toBe(load('').hash);
    expect(load('  seed: 2\n').hash).not.toBe(load('').hash);
  });

  test('tells every mistake at once, in the order of the file', () => {
    const files = memoryFiles({
      'scenario.yaml': scenario('  sead: 1\n  until: soon\n  hpa: {}\n').replace('../', ''),
    });
    const { diagnostics } = loadScenario(files, 'scenario.yaml');
    expect(diagnostics.map(({ code, line }) => [code, line])).toEqual([
      ['E101', 5],
      ['E205', 6],
      ['E208', 7],
      ['E212', 8],
    ]);
  });
});
