import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../api/json.ts';
import { fieldsOf } from '../api/object-form.ts';
import type { KubeObject } from '../api/resources.ts';
import { own } from '../text/own.ts';
import type { CustomKind } from './custom-objects.ts';
import type { Destination, TrafficWorld } from './route-table.ts';

/** The object at a path, or an empty one: what a router cannot read it leaves out. */
export function objectAt(value: Json | undefined, ...path: readonly string[]): JsonObject {
  let current: Json | undefined = value;
  for (const key of path) current = isJsonObject(current) ? own(current, key) : undefined;
  return isJsonObject(current) ? current : {};
}

/** The objects of the list under a key. */
export function objectsIn(object: JsonObject, key: string): readonly JsonObject[] {
  const value = own(object, key);
  return isJsonArray(value) ? value.filter(isJsonObject) : [];
}

export function textIn(object: JsonObject, key: string): string {
  const value = own(object, key);
  return typeof value === 'string' ? value : '';
}

/** A number, also one that is written as a text. */
export function numberIn(object: JsonObject, key: string, fallback: number): number {
  const value = own(object, key);
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : fallback;
}

export function textsIn(object: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
}

/** The spec of a custom object under whatever version it was given. */
export function specOf(
  world: TrafficWorld,
  { kind, apiVersions }: CustomKind,
  namespace: string,
  name: string,
): JsonObject | undefined {
  for (const apiVersion of apiVersions) {
    const found = world.find(world.resourceFor(apiVersion, kind), namespace, name);
    if (found !== undefined) return objectAt(fieldsOf(found), 'spec');
  }
  return undefined;
}

export function listOf(
  world: TrafficWorld,
  { kind, apiVersions }: CustomKind,
  namespace: string,
): readonly KubeObject[] {
  return apiVersions.flatMap((apiVersion) => world.list(world.resourceFor(apiVersion, kind), namespace));
}

/** `svc`, `svc.ns`, `svc.ns.svc.cluster.local`: a Service and its namespace. */
export function serviceOfHost(
  host: string,
  namespace: string,
): { readonly service: string; readonly namespace: string } {
  const [service = '', other] = host.split('.');
  return { service, namespace: other ?? namespace };
}

/** Services with weights, `unset` where none is written: `field` has the Service's name. */
export function weightedServices(
  namespace: string,
  items: readonly JsonObject[],
  field: string,
  unset: number,
): readonly Destination[] {
  return items.map((item) => ({
    target: { namespace, service: textIn(item, field) },
    weight: numberIn(item, 'weight', unset),
  }));
}
