import { ARGO_CD_RESOURCES } from './argocd/resources.ts';
import { canonical, vouchFor } from './canonical.ts';
import type { Clock } from './clock.ts';
import { ApiError } from './errors.ts';
import { deepFreeze } from './freeze.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { applyMergePatch } from './merge-patch.ts';
import {
  alreadyExists,
  bodyChanged,
  conflict,
  fieldsOf,
  noSuchSubresource,
  notFound,
  withStatusOf,
  withStatusWrite,
} from './object-form.ts';
import { type OwnedObject, Owners } from './owners.ts';
import {
  apiVersionOf,
  groupResource,
  KNOWN_RESOURCES,
  type KubeObject,
  type Resource,
  unknownResource,
} from './resources.ts';
import { reuse } from './reuse.ts';
import type { Selector } from './selector.ts';
import type { ApiServer, Change, PatchOptions, WatchEvent, WriteOptions } from './server.ts';
import { type ObjectMeta, objectMeta } from './shape/meta.ts';
import { kept, struct } from './shape/shape.ts';
import { Store } from './store.ts';
import { formatTime } from './times.ts';
import { Watchers } from './watchers.ts';

export interface MemoryServerOptions {
  readonly clock: Clock;
  /** Freezes every stored object: for tests. */
  readonly freeze?: boolean;
  /** What becomes of an object before it is stored; absent: nothing. */
  readonly admit?: Admission;
  /** The form that objects take whenever they are written, also their status alone; absent: that of their kind. */
  readonly form?: (resource: Resource<KubeObject>, object: KubeObject) => KubeObject;
  /** The grace period with which an object is deleted: it stays, marked, until it is deleted by force. Absent, or 0: deleted at once. */
  readonly graceSeconds?: (resource: Resource<KubeObject>, object: KubeObject) => number;
  /** Kinds whose generation counts changes of annotations, too: Deployments, on a real server. */
  readonly countAnnotations?: readonly Resource<KubeObject>[];
}

/**
 * Fills in defaults and refuses what is invalid (by throwing an ApiError): of every object that is created or written, but for writes of its status.
 * `current` is what is stored now, undefined for a new object.
 */
export type Admission = (
  resource: Resource<KubeObject>,
  wanted: KubeObject,
  current: KubeObject | undefined,
) => KubeObject;

const DEFAULT_NAMESPACE = 'default';

/**
 * The API server in memory: the one place where objects of the simulated cluster live and change. Objects are values: an update
 * stores a new one that shares every part which did not change, and readers get the stored one itself.
 */
export class MemoryServer implements ApiServer {
  readonly #clock: Clock;
  readonly #freeze: boolean;
  readonly #admit: Admission | undefined;
  readonly #graceSeconds: MemoryServerOptions['graceSeconds'];
  readonly #form: MemoryServerOptions['form'];
  readonly #countAnnotations: readonly Resource<KubeObject>[];
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
    this.#admit = options.admit;
    this.#graceSeconds = options.graceSeconds;
    this.#form = options.form;
    this.#countAnnotations = options.countAnnotations ?? [];
    for (const resource of [...KNOWN_RESOURCES, ...ARGO_CD_RESOURCES]) {
      this.#resources.set(`${apiVersionOf(resource)}/${resource.kind}`, resource);
    }
  }

  get resourceVersion(): string {
    return String(this.#resourceVersion);
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
    return this.#stored(this.resourceFor(apiVersion, kind), manifest);
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
    return this.#store(resource).list(resource.namespaced ? namespace : undefined, selector);
  }

  create<T extends KubeObject>(resource: Resource<T>, object: T, options: WriteOptions = {}): T {
    const status = resource.statusSubresource ? { status: undefined } : {};
    const written = this.#formed<T>(resource, { ...fieldsOf(object), ...typeOf(resource), ...status });
    const wanted = this.#stored<T>(resource, this.#admitted(resource, fieldsOf(written), undefined));
    const namespace = namespaceOf(resource, wanted);
    const name = wanted.metadata.name || this.#generateName(wanted);
    if (this.find(resource, namespace, name) !== undefined) throw alreadyExists(resource, name);
    this.#created += 1;
    const metadata: ObjectMeta = {
      ...wanted.metadata,
      name,
      ...(resource.namespaced ? { namespace } : {}),
      uid: `00000000-0000-4000-8000-${String(this.#created).padStart(12, '0')}`,
      resourceVersion: this.#nextResourceVersion(),
      generation: resource.generation ? 1 : undefined,
      creationTimestamp: formatTime(this.#clock.nowMs()),
    };
    return this.#put(resource, namespace, name, undefined, { ...fieldsOf(wanted), metadata }, options);
  }

  update<T extends KubeObject>(resource: Resource<T>, object: T, options: WriteOptions = {}): T {
    const current = this.#currentFor(resource, object);
    const wanted = resource.statusSubresource ? withStatusOf(object, current) : fieldsOf(object);
    return this.#replace(resource, current, this.#admitted(resource, wanted, current), options);
  }

  updateStatus<T extends KubeObject>(resource: Resource<T>, object: T, options: WriteOptions = {}): T {
    if (!resource.statusSubresource) throw noSuchSubresource();
    const current = this.#currentFor(resource, object);
    return this.#replace(resource, current, withStatusWrite(resource, current, object), options, 'status');
  }

  patch<T extends KubeObject>(
    resource: Resource<T>,
    namespace: string,
    name: string,
    patch: JsonObject,
    options: PatchOptions = {},
  ): T {
    const toStatus = options.subresource === 'status';
    if (toStatus && !resource.statusSubresource) throw noSuchSubresource();
    const current = this.get(resource, namespace, name);
    const version = isJsonObject(patch['metadata']) ? patch['metadata']['resourceVersion'] : undefined;
    if (typeof version === 'string' && version !== current.metadata.resourceVersion) throw conflict(resource, name);
    const before = fieldsOf(current);
    const merged = applyMergePatch(before, patch);
    if (merged === before || !isJsonObject(merged)) return current;
    const after = this.#stored(resource, merged);
    if (!resource.statusSubresource) {
      return this.#replace(resource, current, this.#admitted(resource, fieldsOf(after), current), options);
    }
    if (toStatus) return this.#replace(resource, current, withStatusWrite(resource, current, after), options, 'status');
    return this.#replace(resource, current, this.#admitted(resource, withStatusOf(after, current), current), options);
  }

  delete<T extends KubeObject>(
    resource: Resource<T>,
    namespace: string,
    name: string,
    options: WriteOptions = {},
  ): void {
    this.get(resource, namespace, name);
    this.#remove({ resource, namespace: resource.namespaced ? namespace : '', name }, options);
  }

  watch<T extends KubeObject>(resource: Resource<T>, handler: (event: WatchEvent<T>) => void): () => void {
    return this.#watchers.watch(resource, handler);
  }

  /** Hands every object to those who watch its kind again, unchanged, as informers do once per resync period. */
  resync(): void {
    const kinds = [...this.#stores.keys()].sort((a, b) => (groupResource(a) < groupResource(b) ? -1 : 1));
    for (const resource of kinds) {
      for (const object of this.list(resource)) this.#watchers.redeliver(resource, object);
    }
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

  /** The object in the form in which it is stored. */
  #stored<T extends KubeObject>(resource: Resource<T>, object: JsonObject): T {
    const value = resource.shape === undefined ? withCanonicalMetadata(object) : canonical(resource.shape, object);
    if (!isObjectOf(resource, value)) throw new ApiError('BadRequest', `the ${resource.kind} has no metadata`);
    return this.#freeze ? deepFreeze(value) : value;
  }

  #admitted<T extends KubeObject>(resource: Resource<T>, wanted: JsonObject, current: T | undefined): JsonObject {
    if (this.#admit === undefined) return wanted;
    return fieldsOf(this.#admit(resource, this.#stored<T>(resource, wanted), current));
  }

  #generateName(object: KubeObject): string {
    const prefix = object.metadata.generateName;
    if (prefix === undefined || prefix === '') {
      throw new ApiError('Invalid', 'metadata.name: Required value: name or generateName is required');
    }
    this.#generatedNames += 1;
    return `${prefix}${String(this.#generatedNames).padStart(5, '0')}`;
  }

  #formed<T extends KubeObject>(resource: Resource<T>, fields: JsonObject): T {
    const typed = this.#stored<T>(resource, fields);
    return this.#form === undefined ? typed : this.#stored<T>(resource, fieldsOf(this.#form(resource, typed)));
  }

  #nextResourceVersion(): string {
    this.#resourceVersion += 1;
    return String(this.#resourceVersion);
  }

  /** The stored object that a write is about; refuses a stale resourceVersion. */
  #currentFor<T extends KubeObject>(resource: Resource<T>, object: T): T {
    const name = object.metadata.name ?? '';
    const current = this.get(resource, namespaceOf(resource, object), name);
    const version = object.metadata.resourceVersion ?? '';
    if (version !== '' && version !== current.metadata.resourceVersion) throw conflict(resource, name);
    return current;
  }

  /** Stores a new state of an object; one that changes nothing is no write. */
  #replace<T extends KubeObject>(
    resource: Resource<T>,
    current: T,
    wanted: JsonObject,
    options: WriteOptions,
    subresource?: 'status',
  ): T {
    const { name, namespace, uid, creationTimestamp, resourceVersion, generation } = current.metadata;
    const kept = { name, namespace, uid, creationTimestamp, resourceVersion, generation };
    const given = isJsonObject(wanted['metadata']) ? wanted['metadata'] : {};
    const named = given === fieldsOf(current)['metadata'] ? given : { ...given, ...kept };
    const typed = this.#formed<T>(resource, { ...wanted, ...typeOf(resource), metadata: named });
    const before = fieldsOf(current);
    const shared = reuse(before, fieldsOf(typed));
    if (shared === before || !isObjectOf(resource, shared)) return current;
    const annotated =
      subresource === undefined &&
      this.#countAnnotations.includes(resource) &&
      shared.metadata.annotations !== current.metadata.annotations;
    const counted = resource.generation && (annotated || bodyChanged(resource, current, shared));
    const metadata: ObjectMeta = {
      ...shared.metadata,
      resourceVersion: this.#nextResourceVersion(),
      ...(counted ? { generation: (generation ?? 0) + 1 } : {}),
    };
    const fields = { ...fieldsOf(shared), metadata };
    if (resource.shape !== undefined) {
      vouchFor(objectMeta, metadata);
      vouchFor(resource.shape, fields);
    }
    return this.#put(resource, namespaceOf(resource, current), name ?? '', current, fields, options);
  }

  #put<T extends KubeObject>(
    resource: Resource<T>,
    namespace: string,
    name: string,
    before: T | undefined,
    fields: JsonObject,
    options: WriteOptions,
  ): T {
    const after = this.#stored<T>(resource, fields);
    this.#store(resource).set(namespace, name, after);
    this.#owners.set({ resource, namespace, name }, before, after);
    this.#writes += 1;
    this.#watchers.emit({ resource, before, after, because: options.because ?? [] });
    return after;
  }

  /** Marks an object as one that is being deleted; a second deletion changes nothing. Source: k8s.io/apiserver/pkg/registry/rest/delete.go BeforeDelete. */
  #mark(resource: Resource<KubeObject>, object: KubeObject, graceSeconds: number, options: WriteOptions): void {
    if (object.metadata.deletionTimestamp !== undefined) return;
    const metadata: ObjectMeta = {
      ...object.metadata,
      deletionTimestamp: formatTime(this.#clock.nowMs() + graceSeconds * 1000),
      deletionGracePeriodSeconds: graceSeconds,
    };
    this.#replace(resource, object, { ...fieldsOf(object), metadata }, options);
  }

  /** Removes an object and then, in the order in which they came, what it alone owned; what has other owners loses this one. */
  #remove({ resource, namespace, name }: OwnedObject, options: WriteOptions): void {
    const object = this.find(resource, namespace, name);
    if (object === undefined) return;
    const graceSeconds = options.force === true ? 0 : (this.#graceSeconds?.(resource, object) ?? 0);
    if (graceSeconds > 0) {
      this.#mark(resource, object, graceSeconds, options);
      return;
    }
    this.#store(resource).delete(namespace, name);
    this.#owners.remove(object);
    this.#nextResourceVersion();
    this.#writes += 1;
    this.#watchers.emit({ resource, before: object, after: undefined, because: options.because ?? [] });
    const uid = object.metadata.uid ?? '';
    for (const owned of this.#owners.ownedBy(uid)) {
      const current = this.find(owned.resource, owned.namespace, owned.name);
      const others = (current?.metadata.ownerReferences ?? []).filter((reference) => reference.uid !== uid);
      if (current === undefined || !others.some((reference) => this.#owners.exists(reference.uid))) {
        this.#remove(owned, options);
      } else {
        const metadata: ObjectMeta = { ...current.metadata, ownerReferences: others };
        this.#replace(owned.resource, current, { ...fieldsOf(current), metadata }, options);
      }
    }
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

const onlyMetadata = struct({ metadata: kept(objectMeta) });

/** Of a kind without shape only the metadata has a known form; the rest is kept as written. */
function withCanonicalMetadata(object: JsonObject): JsonObject {
  const given = object['metadata'];
  const envelope = canonical(onlyMetadata, { metadata: given });
  const metadata = isJsonObject(envelope) ? envelope['metadata'] : given;
  return given === metadata ? object : { ...object, metadata };
}

interface TypeMeta {
  readonly kind: string;
  readonly apiVersion: string;
}

const types = new WeakMap<Resource<KubeObject>, TypeMeta>();

function typeOf(resource: Resource<KubeObject>): TypeMeta {
  let type = types.get(resource);
  if (type === undefined) types.set(resource, (type = { kind: resource.kind, apiVersion: apiVersionOf(resource) }));
  return type;
}

function namespaceOf(resource: Resource<KubeObject>, object: KubeObject): string {
  return resource.namespaced ? object.metadata.namespace || DEFAULT_NAMESPACE : '';
}
