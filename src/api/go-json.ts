import { own } from '../text/own.ts';
import { canonical } from './canonical.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.ts';
import type { Field, Presence, Shape } from './shape/shape.ts';

/**
 * The text that Go's encoding/json gives an object of a shape: fields in the type's order, keys of maps sorted, `<`, `>` and `&`
 * escaped. What hashes of templates and steps are made of.
 */
export function goJson(shape: Shape<unknown>, value: Json): string {
  return write(shape, canonical(shape, value));
}

function write(shape: Shape<unknown>, value: Json): string {
  if (isJsonArray(value)) return `[${value.map((item) => write(itemOf(shape), item)).join(',')}]`;
  if (isJsonObject(value)) return writeObject(shape, value);
  return typeof value === 'string' ? goString(value) : JSON.stringify(value);
}

/** JavaScript puts keys that look like numbers first, whatever their order of insertion; Go sorts keys of maps as texts. */
function writeObject(shape: Shape<unknown>, value: JsonObject): string {
  const keys = Object.keys(value);
  if (shape.form === 'map') keys.sort();
  const entries: string[] = [];
  for (const key of keys) {
    const item = own(value, key);
    if (item === undefined) continue;
    const field = shape.form === 'struct' ? own(shape.fields, key) : undefined;
    if (field !== undefined && isEmptySlice(field, item)) continue;
    const inner = shape.form === 'struct' ? (field?.shape ?? RAW) : itemOf(shape);
    entries.push(`${goString(key)}:${write(inner, item)}`);
  }
  return `{${entries.join(',')}}`;
}

/** A slice can be empty without being nil, which validation tells apart; `omitempty` writes neither. */
function isEmptySlice({ presence, shape }: Field<unknown, Presence>, item: Json): boolean {
  return presence === 'pointer' && shape.form === 'list' && isJsonArray(item) && item.length === 0;
}

const RAW: Shape<unknown> = { form: 'scalar', kind: 'raw' };

function itemOf(shape: Shape<unknown>): Shape<unknown> {
  return shape.form === 'list' || shape.form === 'map' ? shape.item : RAW;
}

const ESCAPED: ReadonlyMap<string, string> = new Map([
  ['<', '\\u003c'],
  ['>', '\\u003e'],
  ['&', '\\u0026'],
  ['\u2028', '\\u2028'],
  ['\u2029', '\\u2029'],
]);

/** Half of a surrogate pair is no character: Go puts the replacement character in its place. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** A text in quotes as encoding/json writes it. */
export function goString(text: string): string {
  return JSON.stringify(text.replace(LONE_SURROGATE, '\ufffd')).replace(
    /[<>&\u2028\u2029]/g,
    (character) => ESCAPED.get(character) ?? character,
  );
}
