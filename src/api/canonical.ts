import { own, setOwn } from '../text/own.ts';
import { canonicalScalar, zeroScalar } from './canonical-scalars.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.ts';
import type { ListShape, MapShape, Presence, ScalarKind, Shape, StructShape } from './shape/shape.ts';
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

/** Remembers a struct as canonical: for one made of a canonical one by putting canonical values in the place of others. */
export function vouchFor(shape: StructShape<unknown>, value: object): void {
  knownStructs.set(value, shape);
}

interface FieldEntry {
  readonly name: string;
  readonly position: number;
  readonly presence: Presence;
  readonly shape: Shape<unknown>;
  /** Whether the field is always there. */
  readonly always: boolean;
  /** Whether a zero value vanishes. */
  readonly omitsZero: boolean;
  /** `struct`, `list`, `map`, or the kind of a scalar. */
  readonly kind: Exclude<Shape<unknown>['form'], 'scalar'> | ScalarKind;
}

/** The fields of a struct in the type's order, and by name. */
interface Layout {
  readonly entries: readonly FieldEntry[];
  readonly byName: ReadonlyMap<string, FieldEntry>;
  /** Number of fields that are always there. */
  readonly always: number;
}

const layouts = new WeakMap<StructShape<unknown>, Layout>();

function layoutOf(shape: StructShape<unknown>): Layout {
  let layout = layouts.get(shape);
  if (layout === undefined) {
    const entries = Object.entries(shape.fields).map(([name, { presence, shape: inner }], position) => ({
      name,
      position,
      presence,
      shape: inner,
      always: presence === 'kept' || presence === 'nullable',
      omitsZero: presence === 'omit',
      kind: inner.form === 'scalar' ? inner.kind : inner.form,
    }));
    const byName = new Map(entries.map((entry) => [entry.name, entry]));
    layout = { entries, byName, always: entries.filter((entry) => entry.always).length };
    layouts.set(shape, layout);
  }
  return layout;
}

/** Most structs that come here are canonical but for a field or two: one is built anew only where it has to be. */
function canonicalStruct(shape: StructShape<unknown>, value: Json): JsonObject {
  if (!isJsonObject(value)) throw new WrongTypeError('an object', value);
  if (knownStructs.get(value) === shape) return value;
  const layout = layoutOf(shape);
  let same = true;
  let position = 0;
  let always = 0;
  /** Fields that differ from what was given. */
  let changed: Map<string, Json | undefined> | undefined;
  for (const name of Object.keys(value)) {
    const entry = layout.byName.get(name);
    const field = value[name];
    if (entry === undefined || field === undefined || entry.position < position) same = false;
    if (entry === undefined || field === undefined) continue;
    position = entry.position + 1;
    if (entry.always) always += 1;
    if (isPlainlyCanonical(entry, field)) continue;
    const inner = canonicalMember(entry, field);
    if (inner !== field) (changed ??= new Map()).set(name, inner);
  }
  same &&= changed === undefined;
  const result = same && always === layout.always ? value : buildStruct(layout, value, changed);
  knownStructs.set(result, shape);
  return result;
}
/** Sees quickly of most fields that they are stored as they are; of the others nothing is said. */
function isPlainlyCanonical({ kind, shape, omitsZero }: FieldEntry, value: Json): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string' && (value !== '' || !omitsZero);
    case 'int':
      return Number.isSafeInteger(value) && (value !== 0 || !omitsZero);
    case 'bool':
      return value === true || (value === false && !omitsZero);
    case 'struct':
      return isJsonObject(value) && knownStructs.get(value) === shape;
    default:
      return false;
  }
}

function buildStruct(
  { entries }: Layout,
  value: JsonObject,
  changed: ReadonlyMap<string, Json | undefined> | undefined,
): JsonObject {
  const result: Record<string, Json> = {};
  for (const entry of entries) {
    const { name } = entry;
    const given = own(value, name);
    const field = given === undefined ? absentField(entry) : changed?.has(name) ? changed.get(name) : given;
    if (field !== undefined) setOwn(result, name, field);
  }
  return result;
}

/** The field as it is stored, with the place of what is wrong in it. */
function canonicalMember(entry: FieldEntry, value: Json): Json | undefined {
  try {
    return canonicalField(entry, value);
  } catch (error) {
    throw error instanceof WrongTypeError ? error.within(entry.name) : error;
  }
}

/** What a field is that nothing was written into; undefined if Go leaves it out. */
function absentField(field: FieldEntry): Json | undefined {
  if (field.presence === 'kept') return zero(field.shape);
  return field.presence === 'nullable' ? null : undefined;
}

/** The field as it is stored; undefined if Go leaves it out. */
function canonicalField(field: FieldEntry, value: Json): Json | undefined {
  // json.RawMessage keeps the text `null`.
  if (value === null) return field.kind === 'raw' && field.omitsZero ? null : absentField(field);
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
      const item = own(value, name);
      if (item !== undefined) setOwn(result, name, canonical(shape.item, item));
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
    if (key === undefined || key !== others[index] || own(a, key) !== own(b, key)) return false;
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
