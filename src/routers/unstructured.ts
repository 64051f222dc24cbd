import { ReconcileError } from '../api/errors.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../api/json.ts';
import { own } from '../text/own.ts';

/**
 * Fields of objects without a shape, with the errors of k8s.io/apimachinery/pkg/apis/meta/v1/unstructured/helpers.go.
 */
type Path = readonly [string, ...string[]];

/** A value as Go's `%v` prints it. */
function goText(value: Json): string {
  if (value === null) return '<nil>';
  if (isJsonArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (!isJsonObject(value)) return String(value);
  const keys = Object.keys(value).sort();
  return `map[${keys.map((key) => `${key}:${goText(own(value, key) ?? null)}`).join(' ')}]`;
}

function goType(value: Json): string {
  if (value === null) return '<nil>';
  if (isJsonArray(value)) return '[]interface {}';
  if (isJsonObject(value)) return 'map[string]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

function accessorError(path: readonly string[], value: Json, expected: string): ReconcileError {
  const where = `.${path.join('.')}`;
  return new ReconcileError(
    `${where} accessor error: ${goText(value)} is of the type ${goType(value)}, expected ${expected}`,
  );
}

/** The value at a path; undefined if it is not there. Throws if the way leads through something else than objects. */
function nestedField(object: JsonObject, path: Path): Json | undefined {
  let value: Json | undefined = object;
  for (const [index, key] of path.entries()) {
    if (value === undefined || value === null) return undefined;
    if (!isJsonObject(value)) throw accessorError(path.slice(0, index + 1), value, 'map[string]interface{}');
    value = own(value, key);
  }
  return value;
}

/** Source: NestedSlice. */
export function nestedList(object: JsonObject, ...path: Path): readonly Json[] | undefined {
  const value = nestedField(object, path);
  if (value === undefined || isJsonArray(value)) return value;
  throw accessorError(path, value, '[]interface{}');
}

/** Source: NestedMap. */
export function nestedObject(object: JsonObject, ...path: Path): JsonObject | undefined {
  const value = nestedField(object, path);
  if (value === undefined || isJsonObject(value)) return value;
  throw accessorError(path, value, 'map[string]interface{}');
}

/** Source: NestedString. */
export function nestedText(object: JsonObject, ...path: Path): string | undefined {
  const value = nestedField(object, path);
  if (value === undefined || typeof value === 'string') return value;
  throw accessorError(path, value, 'string');
}

/** Source: NestedInt64. */
export function nestedInt(object: JsonObject, ...path: Path): number | undefined {
  const value = nestedField(object, path);
  if (value === undefined || (typeof value === 'number' && Number.isInteger(value))) return value;
  throw accessorError(path, value, 'int64');
}

/** The object with another value at a path; what is missing on the way is made. Source: SetNestedField. */
export function withNested(object: JsonObject, value: Json, ...path: Path): JsonObject {
  return replaced(object, value, path, 0);
}

function replaced(object: JsonObject, value: Json, path: Path, depth: number): JsonObject {
  const key = path[depth];
  if (key === undefined) return object;
  if (depth === path.length - 1) return { ...object, [key]: value };
  const inner = own(object, key);
  if (inner === undefined) return { ...object, [key]: replaced({}, value, path, depth + 1) };
  if (isJsonObject(inner)) return { ...object, [key]: replaced(inner, value, path, depth + 1) };
  const where = path.slice(0, depth + 1).join('.');
  throw new ReconcileError(`value cannot be set because .${where} is not a map[string]interface{}`);
}
