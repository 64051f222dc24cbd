import { own } from '../text/own.ts';
import { deepEqual } from './equality.ts';
import { ApiError } from './errors.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.ts';

/** What the API server answers to a patch that cannot be carried out. */
function refused(): ApiError {
  return new ApiError('Invalid', 'the server rejected our request due to an error in our request');
}

function tokensOf(path: Json | undefined): readonly string[] {
  if (typeof path !== 'string' || (path !== '' && !path.startsWith('/'))) throw refused();
  return path
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value at a place; undefined if there is none. */
function valueAt(target: Json, tokens: readonly string[]): Json | undefined {
  let value: Json | undefined = target;
  for (const token of tokens) {
    if (isJsonObject(value)) value = own(value, token);
    else if (isJsonArray(value)) value = value[indexOf(token, value.length - 1)];
    else return undefined;
  }
  return value;
}

function indexOf(token: string, last: number): number {
  const index = Number(token);
  if (!/^(0|[1-9]\d*)$/.test(token) || index > last) throw refused();
  return index;
}

/** What becomes of the place itself: a new value (in a list: put before what is there), the value in its stead, or nothing. */
type Change = { readonly add: Json } | { readonly replace: Json } | 'remove';

function changed(target: Json | undefined, tokens: readonly string[], change: Change): Json {
  const [token, ...rest] = tokens;
  if (token === undefined) {
    if (change === 'remove') return null;
    return 'add' in change ? change.add : change.replace;
  }
  if (isJsonArray(target)) return changedList(target, token, rest, change);
  if (!isJsonObject(target)) throw refused();
  const { [token]: _removed, ...others } = target;
  const old = own(target, token);
  const isAdd = change !== 'remove' && 'add' in change;
  if (old === undefined && !(isAdd && rest.length === 0)) throw refused();
  if (change === 'remove' && rest.length === 0) return others;
  return { ...target, [token]: changed(old, rest, change) };
}

function changedList(list: readonly Json[], token: string, rest: readonly string[], change: Change): Json {
  if (rest.length > 0) {
    const index = indexOf(token, list.length - 1);
    return list.with(index, changed(list[index], rest, change));
  }
  if (change === 'remove') return list.toSpliced(indexOf(token, list.length - 1), 1);
  if ('replace' in change) return list.with(indexOf(token, list.length - 1), change.replace);
  return list.toSpliced(token === '-' ? list.length : indexOf(token, list.length), 0, change.add);
}

function applyOne(target: Json, operation: Json): Json {
  if (!isJsonObject(operation)) throw refused();
  const { op, path, from, value = null } = operation;
  const tokens = tokensOf(path);
  const source = (): Json => {
    const found = valueAt(target, tokensOf(from));
    if (found === undefined) throw refused();
    return found;
  };
  switch (op) {
    case 'add':
      return changed(target, tokens, { add: value });
    case 'replace':
      return changed(target, tokens, { replace: value });
    case 'remove':
      return changed(target, tokens, 'remove');
    case 'copy':
      return changed(target, tokens, { add: source() });
    case 'move':
      return changed(changed(target, tokensOf(from), 'remove'), tokens, { add: source() });
    case 'test':
      if (!deepEqual(valueAt(target, tokens) ?? null, value)) throw refused();
      return target;
    default:
      throw refused();
  }
}

/** Applies a JSON patch (RFC 6902), operation by operation; throws an ApiError if one cannot be carried out. */
export function applyJsonPatchOperations(target: JsonObject, operations: Json): JsonObject {
  if (!isJsonArray(operations)) throw refused();
  const result = operations.reduce<Json>(applyOne, target);
  if (!isJsonObject(result)) throw refused();
  return result;
}
