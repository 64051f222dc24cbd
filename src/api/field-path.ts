import { own, setOwn } from '../text/own.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.ts';

/** One step into a value: a property, an index of a list, the element of a list whose property has a value, or some properties together. */
export type Segment = string | number | { readonly property: string; readonly equals: string } | readonly string[];

const SEGMENT = /\.?\{([^}]*)\}|\.?([^.[\]{}]+)|\[([^\]]*)\]/g;

/**
 * The segments of a path as people write it. Brackets hold an index (`steps[0]`), the element that has a value
 * (`conditions[type=Progressing]`), or a property whose name has dots (`annotations[rollouts.argoproj.io/revision]`); braces hold several properties
 * (`status.{phase,message}`).
 */
export function segmentsOf(path: string): readonly Segment[] {
  return [...path.matchAll(SEGMENT)].map(([, braces, property, bracket = '']): Segment => {
    if (braces !== undefined) return braces.split(',');
    if (property !== undefined) return property;
    if (/^\d+$/.test(bracket)) return Number(bracket);
    const equals = bracket.indexOf('=');
    return equals === -1 ? bracket : { property: bracket.slice(0, equals), equals: bracket.slice(equals + 1) };
  });
}

function step(value: Json | undefined, segment: Segment): Json | undefined {
  if (typeof segment === 'string') {
    return isJsonObject(value) ? own(value, segment) : undefined;
  }
  if (isJsonArray(segment)) {
    const part = (name: string): Json => step(value, name) ?? null;
    return Object.fromEntries(segment.map((name) => [name, part(name)]));
  }
  if (!isJsonArray(value)) return undefined;
  if (typeof segment === 'number') return value[segment];
  const { property, equals } = segment;
  return value.find((item) => isJsonObject(item) && own(item, property) === equals);
}

/**
 * What is at a path of an object; null where nothing is. The empty path is the object itself.
 * Example: `status.conditions[type=Healthy].status`.
 */
export function valueAt(object: unknown, path: string): Json {
  let value: Json | undefined = isJsonObject(object) ? object : undefined;
  for (const segment of segmentsOf(path)) value = step(value, segment);
  return value ?? null;
}

/**
 * An object with another value at a path; undefined removes what is there. Objects on the way are created; an index, or the element that has a value,
 * must exist. Undefined if the path leads through something that is neither an object nor a list, or to an element that does not exist.
 * Example: `spec.strategy.canary.steps[1].setWeight` set to 30.
 */
export function withValueAt(object: JsonObject, path: string, value: Json | undefined): JsonObject | undefined {
  const changed = changedAt(object, segmentsOf(path), value);
  return isJsonObject(changed) ? changed : undefined;
}

/** Undefined if the path cannot be followed; an object whose member is undefined has lost it. */
function changedAt(
  target: Json | undefined,
  [segment, ...rest]: readonly Segment[],
  value: Json | undefined,
): Json | undefined {
  if (segment === undefined) return value;
  if (typeof segment === 'string') {
    if (target === undefined && value === undefined) return undefined;
    if (target !== undefined && target !== null && !isJsonObject(target)) return undefined;
    const members: Record<string, Json | undefined> = { ...target };
    const old = own(members, segment);
    if (rest.length === 0 && value === undefined) {
      const { [segment]: _removed, ...others } = members;
      return others;
    }
    const changed = changedAt(old, rest, value);
    if (changed === undefined) return undefined;
    setOwn(members, segment, changed);
    return members;
  }
  // Several properties together are read, not written.
  if (!isJsonArray(target) || isJsonArray(segment)) return undefined;
  const index =
    typeof segment === 'number'
      ? segment
      : target.findIndex((item) => isJsonObject(item) && own(item, segment.property) === segment.equals);
  if (index < 0 || index >= target.length) return undefined;
  if (rest.length === 0 && value === undefined) return target.toSpliced(index, 1);
  const changed = changedAt(target[index], rest, value);
  return changed === undefined ? undefined : target.with(index, changed);
}

/**
 * A path without those of its last properties in braces that are not wanted; undefined if none is. Other paths are wanted or not as a whole.
 * Example: `status.{phase,message}` with the message alone: `status.{message}`.
 */
export function narrowPath(path: string, isWanted: (path: string) => boolean): string | undefined {
  const braces = /^(.*\.)\{([^}]*)\}$/.exec(path);
  if (braces === null) return isWanted(path) ? path : undefined;
  const [, parent = '', names = ''] = braces;
  const wanted = names.split(',').filter((name) => isWanted(parent + name));
  return wanted.length === 0 ? undefined : `${parent}{${wanted.join(',')}}`;
}
