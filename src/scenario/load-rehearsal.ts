import { type BareOptions, worldFromManifests } from './bare.ts';
import { diagnose, DiagnosticList } from './diagnostics.ts';
import { type Files, scenarioFileIn, shownName } from './files.ts';
import { isScenarioText, manifestTexts } from './inputs.ts';
import { loadScenario } from './load-scenario.ts';
import type { Loading } from './rehearsal.ts';
import { sourceFile, startOf } from './source-file.ts';

/** Whether a path names a scenario: a folder that has one, or a file that says so of itself. */
export function isScenario(files: Files, path: string): boolean {
  return files.isFolder(path) ? scenarioFileIn(files, path) !== undefined : isScenarioText(files.read(path) ?? '');
}

/**
 * Loads what a command line names: one scenario (a file, or a folder with a scenario.yaml), else manifests: files, folders, `-` for the standard input, and
 * several of each.
 */
export function loadRehearsal(files: Files, paths: readonly string[], options: BareOptions = {}): Loading {
  const scenario = paths.find((path) => isScenario(files, path));
  if (scenario === undefined) return loadManifests(files, paths, options);
  const given = changeOption(options);
  if (given !== undefined) {
    const [option, value] = given;
    const place = { file: sourceFile(option, value), start: 0, end: value.length };
    return { rehearsal: undefined, diagnostics: [diagnose('E706', place, { scenario: shownName(scenario), option })] };
  }
  const other = paths.find((path) => path !== scenario);
  if (other !== undefined) {
    const place = startOf(sourceFile(shownName(other), files.read(other) ?? ''));
    const parameters = { scenario: shownName(scenario), other: shownName(other) };
    return { rehearsal: undefined, diagnostics: [diagnose('E707', place, parameters)] };
  }
  return loadScenario(files, scenario, options);
}

/** The first option that says what changes, which a scenario states by itself. */
function changeOption({ setImage = [], then = [] }: BareOptions): readonly [option: string, value: string] | undefined {
  const [image] = setImage;
  const [update] = then;
  if (image !== undefined) return ['--set-image', image];
  return update === undefined ? undefined : ['--then', update];
}

function loadManifests(files: Files, paths: readonly string[], options: BareOptions): Loading {
  const diagnostics = new DiagnosticList();
  const texts = manifestTexts(files, paths, diagnostics, options);
  if (texts.length === 0 && diagnostics.hasErrors) return { rehearsal: undefined, diagnostics: diagnostics.sorted() };
  return worldFromManifests(texts, options, { files, diagnostics });
}
