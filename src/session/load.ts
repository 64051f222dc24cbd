import { type AnswerOptions, withAnswers } from '../scenario/answers.ts';
import type { BareOptions } from '../scenario/bare.ts';
import type { Diagnostic } from '../scenario/diagnostics.ts';
import { type Files, scenarioFileIn } from '../scenario/files.ts';
import { isScenario, loadRehearsal } from '../scenario/load-rehearsal.ts';
import type { Loading, Rehearsal } from '../scenario/rehearsal.ts';
import { UsageError } from './usage-error.ts';

/** What decides a run beside its files. */
export type WorldOptions = BareOptions & AnswerOptions;

/** Reads what is named: a scenario, or manifests; the folder here if nothing is. */
export function load(files: Files, paths: readonly string[], options: WorldOptions): Loading {
  return withAnswers(loadRehearsal(files, pathsOrHere(files, paths), options), options);
}

export interface LoadShowing {
  /** Shows diagnostics to the user; may be called with none. */
  readonly show: (diagnostics: readonly Diagnostic[]) => void;
  /** Errors alone are shown. */
  readonly quiet?: boolean;
}

/** The rehearsal, or undefined after the diagnostics have been shown that say why there is none. */
export function loadShowing(
  files: Files,
  paths: readonly string[],
  options: WorldOptions,
  { show, quiet = false }: LoadShowing,
): Rehearsal | undefined {
  const { rehearsal, diagnostics } = load(files, paths, options);
  show(quiet ? diagnostics.filter(isError) : diagnostics);
  return rehearsal;
}

export function isError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === 'error';
}

/** Whether a scenario is named, and not manifests alone. */
export function namesScenario(files: Files, paths: readonly string[]): boolean {
  return pathsOrHere(files, paths).some((path) => isScenario(files, path));
}

function pathsOrHere(files: Files, paths: readonly string[]): readonly string[] {
  if (paths.length === 0) {
    if (scenarioFileIn(files, '.') !== undefined) return ['.'];
    throw new UsageError('nothing to rehearse: name a scenario, or manifests', '(rehearse --help shows how)');
  }
  checkNames(paths);
  return paths;
}

/** No file can be read twice: the standard input is gone then, and every object of another would be there twice. */
export function checkNames(paths: readonly string[]): void {
  if (paths.includes('')) throw new UsageError('the name of a file is empty', '(- is the standard input)');
  const twice = paths.find((path, index) => paths.indexOf(path) < index);
  if (twice !== undefined) throw new UsageError(`${twice} is named twice`, '(name each file once)');
}
