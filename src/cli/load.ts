import type { Diagnostic } from '../scenario/diagnostics.ts';
import type { Files } from '../scenario/files.ts';
import { formatDiagnostics } from '../scenario/format-diagnostic.ts';
import type { Rehearsal } from '../scenario/rehearsal.ts';
import { didYouMean } from '../scenario/suggest.ts';
import { loadShowing, type WorldOptions } from '../session/load.ts';
import { UsageError } from '../session/usage-error.ts';
import { LIMITS } from '../world/limits.ts';
import type { Terminal } from './terminal.ts';

/** The rehearsal, or undefined after the diagnostics said why there is none. Warnings and notes are told too, unless it shall be quiet. */
export function loadOrTell(
  terminal: Terminal,
  files: Files,
  paths: readonly string[],
  options: WorldOptions & { readonly quiet?: boolean },
): Rehearsal | undefined {
  const show = (diagnostics: readonly Diagnostic[]): void => tell(terminal, diagnostics);
  return loadShowing(files, paths, options, { show, quiet: options.quiet ?? false });
}

/** Diagnostics for people, on the error output. */
export function tell(terminal: Terminal, diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length === 0) return;
  const shown = mostImportant(diagnostics);
  const more = diagnostics.length - shown.length;
  const rest = more === 0 ? '' : `… and ${more} more\n\n`;
  terminal.err(`${formatDiagnostics(shown, { color: terminal.errHasColour })}\n\n${rest}`);
}

/** As many as are shown, in their order: errors before warnings before notes when there are too many. */
function mostImportant(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const most = LIMITS.diagnostics.value;
  if (diagnostics.length <= most) return diagnostics;
  const ranked = ['error', 'warning', 'note'].flatMap((severity) =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity),
  );
  const kept = new Set(ranked.slice(0, most));
  return diagnostics.filter((diagnostic) => kept.has(diagnostic));
}

/** Words of other tools, and the command here that answers the same question. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ['describe', 'get'],
  ['watch', 'get'],
  ['diff', 'compare'],
  ['apply', 'run'],
  ['template', 'run'],
  ['check', 'validate'],
]);

/**
 * Throws when the first word of a command line is neither a command nor a file: people mean a command then. `commands`: the words that begin one.
 */
export function refuseUnknownCommand(files: Files, paths: readonly string[], commands: readonly string[]): void {
  const [first = '-'] = paths;
  if (first === '-' || files.read(first) !== undefined || files.isFolder(first)) return;
  if (commands.includes(first)) {
    throw new UsageError(
      `${first} is a command, and options of a command come behind it`,
      `(rehearse ${[first, ...paths.slice(1)].join(' ')} --OPTION)`,
    );
  }
  // A path is a path: what is wrong with it is said as of any file.
  if (/[./\\]/.test(first)) return;
  const meant = didYouMean(first, commands) ?? OTHER_WORDS.get(first);
  const help =
    meant === undefined
      ? `(commands: ${commands.join(', ')})`
      : `(did you mean: rehearse ${meant}? Commands: ${commands.join(', ')})`;
  throw new UsageError(`no such command: ${first}, and no file of this name`, help);
}
