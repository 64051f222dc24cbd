import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../src/api/json.ts';

/** A row of the reference: one key of the scenario file. */
interface Row {
  readonly key: string;
  readonly type: string;
  readonly otherwise: string;
  readonly text: string;
}

/** The tables of docs/scenario.md, from the JSON Schema: one table for each mapping, in the order in which they are met. */
export function referenceTables(schema: JsonObject): string {
  const sections: string[] = [];
  collect({ root: schema, sections, done: new Set() }, schema, '');
  return `${sections.join('\n\n')}\n`;
}

interface Collection {
  readonly root: JsonObject;
  readonly sections: string[];
  /** Names of definitions that have their tables already. */
  readonly done: Set<string>;
}

function collect(collection: Collection, node: Json | undefined, path: string): void {
  const { root, sections, done } = collection;
  const definition = definitionName(node);
  if (definition !== undefined && done.has(definition)) return;
  if (definition !== undefined) done.add(definition);
  const here = definition ?? path;
  const schema = resolve(root, node);
  if (schema === undefined) return;
  for (const option of options(schema)) collect(collection, option, here);
  const { items, additionalProperties, properties } = schema;
  if (items !== undefined) collect(collection, items, `${here}[]`);
  if (isJsonObject(additionalProperties)) collect(collection, additionalProperties, `${here}.NAME`);
  if (!isJsonObject(properties)) return;
  sections.push(section(root, schema, properties, here));
  for (const [key, child] of Object.entries(properties))
    collect(collection, child, here === '' ? key : `${here}.${key}`);
}

/** The definition that a schema refers to, if it does. */
function definitionName(node: Json | undefined): string | undefined {
  if (!isJsonObject(node)) return undefined;
  const all = node['allOf'];
  const reference = node['$ref'] ?? (isJsonArray(all) && isJsonObject(all[0]) ? all[0]['$ref'] : undefined);
  return typeof reference === 'string' ? reference.slice(reference.lastIndexOf('/') + 1) : undefined;
}

function resolve(root: JsonObject, node: Json | undefined): JsonObject | undefined {
  if (!isJsonObject(node)) return undefined;
  const name = definitionName(node);
  if (name === undefined) return node;
  const { definitions } = root;
  const target = isJsonObject(definitions) ? definitions[name] : undefined;
  if (!isJsonObject(target)) return node;
  return {
    ...target,
    ...Object.fromEntries(Object.entries(node).filter(([key]) => key === 'description' || key === 'default')),
  };
}

function options(schema: JsonObject): readonly Json[] {
  const { anyOf, oneOf } = schema;
  if (isJsonArray(anyOf)) return anyOf;
  return isJsonArray(oneOf) && schema['properties'] === undefined ? oneOf : [];
}

function section(root: JsonObject, schema: JsonObject, properties: JsonObject, path: string): string {
  const required = isJsonArray(schema['required']) ? schema['required'] : [];
  const rows = Object.entries(properties).map(([key, child]) => rowOf(root, key, child, required.includes(key)));
  const kind = properties['kind'];
  const form = isJsonObject(kind) && typeof kind['const'] === 'string' && path !== '' ? ` (${kind['const']})` : '';
  const title = path === '' ? 'The file' : `\`${path}\`${form}`;
  const described = schema['description'];
  const about = typeof described === 'string' ? `\n\n${described}` : '';
  const table = rows.map(({ key, type, otherwise, text }) => `| \`${key}\` | ${type} | ${otherwise} | ${text} |`);
  return `### ${title}${about}\n\n| key | type | default | meaning |\n| --- | --- | --- | --- |\n${table.join('\n')}`;
}

function rowOf(root: JsonObject, key: string, child: Json | undefined, required: boolean): Row {
  const schema = resolve(root, child) ?? {};
  const value = schema['default'];
  const text = schema['description'];
  return {
    key,
    type: typeText(root, schema),
    otherwise: value === undefined || isEmpty(value) ? (required ? 'required' : '') : `\`${plain(value)}\``,
    text: typeof text === 'string' ? escape(text) : '',
  };
}

function isEmpty(value: Json): boolean {
  if (isJsonArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}

function plain(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function typeText(root: JsonObject, schema: JsonObject): string {
  const { const: constant, enum: choices, type, items, pattern } = schema;
  if (constant !== undefined) return `\`${plain(constant)}\``;
  if (isJsonArray(choices)) return choices.map((choice) => `\`${plain(choice)}\``).join(', ');
  const forms = options(schema);
  if (forms.length > 0)
    return [...new Set(forms.map((form) => typeText(root, resolve(root, form) ?? {})))].join(' or ');
  if (type === 'array') return `list of ${typeText(root, resolve(root, items) ?? {})}`;
  if (type === 'string') return typeof pattern === 'string' && pattern.includes('ms|s|m|h') ? 'duration' : 'text';
  if (type === 'object') return 'mapping';
  if (type === 'integer') return 'whole number';
  return typeof type === 'string' ? type : 'any';
}

function escape(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
