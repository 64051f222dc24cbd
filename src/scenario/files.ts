/** How loading reaches files: a front end hands it in, so that loading itself runs anywhere, browsers too. */
export interface Files {
  /** The text of a file; undefined if there is none that can be read. `-` is the standard input. */
  read(path: string): string | undefined;
  isFolder(path: string): boolean;
}

/** The file that is meant by a folder. */
export const SCENARIO_FILE = 'scenario.yaml';

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
