import { canonicalScalar, zeroScalar } from './canonical-scalars.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.ts';
import type { ListShape, MapShape, Presence, Shape, StructShape } from './shape/shape.ts';
import { WrongTypeError } from './wrong-type.ts';

/**
 * Brings JSON into the form that the shape's Go type gives it when the API server reads and writes it: fields in the type's order,
 * unknown fields dropped, null read as nothing, zero values gone where Go omits them. A value that is canonical already comes back
 * itself; canonical values are remembered by identity, so an object that shares most of its parts with a stored one costs only
 * what changed. Throws WrongTypeError (an ApiError) with the path of a value of the wrong type.
 */
export function canonical(shape: Shape<unknown>, value: Json | undefined): Json {
  if (value === undefined || value === null) return zero(shape);
  switch (shape.form) {
    case 'struct':
      return canonicalStruct(shape, value);
    case 'list':
      return canonicalList(shape, value);
    case 'map':
      return canonicalMap(shape, value);
    case 'scalar':
      return canonicalScalar(shape.kind, value);
  }
}

/** The shape for which an object is known to be canonical. */
const knownStructs = new WeakMap<object, Shape<unknown>>();
/** The shape of the items for which a list or map is: there are many equal shapes of lists and maps. */
const knownCollections = new WeakMap<object, Shape<unknown>>();

interface FieldEntry {
  readonly name: string;
  readonly presence: Presence;
  readonly shape: Shape<unknown>;
}

const entriesOfShape = new WeakMap<StructShape<unknown>, readonly FieldEntry[]>();

function fieldEntries(shape: StructShape<unknown>): readonly FieldEntry[] {
  let entries = entriesOfShape.get(shape);
  if (entries === undefined) {
    entries = Object.entries(shape.fields).map(([name, field]) => ({ name, ...field }));
    entriesOfShape.set(shape, entries);
  }
  return entries;
}

function canonicalStruct(shape: StructShape<unknown>, value: Json): JsonObject {
  if (!isJsonObject(value)) throw new WrongTypeError('an object', value);
  if (knownStructs.get(value) === shape) return value;
  const result: Record<string, Json> = {};
  let name = '';
  try {
    for (const entry of fieldEntries(shape)) {
      name = entry.name;
      const field = canonicalField(entry, value[name]);
      if (field !== undefined) result[name] = field;
    }
  } catch (error) {
    throw error instanceof WrongTypeError ? error.within(name) : error;
  }
  const same = sameEntries(value, result) ? value : result;
  knownStructs.set(same, shape);
  return same;
}

/** The field as it is stored; undefined if Go leaves it out. */
function canonicalField(field: FieldEntry, value: Json | undefined): Json | undefined {
  if (value === undefined || value === null) {
    if (field.presence === 'kept') return zero(field.shape);
    return field.presence === 'nullable' ? null : undefined;
  }
  const inner = canonical(field.shape, value);
  return field.presence === 'omit' && isOmitted(field.shape, inner) ? undefined : inner;
}

/** Whether Go's `omitempty` leaves a value out. */
function isOmitted(shape: Shape<unknown>, value: Json): boolean {
  if (shape.form === 'list' || shape.form === 'map') return isEmpty(value);
  if (shape.form === 'struct') return false;
  return shape.kind === 'raw' ? false : value === zeroScalar(shape.kind);
}

function isEmpty(value: Json): boolean {
  if (isJsonArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}

function canonicalList(shape: ListShape<unknown>, value: Json): readonly Json[] {
  if (!isJsonArray(value)) throw new WrongTypeError('a list', value);
  if (knownCollections.get(value) === shape.item) return value;
  const result: Json[] = [];
  let changed = false;
  try {
    for (const item of value) {
      const inner = canonical(shape.item, item);
      if (inner !== item) changed = true;
      result.push(inner);
    }
  } catch (error) {
    throw error instanceof WrongTypeError ? error.within(`[${result.length}]`) : error;
  }
  const same = changed ? result : value;
  knownCollections.set(same, shape.item);
  return same;
}

/** Maps are kept in the order of their keys. */
function canonicalMap(shape: MapShape<unknown>, value: Json): JsonObject {
  if (!isJsonObject(value)) throw new WrongTypeError('an object', value);
  if (knownCollections.get(value) === shape.item) return value;
  const result: Record<string, Json> = {};
  let name = '';
  try {
    for (name of Object.keys(value).sort()) {
      const item = value[name];
      if (item !== undefined) result[name] = canonical(shape.item, item);
    }
  } catch (error) {
    throw error instanceof WrongTypeError ? error.within(name) : error;
  }
  const same = sameEntries(value, result) ? value : result;
  knownCollections.set(same, shape.item);
  return same;
}

/** Whether two objects have the same keys in the same order with the same values (by identity). */
function sameEntries(a: JsonObject, b: JsonObject): boolean {
  const keys = Object.keys(a);
  const others = Object.keys(b);
  if (keys.length !== others.length) return false;
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index];
    if (key === undefined || key !== others[index] || a[key] !== b[key]) return false;
  }
  return true;
}

const zeroStructs = new WeakMap<StructShape<unknown>, JsonObject>();

/** Go's zero value of a type, as JSON; of a struct always the same object. */
function zero(shape: Shape<unknown>): Json {
  if (shape.form === 'scalar') return zeroScalar(shape.kind);
  if (shape.form !== 'struct') return null;
  let result = zeroStructs.get(shape);
  if (result === undefined) {
    result = canonicalStruct(shape, {});
    zeroStructs.set(shape, result);
  }
  return result;
}
