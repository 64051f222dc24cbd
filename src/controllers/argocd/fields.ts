import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import { fieldsOf } from '../../api/object-form.ts';
import type { KubeObject } from '../../api/resources.ts';
import { own } from '../../text/own.ts';

/** The value at a path of keys, undefined where there is none; null counts as none, as in Lua. */
export function valueAt(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let current: Json | undefined = value;
  for (const key of path) current = isJsonObject(current) ? own(current, key) : undefined;
  return current ?? undefined;
}

export function textAt(value: Json | undefined, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

export function numberAt(value: Json | undefined, ...path: readonly string[]): number | undefined {
  const found = valueAt(value, ...path);
  return typeof found === 'number' ? found : undefined;
}

/** The objects of a list; empty if there is no list. */
export function objectsAt(value: Json | undefined, ...path: readonly string[]): readonly JsonObject[] {
  const found = valueAt(value, ...path);
  return isJsonArray(found) ? found.filter(isJsonObject) : [];
}

/**
 * An object as JSON. Of a custom resource the status is absent when it says nothing: the canonical form keeps zero values that a fresh object of a
 * cluster lacks. The API server itself writes an empty status of its own kinds.
 */
export function liveFields(object: KubeObject): JsonObject {
  const fields = fieldsOf(object);
  const status = fields['status'];
  const isEmpty = isJsonObject(status) && Object.keys(status).length === 0;
  const isOwn = isEmpty && !(textAt(fields, 'apiVersion') ?? '').includes('.');
  return isOwn || saysSomething(status) ? fields : { ...fields, status: undefined };
}

function saysSomething(value: Json | undefined): boolean {
  if (isJsonObject(value)) return Object.values(value).some(saysSomething);
  if (isJsonArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== '' && value !== 0 && value !== false;
}
