import { lineOf, positionOf } from '../../scenario/source-file.ts';
import { lintFiles, type Mistake } from '../../session/lint.ts';
import { EXIT } from '../exit-codes.ts';
import { tell } from '../load.ts';
import { nodeFiles } from '../node-files.ts';
import type { OutputFormat } from '../options.ts';
import type { Terminal } from '../terminal.ts';

export interface LintOptions {
  readonly recursive?: boolean;
  readonly output: OutputFormat;
}

/** `lint`: the mistakes of the files. */
export function lint(terminal: Terminal, paths: readonly string[], { output, recursive = false }: LintOptions): number {
  const mistakes = lintFiles(nodeFiles(), paths, {
    show: (diagnostics) => tell(terminal, diagnostics),
    recursive,
  });
  if (mistakes === undefined) return EXIT.badInput;
  terminal.out(
    output === 'json' ? mistakesJson(mistakes) : mistakes.map((one) => mistakeText(terminal, one)).join('\n'),
  );
  return mistakes.length === 0 ? EXIT.asExpected : EXIT.notAsExpected;
}

function mistakesJson(mistakes: readonly Mistake[]): string {
  const data = mistakes.map(({ place, message }) => ({
    file: place.file.name,
    ...positionOf(place.file, place.start),
    message,
  }));
  return `${JSON.stringify(data, null, 2)}\n`;
}

function mistakeText({ style }: Terminal, { place, message }: Mistake): string {
  const { line, column } = positionOf(place.file, place.start);
  const source = lineOf(place.file, line);
  const indent = source.slice(0, column - 1).replace(/[^\t]/g, ' ');
  const carets = '^'.repeat(Math.max(1, Math.min(place.end - place.start, source.length - column + 1)));
  return (
    `${style(`${place.file.name}:${line}:${column}:`, 'strong')} ${message}\n` +
    `${style(`${String(line).padStart(5)} |`, 'quiet')} ${source}\n` +
    `${style('      |', 'quiet')} ${indent}${style(carets, 'bad')}\n`
  );
}
