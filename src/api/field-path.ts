import { own } from '../text/own.ts';
import { isJsonArray, isJsonObject, type Json } from './json.ts';

/** One step into a value: a property, an index of a list, or the element of a list whose property has a value. */
type Segment = string | number | { readonly property: string; readonly equals: string };

const SEGMENT = /\.?([^.[\]]+)|\[([^\]]*)\]/g;

/**
 * The segments of a path as people write it. Brackets hold an index (`steps[0]`), the element that has a value
 * (`conditions[type=Progressing]`), or a property whose name has dots (`annotations[rollouts.argoproj.io/revision]`).
 */
function segmentsOf(path: string): readonly Segment[] {
  return [...path.matchAll(SEGMENT)].map(([, property, bracket = '']): Segment => {
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
