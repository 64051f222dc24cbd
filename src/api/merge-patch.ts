import { own, setOwn } from '../text/own.ts';
import { deepEqual } from './equality.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.ts';

/**
 * Applies a JSON merge patch (RFC 7386). What the patch does not touch keeps its identity; if nothing changes, the target itself is
 * returned. Fields of items of lists that are null are left out, too, as the API server does (github.com/evanphx/json-patch MergePatch).
 */
export function applyMergePatch(target: Json | undefined, patch: Json): Json {
  if (!isJsonObject(patch)) {
    const value = withoutNullFields(patch);
    return target !== undefined && deepEqual(target, value) ? target : value;
  }
  const base: JsonObject = isJsonObject(target) ? target : {};
  const result: Record<string, Json | undefined> = { ...base };
  let changed = base !== target;
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (value === null) {
      if (own(result, key) === undefined) continue;
      delete result[key];
      changed = true;
      continue;
    }
    const old = own(base, key);
    const merged = applyMergePatch(old, value);
    if (merged === old) continue;
    setOwn(result, key, merged);
    changed = true;
  }
  return changed ? result : base;
}

function withoutNullFields(value: Json): Json {
  if (isJsonArray(value)) {
    const items = value.map(withoutNullFields);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isJsonObject(value)) return value;
  const kept: Record<string, Json> = {};
  let changed = false;
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const inner = item === null ? undefined : withoutNullFields(item);
    if (inner !== undefined) setOwn(kept, key, inner);
    changed ||= inner !== item;
  }
  return changed ? kept : value;
}

/**
 * The patch of `kubectl apply` for kinds without a Go type: what the manifest says otherwise than the live object, and the fields that the manifest
 * applied last had and this one does not. Lists are replaced whole.
 *
 * Source: k8s.io/apimachinery/pkg/util/jsonmergepatch/patch.go CreateThreeWayJSONMergePatch
 */
export function createThreeWayJsonMergePatch(last: JsonObject, manifest: JsonObject, live: JsonObject): JsonObject {
  const changes = onlyValues(createMergePatch(live, manifest) ?? {});
  const deletions = onlyNulls(createMergePatch(last, manifest) ?? {});
  return applyPatchToPatch(deletions, changes);
}

/** A patch without its deletions; an object that says nothing else goes, one that was empty from the start stays. */
function onlyValues(patch: JsonObject): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined || value === null) continue;
    if (!isJsonObject(value) || Object.keys(value).length === 0) setOwn(kept, key, value);
    else {
      const inner = onlyValues(value);
      if (Object.keys(inner).length > 0) setOwn(kept, key, inner);
    }
  }
  return kept;
}

/** The deletions of a patch. */
function onlyNulls(patch: JsonObject): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) setOwn(kept, key, null);
    else if (isJsonObject(value)) {
      const inner = onlyNulls(value);
      if (Object.keys(inner).length > 0) setOwn(kept, key, inner);
    }
  }
  return kept;
}

/** Both patches as one: nulls of the first stay where the second has nothing. */
function applyPatchToPatch(first: JsonObject, second: JsonObject): JsonObject {
  const result: Record<string, Json | undefined> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    if (value === undefined) continue;
    const before = own(result, key);
    setOwn(result, key, isJsonObject(before) && isJsonObject(value) ? applyPatchToPatch(before, value) : value);
  }
  return result;
}

/**
 * The merge patch that turns `before` into `after`; undefined when they are equal. Lists are replaced whole, as everywhere in merge
 * patches. Subtrees that are the same value are not looked into.
 */
export function createMergePatch(before: JsonObject, after: JsonObject): JsonObject | undefined {
  let patch: Record<string, Json> | undefined;
  const set = (key: string, value: Json): void => {
    patch ??= {};
    setOwn(patch, key, value);
  };
  for (const key of Object.keys(before)) {
    if (before[key] !== undefined && own(after, key) === undefined) set(key, null);
  }
  for (const [key, value] of Object.entries(after)) {
    const old = own(before, key);
    if (value === undefined || value === old) continue;
    if (isJsonObject(old) && isJsonObject(value)) {
      const inner = createMergePatch(old, value);
      if (inner !== undefined) set(key, inner);
    } else if (!deepEqual(old, value)) {
      set(key, value);
    }
  }
  return patch;
}
