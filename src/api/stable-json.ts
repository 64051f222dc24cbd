import { isJsonArray, isJsonObject } from './json.ts';

/** JSON without spaces, the keys of every object in the order of code units: equal values have equal bytes. */
export function stableJson(value: unknown): string {
  if (isJsonArray(value)) return `[${value.map((item) => stableJson(item)).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const parts: string[] = [];
  for (const key of Object.keys(value).sort()) {
    if (value[key] !== undefined) parts.push(`${JSON.stringify(key)}:${stableJson(value[key])}`);
  }
  return `{${parts.join(',')}}`;
}
