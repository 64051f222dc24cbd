import { deepEqual } from '../api/equality.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../api/json.ts';
import { own } from '../text/own.ts';

/** One operation of a JSON Patch (RFC 6902), of those that a timeline uses. */
export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: Json }
  | { readonly op: 'remove'; readonly path: string };

function escapeToken(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}

function unescapeToken(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}

function diffInto(path: string, before: Json, after: Json, operations: PatchOperation[]): void {
  if (before === after) return;
  if (isJsonObject(before) && isJsonObject(after)) return diffObjects(path, before, after, operations);
  if (isJsonArray(before) && isJsonArray(after)) return diffLists(path, before, after, operations);
  operations.push({ op: 'replace', path, value: after });
}

function diffObjects(path: string, before: JsonObject, after: JsonObject, operations: PatchOperation[]): void {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const key of [...keys].sort()) {
    const old = own(before, key);
    const value = own(after, key);
    const place = `${path}/${escapeToken(key)}`;
    if (value === undefined) {
      if (old !== undefined) operations.push({ op: 'remove', path: place });
    } else if (old === undefined) {
      operations.push({ op: 'add', path: place, value });
    } else {
      diffInto(place, old, value, operations);
    }
  }
}

/** Items that two lists may have between their common beginning and end for their items to be matched; longer stretches are replaced whole. */
const MOST_ITEMS = 64;

/**
 * Items that are equal stay, in the order of both lists; what lies between them is changed item by item, then removed or added. So a window of the last
 * ten measurements that moves on by one is a remove at its beginning and an add at its end.
 */
function diffLists(path: string, before: readonly Json[], after: readonly Json[], operations: PatchOperation[]): void {
  let from = 0;
  while (from < before.length && from < after.length && deepEqual(before[from], after[from])) from += 1;
  let [oldEnd, newEnd] = [before.length, after.length];
  while (oldEnd > from && newEnd > from && deepEqual(before[oldEnd - 1], after[newEnd - 1])) {
    oldEnd -= 1;
    newEnd -= 1;
  }
  const old = before.slice(from, oldEnd);
  const fresh = after.slice(from, newEnd);
  if (old.length === 0 && fresh.length === 0) return;
  const isLong = Math.max(old.length, fresh.length) > MOST_ITEMS && old.length !== fresh.length;
  if (before.length === 0 || after.length === 0 || isLong) {
    operations.push({ op: 'replace', path, value: after });
    return;
  }
  const kept = old.length > MOST_ITEMS ? [] : commonItems(old, fresh);
  // `at` is the position in the list as the operations so far have left it.
  let [oldIndex, newIndex, at] = [0, 0, from];
  for (const [oldNext, newNext] of [...kept, [old.length, fresh.length] as const]) {
    const changed = Math.min(oldNext - oldIndex, newNext - newIndex);
    for (let index = 0; index < changed; index += 1) {
      diffInto(`${path}/${at + index}`, old[oldIndex + index] ?? null, fresh[newIndex + index] ?? null, operations);
    }
    at += changed;
    for (let index = oldIndex + changed; index < oldNext; index += 1) {
      operations.push({ op: 'remove', path: `${path}/${at}` });
    }
    for (let index = newIndex + changed; index < newNext; index += 1) {
      operations.push({ op: 'add', path: `${path}/${at}`, value: fresh[index] ?? null });
      at += 1;
    }
    at += 1;
    oldIndex = oldNext + 1;
    newIndex = newNext + 1;
  }
}

/** Positions of a longest common subsequence of equal items, in order; of several the one that begins earliest in `before`. */
function commonItems(before: readonly Json[], after: readonly Json[]): readonly (readonly [number, number])[] {
  const width = after.length + 1;
  const lengths = new Uint8Array((before.length + 1) * width);
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  const equal = before.map((item) => after.map((other) => deepEqual(item, other)));
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      const isEqual = equal[row]?.[column] === true;
      lengths[row * width + column] = isEqual
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const kept: (readonly [number, number])[] = [];
  let [row, column] = [0, 0];
  while (row < before.length && column < after.length) {
    if (equal[row]?.[column] === true) kept.push([row++, column++]);
    else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return kept;
}

/**
 * The operations that turn `before` into `after`, in the order of their paths. Subtrees that are the same value are not looked into.
 */
export function createJsonPatch(before: JsonObject, after: JsonObject): readonly PatchOperation[] {
  const operations: PatchOperation[] = [];
  diffObjects('', before, after, operations);
  return operations;
}

function applyAt(target: Json | undefined, tokens: readonly string[], operation: PatchOperation): Json | undefined {
  const [token, ...rest] = tokens;
  if (token === undefined) return operation.op === 'remove' ? undefined : operation.value;
  if (isJsonArray(target)) return applyToList(target, token, rest, operation);
  if (!isJsonObject(target)) throw new Error(`${operation.op} ${operation.path}: no such place in the object`);
  const old = own(target, token);
  const value = applyAt(old, rest, operation);
  if (value !== undefined) return { ...target, [token]: value };
  const { [token]: _removed, ...others } = target;
  return others;
}

function applyToList(
  target: readonly Json[],
  token: string,
  rest: readonly string[],
  operation: PatchOperation,
): readonly Json[] {
  const index = Number(token);
  const inserts = rest.length === 0 && operation.op === 'add';
  if (!/^\d+$/.test(token) || index > (inserts ? target.length : target.length - 1)) {
    throw new Error(`${operation.op} ${operation.path}: no such place in the list`);
  }
  const value = applyAt(target[index], rest, operation);
  if (inserts) return value === undefined ? target : target.toSpliced(index, 0, value);
  return value === undefined ? target.toSpliced(index, 1) : target.with(index, value);
}

/** Applies operations as `createJsonPatch` makes them; what they do not touch is shared with `target`. */
export function applyJsonPatch(target: JsonObject, operations: readonly PatchOperation[]): JsonObject {
  let result = target;
  for (const operation of operations) {
    const tokens = operation.path.split('/').slice(1).map(unescapeToken);
    const patched = applyAt(result, tokens, operation);
    if (!isJsonObject(patched)) throw new Error(`${operation.op} ${operation.path}: leaves no object`);
    result = patched;
  }
  return result;
}
