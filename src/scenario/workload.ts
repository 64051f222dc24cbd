import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../api/json.ts';
import { valueAt } from './schema/issues.ts';

/** A container of a pod template, as far as it is written. */
export interface WrittenContainer {
  readonly name: string;
  readonly image: string;
}

/** The labels of the pods that a Rollout or Deployment makes. */
export function podLabels(object: JsonObject): Readonly<Record<string, string>> {
  const own = textMap(valueAt(object, ['spec', 'template', 'metadata', 'labels']));
  return Object.keys(own).length > 0 ? own : textMap(valueAt(object, ['spec', 'selector', 'matchLabels']));
}

export function textMap(value: Json | undefined): Readonly<Record<string, string>> {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (typeof item === 'string' ? [[key, item]] : [])),
  );
}

/** Containers of the template that `set image` can change: init containers too, in the plugin's order. */
export function containersOf(object: JsonObject): readonly WrittenContainer[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) => {
    const value = valueAt(object, ['spec', 'template', 'spec', list]);
    return isJsonArray(value) ? value.flatMap(writtenContainer) : [];
  });
}

/** The containers of the template proper. */
export function mainContainersOf(object: JsonObject): readonly WrittenContainer[] {
  const value = valueAt(object, ['spec', 'template', 'spec', 'containers']);
  return isJsonArray(value) ? value.flatMap(writtenContainer) : [];
}

function writtenContainer(value: Json): readonly WrittenContainer[] {
  if (!isJsonObject(value) || typeof value['name'] !== 'string') return [];
  const { name, image } = value;
  return [{ name, image: typeof image === 'string' ? image : '' }];
}
