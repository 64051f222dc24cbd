import { objectKey } from '../../api/object-key.ts';
import { REPLICA_SET } from '../../api/resources.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import type { ApiServer } from '../../api/server.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';

/** The key of ReplicaSets that nobody controls. */
const NOBODY = '';

/** ReplicaSets by the uid of their controller, kept up to date by a watch: among thousands of rollouts each finds its own at once. */
export class ReplicaSetIndex {
  readonly #byOwner = new Map<string, Map<string, ReplicaSet>>();

  constructor(api: ApiServer) {
    for (const replicaSet of api.list(REPLICA_SET)) this.#add(replicaSet);
    api.watch(REPLICA_SET, (event) => {
      if (event.type === 'MODIFIED') this.#remove(event.previous);
      if (event.type === 'DELETED') this.#remove(event.object);
      else this.#add(event.object);
    });
  }

  /** Those of a namespace that the owner controls, and those that nobody does, in the order of names. */
  ownedOrFree(namespace: string, ownerUid: string): readonly ReplicaSet[] {
    const found: ReplicaSet[] = [];
    for (const owner of new Set([ownerUid, NOBODY])) {
      for (const replicaSet of this.#byOwner.get(owner)?.values() ?? []) {
        if (namespaceOf(replicaSet) === namespace) found.push(replicaSet);
      }
    }
    return found.sort((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1));
  }

  #add(replicaSet: ReplicaSet): void {
    const owner = ownerOf(replicaSet);
    let owned = this.#byOwner.get(owner);
    if (owned === undefined) this.#byOwner.set(owner, (owned = new Map()));
    owned.set(objectKey(replicaSet), replicaSet);
  }

  #remove(replicaSet: ReplicaSet): void {
    const owner = ownerOf(replicaSet);
    const owned = this.#byOwner.get(owner);
    owned?.delete(objectKey(replicaSet));
    if (owned?.size === 0) this.#byOwner.delete(owner);
  }
}

function ownerOf(replicaSet: ReplicaSet): string {
  return controllerOf(replicaSet)?.uid ?? NOBODY;
}

function namespaceOf({ metadata }: ReplicaSet): string {
  return metadata.namespace ?? 'default';
}
