import { own } from '../../text/own.ts';
import { ExprPanic } from '../expr-error.ts';
import { isAssignable, STRING, typeText, UINT8 } from '../types/types.ts';
import { showValue } from './format.ts';
import { keyText, type List, sized, type Value, typeOf, zeroOf } from './value.ts';

/*
 * What the machine of the reference does with values at run time, with the errors that it, Go's reflection or Go's
 * runtime raise. Source: expr v1.15.5 vm/runtime/runtime.go
 */

/** The type of a value as Go's `%T` writes it. */
export function typeName(value: Value): string {
  return typeText(typeOf(value));
}

/** The kind of a value as Go's reflection names it in errors. */
export function kindName(value: Value): string {
  return typeOf(value)?.kind ?? 'invalid';
}

/** A type assertion that fails, such as a predicate that gives no bool. */
export function conversionPanic(value: Value, wanted: string): ExprPanic {
  const has = value === null ? 'nil' : typeName(value);
  return new ExprPanic(`interface conversion: interface {} is ${has}, not ${wanted}`);
}

export function asBool(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  throw conversionPanic(value, 'bool');
}

export function asString(value: Value): string {
  if (typeof value === 'string') return value;
  throw conversionPanic(value, 'string');
}

export function isList(value: Value): value is List {
  return typeof value === 'object' && value !== null && value.tag === 'list';
}

/** Whether `??` and `?.` take the value for nil. */
export function isNilValue(value: Value): boolean {
  if (value === null) return true;
  return typeof value === 'object' && (value.tag === 'list' || value.tag === 'dict') && value.isNil === true;
}

/** What Go makes of a float that does not fit: on amd64 the smallest whole number. */
const UNDEFINED_INT = -(1n << 63n);

export function truncateFloat(value: number): bigint {
  if (!(value > -9223372036854777856 && value < 9223372036854775808)) return UNDEFINED_INT;
  return BigInt(Math.trunc(value));
}

export function wrapInt(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

/** Whether the type is one of the plain numbers: named ones, such as time.Duration, are not. */
function isPlainNumber(value: Value): boolean {
  return typeof value === 'object' && value !== null && value.tag === 'sized' && value.type.named !== true;
}

/** Source: vm/runtime/runtime.go ToInt */
export function toInt(value: Value): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return truncateFloat(value);
  if (isPlainNumber(value) && typeof value === 'object' && value !== null && value.tag === 'sized') {
    return wrapInt(value.value);
  }
  throw new ExprPanic(`invalid operation: int(${typeName(value)})`);
}

/** Source: vm/runtime/runtime.go ToFloat64 */
export function toFloat(value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (isPlainNumber(value) && typeof value === 'object' && value !== null && value.tag === 'sized') {
    return Number(value.value);
  }
  throw new ExprPanic(`invalid operation: float(${typeName(value)})`);
}

/** How long a value is, as the start of a loop over it asks. */
export function loopLength(value: Value): number {
  if (isList(value)) return value.length;
  if (typeof value === 'string') return value.length;
  if (typeof value === 'object' && value !== null && value.tag === 'dict') return value.entries.size;
  throw reflectPanic('Len', value);
}

export function reflectPanic(method: string, value: Value): ExprPanic {
  const what = value === null ? 'zero' : kindName(value);
  return new ExprPanic(`reflect: call of reflect.Value.${method} on ${what} Value`);
}

/** An element, as reflection reads it. A string has bytes. */
export function elementAt(value: Value, index: number): Value {
  if (isList(value)) {
    if (index < 0 || index >= value.length) {
      throw new ExprPanic(`reflect: ${value.type.kind === 'array' ? 'array' : 'slice'} index out of range`);
    }
    return value.at(index);
  }
  if (typeof value === 'string') {
    if (index < 0 || index >= value.length) throw new ExprPanic('reflect: string index out of range');
    return sized(UINT8, BigInt(value.charCodeAt(index)));
  }
  throw reflectPanic('Index', value);
}

/** Looks a key up as reflection does: its type must fit the type of the map's keys. */
function lookUp(map: Extract<Value, { tag: 'dict' }>, key: Value): Value | undefined {
  const wanted = map.type.key ?? STRING;
  const used = key === null ? zeroOf(wanted) : key;
  const type = typeOf(used);
  if (type !== undefined && !isAssignable(type, wanted)) {
    const message = `reflect.Value.MapIndex: value of type ${type.text} is not assignable to type ${wanted.text}`;
    throw new ExprPanic(message);
  }
  const text = keyText(used);
  // An empty map does not get as far as the hash, and words it otherwise.
  if (text === undefined && map.entries.size === 0) {
    throw new ExprPanic(`hash of unhashable type: ${typeName(used)}`);
  }
  if (text === undefined) throw unhashable(used);
  return map.entries.get(text)?.value;
}

/** Of an array it is the element that cannot be a key. */
export function unhashable(key: Value): ExprPanic {
  if (isList(key) && key.type.kind === 'array') {
    for (let index = 0; index < key.length; index += 1) {
      const element = key.at(index);
      if (keyText(element) === undefined) return unhashable(element);
    }
  }
  return new ExprPanic(`runtime error: hash of unhashable type ${typeName(key)}`);
}

/**
 * A member or an element.
 *
 * Source: vm/runtime/runtime.go Fetch
 */
export function fetchMember(from: Value, key: Value): Value {
  if (isList(from) || typeof from === 'string') {
    const index = Number(toInt(key));
    return elementAt(from, index < 0 ? from.length + index : index);
  }
  if (typeof from === 'object' && from !== null) {
    if (from.tag === 'dict') return lookUp(from, key) ?? zeroOf(from.type.elem);
    if (from.tag === 'fields') {
      const value = own(from.fields, asString(key));
      if (value !== undefined) return value;
    }
  }
  throw new ExprPanic(`cannot fetch ${showValue(key)} from ${typeName(from)}`);
}

/**
 * Part of a list or a string: ends are clipped, negative ones count from the end.
 *
 * Source: vm/runtime/runtime.go Slice
 */
export function slice(value: Value, from: Value, to: Value): Value {
  if (!isList(value) && typeof value !== 'string') throw new ExprPanic(`cannot slice ${showValue(from)}`);
  const { length } = value;
  const wrap = (index: number): number => Math.max(0, index < 0 ? length + index : index);
  const start = wrap(Number(toInt(from)));
  const end = Math.min(length, wrap(Number(toInt(to))));
  return value.slice(Math.min(start, end), end);
}

/** Source: vm/runtime/runtime.go Len, which the end of a slice needs */
export function lengthOf(value: Value): bigint {
  if (isList(value) || typeof value === 'string') return BigInt(value.length);
  if (typeof value === 'object' && value !== null && value.tag === 'dict') return BigInt(value.entries.size);
  throw new ExprPanic(`invalid argument for len (type ${typeName(value)})`);
}

/**
 * Source: vm/runtime/runtime.go In
 */
export function isIn(needle: Value, collection: Value, equal: (a: Value, b: Value) => boolean): boolean {
  if (collection === null) return false;
  if (isList(collection)) {
    for (let index = 0; index < collection.length; index += 1) if (equal(collection.at(index), needle)) return true;
    return false;
  }
  if (typeof collection === 'object') {
    if (collection.tag === 'dict') return lookUp(collection, needle) !== undefined;
    if (collection.tag === 'fields' || collection.tag === 'time') {
      if (typeof needle !== 'string') {
        throw new ExprPanic(`cannot use ${typeName(needle)} as field name of ${typeName(collection)}`);
      }
      return collection.tag === 'fields' && Object.hasOwn(collection.fields, needle);
    }
  }
  throw new ExprPanic(`operator "in" not defined on ${typeName(collection)}`);
}
