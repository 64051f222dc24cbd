import type { Files } from '../../scenario/files.ts';

/** Files that are texts in memory, all in one folder. */
export function memoryFiles(texts: ReadonlyMap<string, string>): Files {
  const nameOf = (path: string): string => path.replace(/^\.\//, '');
  return {
    read: (path) => texts.get(nameOf(path)),
    isFolder: (path) => path === '.' || path === '',
    list: () => [...texts.keys()].sort(),
    problem: (path) => (path === '.' ? 'folder' : undefined),
  };
}
