import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../src/api/json.ts';

export interface QueryRow {
  readonly query: string;
  readonly load: string;
  readonly atMs: number;
  /** The recorded type; undefined if the query was refused. */
  readonly type: string | undefined;
}

/** The instant queries of a table, and the table itself, which holds the series. */
export function readTableFile(name: string): { readonly file: JsonObject; readonly rows: readonly QueryRow[] } {
  const bytes = readFileSync(new URL(`../../conformance/tables/${name}.json.gz`, import.meta.url));
  const file: Json = JSON.parse(gunzipSync(bytes).toString('utf8'));
  if (!isJsonObject(file) || !isJsonArray(file['cases'])) throw new Error(`${name} is no table`);
  const rows = file['cases'].flatMap((row) => {
    if (!isJsonObject(row) || !isJsonObject(row['in']) || !isJsonObject(row['out'])) return [];
    const { query, load, at_seconds: at } = row['in'];
    const { type } = row['out'];
    if (typeof query !== 'string' || typeof load !== 'string' || typeof at !== 'number') return [];
    return [{ query, load, atMs: at * 1000, type: typeof type === 'string' ? type : undefined }];
  });
  return { file, rows };
}
