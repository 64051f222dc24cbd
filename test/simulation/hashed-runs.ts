import { worldFromManifests } from '../../src/scenario/bare.ts';
import { runWorld } from '../../src/simulation/run.ts';
import { contentHash } from '../../src/timeline/json-lines.ts';
import type { World } from '../../src/world/world.ts';
import { rolloutManifest, scenarioWorld, worldOf } from './worlds.ts';

const NAMES = ['zoo', 'ärger', 'apple', 'Shop'];

/** Several rollouts, given in this order. */
export function manyRollouts(reversed: boolean): World {
  const texts = NAMES.map((label, index) => ({
    name: `${index}.yaml`,
    text: JSON.stringify({
      ...rolloutManifest([{ setWeight: 40 }, { pause: { duration: '5s' } }]),
      metadata: { name: `web-${index}`, annotations: { label } },
    }),
  }));
  const { rehearsal } = worldFromManifests(reversed ? [...texts].reverse() : texts);
  if (rehearsal === undefined) throw new Error('the manifests do not load');
  return rehearsal.world;
}

/** A world with random start-up times, nodes with little room, and several rollouts. */
function drawnWorld(): World {
  const distribution = { kind: 'log-normal', median: 4000, sigma: 0.8 } as const;
  return worldOf({
    seed: 42,
    manifests: [rolloutManifest([{ setWeight: 50 }, { pause: { duration: '10s' } }])],
    cluster: {
      default: { readyAfter: { form: 'drawn', distribution } },
      images: {},
      nodes: [
        { name: 'small', pods: 2 },
        { name: 'large', cpu: '4', memory: '8Gi', pods: 3 },
      ],
    },
    script: [
      {
        trigger: { atMs: 30_000 },
        action: { do: 'run', command: 'kubectl argo rollouts set image web web=web:2', namespace: 'default' },
      },
    ],
  });
}

/** Name and hash of the timelines of some worlds. */
export function hashedRuns(): readonly string[] {
  const worlds: Readonly<Record<string, World>> = {
    'getting-started': scenarioWorld('getting-started'),
    deadline: scenarioWorld('deadline'),
    'mid-rollout-change': scenarioWorld('mid-rollout-change'),
    'rollback-window': scenarioWorld('rollback-window'),
    drawn: drawnWorld(),
    many: manyRollouts(false),
  };
  return Object.entries(worlds).map(([name, world]) => `${name} ${contentHash(runWorld(world))}`);
}
