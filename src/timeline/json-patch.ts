import { deepEqual } from '../api/equality.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../api/json.ts';

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
  if (isJsonArray(before) && isJsonArray(after) && before.length === after.length && after.length > 0) {
    for (const [index, item] of after.entries()) diffInto(`${path}/${index}`, before[index] ?? null, item, operations);
  } else if (!deepEqual(before, after)) {
    operations.push({ op: 'replace', path, value: after });
  }
}

function diffObjects(path: string, before: JsonObject, after: JsonObject, operations: PatchOperation[]): void {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const key of [...keys].sort()) {
    const old = before[key];
    const value = after[key];
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

/**
 * The operations that turn `before` into `after`, in the order of their paths. A list of the same length is compared item
 * by item, any other is replaced whole. Subtrees that are the same value are not looked into.
 */
export function createJsonPatch(before: JsonObject, after: JsonObject): readonly PatchOperation[] {
  const operations: PatchOperation[] = [];
  diffObjects('', before, after, operations);
  return operations;
}

function applyAt(target: Json | undefined, tokens: readonly string[], operation: PatchOperation): Json | undefined {
  const [token, ...rest] = tokens;
  if (token === undefined) return operation.op === 'remove' ? undefined : operation.value;
  if (isJsonArray(target)) {
    return target.map((item, index) => (String(index) === token ? (applyAt(item, rest, operation) ?? null) : item));
  }
  if (!isJsonObject(target)) throw new Error(`${operation.op} ${operation.path}: no such place in the object`);
  const { [token]: old, ...others } = target;
  const value = applyAt(old, rest, operation);
  return value === undefined ? others : { ...target, [token]: value };
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
