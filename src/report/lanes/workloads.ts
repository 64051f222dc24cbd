import { ANALYSIS_RUN, DEPLOYMENT, EXPERIMENT, REPLICA_SET, ROLLOUT } from '../../api/resources.ts';
import { DEPLOYMENT_REVISION } from '../../api/deployments/names.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import { imagesOf, revisionOf } from '../../timeline/facts/rollouts.ts';
import { hashOf, type WorkloadName, workloadsOf } from '../../timeline/facts/workloads.ts';
import { isOfKind } from '../../timeline/state.ts';
import type { ObjectRef, Timeline } from '../../timeline/timeline.ts';
import { workloadLabel } from '../workload-label.ts';
import { versionNames } from '../traffic/version-names.ts';

/** A workload with what charts need of it. */
export interface Workload extends WorkloadName {
  /** How it is told apart from others of the run. */
  readonly label: string;
  /** In the order in which they came. */
  readonly versions: readonly Version[];
}

/** The pods of one ReplicaSet. Its position in `Workload.versions` is its colour in every chart. */
export interface Version {
  readonly replicaSet: string;
  /** The hash of its pod template; empty if the ReplicaSet has none. */
  readonly hash: string;
  /** The tag of its image, told apart from other versions. */
  readonly name: string;
  readonly image: string;
  readonly revision: string | undefined;
  /** Set if an Experiment runs it. */
  readonly isExperiment: boolean;
}

/** The workloads of a run, and which objects belong to them. */
export class Belongings {
  readonly list: readonly Workload[];
  /** The position in `list`, by the key of an object. */
  readonly #workloads = new Map<string, number>();
  /** The position among the versions of its workload, by the key of a ReplicaSet. */
  readonly #versions = new Map<string, number>();
  readonly #owners: ReadonlyMap<string, string>;

  constructor(timeline: Timeline) {
    const { owners, lenders, sets } = readOwners(timeline);
    this.#owners = owners;
    const names = workloadsOf(timeline);
    for (const [index, name] of names.entries()) this.#workloads.set(keyOf(name), index);
    for (const [deployment, rollout] of lenders) {
      const index = this.#workloads.get(rollout);
      if (index !== undefined && !this.#workloads.has(deployment)) this.#workloads.set(deployment, index);
    }
    this.list = names.map((name, index) => {
      const own = [...sets].filter(([key]) => this.#indexOf(key) === index);
      own.forEach(([key], position) => this.#versions.set(key, position));
      const versions = versionsOf(
        own.map(([, set]) => set),
        name.kind === EXPERIMENT.kind ? new Map() : owners,
      );
      return { ...name, label: workloadLabel(name, names), versions };
    });
  }

  /** The position in `list` of the workload that an object belongs to; undefined if it belongs to none. */
  workloadOf(object: Pick<ObjectRef, 'kind' | 'namespace' | 'name'>): number | undefined {
    return this.#indexOf(keyOf(object));
  }

  /** The workload and the version of a ReplicaSet's pods, as positions. */
  versionOf(
    namespace: string,
    replicaSet: string,
  ): { readonly workload: number; readonly version: number } | undefined {
    const key = keyOf({ kind: REPLICA_SET.kind, namespace, name: replicaSet });
    const [workload, version] = [this.#indexOf(key), this.#versions.get(key)];
    return workload === undefined || version === undefined ? undefined : { workload, version };
  }

  #indexOf(key: string): number | undefined {
    let at: string | undefined = key;
    // Owners are few steps away: a pod of an experiment's ReplicaSet is four from its Rollout.
    for (let steps = 0; at !== undefined && steps < 8; steps += 1) {
      const known = this.#workloads.get(at);
      if (known !== undefined) return known;
      at = this.#owners.get(at);
    }
    return undefined;
  }
}

function keyOf({ kind, namespace, name }: Pick<ObjectRef, 'kind' | 'namespace' | 'name'>): string {
  return `${kind}/${namespace}/${name}`;
}

interface Owners {
  /** The controller of an object, both as keys. */
  readonly owners: ReadonlyMap<string, string>;
  /** The rollout that takes its template from a Deployment, by the Deployment. */
  readonly lenders: ReadonlyMap<string, string>;
  readonly sets: ReadonlyMap<string, ReplicaSet>;
}

function readOwners(timeline: Timeline): Owners {
  const owners = new Map<string, string>();
  const lenders = new Map<string, string>();
  const sets = new Map<string, ReplicaSet>();
  for (const entry of timeline.entries) {
    if (entry.kind !== 'change' || entry.after === undefined) continue;
    const { after, object } = entry;
    const key = keyOf(object);
    if (isOfKind(ROLLOUT, entry, after)) {
      const name = after.spec.workloadRef?.name;
      if (name !== undefined) lenders.set(keyOf({ ...object, kind: DEPLOYMENT.kind, name }), key);
    } else if (isOfKind(REPLICA_SET, entry, after)) {
      sets.set(key, after);
    } else if (!isOfKind(EXPERIMENT, entry, after) && !isOfKind(ANALYSIS_RUN, entry, after)) {
      continue;
    }
    const owner = controllerOf(after);
    if (owner !== undefined) owners.set(key, keyOf({ ...object, kind: owner.kind, name: owner.name }));
  }
  return { owners, lenders, sets };
}

function versionsOf(sets: readonly ReplicaSet[], owners: ReadonlyMap<string, string>): readonly Version[] {
  const versions = sets.map((set) => ({
    replicaSet: set.metadata.name ?? '',
    hash: hashOf(set),
    image: imagesOf(set)[0] ?? '',
    revision: revisionOf(set) ?? set.metadata.annotations?.[DEPLOYMENT_REVISION],
    isExperiment: (owners.get(keyOfSet(set)) ?? '').startsWith(`${EXPERIMENT.kind}/`),
  }));
  const names = versionNames(versions.map(({ replicaSet, image }) => ({ podTemplateHash: replicaSet, image })));
  return versions.map((version) => ({ ...version, name: names.get(version.replicaSet) ?? version.replicaSet }));
}

function keyOfSet(set: ReplicaSet): string {
  return keyOf({ kind: REPLICA_SET.kind, namespace: set.metadata.namespace ?? '', name: set.metadata.name ?? '' });
}

const known = new WeakMap<Timeline, Belongings>();

export function belongingsOf(timeline: Timeline): Belongings {
  let belongings = known.get(timeline);
  if (belongings === undefined) known.set(timeline, (belongings = new Belongings(timeline)));
  return belongings;
}
