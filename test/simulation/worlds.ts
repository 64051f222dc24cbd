import type { JsonObject } from '../../src/api/json.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { REHEARSAL_RULES } from '../../src/scenario/world-defaults.ts';
import type { World } from '../../src/world/world.ts';
import { diskFiles } from '../scenario/disk-files.ts';

/** A rollout of three pods with these steps. */
export function rolloutManifest(steps: readonly JsonObject[], image = 'web:1'): JsonObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      strategy: { canary: { steps } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image }] } },
    },
  };
}

/** A rehearsal's world: pods ready after two seconds, until everything has come to rest. */
export function worldOf(world: Partial<World>): World {
  return {
    name: 'test',
    title: 'test',
    seed: 1,
    epochMs: 1_767_225_600_000,
    rules: REHEARSAL_RULES,
    cluster: { default: { readyAfter: { form: 'list', ms: [2000] } }, images: {}, nodes: [] },
    manifests: [],
    script: [],
    until: 'settled',
    limitMs: 24 * 3_600_000,
    ...world,
  };
}

/** The world of one of the scenarios that come with the product. */
export function scenarioWorld(name: string): World {
  const { rehearsal } = loadScenario(diskFiles(process.cwd()), `scenarios/${name}`);
  if (rehearsal === undefined) throw new Error(`scenarios/${name} does not load`);
  return rehearsal.world;
}
