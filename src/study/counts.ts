import { controllerOf } from '../api/rollouts/replica-sets.ts';
import { DEPLOYMENT_HASH_LABEL, DEPLOYMENT_REVISION } from '../api/deployments/names.ts';
import { DEPLOYMENT, type KubeObject, REPLICA_SET, type Resource, ROLLOUT } from '../api/resources.ts';
import { POD_TEMPLATE_HASH_LABEL, REVISION_ANNOTATION } from '../api/rollouts/names.ts';
import type { ReplicaSet } from '../api/shape/apps.ts';
import type { ChangeEntry, Timeline } from '../timeline/timeline.ts';
import type { Subject } from './subject.ts';

/** Pods of one version at an instant. */
export interface VersionCounts {
  readonly current: number;
  readonly available: number;
}

/** A workload from an instant on. Versions are named by the hashes of their pod templates. */
export interface CountSample {
  readonly atMs: number;
  /** How many pods it is to have: a person or an autoscaler may change that. */
  readonly desired: number;
  readonly versions: ReadonlyMap<string, VersionCounts>;
  /** The version that is wanted: that of the ReplicaSet with the highest revision. */
  readonly wanted: string | undefined;
  /** Whether its update was aborted. */
  readonly aborted: boolean;
}

/** The version of a ReplicaSet, whoever made it. */
export function versionOf({ metadata }: Pick<ReplicaSet, 'metadata'>): string {
  return metadata.labels?.[POD_TEMPLATE_HASH_LABEL] ?? metadata.labels?.[DEPLOYMENT_HASH_LABEL] ?? '';
}

/** The images of a ReplicaSet's containers: what people call a version. */
export function imagesOf({ spec }: Pick<ReplicaSet, 'spec'>): string {
  return (spec.template.spec.containers ?? []).map(({ image = '' }) => image).join(', ');
}

function isOf<T extends KubeObject>(
  resource: Resource<T>,
  entry: ChangeEntry,
  object: KubeObject | undefined,
): object is T {
  return object !== undefined && entry.resource.kind === resource.kind && entry.resource.group === resource.group;
}

/** A workload as its changes are read one by one. */
class Reading {
  readonly #subject: Subject;
  readonly #sets = new Map<string, ReplicaSet>();
  #desired = 0;
  #aborted = false;
  #isThere = false;

  constructor(subject: Subject) {
    this.#subject = subject;
  }

  /** Takes a change in; false if it is not about the workload. */
  take(entry: ChangeEntry): boolean {
    if (entry.object.namespace !== this.#subject.namespace) return false;
    if (isOf(REPLICA_SET, entry, entry.after ?? entry.before)) return this.#takeSet(entry);
    if (entry.object.name !== this.#subject.name || entry.resource.kind !== this.#subject.kind) return false;
    this.#isThere = entry.after !== undefined;
    if (isOf(ROLLOUT, entry, entry.after)) this.#takeWorkload(entry.after.spec.replicas, entry.after.status.abort);
    else if (isOf(DEPLOYMENT, entry, entry.after)) this.#takeWorkload(entry.after.spec.replicas, false);
    else return false;
    return true;
  }

  #takeWorkload(replicas: number | undefined, abort: boolean | undefined): void {
    this.#desired = replicas ?? 1;
    this.#aborted = abort === true;
  }

  /** One that is gone, or has got another owner, counts no more. */
  #takeSet(entry: ChangeEntry): boolean {
    const { object, after } = entry;
    if (!isOf(REPLICA_SET, entry, after) || !this.#owns(after)) return this.#sets.delete(object.name);
    this.#sets.set(object.name, after);
    return true;
  }

  #owns(set: ReplicaSet): boolean {
    const owner = controllerOf(set);
    return owner?.kind === this.#subject.kind && owner.name === this.#subject.name;
  }

  sample(atMs: number): CountSample {
    const versions = new Map<string, VersionCounts>();
    let newest = -1;
    let wanted: string | undefined;
    for (const set of this.#sets.values()) {
      const version = versionOf(set);
      const { current, available } = versions.get(version) ?? { current: 0, available: 0 };
      const more = set.status.availableReplicas ?? 0;
      versions.set(version, { current: current + set.status.replicas, available: available + more });
      const revision = revisionOf(set);
      if (revision > newest) [newest, wanted] = [revision, version];
    }
    return { atMs, desired: this.#isThere ? this.#desired : 0, versions, wanted, aborted: this.#aborted };
  }
}

function revisionOf({ metadata: { annotations = {} } }: ReplicaSet): number {
  return Number(annotations[REVISION_ANNOTATION] ?? annotations[DEPLOYMENT_REVISION] ?? 0);
}

/** A workload's pods by version, one sample for each instant at which they or what is wanted of them changed. */
export function countsOf(timeline: Timeline, subject: Subject): readonly CountSample[] {
  const reading = new Reading(subject);
  const samples: CountSample[] = [];
  for (const entry of timeline.entries) {
    if (entry.kind !== 'change' || !reading.take(entry)) continue;
    if (samples.at(-1)?.atMs === entry.atMs) samples.pop();
    samples.push(reading.sample(entry.atMs));
  }
  return samples;
}

/** The images of each version of a workload. */
export function imagesByVersion(timeline: Timeline, subject: Subject): ReadonlyMap<string, string> {
  const images = new Map<string, string>();
  for (const entry of timeline.entries) {
    if (entry.kind !== 'change' || entry.object.namespace !== subject.namespace) continue;
    const { after } = entry;
    if (!isOf(REPLICA_SET, entry, after) || controllerOf(after)?.name !== subject.name) continue;
    images.set(versionOf(after), imagesOf(after));
  }
  return images;
}
