import { isJsonArray, isJsonObject } from '../api/json.ts';
import { own } from '../text/own.ts';
import { DiagnosticList } from './diagnostics.ts';
import { CHART_FILE, type Files, joinPath, resolvePath, shownName } from './files.ts';
import type { ManifestText } from './manifest.ts';
import { sourceFile, startOf } from './source-file.ts';
import { readYaml } from './yaml-reader.ts';

/** What is read of the paths of a command line. */
export interface InputOptions {
  /** As kubectl -R: the folders below a folder are read, too. */
  readonly recursive?: boolean;
}

interface Reading extends InputOptions {
  readonly files: Files;
  readonly diagnostics: DiagnosticList;
  /** Folders that have been read, so that two kustomizations do not read a third twice. */
  readonly seen: Set<string>;
}

/** Endings that kubectl reads in a folder. Source: k8s.io/cli-runtime resource.FileExtensions */
const MANIFEST_FILE = /\.(json|yaml|yml)$/;
const KUSTOMIZATION_FILES: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
/** Folders in which nobody keeps manifests of their own. */
const PASSED_OVER = /^(\..*|node_modules)\/$/;

/** Whether a text says of itself that it is a scenario file, right or wrong otherwise. */
export function isScenarioText(text: string): boolean {
  return /^(["']?)apiVersion\1\s*:\s*["']?rehearse\.dev\//m.test(text) || /^kind\s*:\s*["']?Scenario\b/m.test(text);
}

/** The manifest texts that paths name: files, `-` for the standard input, and folders as `kubectl apply -f` reads them. Reports what cannot be read. */
export function manifestTexts(
  files: Files,
  paths: readonly string[],
  diagnostics: DiagnosticList,
  options: InputOptions = {},
): readonly ManifestText[] {
  const reading: Reading = { ...options, files, diagnostics, seen: new Set() };
  return paths.flatMap((path) => (files.isFolder(path) ? folderTexts(reading, path, true) : fileText(reading, path)));
}

function fileText({ files, diagnostics }: Reading, path: string): readonly ManifestText[] {
  const text = files.read(path);
  if (text !== undefined) return [{ name: path, text }];
  diagnostics.add('E101', startOf(sourceFile(shownName(path), '')), { path, problem: files.problem(path) });
  return [];
}

/** The manifests of a folder; `named`: by the user, so that it is a mistake if there are none. */
function folderTexts(reading: Reading, folder: string, named: boolean): readonly ManifestText[] {
  const { files, diagnostics, recursive = false, seen } = reading;
  if (seen.has(folder)) return [];
  seen.add(folder);
  const names = files.list(folder);
  const place = startOf(sourceFile(folder, ''));
  if (names.includes(CHART_FILE)) {
    diagnostics.add(named ? 'E120' : 'W123', place, { folder });
    return [];
  }
  const kustomization = KUSTOMIZATION_FILES.find((name) => names.includes(name));
  const texts =
    kustomization === undefined
      ? plainTexts(reading, folder, names)
      : kustomizedTexts(reading, folder, joinPath(folder, kustomization), named);
  const below = recursive
    ? names
        .filter((name) => name.endsWith('/') && !PASSED_OVER.test(name))
        .flatMap((name) => folderTexts(reading, joinPath(folder, name.slice(0, -1)), false))
    : [];
  const found = [...texts, ...below];
  if (found.length === 0 && named && kustomization === undefined) reportEmpty(reading, folder, names);
  return found;
}

function plainTexts(reading: Reading, folder: string, names: readonly string[]): readonly ManifestText[] {
  const read = names
    .filter((name) => MANIFEST_FILE.test(name))
    .sort(byStem)
    .flatMap((name) => fileText(reading, joinPath(folder, name)))
    .map((text) => ({ ...text, folder }));
  const scenarios = read.filter(({ text }) => isScenarioText(text));
  const others = read.filter((text) => !scenarios.includes(text));
  for (const { name } of scenarios) {
    reading.diagnostics.add(others.length === 0 ? 'E124' : 'N125', startOf(sourceFile(name, '')), { path: name });
  }
  return others;
}

/** In the order of the names without their endings, so that `rollout.yaml` comes before `rollout-v2.yaml`. */
function byStem(a: string, b: string): number {
  const [first, second] = [a, b].map((name) => name.replace(MANIFEST_FILE, ''));
  return (first ?? '') < (second ?? '') ? -1 : Number((first ?? '') > (second ?? ''));
}

function reportEmpty({ files, diagnostics }: Reading, folder: string, names: readonly string[]): void {
  if (diagnostics.hasErrors) return;
  const below = names.filter((name) => name.endsWith('/') && !PASSED_OVER.test(name));
  const folders = below.filter((name) =>
    files.list(joinPath(folder, name.slice(0, -1))).some((file) => MANIFEST_FILE.test(file)),
  );
  diagnostics.add('E126', startOf(sourceFile(folder, '')), {
    folder,
    below: folders.map((name) => joinPath(folder, name.slice(0, -1))),
  });
}

/** Keys of a kustomization that change no object that it lists. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  ...['apiVersion', 'kind', 'metadata', 'resources', 'bases', 'crds', 'configurations', 'openapi'],
  ...['sortOptions', 'buildMetadata', 'generatorOptions'],
]);

/**
 * The files that a kustomization lists, as they are. What it does to them Rehearse does not do, and says so; a kustomization that only changes what lies
 * in other folders gives nothing.
 */
function kustomizedTexts(reading: Reading, folder: string, path: string, named: boolean): readonly ManifestText[] {
  const { files, diagnostics } = reading;
  const file = sourceFile(path, files.read(path) ?? '');
  const [document] = readYaml(file, 'manifest', new DiagnosticList());
  const value = document?.value;
  const fields = isJsonObject(value) ? value : {};
  const listed = ['resources', 'bases'].flatMap((key) => {
    const entries = own(fields, key);
    return isJsonArray(entries) ? entries.filter((entry) => typeof entry === 'string') : [];
  });
  const changes = Object.keys(fields).filter((key) => !WITHOUT_EFFECT.has(key));
  const remote = listed.filter((entry) => !isThere(files, resolvePath(path, entry)));
  const here = listed
    .filter((entry) => !remote.includes(entry))
    .map((entry) => resolvePath(path, entry).replace(/(.)\/$/, '$1'));
  const ownFiles = here.filter((entry) => !files.isFolder(entry));
  const build = `kustomize build ${folder} | rehearse -`;
  if (changes.length > 0 && ownFiles.length === 0) {
    if (named) diagnostics.add('E415', startOf(file), { kind: 'Kustomization', build });
    return [];
  }
  if (changes.length > 0) diagnostics.add('W436', startOf(file), { what: changes.join(', '), build });
  if (remote.length > 0) diagnostics.add('W437', startOf(file), { what: remote.join(', '), build });
  const texts = here.flatMap((entry) =>
    files.isFolder(entry)
      ? folderTexts(reading, entry, false)
      : fileText(reading, entry).map((text) => ({ ...text, folder })),
  );
  if (texts.length === 0 && named && !diagnostics.hasErrors) {
    diagnostics.add('E415', startOf(file), { kind: 'Kustomization', build });
  }
  return texts;
}

function isThere(files: Files, path: string): boolean {
  return files.isFolder(path) || files.read(path) !== undefined;
}
