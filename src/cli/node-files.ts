import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FileProblem, Files } from '../scenario/files.ts';
import { LIMITS } from '../world/limits.ts';

const STANDARD_INPUT = 0;
/** Where a shell puts the output of a command that stands in for a file: `<(helm template .)`. */
const HANDED_OVER = /^\/(dev|proc\/self)\/(fd\/\d+|stdin)$/;

/** The files of this machine; `-` is the standard input. Each is read once. */
export function nodeFiles(): Files {
  const texts = new Map<string, string | undefined>();
  const read = (path: string): string | undefined => {
    if (!texts.has(path))
      texts.set(
        path,
        attempt(() => readText(path)),
      );
    return texts.get(path);
  };
  return {
    read,
    isFolder: (path) => path !== '-' && (attempt(() => statSync(path).isDirectory()) ?? false),
    list: (path) =>
      attempt(() =>
        readdirSync(path, { withFileTypes: true })
          .map((entry) => (isFolderEntry(path, entry.name, entry.isDirectory()) ? `${entry.name}/` : entry.name))
          .sort((a, b) => (a < b ? -1 : Number(a > b))),
      ) ?? [],
    problem: problemOf,
  };
}

function isFolderEntry(folder: string, name: string, isDirectory: boolean): boolean {
  return isDirectory || (attempt(() => statSync(join(folder, name)).isDirectory()) ?? false);
}

function readText(path: string): string | undefined {
  if (path === '-') return withoutMark(readFileSync(STANDARD_INPUT, 'utf8'));
  return problemOf(path) === undefined ? withoutMark(readFileSync(path, 'utf8')) : undefined;
}

/** Why a path is not read; undefined for a file that can be, and for a name that nothing has. */
function problemOf(path: string): FileProblem | undefined {
  if (path === '-' || HANDED_OVER.test(path)) return undefined;
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) return 'folder';
    if (!stat.isFile()) return 'device';
    return stat.size > LIMITS.fileBytes.value ? 'size' : undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EACCES' ? 'permission' : undefined;
  }
}

/** A file that cannot be read is none; loading says so with the place that names it. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Some editors begin files with a byte order mark. */
function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}
