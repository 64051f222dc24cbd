import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { Files } from '../../src/scenario/files.ts';

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** The files of the disk, as seen from a folder. */
export function diskFiles(root: string): Files {
  const at = (path: string): string => (path.startsWith('/') ? path : `${root}/${path}`);
  return {
    read: (path) => attempt(() => readFileSync(at(path), 'utf8')),
    isFolder: (path) => attempt(() => statSync(at(path)).isDirectory()) ?? false,
    list: (path) =>
      attempt(() =>
        readdirSync(at(path), { withFileTypes: true })
          .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
          .sort(),
      ) ?? [],
    problem: (path) => (attempt(() => statSync(at(path)).isDirectory()) === true ? 'folder' : undefined),
  };
}

function namesBelow(texts: Readonly<Record<string, string>>, path: string): readonly string[] {
  const start = path === '.' ? '' : `${path.replace(/\/$/, '')}/`;
  return Object.keys(texts).flatMap((name) => (name.startsWith(start) ? [name.slice(start.length)] : []));
}

/** Files that exist only in a test. */
export function memoryFiles(texts: Readonly<Record<string, string>>): Files {
  return {
    read: (path) => (Object.hasOwn(texts, path) ? texts[path] : undefined),
    isFolder: (path) => namesBelow(texts, path).length > 0,
    list: (path) => [...new Set(namesBelow(texts, path).map((name) => /^[^/]+\/?/.exec(name)?.[0] ?? name))].sort(),
    problem: (path) => (namesBelow(texts, path).length > 0 ? 'folder' : undefined),
  };
}
