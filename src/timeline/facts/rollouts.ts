import type { ObjectReader } from '../../api/reader.ts';
import { REPLICA_SET, ROLLOUT } from '../../api/resources.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { CanaryStep } from '../../api/shape/canary-steps.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { stateAt } from '../state.ts';
import type { Timeline } from '../timeline.ts';

export const POD_TEMPLATE_HASH_LABEL = 'rollouts-pod-template-hash';
export const REVISION_ANNOTATION = 'rollout.argoproj.io/revision';

/** Names a rollout of the run. */
export interface RolloutName {
  readonly namespace: string;
  readonly name: string;
}

/** What a ReplicaSet is to its rollout; `older`: neither the stable nor the newest one. */
export type Role = 'stable' | 'canary' | 'older';

/** Every rollout that existed at some time of the run, in the order of namespaces and names. */
export function rolloutsOf(timeline: Timeline): readonly RolloutName[] {
  const seen = new Map<string, RolloutName>();
  for (const entry of timeline.entries) {
    if (entry.kind !== 'change' || entry.resource.kind !== ROLLOUT.kind || entry.resource.group !== ROLLOUT.group)
      continue;
    const { namespace, name } = entry.object;
    seen.set(`${namespace}/${name}`, { namespace, name });
  }
  return [...seen.keys()].sort().flatMap((key) => seen.get(key) ?? []);
}

/** The rollout at an instant, with its type. */
export function findRollout(reader: ObjectReader, rollout: RolloutName): Rollout | undefined {
  return reader.find(ROLLOUT, rollout.namespace, rollout.name);
}

/** Whether the ReplicaSet is controlled by a rollout of that name. */
export function isOwnedBy(replicaSet: ReplicaSet, name: string): boolean {
  const owners = replicaSet.metadata.ownerReferences ?? [];
  return owners.some((owner) => owner.kind === ROLLOUT.kind && owner.name === name);
}

/** What the ReplicaSet is to the rollout: by the hashes in the rollout's status. */
export function roleOf(rollout: Rollout | undefined, replicaSet: ReplicaSet): Role {
  const hash = replicaSet.metadata.labels?.[POD_TEMPLATE_HASH_LABEL];
  if (hash !== undefined && hash === rollout?.status.stableRS) return 'stable';
  return hash !== undefined && hash === rollout?.status.currentPodHash ? 'canary' : 'older';
}

/** What people call the pods of the newest version until it is stable. */
export function newerName(rollout: Rollout | undefined): 'canary' | 'preview' {
  return rollout?.spec.strategy.blueGreen === undefined ? 'canary' : 'preview';
}

export function canarySteps(rollout: Rollout | undefined): readonly CanaryStep[] {
  return rollout?.spec.strategy.canary?.steps ?? [];
}

/** Whether the newest pods are also the stable ones: no update is under way. */
export function isFullyPromoted(rollout: Rollout): boolean {
  return rollout.status.stableRS !== undefined && rollout.status.stableRS === rollout.status.currentPodHash;
}

/** `25%`, or `250/1000` where maxTrafficWeight is 1000. */
export function weightText(weight: number, maxWeight: number): string {
  return maxWeight === 100 ? `${weight}%` : `${weight}/${maxWeight}`;
}

/** The revision number of a rollout or ReplicaSet, as its annotation says. */
export function revisionOf(object: Rollout | ReplicaSet | undefined): string | undefined {
  return object?.metadata.annotations?.[REVISION_ANNOTATION];
}

/** The images of a ReplicaSet's template, in order. */
export function imagesOf(replicaSet: ReplicaSet | undefined): readonly string[] {
  return (replicaSet?.spec.template.spec.containers ?? []).map((container) => container.image ?? '');
}

/** The images of the rollout's template, in order; those of its newest ReplicaSet when the template is a workload's (`workloadRef`). */
export function imagesOfRollout(rollout: Rollout | undefined, sets: readonly ReplicaSet[]): readonly string[] {
  const containers = rollout?.spec.template.spec.containers ?? [];
  if (rollout === undefined || containers.length > 0) return containers.map((container) => container.image ?? '');
  return imagesOf(sets.find((set) => set.metadata.labels?.[POD_TEMPLATE_HASH_LABEL] === rollout.status.currentPodHash));
}

/** The ReplicaSets of the rollout at an instant, in the order of names. */
export function replicaSetsOf(reader: ObjectReader, { namespace, name }: RolloutName): readonly ReplicaSet[] {
  return reader.list(REPLICA_SET, namespace).filter((set) => isOwnedBy(set, name));
}

/** The last state of the run. */
export function finalState(timeline: Timeline): ObjectReader {
  return stateAt(timeline, timeline.header.totals.endMs);
}
