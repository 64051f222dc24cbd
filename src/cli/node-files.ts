import { readFileSync, statSync } from 'node:fs';
import type { Files } from '../scenario/files.ts';

const STANDARD_INPUT = 0;

/** The files of this machine; `-` is the standard input, read once. */
export function nodeFiles(): Files {
  let input: string | undefined;
  const read = (path: string): string => {
    if (path !== '-') return readFileSync(path, 'utf8');
    return (input ??= readFileSync(STANDARD_INPUT, 'utf8'));
  };
  return {
    read: (path) => attempt(() => withoutMark(read(path))),
    isFolder: (path) => path !== '-' && (attempt(() => statSync(path).isDirectory()) ?? false),
  };
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
