/** How loading reaches files: a front end hands it in, so that loading itself runs anywhere, browsers too. */
export interface Files {
  /** The text of a file; undefined if there is none that can be read. `-` is the standard input. */
  read(path: string): string | undefined;
  isFolder(path: string): boolean;
  /** The names of what lies directly in a folder, sorted, those of folders with a slash at the end. */
  list(path: string): readonly string[];
  /** Why a path cannot be read, for the message; undefined if there is nothing of this name. */
  problem(path: string): FileProblem | undefined;
}

/** `device`: reading would wait or never end. `size`: larger than `LIMITS.fileBytes`. `outside`: not below the folders that a scenario may name. */
export type FileProblem = 'folder' | 'device' | 'size' | 'permission' | 'outside';

/** The files that are meant by a folder, the first that is there. */
export const SCENARIO_FILES = ['scenario.yaml', 'scenario.yml'] as const;
export const [SCENARIO_FILE] = SCENARIO_FILES;

/** The path of the scenario file in a folder. */
export function scenarioFileIn(files: Files, folder: string): string | undefined {
  return SCENARIO_FILES.map((name) => joinPath(folder, name)).find((path) => files.read(path) !== undefined);
}

/** How a path is shown to people. */
export function shownName(path: string): string {
  return path === '-' ? '<stdin>' : path;
}

/** A path as seen from the folder of another file. `../a/b.yaml` from `x/y/scenario.yaml` is `x/a/b.yaml`. */
export function resolvePath(from: string, path: string): string {
  if (path.startsWith('/') || path === '-' || /^[A-Za-z]:[\\/]/.test(path)) return path;
  const slash = from.lastIndexOf('/');
  const folder = slash < 0 ? '' : from.slice(0, slash + 1);
  return normal(`${folder}${path}`);
}

export function joinPath(folder: string, path: string): string {
  return normal(folder.endsWith('/') ? `${folder}${path}` : `${folder}/${path}`);
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.replace(/\/+$/, '').replace(/^.*\//, '');
}

function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '.' || (part === '' && parts.length > 0)) continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..' && parts.at(-1) !== '') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/** The folder that a path lies in: `.` for a bare name. */
export function folderOf(path: string): string {
  const slash = path.replace(/\/+$/, '').lastIndexOf('/');
  return slash < 0 ? '.' : slash === 0 ? '/' : path.slice(0, slash);
}

/** The file that makes a folder a Helm chart. */
export const CHART_FILE = 'Chart.yaml';

/** The command that makes manifests of a file which is an instruction to build them. */
export function buildCommand(path: string): string {
  const folder = /^(<|--)/.test(path) ? '.' : folderOf(path);
  return baseName(path) === CHART_FILE
    ? `helm template ${folder} | rehearse -`
    : `kustomize build ${folder} | rehearse -`;
}
