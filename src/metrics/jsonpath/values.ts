/** The values that a JSONPath template meets: what Go's encoding/json makes of a document, and the literals of the template. */
import { formatGoFloat } from '../../api/go-float.ts';
import { goString } from '../../api/go-json.ts';
import { own } from '../../text/own.ts';

/** A byte of a text: what an element of a Go string is. */
export class Byte {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** The value that is none: Go's reflect.ValueOf(nil). Only a document that is null is one; a null inside of one is `null`. */
export const INVALID: unique symbol = Symbol('invalid');

/** A number is a float64, a bigint an int. */
export type GoValue = null | boolean | number | bigint | string | Byte | readonly GoValue[] | GoMap | typeof INVALID;

export interface GoMap {
  readonly [key: string]: GoValue | undefined;
}

export function isList(value: GoValue): value is readonly GoValue[] {
  return Array.isArray(value);
}

export function isMap(value: GoValue): value is GoMap {
  return typeof value === 'object' && value !== null && !isList(value) && !(value instanceof Byte);
}

const SURROGATES = /[\ud800-\udfff]/;

/** The order of texts by code point, which is that of their bytes. */
function compareTexts(a: string, b: string): number {
  if (!SURROGATES.test(a + b)) return a < b ? -1 : a > b ? 1 : 0;
  const left = Array.from(a, (character) => character.codePointAt(0) ?? 0);
  const right = Array.from(b, (character) => character.codePointAt(0) ?? 0);
  const at = left.findIndex((rune, index) => rune !== right[index]);
  if (at < 0) return left.length - right.length;
  return (left[at] ?? 0) - (right[at] ?? -1);
}

/** The entries of a map in the order of keys. Go has no order here; ours is always the same. */
export function entriesOf(map: GoMap): readonly (readonly [string, GoValue])[] {
  return Object.keys(map)
    .sort(compareTexts)
    .flatMap((key): readonly (readonly [string, GoValue])[] => {
      const value = own(map, key);
      return value === undefined ? [] : [[key, value]];
    });
}

/** The Go type of a value, as `%v` writes it. */
export function typeText(value: GoValue): string {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
      return 'float64';
    case 'bigint':
      return 'int';
    case 'string':
      return 'string';
    default:
      if (value instanceof Byte) return 'uint8';
      return isList(value) ? '[]interface {}' : 'map[string]interface {}';
  }
}

/** A value as Go's `%v` prints it: `map[a:1 b:[x y]]`. */
export function printGo(value: GoValue): string {
  if (value === INVALID) return '<invalid reflect.Value>';
  if (value === null) return '<nil>';
  if (typeof value === 'number') return formatGoFloat(value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof Byte) return String(value.value);
  if (isList(value)) return `[${value.map(printGo).join(' ')}]`;
  return `map[${entriesOf(value)
    .map(([key, item]) => `${key}:${printGo(item)}`)
    .join(' ')}]`;
}

/** A value as encoding/json writes it: keys in order, `<`, `>` and `&` escaped. */
export function goJsonOf(value: GoValue): string {
  if (value === null || value === INVALID) return 'null';
  if (typeof value === 'string') return goString(value);
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof Byte) return String(value.value);
  if (isList(value)) return `[${value.map(goJsonOf).join(',')}]`;
  return `{${entriesOf(value)
    .map(([key, item]) => `${goString(key)}:${goJsonOf(item)}`)
    .join(',')}}`;
}
