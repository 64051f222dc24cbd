import { own, setOwn } from '../text/own.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.ts';

/**
 * The new value, with every part that equals the old one's taken from the old one; the old value itself if nothing differs. So equal
 * parts stay identical from one state of an object to the next, and comparing states is mostly `===`.
 */
export function reuse(before: Json | undefined, after: Json): Json {
  if (before === after) return after;
  if (isJsonArray(after)) return isJsonArray(before) ? reuseList(before, after) : after;
  if (isJsonObject(after)) return isJsonObject(before) ? reuseObject(before, after) : after;
  return after;
}

function reuseList(before: readonly Json[], after: readonly Json[]): readonly Json[] {
  let same = before.length === after.length;
  let changed = false;
  const result = after.map((item, index) => {
    const kept = reuse(before[index], item);
    if (kept !== before[index]) same = false;
    if (kept !== item) changed = true;
    return kept;
  });
  if (same) return before;
  return changed ? result : after;
}

function reuseObject(before: JsonObject, after: JsonObject): JsonObject {
  let same = true;
  let present = 0;
  let result: Record<string, Json | undefined> | undefined;
  for (const key of Object.keys(after)) {
    const value = after[key];
    if (value === undefined) continue;
    present += 1;
    const old = own(before, key);
    const kept = reuse(old, value);
    if (kept !== old) same = false;
    if (kept !== value) {
      result ??= { ...after };
      setOwn(result, key, kept);
    }
  }
  if (same && present === presentKeys(before)) return before;
  return result ?? after;
}

/** Keys whose value is undefined count as absent. */
function presentKeys(value: JsonObject): number {
  let count = 0;
  for (const key of Object.keys(value)) if (value[key] !== undefined) count += 1;
  return count;
}
