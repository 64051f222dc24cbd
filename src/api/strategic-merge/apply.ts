import { deepEqual } from '../equality.ts';
import { own, setOwn } from '../../text/own.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { Shape } from '../shape/shape.ts';
import { asKeyedItems, holdObjects, interleaved, keyOf, withoutRepetitions } from './lists.ts';
import {
  DELETE_FROM,
  fieldSchema,
  listSchema,
  PATCH,
  RETAIN_KEYS,
  SET_ORDER,
  StrategicMergeError,
  typeOfJson,
} from './schema.ts';

/** Whether a patch is applied to an object, or merged into another patch: then directives stay directives. */
type Mode = 'apply' | 'combine';

/**
 * Applies a strategic merge patch to an object of a Go type: objects are merged, lists with a merge key item by item. Throws a StrategicMergeError for
 * a patch that the type does not allow.
 *
 * Source: k8s.io/apimachinery/pkg/util/strategicpatch/patch.go StrategicMergePatch
 */
export function applyStrategicMergePatch(target: JsonObject, patch: JsonObject, shape: Shape<unknown>): JsonObject {
  return mergeMap(target, patch, shape, 'apply');
}

/** One patch out of two; the second wins. Source: patch.go CreateThreeWayMergePatch */
export function mergePatches(first: JsonObject, second: JsonObject, shape: Shape<unknown>): JsonObject {
  return mergeMap(first, second, shape, 'combine');
}

type Draft = Record<string, Json | undefined>;

function set(draft: Draft, key: string, value: Json | undefined): void {
  setOwn(draft, key, value);
}

/** Source: patch.go mergeMap */
function mergeMap(original: JsonObject, patch: JsonObject, shape: Shape<unknown>, mode: Mode): JsonObject {
  const directive = patch[PATCH];
  if (directive === 'replace') return { ...patch, [PATCH]: undefined };
  if (directive === 'delete') return {};
  if (directive !== undefined) throw new StrategicMergeError(`unknown patch type: ${String(directive)}`);
  const result: Draft = { ...original };
  const rest: Draft = { ...patch };
  retainKeys(result, rest, mode);
  mergeOrderedLists(result, rest, shape, mode);
  for (const [name, value] of Object.entries(rest)) {
    if (value === undefined) continue;
    const isDeletion = name.startsWith(DELETE_FROM);
    if (isDeletion && mode === 'combine') {
      set(result, name, value);
      continue;
    }
    const key = isDeletion ? name.slice(DELETE_FROM.length) : name;
    if (value === null) {
      delete result[key];
      if (mode === 'combine') set(result, key, null);
      continue;
    }
    const before = own(result, key);
    if (before === undefined || typeOfJson(before) !== typeOfJson(value)) {
      if (!isDeletion) set(result, key, withoutDirectives(mode === 'apply' ? withoutNulls(value) : value));
    } else if (isJsonObject(before) && isJsonObject(value)) {
      const { shape: inner, rule } = fieldSchema(shape, key);
      set(result, key, rule.strategy === 'replace' ? value : mergeMap(before, value, inner, mode));
    } else if (isJsonArray(before) && isJsonArray(value)) {
      set(result, key, mergeListField(key, before, value, shape, mode, isDeletion));
    } else set(result, key, withoutDirectives(value));
  }
  return result;
}

/** Only the keys that the patch says to retain, if it says so. Source: patch.go applyRetainKeysDirective */
function retainKeys(result: Draft, patch: Draft, mode: Mode): void {
  const keys = patch[RETAIN_KEYS];
  if (keys === undefined) return;
  delete patch[RETAIN_KEYS];
  if (mode === 'combine') {
    const others = result[RETAIN_KEYS];
    if (others !== undefined && !deepEqual(others, keys)) {
      throw new StrategicMergeError('the fields that two patches retain are not deep equal');
    }
    result[RETAIN_KEYS] = keys;
    return;
  }
  if (!isJsonArray(keys)) throw new StrategicMergeError('invalid patch format of retainKeys');
  const isStrange = ([key, value]: [string, Json | undefined]): boolean =>
    (value ?? null) !== null && !key.startsWith(DELETE_FROM) && !key.startsWith(SET_ORDER) && !keys.includes(key);
  if (Object.entries(patch).some(isStrange)) throw new StrategicMergeError('invalid patch format of retainKeys');
  for (const key of Object.keys(result)) if (!keys.includes(key)) delete result[key];
}

/** Lists of which the patch says the order. Source: patch.go mergePatchIntoOriginal */
function mergeOrderedLists(result: Draft, patch: Draft, shape: Shape<unknown>, mode: Mode): void {
  for (const name of Object.keys(patch).filter((key) => key.startsWith(SET_ORDER))) {
    const order = patch[name];
    delete patch[name];
    if (!isJsonArray(order)) throw new StrategicMergeError('invalid patch format of setElementOrder list');
    if (mode === 'combine') {
      const before = own(result, name);
      if (before !== undefined && !deepEqual(before, order)) {
        throw new StrategicMergeError('invalid patch format of setElementOrder list');
      }
      set(result, name, order);
    }
    const key = name.slice(SET_ORDER.length);
    const [original, changes] = [listAt(result, key), listAt(patch, key)];
    const { rule } = listSchema(shape, key);
    if (changes !== undefined) checkOrder(changes, order, rule.key);
    const merged =
      original === undefined
        ? changes === undefined
          ? undefined
          : withoutDirectives(changes)
        : changes === undefined
          ? original
          : mergeListField(key, original, changes, shape, mode, false);
    if (merged === undefined || !isJsonArray(merged)) continue;
    const named = (item: Json): boolean => order.some((other) => keyOf(other, rule.key) === keyOf(item, rule.key));
    const others = merged.filter((item) => !named(item));
    set(result, key, interleaved(merged.filter(named), others, { patch: order, server: original ?? [] }, rule.key));
    delete patch[key];
  }
}

function listAt(object: Draft, key: string): readonly Json[] | undefined {
  const value = own(object, key);
  if (value === undefined) return undefined;
  if (!isJsonArray(value)) throw new StrategicMergeError(`expected a list, but got ${JSON.stringify(value)}`);
  return value;
}

/** The items of a patch come in the order that it says. Source: patch.go validatePatchWithSetOrderList */
function checkOrder(changes: readonly Json[], order: readonly Json[], mergeKey: string | undefined): void {
  const items = changes.filter((item) => !(isJsonObject(item) && item[PATCH] !== undefined));
  let at = 0;
  if (order.length === 0) return;
  for (const next of order) if (at < items.length && keyOf(items[at], mergeKey) === keyOf(next, mergeKey)) at += 1;
  if (at < items.length) {
    throw new StrategicMergeError(`the order in patch list does not match ${SET_ORDER.slice(0, -1)} list`);
  }
}

function mergeListField(
  key: string,
  original: readonly Json[],
  patch: readonly Json[],
  shape: Shape<unknown>,
  mode: Mode,
  isDeletion: boolean,
): readonly Json[] {
  const { shape: item, rule } = listSchema(shape, key);
  if (rule.strategy !== 'merge' && !isDeletion) return patch;
  if (original.length === 0 && patch.length === 0) return original;
  if (holdObjects(original, patch) !== true) {
    if (isDeletion) return original.filter((value) => !patch.includes(value));
    const merged = withoutRepetitions([...original, ...patch]);
    const others = merged.filter((value) => !patch.includes(value));
    return interleaved(
      merged.filter((value) => patch.includes(value)),
      others,
      { patch, server: original },
      rule.key,
    );
  }
  if (rule.key === undefined) throw new StrategicMergeError('cannot merge lists without merge key');
  return mergeItems(original, patch, { shape: item, key: rule.key }, mode);
}

/** Source: patch.go mergeSlice, mergeSliceWithSpecialElements, mergeSliceWithoutSpecialElements */
function mergeItems(
  original: readonly Json[],
  patch: readonly Json[],
  { shape, key }: { readonly shape: Shape<unknown>; readonly key: string },
  mode: Mode,
): readonly Json[] {
  const items = asKeyedItems(
    patch.filter((item) => !(isJsonObject(item) && item[PATCH] === 'replace')),
    key,
  );
  const plain = items.filter((item) => item[PATCH] === undefined);
  const replaces = patch.some((item) => isJsonObject(item) && item[PATCH] === 'replace');
  const strange = items.find((item) => item[PATCH] !== undefined && item[PATCH] !== 'delete');
  if (strange !== undefined) throw new StrategicMergeError(`unknown patch type: ${String(strange[PATCH])}`);
  const gone = items.filter((item) => item[PATCH] === 'delete').map((item) => keyOf(item, key));
  const server = replaces ? plain : original.filter((item) => !gone.includes(keyOf(item, key)));
  const changes = replaces ? [] : plain;
  const merged = [...server];
  for (const item of changes) {
    const index = merged.findIndex((other) => keyOf(other, key) === keyOf(item, key));
    const before = merged[index];
    if (isJsonObject(before)) merged[index] = mergeMap(before, item, shape, mode);
    else merged.push(item);
  }
  const isNamed = (item: Json): boolean => changes.some((other) => keyOf(other, key) === keyOf(item, key));
  const others = merged.filter((item) => !isNamed(item));
  return interleaved(merged.filter(isNamed), others, { patch: changes, server }, key);
}

/** A value without what is only said to the API server; undefined if nothing is left. Source: patch.go removeDirectives */
function withoutDirectives(value: Json): Json | undefined {
  if (isJsonArray(value)) return value.map(withoutDirectives).filter((item) => item !== undefined);
  if (!isJsonObject(value)) return value;
  if (value[PATCH] !== undefined) return undefined;
  const kept: Record<string, Json | undefined> = {};
  for (const [key, item] of Object.entries(value)) if (item !== undefined) setOwn(kept, key, withoutDirectives(item));
  return kept;
}

/** Source: patch.go discardNullValuesFromPatch */
function withoutNulls(value: Json): Json {
  if (isJsonArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  const kept: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined && item !== null) setOwn(kept, key, withoutNulls(item));
  }
  return kept;
}
