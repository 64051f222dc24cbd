import type { Field, Fields, MergeRule, Presence, ScalarKind, Shape, StructShape } from '../shape/shape.ts';
import { bool, bytes, int, intOrString, list, map, number, quantity, raw, struct, text, time } from '../shape/shape.ts';
import table from './types.json' with { type: 'json' };

/**
 * The Go types of the kinds of Kubernetes: which fields a kind has, how they are serialised, and how a strategic merge patch changes them. They come from
 * the sources of k8s.io/api by `scripts/kubernetes-types.ts`; a field is written `containers=[]core.Container|merge:name`.
 */
const KINDS: ReadonlyMap<string, string> = new Map(Object.entries(table.kinds));
const TYPES: ReadonlyMap<string, string> = new Map(Object.entries(table.types));

const SCALARS: Readonly<Record<ScalarKind, Shape<unknown>>> = {
  text,
  int,
  number,
  bool,
  time,
  quantity,
  intOrString,
  bytes,
  raw,
};
const PRESENCES: ReadonlyMap<string, Presence> = new Map<string, Presence>([
  ['?', 'omit'],
  ['*', 'pointer'],
  ['=', 'kept'],
  ['!', 'nullable'],
]);
const FIELD = /^(\w+)([?*=!])([^|]+)(?:\|([\w,]+)(?::(\w+))?)?$/;
const TYPE_META: Fields = { kind: fieldOf('omit', text), apiVersion: fieldOf('omit', text) };

const structs = new Map<string, StructShape<unknown>>();

/** The Go type of a kind, undefined for custom resources: `goTypeOf('apps/v1', 'StatefulSet')`. */
export function goTypeOf(apiVersion: string, kind: string): StructShape<unknown> | undefined {
  const name = KINDS.get(`${apiVersion}/${kind}`);
  return name === undefined ? undefined : structOf(name, TYPE_META);
}

/** A type that kinds are made of: `goStruct('core.PodSpec')`. */
export function goStruct(name: string): StructShape<unknown> {
  return structOf(name);
}

function structOf(name: string, also: Fields = {}): StructShape<unknown> {
  let shape = structs.get(name);
  if (shape === undefined) {
    const written = TYPES.get(name);
    if (written === undefined) throw new Error(`no type ${name} in the table of types`);
    const fields = written.split(' ').map((field) => parseField(field));
    shape = struct({ ...also, ...Object.fromEntries(fields) });
    structs.set(name, shape);
  }
  return shape;
}

function fieldOf(presence: Presence, shape: Shape<unknown>, merge?: MergeRule): Field<unknown, Presence> {
  return { presence, shape, ...(merge === undefined ? {} : { merge }) };
}

function parseField(written: string): [string, Field<unknown, Presence>] {
  const [, name = '', mark = '', type = '', strategies, key] = FIELD.exec(written) ?? [];
  const presence = PRESENCES.get(mark);
  if (presence === undefined) throw new Error(`${written} is not a field of the table of types`);
  return [name, fieldOf(presence, shapeOf(type), strategies === undefined ? undefined : ruleOf(strategies, key))];
}

function ruleOf(strategies: string, key: string | undefined): MergeRule {
  const names = strategies.split(',');
  const strategy = names.includes('merge') ? 'merge' : names.includes('replace') ? 'replace' : undefined;
  return {
    ...(strategy === undefined ? {} : { strategy }),
    ...(names.includes('retainKeys') ? { retainsKeys: true } : {}),
    ...(key === undefined ? {} : { key }),
  };
}

function shapeOf(type: string): Shape<unknown> {
  if (type.startsWith('[]')) return list(shapeOf(type.slice(2)));
  if (type.startsWith('{}')) return map(shapeOf(type.slice(2)));
  return isScalar(type) ? SCALARS[type] : structOf(type);
}

function isScalar(type: string): type is ScalarKind {
  return Object.hasOwn(SCALARS, type);
}
