import type { ObjectReader } from '../../api/reader.ts';
import { ANALYSIS_RUN, EXPERIMENT, type KubeObject, POD, REPLICA_SET } from '../../api/resources.ts';
import { revision } from '../../api/rollouts/replica-sets.ts';
import type { AnalysisRun } from '../../api/shape/analysis.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Pod } from '../../api/shape/core.ts';
import type { Experiment } from '../../api/shape/experiment.ts';
import { compareText } from '../../api/order.ts';
import { compareCreation } from './age.ts';

/** The revision that an object carries; 0 if it has none. Source: pkg/kubectl-argo-rollouts/info/info.go parseRevision. */
export function revisionOf(object: KubeObject): number {
  return revision(object) ?? 0;
}

/** Objects of a list by the uid of each of their owners. */
function byOwner<T extends KubeObject>(objects: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const owned = new Map<string, T[]>();
  for (const object of objects) {
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const list = owned.get(uid);
      if (list === undefined) owned.set(uid, [object]);
      else list.push(object);
    }
  }
  return owned;
}

function nameOf(object: KubeObject): string {
  return object.metadata.name ?? '';
}

function byRevisionThenName(a: KubeObject, b: KubeObject): number {
  return revisionOf(b) - revisionOf(a) || compareText(nameOf(a), nameOf(b));
}

function byRevisionThenAge(a: KubeObject, b: KubeObject): number {
  return revisionOf(b) - revisionOf(a) || compareCreation(a.metadata, b.metadata) || compareText(nameOf(b), nameOf(a));
}

function byAgeThenName(a: KubeObject, b: KubeObject): number {
  return compareCreation(a.metadata, b.metadata) || compareText(nameOf(a), nameOf(b));
}

/** Whether the reference puts an experiment before another: by revision or by age, which is no order if the two disagree. */
function precedes(a: Experiment, b: Experiment): boolean {
  return revisionOf(a) > revisionOf(b) || compareCreation(a.metadata, b.metadata) < 0;
}

/**
 * The experiments in the reference's order: its comparison contradicts itself when a newer revision has the older experiment, so the result is
 * that of the algorithm, insertion sort (what Go's sort.Slice does with up to 12 elements).
 * Source: pkg/kubectl-argo-rollouts/info/experiment_info.go getExperimentInfo.
 */
function inExperimentOrder(experiments: readonly Experiment[]): readonly Experiment[] {
  const sorted: Experiment[] = [];
  for (const experiment of experiments) {
    let place = sorted.length;
    for (
      let before = sorted[place - 1];
      before !== undefined && precedes(experiment, before);
      before = sorted[place - 1]
    ) {
      place -= 1;
    }
    sorted.splice(place, 0, experiment);
  }
  return sorted;
}

/** What the objects of a namespace own, each kind in the order of the views. */
export class OwnedObjects {
  readonly #replicaSets: ReadonlyMap<string, readonly ReplicaSet[]>;
  readonly #pods: ReadonlyMap<string, readonly Pod[]>;
  readonly #experiments: ReadonlyMap<string, readonly Experiment[]>;
  readonly #analysisRuns: ReadonlyMap<string, readonly AnalysisRun[]>;

  constructor(reader: ObjectReader, namespace: string) {
    this.#replicaSets = byOwner(reader.list(REPLICA_SET, namespace));
    this.#pods = byOwner(reader.list(POD, namespace));
    this.#experiments = byOwner(reader.list(EXPERIMENT, namespace));
    this.#analysisRuns = byOwner(reader.list(ANALYSIS_RUN, namespace));
  }

  /** Latest revision first, then by name. Source: pkg/kubectl-argo-rollouts/info/replicaset_info.go GetReplicaSetInfo. */
  replicaSets(owner: KubeObject): readonly ReplicaSet[] {
    return (this.#replicaSets.get(owner.metadata.uid ?? '') ?? []).toSorted(byRevisionThenName);
  }

  /** Oldest first. Source: pkg/kubectl-argo-rollouts/info/pod_info.go addPodInfos. */
  pods(owner: KubeObject): readonly Pod[] {
    return (this.#pods.get(owner.metadata.uid ?? '') ?? []).toSorted(byAgeThenName);
  }

  experiments(owner: KubeObject): readonly Experiment[] {
    return inExperimentOrder(this.#experiments.get(owner.metadata.uid ?? '') ?? []);
  }

  /** Latest revision first, then the oldest. Source: pkg/kubectl-argo-rollouts/info/analysisrun_info.go getAnalysisRunInfo. */
  analysisRuns(owner: KubeObject): readonly AnalysisRun[] {
    return (this.#analysisRuns.get(owner.metadata.uid ?? '') ?? []).toSorted(byRevisionThenAge);
  }
}
