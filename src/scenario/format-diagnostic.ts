import type { Diagnostic, Severity } from './diagnostics.ts';

const ESCAPE = '\u001b';
const COLOURS: Readonly<Record<Severity | 'bold' | 'dim' | 'reset', string>> = {
  error: `${ESCAPE}[31m`,
  warning: `${ESCAPE}[33m`,
  note: `${ESCAPE}[36m`,
  bold: `${ESCAPE}[1m`,
  dim: `${ESCAPE}[2m`,
  reset: `${ESCAPE}[0m`,
};
/** Longer source lines are cut around the caret. */
const WIDTH = 120;
/** What a terminal acts on instead of showing it; tabs and line ends are laid out as they are. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text of a user's file, safe to print. */
function printable(text: string): string {
  return text.replace(CONTROL, '\ufffd');
}

export interface FormatOptions {
  readonly color?: boolean;
}

/**
 * A diagnostic for people: `file:line:column: error E205: message`, the source line with carets, what was expected and found, how to fix it.
 * Several lines, no newline at the end.
 */
export function formatDiagnostic(diagnostic: Diagnostic, options: FormatOptions = {}): string {
  const paint = (colour: keyof typeof COLOURS, text: string): string =>
    options.color === true ? `${COLOURS[colour]}${text}${COLOURS.reset}` : text;
  const { file, line, column, severity, code, message } = diagnostic;
  const head = `${paint('bold', `${file}:${line}:${column}:`)} ${paint(severity, `${severity} ${code}:`)} ${printable(message)}`;
  return [head, ...sourceLines(diagnostic, paint), ...details(diagnostic)].join('\n');
}

type Paint = (colour: keyof typeof COLOURS, text: string) => string;

function sourceLines(diagnostic: Diagnostic, paint: Paint): readonly string[] {
  const { line, column, endColumn, severity } = diagnostic;
  if (diagnostic.sourceLine.trim() === '') return [];
  const number = String(line).padStart(5);
  const cut = cutAround(printable(diagnostic.sourceLine), column - 1, endColumn - 1);
  const indent = cut.text.slice(0, cut.start).replace(/[^\t]/g, ' ');
  const carets = '^'.repeat(Math.max(1, cut.end - cut.start));
  return [
    `${paint('dim', `${number} |`)} ${cut.text}`,
    `${paint('dim', '      |')} ${indent}${paint(severity, carets)}`,
  ];
}

interface Cut {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A long line cut to a window around [start, end), with `…` where something is left out. */
function cutAround(text: string, start: number, end: number): Cut {
  if (text.length <= WIDTH) return { text, start, end };
  const from = Math.max(0, Math.min(start - WIDTH / 3, text.length - WIDTH + 2));
  const first = Math.floor(from);
  const last = Math.min(text.length, first + WIDTH - 2);
  const head = first > 0 ? '…' : '';
  const tail = last < text.length ? '…' : '';
  const shift = head.length - first;
  return {
    text: `${head}${text.slice(first, last)}${tail}`,
    start: start + shift,
    end: Math.min(end, last) + shift,
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
    const [first = '', ...rest] = text.split('\n');
    lines.push(`      ${`${label}:`.padEnd(9)} ${first}`, ...rest.map((row) => (row === '' ? '' : `      ${row}`)));
  }
  return lines;
}

/** Several diagnostics, a blank line between them; empty for none. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], options: FormatOptions = {}): string {
  return diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, options)).join('\n\n');
}
