import { DEPLOYMENT, REPLICA_SET, ROLLOUT } from '../../api/resources.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import type { Target } from '../../world/actions/action-kind.ts';
import { targetsOf } from '../../world/actions/actions.ts';
import { WORKLOAD_KINDS, type WorkloadName } from './workloads.ts';
import { isOfKind } from '../state.ts';
import type { ActionEntry, Timeline } from '../timeline.ts';

interface Owner {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** What of a run belongs to which workload: from all objects that there ever were. */
class Belongings {
  /** The controller of an object, by the object. */
  readonly #owners = new Map<string, Owner>();
  /** The rollouts that take their pods from a Deployment, by the Deployment. */
  readonly #referrers = new Map<string, Set<string>>();
  /** The images of a workload's pods, by the workload. */
  readonly #images = new Map<string, Set<string>>();

  constructor(timeline: Timeline) {
    for (const entry of timeline.entries) {
      if (entry.kind !== 'change' || entry.after === undefined) continue;
      const { after, object } = entry;
      const owner = controllerOf(after);
      const { namespace } = object;
      if (owner !== undefined) this.#owners.set(keyOf(object), { kind: owner.kind, namespace, name: owner.name });
      if (isOfKind(ROLLOUT, entry, after)) {
        const name = after.spec.workloadRef?.name;
        if (name !== undefined) {
          setOf(this.#referrers, keyOf({ kind: DEPLOYMENT.kind, namespace, name })).add(keyOf(object));
        }
      } else if (isOfKind(REPLICA_SET, entry, after) && owner !== undefined) {
        const images = setOf(this.#images, keyOf({ kind: owner.kind, namespace, name: owner.name }));
        const image = after.spec.template.spec.containers?.[0]?.image;
        if (image !== undefined) images.add(image);
      }
    }
  }

  /** Whether a target belongs to a workload, or to none. */
  isOf(target: Target, workload: string): boolean {
    if ('image' in target) return this.#images.get(workload)?.has(target.image) === true;
    let object: Owner = target;
    for (let owner = this.#owners.get(keyOf(object)); owner !== undefined; owner = this.#owners.get(keyOf(object))) {
      object = owner;
    }
    if (keyOf(object) === workload) return true;
    if (object.kind === DEPLOYMENT.kind) return this.#referrers.get(keyOf(object))?.has(workload) === true;
    return !IS_WORKLOAD.has(object.kind);
  }
}

const IS_WORKLOAD: ReadonlySet<string> = new Set(WORKLOAD_KINDS);

function keyOf({ kind, namespace, name }: Owner): string {
  return `${kind}/${namespace}/${name}`;
}

function setOf(sets: Map<string, Set<string>>, key: string): Set<string> {
  let set = sets.get(key);
  if (set === undefined) sets.set(key, (set = new Set()));
  return set;
}

/**
 * The actions that were carried out and are about a workload: about itself, about an object that belongs to it, about pods of its images; or about
 * nothing that belongs to another workload, such as a node.
 */
export function actionsAbout(timeline: Timeline, workload: WorkloadName): readonly ActionEntry[] {
  const belongings = new Belongings(timeline);
  const key = keyOf(workload);
  return timeline.entries.filter((entry): entry is ActionEntry => {
    if (entry.kind !== 'action' || entry.error !== undefined) return false;
    const targets = targetsOf(entry);
    return targets.length === 0 || targets.some((target) => belongings.isOf(target, key));
  });
}
