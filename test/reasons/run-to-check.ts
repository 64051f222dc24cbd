import { valueAt } from '../../src/api/field-path.ts';
import type { Json } from '../../src/api/json.ts';
import type { TimelineEntry } from '../../src/timeline/timeline.ts';
import { canonicalWorld } from '../../src/world/hash.ts';
import type { World } from '../../src/world/world.ts';
import type { RunToCheck } from './check-reasons.ts';

/** A run of a world, with what its reasons may name as settings. */
export function runToCheck(given: World, entries: readonly TimelineEntry[]): RunToCheck {
  const world = canonicalWorld(given);
  const { epochMs, rules, routing = {}, cluster } = world;
  const settings = new Map<string, Json>([
    ['resyncPeriodMs', rules.resyncPeriodMs],
    ['retriesNotFound', rules.retriesNotFound],
    ['albWeightDelayMs', routing.albWeightDelayMs ?? null],
    ['nodes.length', cluster.nodes.length],
  ]);
  return {
    entries,
    startMs: epochMs + rules.offsetMs,
    setting: (name, before) => {
      if (settings.has(name)) return settings.get(name) ?? null;
      const [, image = ''] = /^images\[(.*)\]\.never$/.exec(name) ?? [];
      if (image !== '') return behaviourOf(world, image, before).never ?? null;
      const [, node = ''] = /^nodes\[(.*)\]\.name$/.exec(name) ?? [];
      if (node !== '') return cluster.nodes.find((one) => one.name === node)?.name ?? null;
      const [, job = '', field = ''] = /^jobs\[(.*)\]\.(\w+)$/.exec(name) ?? [];
      if (job !== '') return valueAt(new Map(Object.entries(world.jobs ?? {})).get(job), field);
      if (/^(manifests|git)\[/.test(name)) return valueAt(world, name);
      throw new Error(`no setting ${name}`);
    },
  };
}

/** How pods of an image behave, after what the entries before did to it. */
function behaviourOf({ cluster }: World, image: string, before: readonly TimelineEntry[]) {
  const changed = before.findLast(
    (entry) => entry.kind === 'action' && entry.action.do === 'image' && entry.action.image === image,
  );
  if (changed?.kind === 'action' && changed.action.do === 'image') return changed.action.behaviour;
  return new Map(Object.entries(cluster.images)).get(image) ?? cluster.default;
}
