/**
 * Reads the CRDs of Argo Rollouts and writes which fields the API server requires of their kinds, as data.
 * usage: node scripts/run-typescript.mjs scripts/required-fields.ts FOLDER VERSION
 * with FOLDER the folder manifests/crds of that version.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../src/api/json.ts';
import { valueAt } from '../src/scenario/schema/issues.ts';

const OUTPUT = 'src/api/required/required-fields.json';

/** Names of required fields, by where the object that has them stands: `spec.metrics.*` to `name provider`. */
type Rows = Record<string, string>;

function textsOf(value: Json | undefined): readonly string[] {
  return isJsonArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The rows of a schema, in the order of its fields; `*` stands for any item or key. */
function collect(schema: Json | undefined, path: string, rows: Rows): void {
  if (!isJsonObject(schema)) return;
  const required = textsOf(schema['required']);
  if (required.length > 0) rows[path] = required.join(' ');
  const below = (key: string): string => (path === '' ? key : `${path}.${key}`);
  for (const [key, item] of Object.entries(isJsonObject(schema['properties']) ? schema['properties'] : {})) {
    if (path !== '' || key !== 'status') collect(item, below(key), rows);
  }
  collect(schema['items'], below('*'), rows);
  collect(schema['additionalProperties'], below('*'), rows);
}

/** Where pod templates stand; their rows are the same everywhere and written once. */
const POD_TEMPLATE = /^((?:.*\.)?(?:job\.spec|templates\.\*|spec))\.template(\..*|)$/;

const [folder = '', version = ''] = process.argv.slice(2);
const kinds: Record<string, Rows> = {};
let podTemplate: Rows = {};
for (const file of readdirSync(folder).sort()) {
  const crd: Json = parse(readFileSync(join(folder, file), 'utf8'));
  const kind = valueAt(crd, ['spec', 'names', 'kind']);
  const versions = valueAt(crd, ['spec', 'versions']);
  if (typeof kind !== 'string' || !isJsonArray(versions)) continue;
  const rows: Rows = {};
  collect(valueAt(versions[0] ?? null, ['schema', 'openAPIV3Schema']), '', rows);
  const ofTemplate: Rows = {};
  const others: Rows = {};
  for (const [path, names] of Object.entries(rows)) {
    const inner = POD_TEMPLATE.exec(path)?.[2];
    if (inner === undefined) others[path] = names;
    else ofTemplate[inner.slice(1)] = names;
  }
  if (Object.keys(ofTemplate).length > Object.keys(podTemplate).length) podTemplate = ofTemplate;
  kinds[kind] = others;
}
const table: JsonObject = { version, podTemplate, kinds };
writeFileSync(OUTPUT, `${JSON.stringify(table, null, 1)}\n`);
