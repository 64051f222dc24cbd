import { own, setOwn } from '../text/own.ts';
import { deepEqual } from './equality.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';

/**
 * Applies a JSON merge patch (RFC 7386). What the patch does not touch keeps its identity; if nothing changes, the target itself is
 * returned.
 */
export function applyMergePatch(target: Json | undefined, patch: Json): Json {
  if (!isJsonObject(patch)) return deepEqual(target, patch) && target !== undefined ? target : patch;
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
