import type { JsonObject } from '../api/json.ts';
import { ANALYSIS_RUN, EXPERIMENT, type KubeObject, type Resource, ROLLOUT } from '../api/resources.ts';
import type { Selector } from '../api/selector.ts';
import type { ApiServer, Change, PatchOptions, WatchEvent, WriteOptions } from '../api/server.ts';

interface Watch {
  readonly resource: Resource<KubeObject>;
  /** Delivers every object that there is as a new one. */
  readonly announce: () => void;
  readonly stop: () => void;
}

/** Owners go before what they own, so that each queue has its own kind first, in the order of names. */
const ANNOUNCED_FIRST: readonly Resource<KubeObject>[] = [ROLLOUT, EXPERIMENT, ANALYSIS_RUN];

/**
 * The API server as one process of controllers is connected to it: its watches end with the process, and a process that starts among existing objects
 * hears of each as of a new one, as informers do.
 * Source: k8s.io/client-go/tools/cache shared_informer.go (the add notifications of the first listing).
 */
export class Connection implements ApiServer {
  readonly #server: ApiServer;
  readonly #watches: Watch[] = [];

  constructor(server: ApiServer) {
    this.#server = server;
  }

  announce(): void {
    for (const resource of ANNOUNCED_FIRST) this.#announce((watch) => watch.resource === resource);
    this.#announce((watch) => !ANNOUNCED_FIRST.includes(watch.resource));
  }

  close(): void {
    for (const { stop } of this.#watches) stop();
    this.#watches.length = 0;
  }

  watch<T extends KubeObject>(resource: Resource<T>, handler: (event: WatchEvent<T>) => void): () => void {
    const stop = this.#server.watch(resource, handler);
    const announce = (): void => {
      for (const object of this.#server.list(resource)) handler({ type: 'ADDED', object });
    };
    this.#watches.push({ resource, announce, stop });
    return stop;
  }

  onChange(listener: (change: Change) => void): () => void {
    return this.#server.onChange(listener);
  }

  get resourceVersion(): string {
    return this.#server.resourceVersion;
  }

  find<T extends KubeObject>(resource: Resource<T>, namespace: string, name: string): T | undefined {
    return this.#server.find(resource, namespace, name);
  }

  get<T extends KubeObject>(resource: Resource<T>, namespace: string, name: string): T {
    return this.#server.get(resource, namespace, name);
  }

  list<T extends KubeObject>(resource: Resource<T>, namespace?: string, selector?: Selector): readonly T[] {
    return this.#server.list(resource, namespace, selector);
  }

  create<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): T {
    return this.#server.create(resource, object, options);
  }

  update<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): T {
    return this.#server.update(resource, object, options);
  }

  updateStatus<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): T {
    return this.#server.updateStatus(resource, object, options);
  }

  patch<T extends KubeObject>(
    resource: Resource<T>,
    namespace: string,
    name: string,
    patch: JsonObject,
    options?: PatchOptions,
  ): T {
    return this.#server.patch(resource, namespace, name, patch, options);
  }

  delete<T extends KubeObject>(resource: Resource<T>, namespace: string, name: string, options?: WriteOptions): void {
    this.#server.delete(resource, namespace, name, options);
  }

  resourceFor(apiVersion: string, kind: string): Resource<KubeObject> {
    return this.#server.resourceFor(apiVersion, kind);
  }

  decode(manifest: JsonObject): KubeObject {
    return this.#server.decode(manifest);
  }

  #announce(chosen: (watch: Watch) => boolean): void {
    for (const watch of this.#watches.filter(chosen)) watch.announce();
  }
}
