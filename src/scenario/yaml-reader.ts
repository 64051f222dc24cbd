import { type Document, type ParsedNode, parseAllDocuments } from 'yaml';
import type { Json } from '../api/json.ts';
import type { DiagnosticList } from './diagnostics.ts';
import { type SourceFile, sourceFile } from './source-file.ts';
import { toJson } from './yaml-json.ts';
import { reportSyntaxErrors, withAllQuotesIndented, withIndentedQuotes } from './yaml-syntax.ts';
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

/** How many quoted texts of a file are indented one by one, each for another reading; the rest at once. */
const MOST_QUOTES = 20;

interface ParsedText {
  /** The file, with quoted texts indented as the parser wants them. */
  readonly file: SourceFile;
  readonly parsed: readonly Document.Parsed[];
}

function parseText(given: SourceFile, dialect: Dialect): ParsedText {
  let file = given;
  let parsed = parse(file.text, dialect);
  for (let count = 0; dialect === 'manifest' && count < MOST_QUOTES; count += 1) {
    const found = withIndentedQuotes(file, parsed);
    if (found === undefined) break;
    const text = count < MOST_QUOTES - 1 ? found : withAllQuotesIndented(file);
    file = sourceFile(given.name, text, given);
    parsed = parse(text, dialect);
  }
  return { file, parsed };
}

function parse(text: string, dialect: Dialect): readonly Document.Parsed[] {
  const parsed = parseAllDocuments(text, {
    ...OPTIONS[dialect],
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    strict: true,
  });
  return Array.isArray(parsed) ? parsed : [];
}

/**
 * Reads the documents of a text. Documents that are empty or hold only comments are left out; of a document that is not YAML, the first mistake is
 * reported and nothing is kept.
 */
export function readYaml(given: SourceFile, dialect: Dialect, diagnostics: DiagnosticList): readonly YamlDocument[] {
  const { file, parsed } = parseText(given, dialect);
  const documents: YamlDocument[] = [];
  for (const document of parsed) {
    if (reportSyntaxErrors(file, document, diagnostics)) return documents;
    const root = document.contents;
    if (root === null || (root.range[0] === root.range[1] && root.anchor === undefined)) continue;
    const value = toJson({
      file,
      document,
      root,
      mergeKeys: dialect === 'manifest',
      lastKeyCounts: dialect === 'manifest',
      diagnostics,
    });
    if (value !== undefined) documents.push({ file, document, root, value });
  }
  return documents;
}
