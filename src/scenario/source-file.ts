/** A text that diagnostics point into. */
export interface SourceFile {
  /** As the user knows it: a path, `<stdin>`, `--set-image`. */
  readonly name: string;
  readonly text: string;
  /** Offset at which each line begins. */
  readonly lineStarts: readonly number[];
  /** The file as it was written, if reading indented some lines further. */
  readonly written?: SourceFile;
}

/** A stretch of a file, by offsets; `end` is exclusive. */
export interface Place {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

export function sourceFile(name: string, text: string, written?: SourceFile): SourceFile {
  const lineStarts = [0];
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) lineStarts.push(index + 1);
  return written === undefined ? { name, text, lineStarts } : { name, text, lineStarts, written };
}

/** Line and column of an offset as the file was written, both counted from 1. */
export function positionOf(file: SourceFile, offset: number): { readonly line: number; readonly column: number } {
  let low = 0;
  let high = file.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((file.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const line = low + 1;
  const column = offset - (file.lineStarts[low] ?? 0) + 1;
  if (file.written === undefined) return { line, column };
  const added = textOfLine(file, line).length - textOfLine(file.written, line).length;
  return { line, column: Math.max(1, column - added) };
}

/** The text of a line (counted from 1) as it was written, without its end. */
export function lineOf(file: SourceFile, line: number): string {
  return textOfLine(file.written ?? file, line);
}

function textOfLine(file: SourceFile, line: number): string {
  const start = file.lineStarts[line - 1] ?? file.text.length;
  const next = file.lineStarts[line];
  const text = file.text.slice(start, next === undefined ? undefined : next - 1);
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

/** The beginning of a file: where to point when something is missing as a whole. */
export function startOf(file: SourceFile): Place {
  return { file, start: 0, end: 0 };
}
