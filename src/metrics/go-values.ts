/** Answers as the values of Go types that conditions are checked against. */
import { ANY, type GoType, sliceOf, STRING, UINT8 } from '../expr/types/types.ts';
import { toBytes } from '../expr/values/utf8.ts';
import { anyList, type Dict, listOf, sized, stringMap, type Value } from '../expr/values/value.ts';
import { Byte, entriesOf, type GoValue, INVALID, isList } from './jsonpath/values.ts';

/** What encoding/json makes of a document: maps of text to anything, lists of anything, float64. */
export function documentValue(value: GoValue): Value {
  if (value === null || value === INVALID) return null;
  if (typeof value === 'string') return toBytes(value);
  if (typeof value !== 'object') return value;
  if (value instanceof Byte) return sized(UINT8, BigInt(value.value));
  if (isList(value)) return anyList(value.map(documentValue));
  return stringMap(entriesOf(value).map(([key, item]) => [toBytes(key), documentValue(item)] as const));
}

/** A map of text to anything with a name of its own, such as `nrdb.NRDBResult`. */
export function namedMapType(text: string): GoType {
  return { kind: 'map', text, named: true, key: STRING, elem: ANY };
}

export function namedMap(type: GoType, value: GoValue): Dict {
  const plain = documentValue(value);
  const isMap = typeof plain === 'object' && plain !== null && plain.tag === 'dict';
  return { tag: 'dict', type, entries: isMap ? plain.entries : new Map() };
}

export function listOfType(elem: GoType, values: readonly Value[]): Value {
  return listOf(sliceOf(elem), values);
}
