import { canonical } from './canonical.ts';
import type { Clock } from './clock.ts';
import { deepEqual } from './equality.ts';
import { ApiError } from './errors.ts';
import { deepFreeze } from './freeze.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { applyMergePatch } from './merge-patch.ts';
import { Owners } from './owners.ts';
import {
  apiVersionOf,
  groupResource,
  KNOWN_RESOURCES,
  type KubeObject,
  type Resource,
  unknownResource,
} from './resources.ts';
import type { Selector } from './selector.ts';
import type { ApiServer, Change, PatchOptions, WatchEvent, WriteOptions } from './server.ts';
import type { ObjectMeta } from './shape/meta.ts';
import { Store } from './store.ts';
import { formatTime } from './times.ts';
import { Watchers } from './watchers.ts';

export interface MemoryServerOptions {
  readonly clock: Clock;
  /** Freezes every stored object: for tests. */
  readonly freeze?: boolean;
}

const DEFAULT_NAMESPACE = 'default';

/** The API server in memory: the one place where objects of the simulated cluster live and change. */
export class MemoryServer implements ApiServer {
  readonly #clock: Clock;
  readonly #freeze: boolean;
  readonly #stores = new Map<Resource<KubeObject>, Store<KubeObject>>();
  readonly #resources = new Map<string, Resource<KubeObject>>();
  readonly #watchers = new Watchers();
  readonly #owners = new Owners();
  #resourceVersion = 0;
  #created = 0;
  #generatedNames = 0;
  #writes = 0;

  constructor(options: MemoryServerOptions) {
    this.#clock = options.clock;
    this.#freeze = options.freeze ?? false;
    for (const resource of KNOWN_RESOURCES) this.#resources.set(`${apiVersionOf(resource)}/${resource.kind}`, resource);
  }

  /** Number of writes that changed something. */
  get writes(): number {
    return this.#writes;
  }

  resourceFor(apiVersion: string, kind: string): Resource<KubeObject> {
    const key = `${apiVersion}/${kind}`;
    let resource = this.#resources.get(key);
    if (resource === undefined) {
      resource = unknownResource(apiVersion, kind);
      this.#resources.set(key, resource);
    }
    return resource;
  }

  decode(manifest: JsonObject): KubeObject {
    const { apiVersion, kind } = manifest;
    if (typeof apiVersion !== 'string' || typeof kind !== 'string') {
      throw new ApiError('BadRequest', 'the object has no apiVersion or no kind');
    }
    return this.#canonicalObject(this.resourceFor(apiVersion, kind), manifest);
  }

  find<T extends KubeObject>(resource: Resource<T>, namespace: string, name: string): T | undefined {
    return this.#store(resource).find(resource.namespaced ? namespace : '', name);
  }

  get<T extends KubeObject>(resource: Resource<T>, namespace: string, name: string): T {
    const object = this.find(resource, namespace, name);
    if (object === undefined) throw notFound(resource, name);
    return object;
  }

  list<T extends KubeObject>(resource: Resource<T>, namespace?: string, selector?: Selector): readonly T[] {
    const objects = this.#store(resource).list(namespace);
    return selector === undefined ? objects : objects.filter((object) => selector.matches(object.metadata.labels));
  }

  create<T extends KubeObject>(resource: Resource<T>, object: T, options: WriteOptions = {}): T {
    const namespace = namespaceOf(resource, object);
    const name = object.metadata.name ?? this.#generateName(object);
    if (this.find(resource, namespace, name) !== undefined) {
      throw new ApiError('AlreadyExists', `${groupResource(resource)} "${name}" already exists`);
    }
    this.#created += 1;
    const metadata: ObjectMeta = {
      ...object.metadata,
      name,
      ...(resource.namespaced ? { namespace } : {}),
      uid: `00000000-0000-4000-8000-${String(this.#created).padStart(12, '0')}`,
      resourceVersion: this.#nextResourceVersion(),
      ...(resource.generation ? { generation: 1 } : {}),
      creationTimestamp: formatTime(this.#clock.nowMs()),
    };
    const bare = resource.statusSubresource ? withoutStatus(object) : object;
    const stored = this.#canonicalObject(resource, { ...bare, metadata });
    this.#put(resource, namespace, name, undefined, stored, options);
    return stored;
  }

  update<T extends KubeObject>(resource: Resource<T>, object: T, options: WriteOptions = {}): T {
    const { current, namespace, name } = this.#currentFor(resource, object);
    const wanted = resource.statusSubresource ? withStatusOf(object, current) : object;
    return this.#replace(resource, namespace, name, current, this.#canonicalObject(resource, wanted), options);
  }

  updateStatus<T extends KubeObject>(resource: Resource<T>, object: T, options: WriteOptions = {}): T {
    const { current, namespace, name } = this.#currentFor(resource, object);
    const wanted = withStatusOf(current, object);
    return this.#replace(resource, namespace, name, current, this.#canonicalObject(resource, wanted), options);
  }

  patch<T extends KubeObject>(
    resource: Resource<T>,
    namespace: string,
    name: string,
    patch: JsonObject,
    options: PatchOptions = {},
  ): T {
    const current = this.get(resource, namespace, name);
    if (!isJsonObject(current)) throw notFound(resource, name);
    const merged = applyMergePatch(current, patch);
    if (!isJsonObject(merged)) throw new ApiError('BadRequest', 'the patch leaves no object');
    if (merged === current) return current;
    const version = isJsonObject(patch['metadata']) ? patch['metadata']['resourceVersion'] : undefined;
    if (typeof version === 'string' && version !== current.metadata.resourceVersion) throw conflict(resource, name);
    const object = this.#canonicalObject(resource, merged);
    const wanted = resource.statusSubresource
      ? options.subresource === 'status'
        ? withStatusOf(current, object)
        : withStatusOf(object, current)
      : object;
    const space = resource.namespaced ? namespace : '';
    return this.#replace(resource, space, name, current, this.#canonicalObject(resource, wanted), options);
  }

  delete<T extends KubeObject>(
    resource: Resource<T>,
    namespace: string,
    name: string,
    options: WriteOptions = {},
  ): void {
    const object = this.get(resource, namespace, name);
    const space = resource.namespaced ? namespace : '';
    this.#store(resource).delete(space, name);
    this.#writes += 1;
    this.#watchers.emit({ resource, before: object, after: undefined, because: options.because ?? [] });
    const uid = object.metadata.uid;
    this.#owners.remove(object);
    if (uid === undefined) return;
    for (const owned of this.#owners.ownedBy(uid)) {
      if (this.find(owned.resource, owned.namespace, owned.name) !== undefined) {
        this.delete(owned.resource, owned.namespace, owned.name);
      }
    }
  }

  watch<T extends KubeObject>(resource: Resource<T>, handler: (event: WatchEvent<T>) => void): () => void {
    return this.#watchers.watch(resource, handler);
  }

  onChange(listener: (change: Change) => void): () => void {
    return this.#watchers.onChange(listener);
  }

  #store<T extends KubeObject>(resource: Resource<T>): Store<T> {
    let store: Store<KubeObject> | undefined = this.#stores.get(resource);
    if (store === undefined) {
      store = new Store<KubeObject>(resource);
      this.#stores.set(resource, store);
    }
    if (!isStoreOf(store, resource)) throw new Error(`no store of ${resource.kind}`);
    return store;
  }

  #canonicalObject<T extends KubeObject>(resource: Resource<T>, object: unknown): T {
    if (!isJsonObject(object)) throw new ApiError('BadRequest', `the ${resource.kind} is no object`);
    const value = resource.shape === undefined ? object : canonical(resource.shape, object);
    if (!isObjectOf(resource, value)) throw new ApiError('BadRequest', `the ${resource.kind} has no metadata`);
    return this.#freeze ? deepFreeze(value) : value;
  }

  #generateName(object: KubeObject): string {
    const prefix = object.metadata.generateName;
    if (prefix === undefined)
      throw new ApiError('Invalid', 'metadata.name: Required value: name or generateName is required');
    this.#generatedNames += 1;
    return `${prefix}${String(this.#generatedNames).padStart(5, '0')}`;
  }

  #nextResourceVersion(): string {
    this.#resourceVersion += 1;
    return String(this.#resourceVersion);
  }

  /** The stored object that a write is about; refuses a stale resourceVersion. */
  #currentFor<T extends KubeObject>(resource: Resource<T>, object: T): { current: T; namespace: string; name: string } {
    const namespace = namespaceOf(resource, object);
    const name = object.metadata.name ?? '';
    const current = this.get(resource, namespace, name);
    const version = object.metadata.resourceVersion;
    if (version !== undefined && version !== current.metadata.resourceVersion) throw conflict(resource, name);
    return { current, namespace, name };
  }

  /** Stores a new state of an object; one that changes nothing is no write. */
  #replace<T extends KubeObject>(
    resource: Resource<T>,
    namespace: string,
    name: string,
    current: T,
    wanted: T,
    options: WriteOptions,
  ): T {
    const metadata: ObjectMeta = {
      ...wanted.metadata,
      uid: current.metadata.uid,
      creationTimestamp: current.metadata.creationTimestamp,
      resourceVersion: current.metadata.resourceVersion,
      generation: current.metadata.generation,
    };
    const metadataSame = deepEqual(metadata, current.metadata);
    const bodySame = sameBody(resource, wanted, current);
    if (metadataSame && bodySame.spec && bodySame.status) return current;
    const generation =
      resource.generation && !bodySame.spec ? (current.metadata.generation ?? 0) + 1 : current.metadata.generation;
    const stored = this.#canonicalObject(resource, {
      ...wanted,
      metadata: { ...metadata, generation, resourceVersion: this.#nextResourceVersion() },
    });
    this.#put(resource, namespace, name, current, stored, options);
    return stored;
  }

  #put<T extends KubeObject>(
    resource: Resource<T>,
    namespace: string,
    name: string,
    before: T | undefined,
    after: T,
    options: WriteOptions,
  ): void {
    this.#store(resource).set(namespace, name, after);
    this.#owners.set(resource, namespace, name, before, after);
    this.#writes += 1;
    this.#watchers.emit({ resource, before, after, because: options.because ?? [] });
  }
}

/** A store is of a resource if it was made for it: stores are made in one place, each for the resource that is its key. */
function isStoreOf<T extends KubeObject>(store: Store<KubeObject>, resource: Resource<T>): store is Store<T> {
  return store.resource === resource;
}

/** What went through the canonical form of a resource's shape has that shape; only metadata is left to check where there is none. */
function isObjectOf<T extends KubeObject>(resource: Resource<T>, value: unknown): value is T {
  return isJsonObject(value) && (resource.shape !== undefined || isJsonObject(value['metadata']));
}

function namespaceOf(resource: Resource<KubeObject>, object: KubeObject): string {
  return resource.namespaced ? (object.metadata.namespace ?? DEFAULT_NAMESPACE) : '';
}

/** Every field but metadata and status counts as the spec: that is what generations count. */
function sameBody(resource: Resource<KubeObject>, a: KubeObject, b: KubeObject): { spec: boolean; status: boolean } {
  let spec = true;
  let status = true;
  const left = fieldsOf(a);
  const right = fieldsOf(b);
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (key === 'metadata' || deepEqual(left[key], right[key])) continue;
    if (key === 'status' && resource.statusSubresource) status = false;
    else spec = false;
  }
  return { spec, status };
}

/** The fields of an object, whatever its kind. */
function fieldsOf(object: KubeObject): JsonObject {
  return isJsonObject(object) ? object : {};
}

function withoutStatus(object: KubeObject): JsonObject {
  return { ...fieldsOf(object), status: undefined };
}

function withStatusOf(object: KubeObject, other: KubeObject): JsonObject {
  const fields = fieldsOf(object);
  const status = fieldsOf(other)['status'];
  return fields['status'] === status ? fields : { ...fields, status };
}

function notFound(resource: Resource<KubeObject>, name: string): ApiError {
  return new ApiError('NotFound', `${groupResource(resource)} "${name}" not found`);
}

function conflict(resource: Resource<KubeObject>, name: string): ApiError {
  return new ApiError(
    'Conflict',
    `Operation cannot be fulfilled on ${groupResource(resource)} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
  );
}
