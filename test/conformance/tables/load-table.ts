import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../src/api/json.ts';

/** One recorded call of a function of the reference: its inputs, and what it gave. */
export interface TableCase {
  readonly id: string;
  readonly in: JsonObject;
  readonly out: JsonObject;
}

export interface Table {
  readonly table: string;
  readonly reference: string;
  readonly about: string;
  readonly cases: readonly TableCase[];
}

function object(value: Json | undefined, where: string): JsonObject {
  if (!isJsonObject(value)) throw new Error(`${where} is no object`);
  return value;
}

function text(value: Json | undefined, where: string): string {
  if (typeof value !== 'string') throw new Error(`${where} is no text`);
  return value;
}

/** Reads a table of recordings from this folder, by name: `loadTable('durations')`. */
export function loadTable(name: string): Table {
  const bytes = readFileSync(new URL(`./${name}.json.gz`, import.meta.url));
  const parsed: Json = JSON.parse(gunzipSync(bytes).toString('utf8'));
  const table = object(parsed, name);
  const cases = table['cases'];
  if (!isJsonArray(cases)) throw new Error(`${name} has no cases`);
  return {
    table: text(table['table'], `${name}.table`),
    reference: text(table['reference'], `${name}.reference`),
    about: text(table['about'], `${name}.about`),
    cases: cases.map((item, index) => {
      const one = object(item, `${name}[${index}]`);
      const id = text(one['id'], `${name}[${index}].id`);
      return { id, in: object(one['in'], `${id}.in`), out: object(one['out'], `${id}.out`) };
    }),
  };
}
