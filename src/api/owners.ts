import type { KubeObject, Resource } from './resources.ts';

export interface OwnedObject {
  readonly resource: Resource<KubeObject>;
  readonly namespace: string;
  readonly name: string;
}

/** Which objects exist, and who owns whom, by uid: what the garbage collector needs when an owner goes. */
export class Owners {
  readonly #live = new Set<string>();
  readonly #owned = new Map<string, Map<string, OwnedObject>>();

  exists(uid: string): boolean {
    return this.#live.has(uid);
  }

  /** The objects that name the owner, in the order in which they came. */
  ownedBy(uid: string): readonly OwnedObject[] {
    return [...(this.#owned.get(uid)?.values() ?? [])];
  }

  /** Keeps the owners of an object that was written. */
  set(place: OwnedObject, before: KubeObject | undefined, after: KubeObject): void {
    const uid = after.metadata.uid ?? '';
    this.#live.add(uid);
    const references = after.metadata.ownerReferences;
    if (before?.metadata.ownerReferences === references) return;
    if (before !== undefined) this.#forget(before, uid);
    for (const reference of references ?? []) {
      let owned = this.#owned.get(reference.uid);
      if (owned === undefined) {
        owned = new Map();
        this.#owned.set(reference.uid, owned);
      }
      owned.set(uid, place);
    }
  }

  remove(object: KubeObject): void {
    const uid = object.metadata.uid ?? '';
    this.#live.delete(uid);
    this.#forget(object, uid);
  }

  #forget(object: KubeObject, uid: string): void {
    for (const reference of object.metadata.ownerReferences ?? []) {
      const owned = this.#owned.get(reference.uid);
      if (owned?.delete(uid) === true && owned.size === 0) this.#owned.delete(reference.uid);
    }
  }
}
