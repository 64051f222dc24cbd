import { own } from '../../text/own.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { PATCH, StrategicMergeError, typeOfJson } from './schema.ts';

/** The value that tells an item of a list apart: of a scalar the item itself. */
export function keyOf(item: Json | undefined, mergeKey: string | undefined): Json | undefined {
  if (mergeKey === undefined) return item;
  return isJsonObject(item) ? own(item, mergeKey) : undefined;
}

/** The items as objects that all have the merge key. Source: patch.go validateMergeKeyInLists */
export function asKeyedItems(items: readonly Json[], mergeKey: string): readonly JsonObject[] {
  return items.map((item) => {
    if (!isJsonObject(item)) throw new StrategicMergeError(`expected an object, but got ${JSON.stringify(item)}`);
    if (own(item, mergeKey) === undefined) {
      throw new StrategicMergeError(`map: ${JSON.stringify(item)} does not contain declared merge key: ${mergeKey}`);
    }
    return item;
  });
}

/** Whether the items of the lists are objects; undefined if there is no item. Source: patch.go sliceElementType */
export function holdObjects(...lists: readonly (readonly Json[])[]): boolean | undefined {
  const types = new Set(lists.flat().map(typeOfJson));
  if (types.has('list')) throw new StrategicMergeError('lists of lists are not supported');
  if (types.size > 1) throw new StrategicMergeError('list element types are not identical');
  return types.size === 0 ? undefined : types.has('object');
}

function position(order: readonly Json[], item: Json, mergeKey: string | undefined): number {
  const key = keyOf(item, mergeKey);
  return order.findIndex((other) => keyOf(other, mergeKey) === key);
}

/**
 * Sorts as Go sorts short lists, by insertion. The order matters where `isLess` holds both ways, as for items of equal keys. Source: Go sort.Sort,
 * sort.SliceStable for up to 12 and 20 items
 */
function insertionSorted<T>(items: readonly T[], isLess: (a: T, b: T) => boolean): T[] {
  const result: T[] = [];
  for (const item of items) {
    let at = result.length;
    for (; at > 0; at -= 1) {
      const before = result[at - 1];
      if (before === undefined || !isLess(item, before)) break;
    }
    result.splice(at, 0, item);
  }
  return result;
}

/** `8080` comes before `9` as texts do. Source: patch.go SortableSliceOfMaps, SortableSliceOfScalars */
export function sortedByText<T extends Json>(items: readonly T[], mergeKey: string | undefined): readonly T[] {
  const text = (item: T): string => String(keyOf(item, mergeKey));
  return insertionSorted(items, (a, b) => text(a) <= text(b));
}

/** Items in the order of another list; those that it lacks come before. Deletions come last. Source: patch.go normalizeSliceOrder */
export function inOrderOf(
  items: readonly Json[],
  order: readonly Json[],
  mergeKey: string | undefined,
): readonly Json[] {
  const deletions = items.filter((item) => isJsonObject(item) && item[PATCH] === 'delete');
  const others = items.filter((item) => !deletions.includes(item));
  const sorted = insertionSorted(others, (a, b) => {
    const [first, second] = [position(order, a, mergeKey), position(order, b, mergeKey)];
    return first >= 0 && second >= 0 ? first < second : true;
  });
  return [...sorted, ...deletions];
}

/**
 * The items that a patch names in its order, the others of the server in theirs; one of the others comes before a named one only if it stood before it.
 *
 * Source: patch.go normalizeElementOrder, mergeSortedSlice
 */
export function interleaved(
  named: readonly Json[],
  others: readonly Json[],
  order: { readonly patch: readonly Json[]; readonly server: readonly Json[] },
  mergeKey: string | undefined,
): readonly Json[] {
  const right = [...inOrderOf(named, order.patch, mergeKey)];
  const left = [...inOrderOf(others, order.server, mergeKey)];
  const result: Json[] = [];
  for (;;) {
    const [other, next] = [left[0], right[0]];
    if (other === undefined || next === undefined) return [...result, ...left, ...right];
    const [a, b] = [position(order.server, other, mergeKey), position(order.server, next, mergeKey)];
    const isFirst = a >= 0 && b >= 0 && a < b;
    result.push(isFirst ? other : next);
    if (isFirst) left.shift();
    else right.shift();
  }
}

/** Each value once; the last one takes the place of a repetition. Source: patch.go deduplicateScalars */
export function withoutRepetitions(items: readonly Json[]): readonly Json[] {
  const result = [...items];
  for (let first = 0; first < result.length; first += 1) {
    for (let second = first + 1; second < result.length; second += 1) {
      if (result[first] !== result[second]) continue;
      const last = result.pop();
      if (second < result.length && last !== undefined) result[second] = last;
      second -= 1;
    }
  }
  return result;
}
