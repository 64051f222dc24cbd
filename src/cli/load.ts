import type { Diagnostic } from '../scenario/diagnostics.ts';
import { type Files, joinPath, SCENARIO_FILE } from '../scenario/files.ts';
import { formatDiagnostics } from '../scenario/format-diagnostic.ts';
import { isScenarioText, loadRehearsal } from '../scenario/load-rehearsal.ts';
import type { Loading, Rehearsal } from '../scenario/rehearsal.ts';
import { didYouMean } from '../scenario/suggest.ts';
import { UsageError } from './exit-codes.ts';
import type { WorldOptions } from './options.ts';
import type { Terminal } from './terminal.ts';

/** Reads what the command line names. */
export function load(files: Files, paths: readonly string[], options: WorldOptions): Loading {
  return loadRehearsal(files, pathsOrHere(files, paths), options);
}

/** The rehearsal, or undefined after the diagnostics said why there is none. Warnings and notes are told too, unless it shall be quiet. */
export function loadOrTell(
  terminal: Terminal,
  files: Files,
  paths: readonly string[],
  options: WorldOptions & { readonly quiet?: boolean },
): Rehearsal | undefined {
  const { rehearsal, diagnostics } = load(files, paths, options);
  tell(terminal, options.quiet === true ? diagnostics.filter(isError) : diagnostics);
  return rehearsal;
}

export function isError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === 'error';
}

/** Diagnostics for people, on the error output. */
export function tell(terminal: Terminal, diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length === 0) return;
  terminal.err(`${formatDiagnostics(diagnostics, { color: terminal.errHasColour })}\n\n`);
}

/** Whether the command line names a scenario, and not manifests alone. */
export function namesScenario(files: Files, paths: readonly string[]): boolean {
  return pathsOrHere(files, paths).some((path) => files.isFolder(path) || isScenarioText(files.read(path) ?? ''));
}

function pathsOrHere(files: Files, paths: readonly string[]): readonly string[] {
  const [first] = paths;
  if (first === undefined) {
    if (files.read(joinPath('.', SCENARIO_FILE)) !== undefined) return ['.'];
    throw new UsageError('nothing to rehearse: name a scenario, or manifests', '(rehearse --help shows how)');
  }
  checkNames(paths);
  return paths;
}

/** Throws for a mistyped command: nothing is there under the first name, and it is close to one of `commands`. */
export function refuseMistypedCommand(files: Files, paths: readonly string[], commands: readonly string[]): void {
  const [first = '-'] = paths;
  if (first === '-' || files.read(first) !== undefined || files.isFolder(first)) return;
  const meant = didYouMean(first, commands);
  if (meant === undefined) return;
  throw new UsageError(`there is no command and no file ${first}`, `(did you mean: rehearse ${meant}?)`);
}

/** No file can be read twice: the standard input is gone then, and every object of another would be there twice. */
export function checkNames(paths: readonly string[]): void {
  if (paths.includes('')) throw new UsageError('the name of a file is empty', '(- is the standard input)');
  const twice = paths.find((path, index) => paths.indexOf(path) < index);
  if (twice !== undefined) throw new UsageError(`${twice} is named twice`, '(name each file once)');
}
