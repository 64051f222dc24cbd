import { isJsonObject, type Json } from '../../api/json.ts';
import type { World } from '../../world/world.ts';
import { numberOf, type RecordedCase } from './case.ts';

const HASH_LABEL = 'pod-template-hash';

/** The world of the Deployment recordings: Kubernetes' own workload controllers, with the names of ReplicaSets as they were recorded. */
export function deploymentWorld(world: World, recorded: RecordedCase): World {
  const { podQuota } = recorded.cluster;
  return {
    ...world,
    rules: { ...world.rules, podDeletion: 'kubernetes', workloads: 'kubernetes', defaults: 'kubernetes' },
    templateHashes: templateHashes(recorded),
    ...(podQuota === undefined ? {} : { podQuota: numberOf(podQuota) }),
  };
}

/**
 * The hashes that name each Deployment's ReplicaSets, in the order in which these came. They are made of a dump of Go's memory, so they are taken
 * from the recording; ReplicaSets of the manifests have their names already.
 */
function templateHashes({ apply, trace }: RecordedCase): Readonly<Record<string, readonly string[]>> {
  const given = new Set(apply.flatMap((manifest) => nameOf(manifest['metadata']) ?? []));
  const hashes = new Map<string, string[]>();
  for (const { changed } of trace) {
    for (const [key, form] of Object.entries(changed)) {
      const name = key.startsWith('ReplicaSet/') ? key.slice('ReplicaSet/'.length) : undefined;
      const hash = isJsonObject(form) && isJsonObject(form['labels']) ? form['labels'][HASH_LABEL] : undefined;
      if (name === undefined || typeof hash !== 'string' || given.has(name) || !name.endsWith(`-${hash}`)) continue;
      const deployment = name.slice(0, -hash.length - 1);
      const known = hashes.get(deployment) ?? [];
      if (!known.includes(hash)) hashes.set(deployment, [...known, hash]);
    }
  }
  return Object.fromEntries(hashes);
}

function nameOf(metadata: Json | undefined): string | undefined {
  const name = isJsonObject(metadata) ? metadata['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
}
