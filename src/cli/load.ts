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

/** Throws for a mistyped command: nothing is there under the first name, and it is close to one of `commands`. */
export function refuseMistypedCommand(files: Files, paths: readonly string[], commands: readonly string[]): void {
  const [first = '-'] = paths;
  if (first === '-' || files.read(first) !== undefined || files.isFolder(first)) return;
  const meant = didYouMean(first, commands);
  if (meant === undefined) return;
  throw new UsageError(`there is no command and no file ${first}`, `(did you mean: rehearse ${meant}?)`);
}
