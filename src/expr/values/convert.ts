import { FLOAT_SLICE, STRING_SLICE } from '../types/types.ts';
import { toBytes, toText } from './utf8.ts';
import { anyList, listOf, sortedEntries, stringMap, type Value } from './value.ts';

/** A float64, as metrics and JSON have numbers. */
export function float(value: number): Value {
  return value;
}

/** An int: a whole number of up to 64 bits. */
export function int(value: number | bigint): Value {
  return BigInt.asIntN(64, BigInt(value));
}

export function text(value: string): Value {
  return toBytes(value);
}

/** A `[]float64`, as a query that gives a vector has it. */
export function floats(values: readonly number[]): Value {
  return listOf(FLOAT_SLICE, values);
}

/** A `[]string`. */
export function texts(values: readonly string[]): Value {
  return listOf(STRING_SLICE, values.map(toBytes));
}

/** A JSON value of any shape; numbers are float64, lists `[]any`, objects `map[string]any`, undefined fields are absent. */
export function fromJson(value: unknown): Value {
  switch (typeof value) {
    case 'number':
    case 'boolean':
      return value;
    case 'string':
      return toBytes(value);
    case 'object':
      break;
    default:
      return null;
  }
  if (value === null) return null;
  if (Array.isArray(value)) return anyList(value.map(fromJson));
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return stringMap(entries.map(([name, field]) => [toBytes(name), fromJson(field)] as const));
}

/** A value for people and reports, as plain JavaScript: whole numbers become numbers, texts are texts again. */
export function toPlain(value: Value): unknown {
  if (typeof value === 'string') return toText(value);
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  switch (value.tag) {
    case 'list':
      return Array.from({ length: value.length }, (_, index) => toPlain(value.at(index)));
    case 'dict':
      return Object.fromEntries(
        sortedEntries(value).map(({ key, value: inner }) => [String(toPlain(key)), toPlain(inner)]),
      );
    case 'fields':
      return Object.fromEntries(Object.entries(value.fields).map(([name, inner]) => [name, toPlain(inner)]));
    case 'sized':
      return Number(value.value);
    case 'time':
      return String(value.nanos);
    case 'func':
      return value.type.text;
  }
}
