import { isJsonArray, isJsonObject, type Json } from '../../api/json.ts';
import { own } from '../../text/own.ts';

/** Keys and indexes that lead to a value. */
export type JsonPath = readonly (string | number)[];

/** The steps of `spec.steps[1].metadata.labels[a.b/c]`: names, indexes, and keys in brackets. */
function stepsOf(field: string): readonly string[] {
  return [...field.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map(([, bracket, name]) => bracket ?? name ?? '');
}

const STRATEGIES = ['canary', 'blueGreen'];

function childOf(
  value: Json | undefined,
  step: string,
): { readonly key: string | number; readonly value: Json } | undefined {
  if (isJsonArray(value)) {
    const index = /^\d+$/.test(step) ? Number(step) : -1;
    const item = value[index];
    return item === undefined ? undefined : { key: index, value: item };
  }
  const item = isJsonObject(value) ? own(value, step) : undefined;
  return item === undefined ? undefined : { key: step, value: item };
}

/**
 * Where a manifest has the field that the reference complains about, or as much of the way to it as there is. The reference leaves out the
 * strategy: its `spec.strategy.steps[0]` is `spec.strategy.canary.steps[0]`.
 */
export function locate(manifest: Json, field: string): JsonPath {
  const path: (string | number)[] = [];
  let value: Json = manifest;
  for (const step of stepsOf(field)) {
    let child = childOf(value, step);
    if (child === undefined && path.join('.') === 'spec.strategy') {
      const within: Json = value;
      const strategy = STRATEGIES.map((name) => childOf(within, name)).find((candidate) => candidate !== undefined);
      if (strategy === undefined) break;
      path.push(strategy.key);
      value = strategy.value;
      child = childOf(value, step);
    }
    if (child === undefined) break;
    path.push(child.key);
    value = child.value;
  }
  return path;
}
