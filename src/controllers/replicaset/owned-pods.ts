import { objectKey } from '../../api/object-key.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import type { WatchEvent } from '../../api/server.ts';
import type { Pod } from '../../api/shape/core.ts';

/** Pods by the uid of what controls them, kept up to date by a watch: nothing ever lists all pods. */
export class OwnedPods {
  readonly #byOwner = new Map<string, Map<string, Pod>>();
  readonly #orphans = new Map<string, Pod>();

  /** Takes in a change of a pod. */
  handle(event: WatchEvent<Pod>): void {
    const { object } = event;
    if (event.type === 'MODIFIED') this.#remove(event.previous);
    if (event.type === 'DELETED') this.#remove(object);
    else this.#add(object);
  }

  /** The pods that an owner controls, in the order of names; those that ended do not count. Source: pkg/controller/controller_utils.go FilterActivePods. */
  activeOf(uid: string): readonly Pod[] {
    return sorted(this.#byOwner.get(uid)?.values() ?? []).filter(isActive);
  }

  /** Pods that nothing controls, in the order of names. */
  orphans(): readonly Pod[] {
    return this.#orphans.size === 0 ? [] : sorted(this.#orphans.values()).filter(isActive);
  }

  #add(pod: Pod): void {
    const owner = controllerOf(pod)?.uid;
    if (owner === undefined) {
      this.#orphans.set(objectKey(pod), pod);
      return;
    }
    let pods = this.#byOwner.get(owner);
    if (pods === undefined) {
      pods = new Map();
      this.#byOwner.set(owner, pods);
    }
    pods.set(objectKey(pod), pod);
  }

  #remove(pod: Pod): void {
    const owner = controllerOf(pod)?.uid;
    if (owner === undefined) {
      this.#orphans.delete(objectKey(pod));
      return;
    }
    const pods = this.#byOwner.get(owner);
    if (pods?.delete(objectKey(pod)) === true && pods.size === 0) this.#byOwner.delete(owner);
  }
}

function sorted(pods: Iterable<Pod>): readonly Pod[] {
  return [...pods].sort((a, b) => {
    const [left, right] = [objectKey(a), objectKey(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

function isActive({ status, metadata }: Pod): boolean {
  return status.phase !== 'Succeeded' && status.phase !== 'Failed' && metadata.deletionTimestamp === undefined;
}
