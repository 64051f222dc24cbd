import type { Because } from './reason.ts';
import type { KubeObject, Resource } from './resources.ts';
import type { JsonObject } from './json.ts';
import type { Selector } from './selector.ts';

export interface WriteOptions {
  /** Why: built and recorded only if the write changes something. */
  readonly because?: readonly Because[];
  /** Of a deletion: at once, without a grace period. */
  readonly force?: true;
}

export interface PatchOptions extends WriteOptions {
  readonly subresource?: 'status';
}

/** What a watcher hears, at once and in the order of the writes. Objects are immutable values. */
export type WatchEvent<T extends KubeObject> =
  | { readonly type: 'ADDED'; readonly object: T }
  | { readonly type: 'MODIFIED'; readonly object: T; readonly previous: T }
  | { readonly type: 'DELETED'; readonly object: T };

/** One write that changed something, of any kind: what the timeline keeps. */
export interface Change {
  readonly resource: Resource<KubeObject>;
  readonly before: KubeObject | undefined;
  readonly after: KubeObject | undefined;
  readonly because: readonly Because[];
}

/**
 * The API server, as controllers and people see it. Every write returns the object as stored; a write that changes
 * nothing is no write. Errors are thrown as `ApiError` (NotFound, AlreadyExists, Conflict on a stale resourceVersion …).
 */
export interface ApiServer {
  /** The resourceVersion of the last write: what is read now is as of it. */
  readonly resourceVersion: string;
  /** The object, or undefined. Constant time; a value, never a copy. */
  find<T extends KubeObject>(resource: Resource<T>, namespace: string, name: string): T | undefined;
  /** The object; throws NotFound. */
  get<T extends KubeObject>(resource: Resource<T>, namespace: string, name: string): T;
  /** In the order of names (namespaces first); `namespace` undefined means all. */
  list<T extends KubeObject>(resource: Resource<T>, namespace?: string, selector?: Selector): readonly T[];
  create<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): T;
  /** Replaces everything but status (kinds with a status subresource) or everything (others). */
  update<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): T;
  updateStatus<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): T;
  /** A JSON merge patch (RFC 7386), against the stored object. */
  patch<T extends KubeObject>(
    resource: Resource<T>,
    namespace: string,
    name: string,
    patch: JsonObject,
    options?: PatchOptions,
  ): T;
  /** Deletes at once, with everything that it owns. */
  delete<T extends KubeObject>(resource: Resource<T>, namespace: string, name: string, options?: WriteOptions): void;
  /** Hears every later change of a kind; returns a function that ends the watch. */
  watch<T extends KubeObject>(resource: Resource<T>, handler: (event: WatchEvent<T>) => void): () => void;
  /** Hears every change of every kind (the timeline's journal). */
  onChange(listener: (change: Change) => void): () => void;
  /** Gives a stored object its place in the API by apiVersion and kind; unknown kinds get a resource without shape. */
  resourceFor(apiVersion: string, kind: string): Resource<KubeObject>;
  /** Reads a manifest (any JSON) into the stored form of its kind: unknown fields dropped, zero values as Go's types have them. */
  decode(manifest: JsonObject): KubeObject;
}
