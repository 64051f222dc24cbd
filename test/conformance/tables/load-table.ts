import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { isJsonArray, type Json, type JsonObject } from '../../../src/api/json.ts';
import type { TableRow } from './checks/table-check.ts';
import { objectOf, textOf } from './inputs.ts';

/** One recorded call of a function of the reference: its inputs, and what it gave. */
export type TableCase = TableRow;

export interface Table {
  readonly table: string;
  readonly reference: string;
  readonly about: string;
  readonly cases: readonly TableRow[];
  /** The file's top level, for what its rows share. */
  readonly file: JsonObject;
}

/** Reads the text of a table file. */
export function parseTable(text: string): Table {
  const parsed: Json = JSON.parse(text);
  const file = objectOf(parsed);
  const name = textOf(file['table']);
  const cases = file['cases'];
  if (!isJsonArray(cases)) throw new Error(`${name} has no cases`);
  return {
    table: name,
    reference: textOf(file['reference']),
    about: textOf(file['about']),
    cases: cases.map((item) => {
      const { id, in: input, out, ...marks } = objectOf(item);
      return { id: textOf(id), in: objectOf(input), out: out ?? null, marks };
    }),
    file,
  };
}

/** Reads a table of recordings from this folder, by name: `loadTable('durations')`. */
export function loadTable(name: string): Table {
  const bytes = readFileSync(new URL(`./${name}.json.gz`, import.meta.url));
  return parseTable(gunzipSync(bytes).toString('utf8'));
}
