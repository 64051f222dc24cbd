import { objectKey } from './object-key.ts';
import type { KubeObject, Resource } from './resources.ts';
import type { Selector } from './selector.ts';
import type { ApiServer, WatchEvent } from './server.ts';

/** What a controller does when an object of a kind comes, changes or goes. */
export interface InformerHandlers<T extends KubeObject> {
  add?(object: T): void;
  update?(before: T, after: T): void;
  delete?(object: T): void;
}

/**
 * A controller's view of one kind: client-go's shared informer and lister. Watch events arrive at once, so the cache is the server's
 * own store, but for objects that a controller wrote back: it sees those as it left them, until their next watch event.
 */
export class Informer<T extends KubeObject> {
  readonly #api: ApiServer;
  readonly #resource: Resource<T>;
  readonly #handlers: InformerHandlers<T>[] = [];
  /** Objects that were written back and differ from the server's, by `namespace/name`. */
  readonly #writtenBack = new Map<string, T>();
  readonly stop: () => void;

  constructor(api: ApiServer, resource: Resource<T>) {
    this.#api = api;
    this.#resource = resource;
    this.stop = api.watch(resource, (event) => this.#hear(event));
  }

  addHandlers(handlers: InformerHandlers<T>): void {
    this.#handlers.push(handlers);
  }

  find(namespace: string, name: string): T | undefined {
    const own = this.#writtenBack.size === 0 ? undefined : this.#writtenBack.get(`${namespace}/${name}`);
    return own ?? this.#api.find(this.#resource, namespace, name);
  }

  /** In the order of names (namespaces first); `namespace` undefined means all. */
  list(namespace?: string, selector?: Selector): readonly T[] {
    if (this.#writtenBack.size === 0) return this.#api.list(this.#resource, namespace, selector);
    const objects = this.#api
      .list(this.#resource, namespace)
      .map((object) => this.#writtenBack.get(objectKey(object)) ?? object);
    return selector === undefined ? objects : objects.filter((object) => selector.matches(object.metadata.labels));
  }

  /**
   * Puts an object as a write returned it into the cache, so that the next read does not miss the write. It may be older than what the
   * server has by now. Source: rollout/controller.go writeBackToInformer. An object that is gone stays gone.
   */
  writeBack(object: T): void {
    const { namespace = '', name = '' } = object.metadata;
    const current = this.#api.find(this.#resource, namespace, name);
    if (current === undefined || current === object) this.#writtenBack.delete(objectKey(object));
    else this.#writtenBack.set(objectKey(object), object);
  }

  /** Hands every object to the update handlers again, as informers do once per resync period. */
  resync(): void {
    for (const object of this.list()) for (const handlers of this.#handlers) handlers.update?.(object, object);
  }

  #hear(event: WatchEvent<T>): void {
    if (this.#writtenBack.size > 0) this.#writtenBack.delete(objectKey(event.object));
    for (const handlers of this.#handlers) {
      if (event.type === 'ADDED') handlers.add?.(event.object);
      else if (event.type === 'MODIFIED') handlers.update?.(event.previous, event.object);
      else handlers.delete?.(event.object);
    }
  }
}
