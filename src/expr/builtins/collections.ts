import { ExprPanic } from '../expr-error.ts';
import type { Host } from '../machine/host.ts';
import { ANY, ANY_MAP, arrayOf, isSigned, sliceOf } from '../types/types.ts';
import { showValue } from '../values/format.ts';
import { toText } from '../values/utf8.ts';
import { fetchMember, isList, kindName, lengthOf, unhashable } from '../values/runtime.ts';
import { anyList, dictOf, type Entry, keyText, listOf, sortedEntries, typeOf, type Value } from '../values/value.ts';
import { type BuiltinFunction, itemsOf, mapArgument } from './function.ts';

/* Source: expr v1.15.5 builtin/builtin.go */

/** An element if there is one; everything that could go wrong is nil. */
function fetchOrNil(from: Value, key: Value): Value {
  try {
    return fetchMember(from, key);
  } catch (error) {
    if (error instanceof ExprPanic) return null;
    throw error;
  }
}

function take(args: readonly Value[]): Value {
  const [list = null, count = null] = args;
  if (!isList(list)) throw new ExprPanic(`cannot take from ${kindName(list)}`);
  const isCount = typeof count === 'bigint' || (typeof count === 'object' && count !== null && isSigned(typeOf(count)));
  if (!isCount) throw new ExprPanic(`cannot take ${kindName(count)} elements`);
  const wanted = typeof count === 'bigint' ? count : count.tag === 'sized' ? count.value : 0n;
  if (wanted > BigInt(list.length)) return list;
  if (wanted < 0n) throw new ExprPanic('reflect.Value.Slice: slice index out of bounds');
  return list.slice(0, Number(wanted));
}

const PAIR = arrayOf(2, ANY);
const PAIRS = sliceOf(PAIR);

function toPairs(args: readonly Value[], host: Host): Value {
  const map = mapArgument(args[0], 'cannot transform %s to pairs', host);
  const pairs = sortedEntries(map).map(({ key, value }) => listOf(PAIR, [key, value]));
  return listOf(PAIRS, pairs);
}

function fromPairs(args: readonly Value[], host: Host): Value {
  const list = args[0] ?? null;
  if (!isList(list)) throw new ExprPanic(`cannot transform ${reflectedText(list)} from pairs`);
  host.spend(list.length);
  const entries = itemsOf(list).map((pair): Entry => {
    if (!isList(pair)) throw new ExprPanic(`invalid pair ${showValue(pair)}`);
    if (pair.length !== 2) throw new ExprPanic(`invalid pair length ${showValue(pair)}`);
    const key = pair.at(0);
    if (keyText(key) === undefined) throw unhashable(key);
    return { key, value: pair.at(1) };
  });
  return dictOf(ANY_MAP, entries);
}

/** How Go's `%s` shows a reflected value that is no text. */
function reflectedText(value: Value): string {
  if (value === null) return '<invalid reflect.Value>';
  return typeof value === 'string' ? toText(value) : `%!s(${typeOf(value)?.text ?? ''}=${showValue(value)})`;
}

export const COLLECTION_FUNCTIONS: Readonly<Record<string, BuiltinFunction>> = {
  len: ([value = null]) => lengthOf(value),
  first: ([list = null]) => fetchOrNil(list, 0n),
  last: ([list = null]) => fetchOrNil(list, -1n),
  get: ([from = null, key = null]) => fetchOrNil(from, key),
  take,
  keys: (args, host) =>
    anyList(sortedEntries(mapArgument(args[0], 'cannot get keys from %s', host)).map(({ key }) => key)),
  values: (args, host) =>
    anyList(sortedEntries(mapArgument(args[0], 'cannot get values from %s', host)).map(({ value }) => value)),
  toPairs,
  fromPairs,
};
