import type { Document, YAMLError } from 'yaml';
import type { DiagnosticList } from './diagnostics.ts';
import { lineOf, type Place, positionOf, type SourceFile } from './source-file.ts';

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
  if (folded === undefined) reportSyntaxError(file, first, diagnostics);
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

function reportSyntaxError(file: SourceFile, error: YAMLError, diagnostics: DiagnosticList): void {
  const place = placeOf(file, error);
  const { line } = positionOf(file, place.start);
  const text = lineOf(file, line);
  const template = /\{\{.*?(?:\}\}|$)/.exec(text);
  if (template !== null) {
    const start = (file.lineStarts[line - 1] ?? 0) + template.index;
    diagnostics.add('E116', { file, start, end: start + template[0].length }, { found: template[0] });
    return;
  }
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return diagnostics.add('E103', place, {});
    case 'BAD_INDENT':
      return /^Flow /.test(error.message)
        ? reportOpenBracket(file, place, diagnostics)
        : diagnostics.add('E104', place, {});
    case 'BLOCK_AS_IMPLICIT_KEY':
      if (!/^Nested/.test(error.message)) return diagnostics.add('E104', place, {});
      return diagnostics.add('E107', place, { found: text.trim() });
    case 'MULTILINE_IMPLICIT_KEY':
      return diagnostics.add('E118', place, { detail: error.message });
    case 'MISSING_CHAR':
      return reportMissing(file, place, error, diagnostics);
    case 'BAD_SCALAR_START':
      return diagnostics.add('E117', place, { found: file.text.slice(place.start, place.start + 1) });
    case 'BAD_DQ_ESCAPE':
      return diagnostics.add('E119', place, { found: file.text.slice(place.start, place.start + 2) });
    default:
      return diagnostics.add('E118', place, { detail: error.message });
  }
}

/** A quote or a bracket that is never closed is shown where it opens. */
function reportMissing(file: SourceFile, place: Place, error: YAMLError, diagnostics: DiagnosticList): void {
  if (/closing ["']quote/.test(error.message)) {
    const mark = error.message.includes('"quote') ? '"' : "'";
    const open = lastOpen(file, place.start, mark);
    return diagnostics.add('E108', { file, start: open, end: open + 1 }, { mark });
  }
  if (/^Sequence item/.test(error.message)) return diagnostics.add('E104', place, {});
  if (/^Flow /.test(error.message)) return reportOpenBracket(file, place, diagnostics);
  return diagnostics.add('E118', place, { detail: error.message });
}

/** The innermost bracket that is open before a place; quotes and comments are not looked into. */
function reportOpenBracket(file: SourceFile, place: Place, diagnostics: DiagnosticList): void {
  const open: number[] = [];
  for (let index = 0; index < place.start; index += 1) {
    const letter = file.text[index];
    if (letter === '[' || letter === '{') open.push(index);
    else if (letter === ']' || letter === '}') open.pop();
  }
  const start = open.at(-1) ?? place.start;
  diagnostics.add('E109', { file, start, end: start + 1 }, { mark: file.text[start] === '{' ? '}' : ']' });
}

function lastOpen(file: SourceFile, before: number, mark: string): number {
  const found = file.text.lastIndexOf(mark, Math.max(0, before - 1));
  return found < 0 ? before : found;
}
