import { canonical } from './canonical.ts';
import { isJsonArray, isJsonObject, type Json } from './json.ts';
import type { Shape } from './shape/shape.ts';

/** The bytes (as text) that Go's encoding/json gives an object of a shape: its fields in the type's order, keys of maps sorted. */
export function goJson(shape: Shape<unknown>, value: Json): string {
  return write(canonical(shape, value));
}

function write(value: Json): string {
  if (typeof value === 'string') return goString(value);
  if (isJsonArray(value)) return `[${value.map(write).join(',')}]`;
  if (isJsonObject(value)) {
    const fields: string[] = [];
    for (const [key, item] of Object.entries(value))
      if (item !== undefined) fields.push(`${goString(key)}:${write(item)}`);
    return `{${fields.join(',')}}`;
  }
  return JSON.stringify(value);
}

const ESCAPED: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
  '\b': '\\b',
  '\f': '\\f',
};

/** Go escapes <, > and & so that JSON can stand inside HTML. */
function goString(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (character) => ESCAPED[character] ?? character);
}
