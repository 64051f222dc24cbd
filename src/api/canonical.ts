import { ApiError } from './errors.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.ts';
import { canonicalQuantity, QuantityError } from './quantity.ts';
import type { Field, ListShape, MapShape, Presence, ScalarShape, Shape, StructShape } from './shape/shape.ts';
import { formatTime, parseTime } from './times.ts';

/**
 * Brings JSON into the form that the shape's Go type gives it when the API server reads and writes it: fields in the type's order, unknown
 * fields dropped, zero values gone where Go omits them. Canonical values are remembered by identity, so that an object which shares
 * most of its parts with one that is already stored costs only what changed.
 */
export function canonical(shape: Shape<unknown>, value: Json | undefined, path = ''): Json {
  switch (shape.form) {
    case 'struct':
      return canonicalStruct(shape, value, path);
    case 'list':
      return canonicalList(shape, value, path);
    case 'map':
      return canonicalMap(shape, value, path);
    case 'scalar':
      return canonicalScalar(shape, value, path);
  }
}

const known = new WeakMap<object, Shape<unknown>>();

interface FieldEntry {
  readonly name: string;
  readonly presence: Presence;
  readonly shape: Shape<unknown>;
}

const entriesOfShape = new WeakMap<StructShape<unknown>, readonly FieldEntry[]>();

function fieldEntries(shape: StructShape<unknown>): readonly FieldEntry[] {
  let entries = entriesOfShape.get(shape);
  if (entries === undefined) {
    entries = Object.entries(shape.fields).map(([name, field]) => ({
      name,
      presence: field.presence,
      shape: field.shape,
    }));
    entriesOfShape.set(shape, entries);
  }
  return entries;
}

function canonicalStruct(shape: StructShape<unknown>, value: Json | undefined, path: string): JsonObject {
  const source = value === undefined || value === null ? {} : value;
  if (!isJsonObject(source)) throw wrongType(path, 'an object', source);
  if (known.get(source) === shape) return source;
  const result: Record<string, Json> = {};
  for (const entry of fieldEntries(shape)) {
    const field = canonicalField(entry, source[entry.name], path);
    if (field !== undefined) result[entry.name] = field;
  }
  const same = sameEntries(source, result) ? source : result;
  known.set(same, shape);
  return same;
}

function canonicalField(field: FieldEntry, value: Json | undefined, path: string): Json | undefined {
  if (value === undefined || value === null) {
    if (field.presence === 'kept') return zero(field.shape);
    return field.presence === 'nullable' ? null : undefined;
  }
  const inner = canonical(field.shape, value, path === '' ? field.name : `${path}.${field.name}`);
  return field.presence === 'omit' && isZero(inner) ? undefined : inner;
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

function canonicalList(shape: ListShape<unknown>, value: Json | undefined, path: string): readonly Json[] {
  const source = value === undefined || value === null ? [] : value;
  if (!isJsonArray(source)) throw wrongType(path, 'a list', source);
  if (known.get(source) === shape) return source;
  let changed = false;
  const result = source.map((item, index) => {
    const inner = canonical(shape.item, item, `${path}[${index}]`);
    if (inner !== item) changed = true;
    return inner;
  });
  const same = changed ? result : source;
  known.set(same, shape);
  return same;
}

function canonicalMap(shape: MapShape<unknown>, value: Json | undefined, path: string): JsonObject {
  const source = value === undefined || value === null ? {} : value;
  if (!isJsonObject(source)) throw wrongType(path, 'an object', source);
  if (known.get(source) === shape) return source;
  const result: Record<string, Json> = {};
  for (const key of Object.keys(source).sort()) {
    const item = source[key];
    if (item !== undefined) result[key] = canonical(shape.item, item, `${path}.${key}`);
  }
  const same = sameEntries(source, result) ? source : result;
  known.set(same, shape);
  return same;
}

function canonicalScalar(shape: ScalarShape<unknown>, value: Json | undefined, path: string): Json {
  if (value === undefined || value === null) return zero(shape);
  switch (shape.kind) {
    case 'raw':
      return value;
    case 'text':
      if (typeof value !== 'string') throw wrongType(path, 'text', value);
      return value;
    case 'bool':
      if (typeof value !== 'boolean') throw wrongType(path, 'true or false', value);
      return value;
    case 'int':
      if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(path, 'a whole number', value);
      return value;
    case 'number':
      if (typeof value !== 'number') throw wrongType(path, 'a number', value);
      return value;
    case 'intOrString':
      if (typeof value === 'string') return value;
      if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(path, 'a whole number or text', value);
      return value;
    case 'time':
      return canonicalTime(value, path);
    case 'quantity':
      return quantityText(value, path);
  }
}

function canonicalTime(value: Json, path: string): string {
  const epochMs = typeof value === 'string' ? parseTime(value) : undefined;
  if (epochMs === undefined) throw wrongType(path, 'a time such as 2026-01-01T00:00:00Z', value);
  return formatTime(epochMs);
}

const QUANTITY = 'a quantity such as 500m or 1Gi';

function quantityText(value: Json, path: string): string {
  if (typeof value !== 'number' && typeof value !== 'string') throw wrongType(path, QUANTITY, value);
  try {
    return canonicalQuantity(String(value).trim());
  } catch (error) {
    if (error instanceof QuantityError) throw wrongType(path, QUANTITY, value);
    throw error;
  }
}

/** Go's zero value of a type, as JSON. */
function zero(shape: Shape<unknown>): Json {
  if (shape.form === 'struct') return canonicalStruct(shape, {}, '');
  if (shape.form !== 'scalar') return null;
  switch (shape.kind) {
    case 'text':
      return '';
    case 'int':
    case 'number':
    case 'intOrString':
      return 0;
    case 'bool':
      return false;
    case 'quantity':
      return '0';
    case 'time':
    case 'raw':
      return null;
  }
}

function isZero(value: Json): boolean {
  if (value === null || value === '' || value === 0 || value === false) return true;
  if (isJsonArray(value)) return value.length === 0;
  if (typeof value !== 'object') return false;
  for (const key in value) if (value[key] !== undefined) return false;
  return true;
}

/** What a value of the wrong type is told; `path` is the field's path. */
function wrongType(path: string, expected: string, found: Json): ApiError {
  return new ApiError(
    'BadRequest',
    `${path === '' ? 'the object' : path}: expected ${expected}, found ${JSON.stringify(found)}`,
  );
}

/** A field of a shape by name, for those who walk shapes. */
export function fieldOf(shape: StructShape<unknown>, name: string): Field<unknown, Presence> | undefined {
  return Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
}
