import type { KubeObject, Resource } from './resources.ts';
import type { Change, WatchEvent } from './server.ts';

type Handler = (change: Change) => void;

/** Hands each change to those who watch its kind, at once and in the order of the writes. */
export class Watchers {
  readonly #byResource = new Map<Resource<KubeObject>, Set<Handler>>();
  readonly #listeners = new Set<Handler>();
  readonly #pending: Change[] = [];
  #emitting = false;

  watch<T extends KubeObject>(resource: Resource<T>, handler: (event: WatchEvent<T>) => void): () => void {
    let handlers = this.#byResource.get(resource);
    if (handlers === undefined) {
      handlers = new Set();
      this.#byResource.set(resource, handlers);
    }
    const deliver: Handler = (change) => {
      const { before, after } = change;
      if (isOf(after, resource, change)) {
        if (isOf(before, resource, change)) handler({ type: 'MODIFIED', object: after, previous: before });
        else handler({ type: 'ADDED', object: after });
      } else if (isOf(before, resource, change)) {
        handler({ type: 'DELETED', object: before });
      }
    };
    handlers.add(deliver);
    return () => void handlers.delete(deliver);
  }

  onChange(listener: Handler): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Tells those who watch the kind of an object that did not change. */
  redeliver(resource: Resource<KubeObject>, object: KubeObject): void {
    const change: Change = { resource, before: object, after: object, because: [] };
    for (const handler of this.#byResource.get(resource) ?? []) handler(change);
  }

  /** A handler may write: that change is handed out after the one under way. */
  emit(change: Change): void {
    this.#pending.push(change);
    if (this.#emitting) return;
    this.#emitting = true;
    try {
      for (let next = this.#pending.shift(); next !== undefined; next = this.#pending.shift()) {
        for (const listener of this.#listeners) listener(next);
        for (const handler of this.#byResource.get(next.resource) ?? []) handler(next);
      }
    } finally {
      this.#emitting = false;
      this.#pending.length = 0;
    }
  }
}

/** The objects of a change are of the change's resource. */
function isOf<T extends KubeObject>(
  object: KubeObject | undefined,
  resource: Resource<T>,
  change: Change,
): object is T {
  return object !== undefined && change.resource === resource;
}
