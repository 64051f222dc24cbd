import { isJsonObject, type Json, type JsonObject } from '../api/json.ts';
import { createMergePatch } from '../api/merge-patch.ts';
import type { ApiServer } from '../api/server.ts';
import { own, setOwn } from '../text/own.ts';

/** What `kubectl apply` answers. */
export type Applied = 'created' | 'configured' | 'unchanged';

/**
 * `kubectl apply` of manifests, one after the other: each is compared with the one applied last under its name and with the object as it is now. What
 * people left out of the manifest since goes; what others have written stays.
 */
export class Applier {
  readonly #api: ApiServer;
  readonly #last = new Map<string, JsonObject>();

  constructor(api: ApiServer) {
    this.#api = api;
  }

  /** The namespace that a manifest goes to; empty for kinds without namespaces. */
  namespaceOf(manifest: JsonObject): string {
    const { apiVersion, kind, metadata } = manifest;
    const resource = this.#api.resourceFor(String(apiVersion ?? ''), String(kind ?? ''));
    const namespace = isJsonObject(metadata) ? metadata['namespace'] : undefined;
    if (!resource.namespaced) return '';
    return typeof namespace === 'string' && namespace !== '' ? namespace : 'default';
  }

  apply(manifest: JsonObject): Applied {
    const object = this.#api.decode(manifest);
    const resource = this.#api.resourceFor(object.apiVersion ?? '', object.kind ?? '');
    const { name = '', namespace = 'default' } = object.metadata;
    const key = `${resource.group}/${resource.kind}/${namespace}/${name}`;
    const original = this.#last.get(key);
    const current = this.#api.find(resource, namespace, name);
    if (current === undefined) {
      this.#api.create(resource, object);
      this.#last.set(key, manifest);
      return 'created';
    }
    const patch = threeWayMergePatch(original ?? {}, manifest, isJsonObject(current) ? current : {});
    const after = this.#api.patch(resource, namespace, name, patch);
    this.#last.set(key, manifest);
    return after === current ? 'unchanged' : 'configured';
  }
}

/**
 * The merge patch of `kubectl apply`: what the manifest adds or changes in the object as it is, and what was in the manifest applied last but is no more.
 * Example: last `{a: 1, b: 2}`, now `{a: 1, c: 3}`, object `{a: 5, b: 2, d: 4}` gives `{a: 1, b: null, c: 3}`: `d` is somebody else's.
 * Source: k8s.io/apimachinery/pkg/util/jsonmergepatch/patch.go CreateThreeWayJSONMergePatch.
 */
export function threeWayMergePatch(original: JsonObject, modified: JsonObject, current: JsonObject): JsonObject {
  const changes = keepNulls(createMergePatch(current, modified) ?? {}, false);
  const removals = keepNulls(createMergePatch(original, modified) ?? {}, true);
  return mergePatches(removals, changes);
}

/** Of a merge patch either the removals or the rest; what becomes empty goes. Source: keepOrDeleteNullInObj. */
function keepNulls(patch: JsonObject, keep: boolean): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (value === null) {
      if (keep) setOwn(kept, key, null);
    } else if (!isJsonObject(value)) {
      if (!keep) setOwn(kept, key, value);
    } else if (Object.keys(value).length === 0) {
      if (!keep) setOwn(kept, key, value);
    } else {
      const inner = keepNulls(value, keep);
      if (Object.keys(inner).length > 0) setOwn(kept, key, inner);
    }
  }
  return kept;
}

/** One patch that does what the first and then the second would; unlike applying, removals stay in it. Source: evanphx/json-patch MergeMergePatches. */
function mergePatches(first: JsonObject, second: JsonObject): JsonObject {
  const merged: Record<string, Json | undefined> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const before = own(merged, key);
    if (value === undefined) continue;
    if (isJsonObject(value) && isJsonObject(before)) setOwn(merged, key, mergePatches(before, value));
    else setOwn(merged, key, value);
  }
  return merged;
}
