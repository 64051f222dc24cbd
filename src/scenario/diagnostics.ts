import { MESSAGES, type DiagnosticCode, type MessageParameters } from './messages.ts';
import { lineOf, type Place, positionOf } from './source-file.ts';

export type { DiagnosticCode } from './messages.ts';

export type Severity = 'error' | 'warning' | 'note';

/** Something that a file's author should know: data for machines, sentences for people. */
export interface Diagnostic {
  /** Stable: E… errors, W… warnings, N… notes. */
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly file: string;
  /** Counted from 1, as are columns. */
  readonly line: number;
  readonly column: number;
  /** The first column behind what is wrong, on the same line. */
  readonly endColumn: number;
  readonly sourceLine: string;
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
  /** How to fix it; may have several lines (a manifest to paste). */
  readonly fix?: string;
}

function severityOf(code: DiagnosticCode): Severity {
  if (code.startsWith('E')) return 'error';
  return code.startsWith('W') ? 'warning' : 'note';
}

/** Builds a diagnostic: the place gives its position, the code and its parameters the sentences. */
export function diagnose<C extends DiagnosticCode>(
  code: C,
  place: Place,
  parameters: MessageParameters[C],
): Diagnostic {
  const { line, column } = positionOf(place.file, place.start);
  const sourceLine = lineOf(place.file, line);
  const lineEnd = Math.max(column, sourceLine.length + 1);
  const endColumn = Math.max(Math.min(column + (place.end - place.start), lineEnd), column + 1);
  const sentence = MESSAGES[code](parameters);
  return {
    code,
    severity: severityOf(code),
    file: place.file.name,
    line,
    column,
    endColumn,
    sourceLine,
    ...sentence,
  };
}

/** Collects the diagnostics of one loading, in whatever order they are found. */
export class DiagnosticList {
  readonly #found: Diagnostic[] = [];

  add<C extends DiagnosticCode>(code: C, place: Place, parameters: MessageParameters[C]): void {
    this.#found.push(diagnose(code, place, parameters));
  }

  get hasErrors(): boolean {
    return this.#found.some((diagnostic) => diagnostic.severity === 'error');
  }

  /** By file (in the order in which files were first mentioned), then by position; the same thing is said once. */
  sorted(): readonly Diagnostic[] {
    return sortDiagnostics(this.#found);
  }
}

/** By file in the order of first mention, then line, column and code; equal ones once. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const files = [...new Set(diagnostics.map((diagnostic) => diagnostic.file))];
  const rank = new Map(files.map((file, index) => [file, index]));
  const sorted = [...diagnostics].sort(
    (a, b) =>
      (rank.get(a.file) ?? 0) - (rank.get(b.file) ?? 0) ||
      a.line - b.line ||
      a.column - b.column ||
      (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
  return sorted.filter((diagnostic, index) => !sameDiagnostic(diagnostic, sorted[index - 1]));
}

function sameDiagnostic(a: Diagnostic, b: Diagnostic | undefined): boolean {
  return (
    b !== undefined &&
    a.file === b.file &&
    a.line === b.line &&
    a.column === b.column &&
    a.code === b.code &&
    a.message === b.message
  );
}
