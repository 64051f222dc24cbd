import { type Document, type ParsedNode, parseAllDocuments } from 'yaml';
import type { Json } from '../api/json.ts';
import type { DiagnosticList } from './diagnostics.ts';
import type { SourceFile } from './source-file.ts';
import { toJson } from './yaml-json.ts';
import { reportSyntaxErrors } from './yaml-syntax.ts';
import { manifestTags } from './yaml-tags.ts';

/** One document of a YAML file: its value, and the nodes that know where everything stands. */
export interface YamlDocument {
  readonly file: SourceFile;
  readonly document: Document.Parsed;
  readonly root: ParsedNode | null;
  readonly value: Json;
}

/** `scenario`: YAML 1.2. `manifest`: as kubectl reads it, with merge keys and YAML 1.1 scalars. */
export type Dialect = 'scenario' | 'manifest';

const OPTIONS = {
  scenario: { version: '1.2', intAsBigInt: false },
  manifest: { version: '1.1', schema: 'failsafe', customTags: manifestTags, merge: false },
} as const;

/**
 * Reads the documents of a text. Documents that are empty or hold only comments are left out; of a document that is not YAML, the first mistake is
 * reported and nothing is kept.
 */
export function readYaml(file: SourceFile, dialect: Dialect, diagnostics: DiagnosticList): readonly YamlDocument[] {
  const parsed = parseAllDocuments(file.text, {
    ...OPTIONS[dialect],
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    strict: true,
  });
  const documents: YamlDocument[] = [];
  if (!Array.isArray(parsed)) return documents;
  for (const document of parsed) {
    if (reportSyntaxErrors(file, document, diagnostics)) return documents;
    const root = document.contents;
    if (root === null || (root.range[0] === root.range[1] && root.anchor === undefined)) continue;
    const value = toJson({ file, document, root, mergeKeys: dialect === 'manifest', diagnostics });
    if (value !== undefined) documents.push({ file, document, root, value });
  }
  return documents;
}
