import { own } from '../../text/own.ts';
import { ExprPanic } from '../expr-error.ts';
import type { Host } from '../machine/host.ts';
import { ANY, isSigned, isString, STRING, typeTextOrBad } from '../types/types.ts';
import { quote } from '../values/quote.ts';
import { toText } from '../values/utf8.ts';
import { anyList, type List, typeOf, type Value } from '../values/value.ts';
import { type BuiltinFunction, itemsOf, listArgument } from './function.ts';

/* Source: expr v1.15.5 builtin/sort.go */

function isDescending(direction: Value): boolean {
  if (typeof direction !== 'string') {
    throw new ExprPanic(`invalid argument for sort (expected string, got ${typeTextOrBad(typeOf(direction))})`);
  }
  if (direction === 'desc') return true;
  if (direction === 'asc') return false;
  throw new ExprPanic(`invalid argument for sort (expected "asc" or "desc", got ${quote(toText(direction))})`);
}

interface Item {
  readonly element: Value;
  readonly key: Value;
}

/** What an element is ordered by: a field of it, or the element itself if it has no fields. */
function keyOf(element: Value, field: string): Value {
  if (typeof element !== 'object' || element === null) return element;
  if (element.tag === 'fields') return own(element.fields, field) ?? missing();
  if (element.tag !== 'dict') return element;
  const wanted = element.type.key ?? STRING;
  if (!isString(wanted) && wanted.kind !== 'interface') {
    throw new ExprPanic(`reflect.Value.MapIndex: value of type string is not assignable to type ${wanted.text}`);
  }
  return element.entries.get(`s${field}`)?.value ?? missing();
}

function missing(): never {
  throw new ExprPanic('cannot deref <invalid reflect.Value>');
}

/** A nil inside a list is seen as the interface that holds it. */
function reflectedType(value: Value): string {
  return typeOf(value)?.text ?? ANY.text;
}

function itemsWithKeys(list: List, field: string): readonly Item[] {
  const items: Item[] = [];
  for (const element of itemsOf(list)) {
    const key = keyOf(element, field);
    const first = items[0] === undefined ? key : items[0].key;
    if (reflectedType(key) !== reflectedType(first)) {
      throw new ExprPanic(`cannot sort array of different types (${reflectedType(key)} and ${reflectedType(first)})`);
    }
    items.push({ element, key });
  }
  return items;
}

interface Keyed {
  readonly item: Item;
  readonly key: bigint | number | string;
}

/** Go sorts so few elements by insertion, which decides where NaN ends up. Source: Go package sort, pdqsort */
const INSERTION_SORTED = 12;

function insertionSort(items: Keyed[], isLess: (a: Keyed, b: Keyed) => boolean): void {
  for (let end = 1; end < items.length; end += 1) {
    for (let at = end; at > 0; at -= 1) {
      const [before, after] = [items[at - 1], items[at]];
      if (before === undefined || after === undefined || !isLess(after, before)) break;
      items[at - 1] = after;
      items[at] = before;
    }
  }
}

/** A key in a form that `<` orders. */
function comparable(key: Value): bigint | number | string {
  const type = typeOf(key);
  if (typeof key === 'string' || typeof key === 'number' || typeof key === 'bigint') return key;
  if (isSigned(type) && typeof key === 'object' && key !== null && key.tag === 'sized') return key.value;
  throw new ExprPanic(`sort: unsupported type ${type?.kind ?? ANY.kind}`);
}

function sortList(list: List, field: string, descending: boolean, host: Host): Value {
  const items = itemsWithKeys(list, field);
  host.spend(items.length * 20);
  if (items.length < 2) return anyList(items.map(({ element }) => element));
  const keyed = items.map((item) => ({ item, key: comparable(item.key) }));
  const isLess = (a: Keyed, b: Keyed): boolean => (descending ? a.key > b.key : a.key < b.key);
  if (keyed.length <= INSERTION_SORTED) insertionSort(keyed, isLess);
  else keyed.sort((a, b) => (isLess(a, b) ? -1 : isLess(b, a) ? 1 : 0));
  return anyList(keyed.map(({ item }) => item.element));
}

export const SORT_FUNCTIONS: Readonly<Record<string, BuiltinFunction>> = {
  sort: (args, host) => {
    const list = listArgument(args[0], 'cannot sort %s', host);
    return sortList(list, '', args[1] !== undefined && isDescending(args[1]), host);
  },
  sortBy: (args, host) => {
    const list = listArgument(args[0], 'cannot sort %s', host);
    const field = args[1] ?? null;
    if (typeof field !== 'string') {
      throw new ExprPanic(`invalid argument for sort (expected string, got ${typeTextOrBad(typeOf(field))})`);
    }
    return sortList(list, field, args[2] !== undefined && isDescending(args[2]), host);
  },
};
