import { isJsonObject, type JsonObject } from '../src/api/json.ts';
import { nodeFiles } from '../src/cli/node-files.ts';
import { loadRehearsal } from '../src/scenario/load-rehearsal.ts';
import type { ScriptedAction } from '../src/world/script.ts';
import type { World } from '../src/world/world.ts';

const files = nodeFiles();

export function gettingStarted(): World {
  const { rehearsal, diagnostics } = loadRehearsal(files, ['scenarios/getting-started']);
  if (rehearsal === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return rehearsal.world;
}

function part(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return isJsonObject(value) ? value : {};
}

/** The same rollout with more or fewer pods. */
export function withReplicas(world: World, replicas: number): World {
  return {
    ...world,
    manifests: world.manifests.map((manifest) => ({ ...manifest, spec: { ...part(manifest, 'spec'), replicas } })),
  };
}

/** Many copies of the rollout under names of their own, each with its own pods and its own script. */
export function withRollouts(world: World, count: number): World {
  const names = Array.from({ length: count }, (_, index) => `rollouts-demo-${index}`);
  const manifests = names.flatMap((name) =>
    world.manifests.map((manifest) => {
      const labels = { app: name };
      const spec = part(manifest, 'spec');
      const template = { ...part(spec, 'template'), metadata: { labels } };
      const metadata = { ...part(manifest, 'metadata'), name };
      return { ...manifest, metadata, spec: { ...spec, selector: { matchLabels: labels }, template } };
    }),
  );
  const script = world.script.flatMap((action) => names.map((name) => renamed(action, name)));
  return { ...world, manifests, script };
}

/** `kubectl argo rollouts promote rollouts-demo` for another rollout; the container keeps its name. */
function renamed(scripted: ScriptedAction, name: string): ScriptedAction {
  const { action } = scripted;
  if (action.do !== 'run') return scripted;
  return { ...scripted, action: { ...action, command: action.command.replace(/ rollouts-demo(?= |$)/, ` ${name}`) } };
}
