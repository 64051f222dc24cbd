import { deepEqual } from '../equality.ts';
import { own, setOwn } from '../../text/own.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { Shape } from '../shape/shape.ts';
import { mergePatches } from './apply.ts';
import { asKeyedItems, holdObjects, inOrderOf, keyOf, sortedByText, withoutRepetitions } from './lists.ts';
import { DELETE_FROM, fieldSchema, listSchema, PATCH, RETAIN_KEYS, SET_ORDER, typeOfJson } from './schema.ts';

/** Which differences a patch says. */
interface DiffOptions {
  readonly deletions: boolean;
  readonly changes: boolean;
  /** Whether the patch names the fields that stay. */
  readonly retainsKeys?: boolean;
}

/** The patch that makes `modified` of `original`. Source: k8s.io/apimachinery/pkg/util/strategicpatch/patch.go CreateTwoWayMergePatch */
export function createTwoWayMergePatch(original: JsonObject, modified: JsonObject, shape: Shape<unknown>): JsonObject {
  return diffMaps(original, modified, shape, { deletions: true, changes: true });
}

/**
 * The patch of `kubectl apply`: what the manifest says otherwise than the live object, and what the manifest applied last said and this one does not.
 * Throws a StrategicMergeError for what the types of the objects do not allow.
 *
 * Source: k8s.io/apimachinery/pkg/util/strategicpatch/patch.go CreateThreeWayMergePatch
 */
export function createThreeWayMergePatch(
  last: JsonObject,
  manifest: JsonObject,
  live: JsonObject,
  shape: Shape<unknown>,
): JsonObject {
  const changes = diffMaps(live, manifest, shape, { deletions: false, changes: true });
  const deletions = diffMaps(last, manifest, shape, { deletions: true, changes: false });
  return mergePatches(deletions, changes, shape);
}

/** Source: patch.go diffMaps */
function diffMaps(original: JsonObject, modified: JsonObject, shape: Shape<unknown>, options: DiffOptions): JsonObject {
  const patch: Record<string, Json> = {};
  const retained: string[] = [];
  for (const [key, value] of Object.entries(modified)) {
    if (value === undefined) continue;
    if (options.retainsKeys === true && value !== null) retained.push(key);
    const before = own(original, key);
    if (before === undefined || typeOfJson(before) !== typeOfJson(value)) {
      if (options.changes) setOwn(patch, key, value);
    } else if (key === PATCH) {
      if (before !== value) patch[key] = value;
    } else if (isJsonObject(before) && isJsonObject(value)) {
      Object.assign(patch, diffObjectField(key, before, value, shape, options));
    } else if (isJsonArray(before) && isJsonArray(value)) {
      Object.assign(patch, diffListField(key, before, value, shape, options));
    } else if (options.changes && before !== value) setOwn(patch, key, value);
  }
  if (options.deletions) {
    for (const key of Object.keys(original)) {
      if (own(original, key) !== undefined && own(modified, key) === undefined) setOwn(patch, key, null);
    }
  }
  if (retained.length > 0 && (Object.keys(patch).length > 0 || hasOthers(original, modified))) {
    patch[RETAIN_KEYS] = sortedByText(retained, undefined);
  }
  return patch;
}

/** Source: patch.go hasAdditionalNewField */
function hasOthers(original: JsonObject, modified: JsonObject): boolean {
  return Object.entries(original).some(([key, value]) => (value ?? null) !== null && own(modified, key) === undefined);
}

/** A field of an unknown type is none of a difference as long as it is equal. Source: patch.go handleMapDiff */
function diffObjectField(
  key: string,
  original: JsonObject,
  modified: JsonObject,
  shape: Shape<unknown>,
  options: DiffOptions,
): JsonObject {
  if (deepEqual(original, modified) && !isKnown(shape, key)) return {};
  const { shape: inner, rule } = fieldSchema(shape, key);
  if (rule.strategy === 'replace') return options.changes ? { [key]: modified } : {};
  const patch = diffMaps(original, modified, inner, { ...options, retainsKeys: rule.retainsKeys === true });
  return Object.keys(patch).length > 0 ? { [key]: patch } : {};
}

function isKnown(shape: Shape<unknown>, key: string): boolean {
  return shape.form === 'struct' && own(shape.fields, key) !== undefined;
}

/** Source: patch.go handleSliceDiff */
function diffListField(
  key: string,
  original: readonly Json[],
  modified: readonly Json[],
  shape: Shape<unknown>,
  options: DiffOptions,
): JsonObject {
  if (deepEqual(original, modified) && !isKnown(shape, key)) return {};
  const { shape: item, rule } = listSchema(shape, key);
  if (rule.strategy !== 'merge') {
    return options.changes && !deepEqual(original, modified) ? { [key]: modified } : {};
  }
  const inner = { ...options, retainsKeys: rule.retainsKeys === true };
  const { patch, deleted = [], order = [] } = diffLists(original, modified, { shape: item, key: rule.key }, inner);
  return {
    ...(patch.length > 0 ? { [key]: patch } : {}),
    ...(deleted.length > 0 ? { [`${DELETE_FROM}${key}`]: deleted } : {}),
    ...(order.length > 0 ? { [`${SET_ORDER}${key}`]: order } : {}),
  };
}

interface ListDiff {
  readonly patch: readonly Json[];
  /** Scalars that go. */
  readonly deleted?: readonly Json[];
  readonly order?: readonly Json[];
}

interface Items {
  readonly shape: Shape<unknown>;
  readonly key: string | undefined;
}

/** Source: patch.go diffLists */
function diffLists(original: readonly Json[], modified: readonly Json[], items: Items, options: DiffOptions): ListDiff {
  if (original.length === 0) return { patch: options.changes ? modified : [] };
  return holdObjects(original, modified) === true
    ? diffListsOfObjects(original, modified, items, options)
    : diffListsOfScalars(original, modified, options);
}

function diffListsOfObjects(
  original: readonly Json[],
  modified: readonly Json[],
  { shape, key = '' }: Items,
  options: DiffOptions,
): ListDiff {
  const [before, after] = [asKeyedItems(original, key), asKeyedItems(modified, key)];
  const { changes, deletions } = pairedDiff(before, after, { shape, key }, options);
  const patch = [...inOrderOf(changes, after, key), ...deletions];
  const sameOrder =
    before.length === after.length && after.every((item, index) => keyOf(before[index], key) === keyOf(item, key));
  const ordersItems = (options.changes && (patch.length > 0 || !sameOrder)) || (options.deletions && patch.length > 0);
  return { patch, order: ordersItems ? after.map((item) => ({ [key]: keyOf(item, key) })) : [] };
}

/** Both lists side by side, in the order of the texts of their keys. Source: patch.go diffListsOfMaps */
function pairedDiff(
  original: readonly JsonObject[],
  modified: readonly JsonObject[],
  { shape, key = '' }: Items,
  options: DiffOptions,
): { readonly changes: readonly Json[]; readonly deletions: readonly Json[] } {
  const changes: Json[] = [];
  const deletions: Json[] = [];
  const left = [...sortedByText(original, key)];
  const right = [...sortedByText(modified, key)];
  const text = (item: JsonObject): string => String(keyOf(item, key));
  for (;;) {
    const [before, after] = [left[0], right[0]];
    if (before === undefined && after === undefined) return { changes, deletions };
    if (before !== undefined && after !== undefined && text(before) === text(after)) {
      const patch = diffMaps(before, after, shape, options);
      if (Object.keys(patch).length > 0) changes.push({ ...patch, [key]: keyOf(after, key) });
      left.shift();
      right.shift();
    } else if (after !== undefined && (before === undefined || text(before) > text(after))) {
      if (options.changes) changes.push(after);
      right.shift();
    } else {
      if (options.deletions) deletions.push({ [key]: keyOf(before, key), [PATCH]: 'delete' });
      left.shift();
    }
  }
}

/** Source: patch.go diffListsOfScalars */
function diffListsOfScalars(original: readonly Json[], modified: readonly Json[], options: DiffOptions): ListDiff {
  const left = [...sortedByText(original, undefined)];
  const right = [...sortedByText(modified, undefined)];
  const sorted = [...left];
  const added: Json[] = [];
  const deleted: Json[] = [];
  for (;;) {
    const [before, after] = [left[0], right[0]];
    if (before === undefined && after === undefined) break;
    if (before !== undefined && after !== undefined && String(before) === String(after)) {
      left.shift();
      right.shift();
    } else if (after !== undefined && (before === undefined || String(before) > String(after))) {
      if (options.changes) added.push(after);
      right.shift();
    } else {
      if (options.deletions) deleted.push(before ?? null);
      left.shift();
    }
  }
  const gone = withoutRepetitions(deleted);
  // The reference has sorted the first list in its place by now.
  const ordersItems = (options.deletions && gone.length > 0) || (options.changes && !deepEqual(sorted, modified));
  return { patch: inOrderOf(added, modified, undefined), deleted: gone, order: ordersItems ? modified : [] };
}
