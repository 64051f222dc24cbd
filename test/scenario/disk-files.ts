import { readFileSync, statSync } from 'node:fs';
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
  };
}

/** Files that exist only in a test. */
export function memoryFiles(texts: Readonly<Record<string, string>>): Files {
  return {
    read: (path) => (Object.hasOwn(texts, path) ? texts[path] : undefined),
    isFolder: (path) => Object.keys(texts).some((name) => name.startsWith(`${path.replace(/\/$/, '')}/`)),
  };
}
