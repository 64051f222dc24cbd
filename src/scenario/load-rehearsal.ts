import { type BareOptions, worldFromManifests } from './bare.ts';
import { diagnose } from './diagnostics.ts';
import { type Files, shownName } from './files.ts';
import { loadScenario } from './load-scenario.ts';
import type { ManifestText } from './manifests.ts';
import type { Loading } from './rehearsal.ts';
import { sourceFile, startOf } from './source-file.ts';

/** Whether a text says of itself that it is a scenario file, right or wrong otherwise. */
export function isScenarioText(text: string): boolean {
  return /^(["']?)apiVersion\1\s*:\s*["']?rehearse\.dev\//m.test(text) || /^kind\s*:\s*["']?Scenario\b/m.test(text);
}

/**
 * Loads what a command line names: one scenario (a file, or a folder with a scenario.yaml), else manifests (`-` is the standard input).
 */
export function loadRehearsal(files: Files, paths: readonly string[], options: BareOptions = {}): Loading {
  const scenario = paths.find((path) => files.isFolder(path) || isScenarioText(files.read(path) ?? ''));
  if (scenario === undefined) return loadManifests(files, paths, options);
  const [setting] = options.setImage ?? [];
  if (setting !== undefined) {
    const place = { file: sourceFile('--set-image', setting), start: 0, end: setting.length };
    return { rehearsal: undefined, diagnostics: [diagnose('E706', place, { scenario: shownName(scenario) })] };
  }
  const other = paths.find((path) => path !== scenario);
  if (other !== undefined) {
    const place = startOf(sourceFile(shownName(other), files.read(other) ?? ''));
    const parameters = { scenario: shownName(scenario), other: shownName(other) };
    return { rehearsal: undefined, diagnostics: [diagnose('E707', place, parameters)] };
  }
  return loadScenario(files, scenario, options);
}

function loadManifests(files: Files, paths: readonly string[], options: BareOptions): Loading {
  const texts: ManifestText[] = [];
  for (const path of paths) {
    const text = files.read(path);
    if (text !== undefined) {
      texts.push({ name: path, text });
      continue;
    }
    const place = startOf(sourceFile(shownName(path), ''));
    return { rehearsal: undefined, diagnostics: [diagnose('E101', place, { path: shownName(path), folder: false })] };
  }
  return worldFromManifests(texts, options);
}
