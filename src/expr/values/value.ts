import {
  ANY_SLICE,
  BOOL,
  DURATION,
  EMPTY_STRUCT,
  FLOAT64,
  type GoType,
  INT,
  INT_SLICE,
  type MaybeType,
  STRING,
  STRING_MAP,
  TIME,
} from '../types/types.ts';

/**
 * A value of the language, as Go has it: `null` is nil, a number a float64, a bigint an int, a string a byte string
 * (values/utf8.ts); everything else says its Go type.
 */
export type Value = null | boolean | number | bigint | string | Sized | List | Dict | Fields | Func | Time;

/** A whole number of another type than int, such as int64 or time.Duration (in nanoseconds). */
export interface Sized {
  readonly tag: 'sized';
  readonly type: GoType;
  readonly value: bigint;
}

/** A slice or array. Nothing changes one, so a range need not be written out. */
export interface List {
  readonly tag: 'list';
  readonly type: GoType;
  readonly length: number;
  /** Set for the nil slice: it is empty, and equal to nil. */
  readonly isNil?: true;
  at(index: number): Value;
  slice(from: number, to: number): List;
}

/** A map; by the text of the key, which tells keys of different types apart. */
export interface Dict {
  readonly tag: 'dict';
  readonly type: GoType;
  /** Set for the nil map: it is empty, and equal to nil. */
  readonly isNil?: true;
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  readonly key: Value;
  readonly value: Value;
}

/** A record with the fields of its type. */
export interface Fields {
  readonly tag: 'fields';
  readonly type: GoType;
  readonly fields: Readonly<Record<string, Value>>;
}

export interface Func {
  readonly tag: 'func';
  readonly type: GoType;
  call(args: readonly Value[]): Value;
}

/** An instant in nanoseconds since 1970-01-01T00:00:00Z, seen from a fixed offset to UTC. */
export interface Time {
  readonly tag: 'time';
  readonly nanos: bigint;
  readonly offsetSeconds: number;
  readonly zone: string;
}

/** The empty struct, which the optimizer keeps as the value of sets. */
export const EMPTY: Fields = { tag: 'fields', type: EMPTY_STRUCT, fields: {} };

/** The Go type of a value; nil has none. */
export function typeOf(value: Value): MaybeType {
  switch (typeof value) {
    case 'boolean':
      return BOOL;
    case 'number':
      return FLOAT64;
    case 'bigint':
      return INT;
    case 'string':
      return STRING;
    default:
      if (value === null) return undefined;
      return value.tag === 'time' ? TIME : value.type;
  }
}

export function listOf(type: GoType, items: readonly Value[]): List {
  return {
    tag: 'list',
    type,
    length: items.length,
    at: (index) => items[index] ?? null,
    slice: (from, to) => listOf(type, items.slice(from, to)),
  };
}

export function anyList(items: readonly Value[]): List {
  return listOf(ANY_SLICE, items);
}

/** `from`, `from` + 1, … without making them. */
export function rangeOf(from: bigint, length: number): List {
  return {
    tag: 'list',
    type: INT_SLICE,
    length,
    at: (index) => from + BigInt(index),
    slice: (start, end) => rangeOf(from + BigInt(start), end - start),
  };
}

export function sized(type: GoType, value: bigint): Sized {
  return { tag: 'sized', type, value };
}

export function durationOf(nanos: bigint): Sized {
  return sized(DURATION, nanos);
}

/** The text under which a key is kept; undefined for what cannot be a key. */
export function keyText(key: Value): string | undefined {
  switch (typeof key) {
    case 'string':
      return `s${key}`;
    case 'bigint':
      return `i${key}`;
    case 'number':
      return `f${key === 0 ? 0 : key}`;
    case 'boolean':
      return `b${key}`;
    default:
      if (key === null) return 'n';
      if (key.tag === 'sized') return `z${key.type.text} ${key.value}`;
      if (key.tag === 'time') return `t${key.nanos}`;
      return key.tag === 'list' && key.type.kind === 'array' ? arrayKeyText(key) : undefined;
  }
}

function arrayKeyText(array: List): string | undefined {
  const texts: string[] = [];
  for (let index = 0; index < array.length; index += 1) {
    const text = keyText(array.at(index));
    if (text === undefined) return undefined;
    texts.push(`${text.length}:${text}`);
  }
  return `a${texts.join('')}`;
}

/** A map[string]any. */
export function stringMap(entries: Iterable<readonly [string, Value]>): Dict {
  const map = new Map<string, Entry>();
  for (const [key, value] of entries) map.set(`s${key}`, { key, value });
  return { tag: 'dict', type: STRING_MAP, entries: map };
}

export function dictOf(type: GoType, entries: Iterable<Entry>): Dict {
  const map = new Map<string, Entry>();
  for (const entry of entries) {
    const text = keyText(entry.key);
    if (text !== undefined) map.set(text, entry);
  }
  return { tag: 'dict', type, entries: map };
}

/** The entries of a map in the order of their keys. Go has no order here; ours is always the same. */
export function sortedEntries(dict: Dict): readonly Entry[] {
  const texts = [...dict.entries.entries()];
  texts.sort(([a, { key: left }], [b, { key: right }]) => compareKeys(left, right) || (a < b ? -1 : 1));
  return texts.map(([, entry]) => entry);
}

function compareKeys(a: Value, b: Value): number {
  const comparable =
    (typeof a === 'number' && typeof b === 'number') || (typeof a === 'bigint' && typeof b === 'bigint');
  if (!comparable || a === b) return 0;
  return a < b ? -1 : 1;
}

/** What a map gives for a key that it does not have. */
export function zeroOf(type: MaybeType): Value {
  switch (type?.kind) {
    case 'int':
      return type.named === true ? sized(type, 0n) : 0n;
    case 'float64':
      return 0;
    case 'string':
      return '';
    case 'bool':
      return false;
    case 'slice':
      return { ...listOf(type, []), isNil: true };
    case undefined:
    default:
      return null;
  }
}
