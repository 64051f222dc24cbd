import type { JsonObject } from './json.ts';
import { asRead } from './reference-types.ts';
import type { Reference } from './reference.ts';
import type { KubeObject, Resource } from './resources.ts';
import type { Selector } from './selector.ts';
import type { ApiServer, Change, PatchOptions, WatchEvent, WriteOptions } from './server.ts';

/** The API server as controllers with the libraries of a version see it; the server itself where they know every field. */
export function typedClient(api: ApiServer, reference: Reference): ApiServer {
  return reference.types.isNewest ? api : new TypedClient(api, reference);
}

/**
 * A client whose types lack fields that the server stores: what it reads comes without them, and what it writes back is stored without them.
 * Objects that it reads twice are the same value.
 */
class TypedClient implements ApiServer {
  readonly #api: ApiServer;
  readonly #reference: Reference;

  constructor(api: ApiServer, reference: Reference) {
    this.#api = api;
    this.#reference = reference;
  }

  get resourceVersion(): string {
    return this.#api.resourceVersion;
  }

  find<T extends KubeObject>(resource: Resource<T>, namespace: string, name: string): T | undefined {
    const found = this.#api.find(resource, namespace, name);
    return found && this.#read(resource, found);
  }

  get<T extends KubeObject>(resource: Resource<T>, namespace: string, name: string): T {
    return this.#read(resource, this.#api.get(resource, namespace, name));
  }

  list<T extends KubeObject>(resource: Resource<T>, namespace?: string, selector?: Selector): readonly T[] {
    return this.#api.list(resource, namespace, selector).map((object) => this.#read(resource, object));
  }

  create<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): T {
    return this.#read(resource, this.#api.create(resource, object, options));
  }

  update<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): T {
    return this.#read(resource, this.#api.update(resource, object, options));
  }

  updateStatus<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): T {
    return this.#read(resource, this.#api.updateStatus(resource, object, options));
  }

  patch<T extends KubeObject>(
    resource: Resource<T>,
    namespace: string,
    name: string,
    patch: JsonObject,
    options?: PatchOptions,
  ): T {
    return this.#read(resource, this.#api.patch(resource, namespace, name, patch, options));
  }

  delete<T extends KubeObject>(resource: Resource<T>, namespace: string, name: string, options?: WriteOptions): void {
    this.#api.delete(resource, namespace, name, options);
  }

  watch<T extends KubeObject>(resource: Resource<T>, handler: (event: WatchEvent<T>) => void): () => void {
    return this.#api.watch(resource, (event) => {
      const object = this.#read(resource, event.object);
      handler(
        event.type === 'MODIFIED'
          ? { type: 'MODIFIED', object, previous: this.#read(resource, event.previous) }
          : { type: event.type, object },
      );
    });
  }

  onChange(listener: (change: Change) => void): () => void {
    return this.#api.onChange(listener);
  }

  resourceFor(apiVersion: string, kind: string): Resource<KubeObject> {
    return this.#api.resourceFor(apiVersion, kind);
  }

  decode(manifest: JsonObject): KubeObject {
    return this.#api.decode(manifest);
  }

  #read<T extends KubeObject>(resource: Resource<T>, object: T): T {
    return asRead(this.#reference, resource, object);
  }
}
