import { isJsonObject } from '../src/api/json.ts';
import { scenarioJsonSchema } from '../src/scenario/schema/json-schema.ts';
import { referenceTables } from './scenario-reference.ts';

const BEGIN = '<!-- generated from the schema by scripts/write-schema.ts: begin -->';
const END = '<!-- generated: end -->';

export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** The files that follow from the schema of the scenario file, as they must be. */
export function generatedFiles(read: (path: string) => string): readonly GeneratedFile[] {
  const schema = scenarioJsonSchema();
  const parsed: unknown = JSON.parse(schema);
  if (!isJsonObject(parsed)) throw new Error('the schema is no object');
  const docs = 'docs/scenario.md';
  const text = read(docs);
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${docs} lacks the marks of its generated part`);
  const tables = `${text.slice(0, from + BEGIN.length)}\n\n${referenceTables(parsed)}\n${text.slice(to)}`;
  return [
    { path: 'schema/scenario.schema.json', text: schema },
    { path: docs, text: tables },
  ];
}
