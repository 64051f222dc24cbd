import { isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import { own, setOwn } from '../../text/own.ts';

/** A strategy's manifests, and what was derived, in words. */
export interface Derived {
  readonly manifests: readonly JsonObject[];
  readonly notes: readonly string[];
}

/** A member of an object that is an object; an empty one if there is none. */
export function member(object: JsonObject | undefined, key: string): JsonObject {
  const value = own(object, key);
  return isJsonObject(value) ? value : {};
}

export function textAt(object: JsonObject, key: string): string | undefined {
  const value = own(object, key);
  return typeof value === 'string' ? value : undefined;
}

export function namespaceOf(object: JsonObject): string {
  return textAt(member(object, 'metadata'), 'namespace') ?? 'default';
}

/** `Rollout/shop` in a namespace: what names a workload among manifests. */
export function isNamed(object: JsonObject, kind: string, namespace: string, name: string): boolean {
  return object['kind'] === kind && member(object, 'metadata')['name'] === name && namespaceOf(object) === namespace;
}

/** The members of an object that are there. */
export function defined(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  const result: Record<string, Json> = {};
  for (const [key, value] of Object.entries(members)) if (value !== undefined) setOwn(result, key, value);
  return result;
}
