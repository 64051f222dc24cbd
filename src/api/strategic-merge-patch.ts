import { own, setOwn } from '../text/own.ts';
import { deepEqual } from './equality.ts';
import { ApiError } from './errors.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.ts';

/** Directives that a patch may hold. Source: k8s.io/apimachinery/pkg/util/strategicpatch/patch.go. */
const DIRECTIVE = '$patch';
const RETAIN_KEYS = '$retainKeys';
const DELETE_FROM = '$deleteFromPrimitiveList/';
const SET_ORDER = '$setElementOrder/';

/** Lists that are merged, item by item, by the key that tells their items apart. Source: the patchMergeKey tags of k8s.io/api. */
const MERGE_KEYS: ReadonlyMap<string, string> = new Map([
  ['conditions', 'type'],
  ['containers', 'name'],
  ['env', 'name'],
  ['ephemeralContainers', 'name'],
  ['hostAliases', 'ip'],
  ['imagePullSecrets', 'name'],
  ['initContainers', 'name'],
  ['ownerReferences', 'uid'],
  ['ports', 'containerPort'],
  ['resourceClaims', 'name'],
  ['schedulingGates', 'name'],
  ['topologySpreadConstraints', 'topologyKey'],
  ['volumeDevices', 'devicePath'],
  ['volumeMounts', 'mountPath'],
  ['volumes', 'name'],
]);
/** Lists of texts that are merged. */
const MERGED_TEXTS: ReadonlySet<string> = new Set(['finalizers']);

function refused(message: string): ApiError {
  return new ApiError('BadRequest', message);
}

/** An object without what is only said to the API server. Source: removeDirectives. */
function withoutDirectives(value: Json): Json {
  if (isJsonArray(value)) {
    return value.filter((item) => !(isJsonObject(item) && item[DIRECTIVE] !== undefined)).map(withoutDirectives);
  }
  if (!isJsonObject(value)) return value;
  const kept: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    if (key.startsWith('$') || item === undefined || item === null) continue;
    setOwn(kept, key, withoutDirectives(item));
  }
  return kept;
}

/**
 * Applies a strategic merge patch: as a JSON merge patch, but lists with a merge key are merged item by item. Items that the list did not have come
 * first, as in the reference. Source: patch.go StrategicMergeMapPatch, mergeMap.
 */
export function applyStrategicMergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  const directive = patch[DIRECTIVE];
  if (directive === 'delete') return {};
  if (directive === 'replace') return asObject(withoutDirectives(patch));
  if (directive !== undefined) throw refused(`unknown patch type: ${String(directive)}`);
  const result: Record<string, Json | undefined> = retained(target, patch);
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined || key === RETAIN_KEYS) continue;
    if (key.startsWith(SET_ORDER)) continue;
    if (key.startsWith(DELETE_FROM)) {
      const list = key.slice(DELETE_FROM.length);
      setOwn(result, list, withoutItems(own(result, list), value));
    } else if (value === null) {
      delete result[key];
    } else {
      setOwn(result, key, mergeField(key, own(result, key), value));
    }
  }
  for (const [key, order] of Object.entries(patch)) {
    if (!key.startsWith(SET_ORDER) || !isJsonArray(order)) continue;
    const list = key.slice(SET_ORDER.length);
    setOwn(result, list, ordered(list, own(result, list), order, own(target, list)));
  }
  return result;
}

function asObject(value: Json): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** Only the keys that the patch says to retain, if it says so. Source: applyRetainKeysDirective. */
function retained(target: JsonObject, patch: JsonObject): Record<string, Json | undefined> {
  const keys = patch[RETAIN_KEYS];
  if (keys === undefined) return { ...target };
  if (!isJsonArray(keys)) throw refused('invalid patch format of retainKeys');
  const strange = Object.entries(patch).find(
    ([key, value]) => !key.startsWith('$') && value !== null && !keys.includes(key),
  );
  if (strange !== undefined) throw refused('invalid patch format of retainKeys');
  return Object.fromEntries(Object.entries(target).filter(([key]) => keys.includes(key)));
}

function mergeField(key: string, old: Json | undefined, value: Json): Json {
  if (isJsonObject(old) && isJsonObject(value)) return applyStrategicMergePatch(old, value);
  if (isJsonArray(old) && isJsonArray(value)) {
    const mergeKey = mergeKeyOf(key, old, value);
    if (mergeKey !== undefined) return mergeList(old, value, mergeKey);
    if (MERGED_TEXTS.has(key)) return [...old, ...value.filter((item) => !old.includes(item))];
  }
  return withoutDirectives(value);
}

/** Ports of a Service are told apart by `port`, those of a container by `containerPort`. */
function mergeKeyOf(key: string, old: readonly Json[], value: readonly Json[]): string | undefined {
  const mergeKey = MERGE_KEYS.get(key);
  if (key !== 'ports') return mergeKey;
  const ofService = [...old, ...value].some((item) => isJsonObject(item) && item['port'] !== undefined);
  return ofService ? 'port' : mergeKey;
}

/** Source: mergeSlice, mergeSliceWithSpecialElements, mergeSliceWithoutSpecialElements. */
function mergeList(old: readonly Json[], patch: readonly Json[], mergeKey: string): readonly Json[] {
  const items = patch.map((item) => (isJsonObject(item) ? item : {}));
  const plain = items.filter((item) => item[DIRECTIVE] === undefined);
  if (items.some((item) => item[DIRECTIVE] === 'replace')) return plain.map(withoutDirectives);
  const gone = items.filter((item) => item[DIRECTIVE] === 'delete').map((item) => own(item, mergeKey));
  const server = old.filter((item) => !(isJsonObject(item) && gone.includes(own(item, mergeKey))));
  const merged = [...server];
  for (const item of plain) {
    if (own(item, mergeKey) === undefined) {
      throw refused(`map: ${JSON.stringify(item)} does not contain declared merge key: ${mergeKey}`);
    }
    const index = merged.findIndex((other) => isJsonObject(other) && own(other, mergeKey) === own(item, mergeKey));
    const before = merged[index];
    if (index < 0) merged.push(withoutDirectives(item));
    else merged[index] = applyStrategicMergePatch(asObject(before ?? {}), item);
  }
  const keyOf = (item: Json): Json | undefined => (isJsonObject(item) ? own(item, mergeKey) : undefined);
  return interleaved(merged, plain.map(keyOf), server.map(keyOf), keyOf);
}

/**
 * The items that the patch names in its order, the others in theirs; one of the others comes before a named one only if it stood before it.
 * Source: normalizeElementOrder, mergeSortedSlice.
 */
function interleaved(
  merged: readonly Json[],
  patchOrder: readonly (Json | undefined)[],
  serverOrder: readonly (Json | undefined)[],
  keyOf: (item: Json) => Json | undefined,
): readonly Json[] {
  const place = (item: Json, order: readonly (Json | undefined)[]): number => order.indexOf(keyOf(item));
  const named = merged
    .filter((item) => place(item, patchOrder) >= 0)
    .sort((a, b) => place(a, patchOrder) - place(b, patchOrder));
  const others = merged.filter((item) => place(item, patchOrder) < 0);
  const result: Json[] = [];
  while (named.length > 0 && others.length > 0) {
    const [other = null, next = null] = [others[0], named[0]];
    const [left, right] = [place(other, serverOrder), place(next, serverOrder)];
    const first = left >= 0 && right >= 0 && left < right ? others.shift() : named.shift();
    result.push(first ?? null);
  }
  return [...result, ...others, ...named];
}

/** Source: mergePatchIntoOriginal: items that the order does not name keep their place among the others. */
function ordered(
  key: string,
  list: Json | undefined,
  order: readonly Json[],
  before: Json | undefined,
): Json | undefined {
  if (!isJsonArray(list)) return list;
  const server = isJsonArray(before) ? before : [];
  const mergeKey = mergeKeyOf(key, server, list);
  const keyOf = (item: Json): Json | undefined =>
    mergeKey === undefined || !isJsonObject(item) ? item : own(item, mergeKey);
  return interleaved(list, order.map(keyOf), server.map(keyOf), keyOf);
}

function withoutItems(list: Json | undefined, gone: Json): Json | undefined {
  if (!isJsonArray(list) || !isJsonArray(gone)) return list;
  return list.filter((item) => !gone.some((other) => deepEqual(item, other)));
}
