import { COLOUR, painted } from '../text/colours.ts';
import { printable } from '../text/printable.ts';
import { textWidth } from '../text/width.ts';
import type { Diagnostic, Severity } from './diagnostics.ts';

const COLOURS: Readonly<Record<Severity | 'bold' | 'dim', number>> = {
  error: COLOUR.red,
  warning: COLOUR.yellow,
  note: COLOUR.cyan,
  bold: COLOUR.bold,
  dim: COLOUR.dim,
};
/** Longer source lines are cut around the caret. */
const WIDTH = 120;
export interface FormatOptions {
  readonly color?: boolean;
}

/**
 * A diagnostic for people: `file:line:column: error E205: message`, the source line with carets, what was expected and found, how to fix it.
 * Several lines, no newline at the end.
 */
export function formatDiagnostic(diagnostic: Diagnostic, options: FormatOptions = {}): string {
  const paint = (colour: keyof typeof COLOURS, text: string): string =>
    options.color === true ? painted(text, COLOURS[colour]) : text;
  const { file, line, column, severity, code, message } = diagnostic;
  const head = `${paint('bold', `${printable(file)}:${line}:${column}:`)} ${paint(severity, `${severity} ${code}:`)} ${printable(message)}`;
  return [head, ...sourceLines(diagnostic, paint), ...details(diagnostic)].join('\n');
}

type Paint = (colour: keyof typeof COLOURS, text: string) => string;

function sourceLines(diagnostic: Diagnostic, paint: Paint): readonly string[] {
  const { line, column, endColumn, severity } = diagnostic;
  if (diagnostic.sourceLine.trim() === '') return [];
  const number = String(line).padStart(5);
  const { before, marked, after } = cutAround(diagnostic.sourceLine, column - 1, endColumn - 1);
  const indent = before.replace(/[^\t]+/g, (text) => ' '.repeat(textWidth(text)));
  const carets = '^'.repeat(Math.max(1, textWidth(marked)));
  return [
    `${paint('dim', `${number} |`)} ${before}${marked}${after}`,
    `${paint('dim', '      |')} ${indent}${paint(severity, carets)}`,
  ];
}

/** A source line around the part that is marked, safe to print. */
interface Cut {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
}

/** A long line is cut to a window around [start, end), with `…` where something is left out. */
function cutAround(text: string, start: number, end: number): Cut {
  const isLong = text.length > WIDTH;
  const first = isLong ? Math.floor(Math.max(0, Math.min(start - WIDTH / 3, text.length - WIDTH + 2))) : 0;
  const last = isLong ? Math.min(text.length, first + WIDTH - 2) : text.length;
  const markedEnd = Math.max(start, Math.min(end, last));
  return {
    before: `${first > 0 ? '…' : ''}${printable(text.slice(first, start))}`,
    marked: printable(text.slice(start, markedEnd)),
    after: `${printable(text.slice(markedEnd, last))}${last < text.length ? '…' : ''}`,
  };
}

function shortened(found: string | undefined): string | undefined {
  if (found === undefined) return undefined;
  const [first = ''] = printable(found).split('\n');
  return first.length > WIDTH ? `${first.slice(0, WIDTH - 1)}…` : first;
}

function details(diagnostic: Diagnostic): readonly string[] {
  const lines: string[] = [];
  const rows = [
    ['expected', diagnostic.expected],
    ['found', shortened(diagnostic.found)],
    ['help', diagnostic.fix],
  ] as const;
  for (const [label, text] of rows) {
    if (text === undefined) continue;
    const [first = '', ...rest] = printable(text).split('\n');
    lines.push(`      ${`${label}:`.padEnd(9)} ${first}`, ...rest.map((row) => (row === '' ? '' : `      ${row}`)));
  }
  return lines;
}

/** Several diagnostics, a blank line between them; empty for none. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], options: FormatOptions = {}): string {
  return diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, options)).join('\n\n');
}
