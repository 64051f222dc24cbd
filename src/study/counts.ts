import { REPLICA_SET } from '../api/resources.ts';
import type { KubeObject } from '../api/resources.ts';
import { controllerOf } from '../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../api/shape/apps.ts';
import type { ChangeEntry, Timeline } from '../timeline/timeline.ts';

/** Pods of one version at an instant. */
export interface VersionCounts {
  readonly current: number;
  readonly available: number;
}

/** Pods by version (the images of its containers) from an instant on. */
export interface CountSample {
  readonly atMs: number;
  readonly versions: ReadonlyMap<string, VersionCounts>;
}

/** What a workload is called, whatever its kind. */
export interface WorkloadName {
  readonly namespace: string;
  readonly name: string;
}

/** A ReplicaSet's version: the images of its containers. */
export function versionOf(replicaSet: Pick<ReplicaSet, 'spec'>): string {
  return (replicaSet.spec.template.spec.containers ?? []).map(({ image = '' }) => image).join(' ');
}

function isReplicaSet(object: KubeObject | undefined, entry: ChangeEntry): object is ReplicaSet {
  return object !== undefined && entry.resource.kind === REPLICA_SET.kind && entry.resource.group === REPLICA_SET.group;
}

/** Pods by version of a workload, one sample for each instant at which they changed. */
export function countsOf(timeline: Timeline, workload: WorkloadName): readonly CountSample[] {
  const sets = new Map<string, ReplicaSet>();
  const samples: CountSample[] = [];
  for (const entry of timeline.entries) {
    if (entry.kind === 'change' && take(sets, entry, workload)) {
      const last = samples.at(-1);
      const sample = { atMs: entry.atMs, versions: countSets(sets.values()) };
      if (last?.atMs === entry.atMs) samples[samples.length - 1] = sample;
      else samples.push(sample);
    }
  }
  return samples;
}

/** Whether the entry was about a ReplicaSet of the workload. */
function take(sets: Map<string, ReplicaSet>, entry: ChangeEntry, workload: WorkloadName): boolean {
  const object = entry.after ?? entry.before;
  if (!isReplicaSet(object, entry) || entry.object.namespace !== workload.namespace) return false;
  const { name } = entry.object;
  const owned = controllerOf(object)?.name === workload.name;
  if (!owned && !sets.has(name)) return false;
  if (owned && isReplicaSet(entry.after, entry)) sets.set(name, entry.after);
  else sets.delete(name);
  return true;
}

function countSets(sets: Iterable<ReplicaSet>): ReadonlyMap<string, VersionCounts> {
  const versions = new Map<string, VersionCounts>();
  for (const set of sets) {
    const version = versionOf(set);
    const before = versions.get(version) ?? { current: 0, available: 0 };
    versions.set(version, {
      current: before.current + set.status.replicas,
      available: before.available + (set.status.availableReplicas ?? 0),
    });
  }
  return versions;
}
