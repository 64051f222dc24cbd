import { type Document, isMap, isNode, isPair, isSeq, visit, type YAMLError, type YAMLMap, type YAMLSeq } from 'yaml';
import type { DiagnosticList } from './diagnostics.ts';
import { lineOf, type Place, positionOf, sourceFile, type SourceFile } from './source-file.ts';

/**
 * Says what is wrong with a document that is not YAML, and what its tags mean to nobody. Only the first mistake: those behind it mostly follow from it.
 * Returns whether there was one.
 */
export function reportSyntaxErrors(file: SourceFile, document: Document.Parsed, diagnostics: DiagnosticList): boolean {
  for (const warning of document.warnings) {
    const place = placeOf(file, warning);
    if (warning.code === 'TAG_RESOLVE_FAILED') {
      diagnostics.add('W121', place, { tag: file.text.slice(place.start, place.end) });
    }
  }
  const [first] = [...document.errors].sort((a, b) => a.pos[0] - b.pos[0]);
  if (first === undefined) return false;
  const folded = document.errors.find(
    (error) => error.code === 'MULTILINE_IMPLICIT_KEY' && error.pos[0] === first.pos[0],
  );
  if (folded === undefined) reportSyntaxError(file, document, first, diagnostics);
  else diagnostics.add('E104', firstWord(file, folded.pos[1] - 1), {});
  return true;
}

/** The first word of the line that an offset is on. */
function firstWord(file: SourceFile, offset: number): Place {
  const { line } = positionOf(file, offset);
  const [indent = '', word = ''] = /^(\s*)(\S*)/.exec(lineOf(file, line))?.slice(1) ?? [];
  const start = (file.lineStarts[line - 1] ?? 0) + indent.length;
  return { file, start, end: start + word.length };
}

function placeOf(file: SourceFile, error: YAMLError): Place {
  return { file, start: error.pos[0], end: Math.max(error.pos[1], error.pos[0] + 1) };
}

function reportSyntaxError(
  file: SourceFile,
  document: Document.Parsed,
  error: YAMLError,
  diagnostics: DiagnosticList,
): void {
  const place = placeOf(file, error);
  const { line } = positionOf(file, place.start);
  const text = lineOf(file, line);
  const template = /\{\{.*?(?:\}\}|$)/.exec(text);
  if (template !== null) {
    const start = (file.lineStarts[line - 1] ?? 0) + template.index;
    diagnostics.add('E116', { file, start, end: start + template[0].length }, { found: template[0] });
    return;
  }
  const collections = collectionsAt(document, place.start);
  const open = collections.findLast((collection) => collection.flow === true && !isClosed(file, collection));
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return diagnostics.add('E103', place, {});
    case 'BAD_INDENT':
      return open === undefined ? diagnostics.add('E104', place, {}) : reportOpenBracket(file, open, diagnostics);
    case 'BLOCK_AS_IMPLICIT_KEY':
      if (!isNestedMapping(collections.at(-1), place.start)) return diagnostics.add('E104', place, {});
      return diagnostics.add('E107', place, { found: text.trim() });
    case 'MISSING_CHAR': {
      const quote = openQuoteAt(file, document, place.start);
      if (quote !== undefined) return diagnostics.add('E108', { file, ...quote }, { mark: quote.mark });
      if (open !== undefined) return reportOpenBracket(file, open, diagnostics);
      const innermost = collections.findLast(({ range }) => range?.[2] !== place.start);
      if (isSeq(innermost) && innermost.flow !== true) return diagnostics.add('E104', place, {});
      break;
    }
    case 'BAD_SCALAR_START':
      return diagnostics.add('E117', place, { found: file.text.slice(place.start, place.start + 1) });
    case 'BAD_DQ_ESCAPE':
      return diagnostics.add('E119', place, { found: file.text.slice(place.start, place.start + 2) });
    default:
  }
  diagnostics.add('E118', place, { code: error.code, text: file.text.slice(place.start, place.end) });
}

/** The lists and mappings that contain an offset, the outermost first. */
function collectionsAt(document: Document.Parsed, offset: number): readonly (YAMLMap | YAMLSeq)[] {
  const found: (YAMLMap | YAMLSeq)[] = [];
  visit(document, {
    Collection: (_key, node) => {
      const [start, , end] = node.range ?? [0, 0, 0];
      if (offset < start || offset > end) return visit.SKIP;
      found.push(node);
      return undefined;
    },
  });
  return found;
}

/**
 * The text with the lines of quoted texts indented further than the key that they belong to, as the parser wants them: kubectl reads such texts however
 * their lines are indented. Lines keep their numbers. Undefined if no quoted text of these documents needs it.
 */
export function withIndentedQuotes(file: SourceFile, documents: readonly Document.Parsed[]): string | undefined {
  for (const document of documents) {
    for (const error of document.errors) {
      const quote = error.code === 'MISSING_CHAR' ? openQuoteAt(file, document, error.pos[0]) : undefined;
      const end = quote === undefined ? undefined : closingQuote(file.text, quote.start);
      if (quote === undefined || end === undefined) continue;
      return indented(file, quote.start, end);
    }
  }
  return undefined;
}

/** The text with each quoted value of several lines indented: for files with many of them, as generators of CRDs write. */
export function withAllQuotesIndented(file: SourceFile): string {
  const opening = /^[ ]*(?:- )?[\w.$/-]+:[ ]+(?=['"])/gm;
  let now = file;
  for (let found = opening.exec(now.text); found !== null; found = opening.exec(now.text)) {
    const end = closingQuote(now.text, opening.lastIndex);
    if (end !== undefined) now = sourceFile(file.name, indented(now, opening.lastIndex, end));
  }
  return now.text;
}

function indented(file: SourceFile, start: number, end: number): string {
  const { line } = positionOf(file, start);
  const indent = /^ */.exec(lineOf(file, line))?.[0] ?? '';
  const inner = file.text.slice(start, end).replace(/\n[ \t]*(?=[^\s])/g, `\n${indent}  `);
  return file.text.slice(0, start) + inner + file.text.slice(end);
}

/** The offset behind the quote that closes the one at `start`, if the text between has several lines and no end of a document. */
function closingQuote(text: string, start: number): number | undefined {
  const pattern = text[start] === '"' ? /"(?:[^"\\]|\\[^])*"/y : /'(?:[^']|'')*'/y;
  pattern.lastIndex = start;
  const found = pattern.exec(text)?.[0];
  return found === undefined || !found.includes('\n') || /\n(---|\.\.\.)\s/.test(found)
    ? undefined
    : start + found.length;
}

/** The quote of a text that ends at an offset without its closing quote. */
function openQuoteAt(
  file: SourceFile,
  document: Document.Parsed,
  offset: number,
): (Omit<Place, 'file'> & { mark: string }) | undefined {
  let found: (Omit<Place, 'file'> & { mark: string }) | undefined;
  visit(document, {
    Scalar: (_key, { range, type }) => {
      if ((type !== 'QUOTE_DOUBLE' && type !== 'QUOTE_SINGLE') || range?.[1] !== offset) return undefined;
      const [start, end] = range;
      const mark = type === 'QUOTE_DOUBLE' ? '"' : "'";
      if (end - start > 1 && file.text[end - 1] === mark) return undefined;
      found = { start, end: start + 1, mark };
      return visit.BREAK;
    },
  });
  return found;
}

function isClosed({ text }: SourceFile, { range, items }: YAMLMap | YAMLSeq): boolean {
  const [start, end] = range ?? [0, 0];
  const last = items.at(-1);
  const lastEnd = isPair(last) ? (endOf(last.value) ?? endOf(last.key)) : endOf(last);
  return (lastEnd ?? start + 1) < end && text[end - 1] === (text[start] === '{' ? '}' : ']');
}

function endOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[1] : undefined;
}

/** Whether a mapping begins at an offset, with a key that is not a list: `a: b: c`. */
function isNestedMapping(collection: YAMLMap | YAMLSeq | undefined, offset: number): boolean {
  return isMap(collection) && collection.range?.[0] === offset && !collection.items.some(({ key }) => isSeq(key));
}

function reportOpenBracket(file: SourceFile, { range }: YAMLMap | YAMLSeq, diagnostics: DiagnosticList): void {
  const start = range?.[0] ?? 0;
  diagnostics.add('E109', { file, start, end: start + 1 }, { mark: file.text[start] === '{' ? '}' : ']' });
}
