import type { KubeObject, Resource } from './resources.ts';

export interface OwnedObject {
  readonly resource: Resource<KubeObject>;
  readonly namespace: string;
  readonly name: string;
}

/** Who owns whom, by uid: what the garbage collector needs when an owner goes. */
export class Owners {
  readonly #owned = new Map<string, Map<string, OwnedObject>>();

  /** The objects that name the owner, in the order in which they came. */
  ownedBy(uid: string): readonly OwnedObject[] {
    return [...(this.#owned.get(uid)?.values() ?? [])];
  }

  set(
    resource: Resource<KubeObject>,
    namespace: string,
    name: string,
    before: KubeObject | undefined,
    after: KubeObject,
  ): void {
    const references = after.metadata.ownerReferences;
    if (before?.metadata.ownerReferences === references) return;
    const uid = after.metadata.uid ?? '';
    if (before !== undefined) this.#forget(before, uid);
    for (const reference of references ?? []) {
      let owned = this.#owned.get(reference.uid);
      if (owned === undefined) {
        owned = new Map();
        this.#owned.set(reference.uid, owned);
      }
      owned.set(uid, { resource, namespace, name });
    }
  }

  remove(object: KubeObject): void {
    this.#forget(object, object.metadata.uid ?? '');
  }

  #forget(object: KubeObject, uid: string): void {
    for (const reference of object.metadata.ownerReferences ?? []) this.#owned.get(reference.uid)?.delete(uid);
  }
}
