import { fnv32a } from '../api/hash.ts';
import { isJsonArray, isJsonObject, type Json } from '../api/json.ts';
import type { World } from './world.ts';

const encoder = new TextEncoder();
/** A second start value, so that two 32-bit hashes give 64 bits. */
const OTHER_START = 0x9e3779b9;

/** Sixteen hexadecimal digits over everything that decides a run, and over what is expected of it. */
export function worldHash(world: World, asked: readonly object[] = []): string {
  const bytes = encoder.encode(stableJson(toJson({ world, asked })));
  return hex(fnv32a(bytes)) + hex(fnv32a(bytes, OTHER_START));
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}

function toJson(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object') return null;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
}

/** JSON with keys in the order of code units. */
function stableJson(value: Json): string {
  if (isJsonArray(value)) return `[${value.map(stableJson).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${stableJson(value[key] ?? null)}`).join(',')}}`;
}
