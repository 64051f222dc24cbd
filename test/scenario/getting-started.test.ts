import { describe, expect, test } from 'vitest';
import { canonical } from '../../src/api/canonical.ts';
import { computePodTemplateHash } from '../../src/api/hash.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/api/json.ts';
import { podTemplateSpec } from '../../src/api/shape/core.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { valueAt } from '../../src/scenario/schema/issues.ts';
import type { Rehearsal } from '../../src/scenario/rehearsal.ts';
import { diskFiles } from './disk-files.ts';

function load(): Rehearsal {
  const { rehearsal, diagnostics } = loadScenario(diskFiles(process.cwd()), 'scenarios/getting-started');
  expect(diagnostics).toEqual([]);
  if (rehearsal === undefined) throw new Error('the scenario does not load');
  return rehearsal;
}

/** The pod template of the rollout with an image, in the form that is hashed. */
function templateWith(rollout: JsonObject, image: string): Json {
  const template = valueAt(rollout, ['spec', 'template']);
  const container = valueAt(rollout, ['spec', 'template', 'spec', 'containers', 0]);
  if (!isJsonObject(template) || !isJsonObject(container)) throw new Error('the rollout has no template');
  return canonical(podTemplateSpec, { ...template, spec: { containers: [{ ...container, image }] } });
}

describe('scenarios/getting-started', () => {
  test('has the facts of the recording of the same name', () => {
    const { world } = load();
    expect(world.script.map(({ trigger }) => trigger)).toEqual(
      [20, 60, 160, 190, 220].map((seconds) => ({ atMs: seconds * 1000 })),
    );
    expect(world.cluster.default).toEqual({ readyAfter: { form: 'list', ms: [2000] } });
    expect(world.until).toEqual({ ms: 280_000 });
    expect(world.manifests).toHaveLength(1);
  });

  test.each([
    ['blue', '5cd66ff7ff'],
    ['yellow', '76ddfb4f47'],
    ['red', '64fbcbbd74'],
  ])('makes the ReplicaSet of %s with the hash %s', (colour, hash) => {
    const [rollout] = load().world.manifests;
    if (rollout === undefined) throw new Error('there is no rollout');
    const template = templateWith(rollout, `argoproj/rollouts-demo:${colour}`);
    expect(isJsonObject(template) && computePodTemplateHash(template as never, undefined)).toBe(hash);
  });

  test('expects something of its run', () => {
    expect(load().expectations.map(({ form }) => form)).toEqual([
      'at',
      'eventually',
      'at',
      'never',
      'at',
      'always',
      'at',
    ]);
  });
});
