import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const COMMENTS = /\/\*[\s\S]*?\*\/|\/\/.*/gu;
const codes = new Map<string, string>();

/** The code of a file without its comments. */
function codeOf(path: string): string {
  let code = codes.get(path);
  if (code === undefined) codes.set(path, (code = readFileSync(path, 'utf8').replace(COMMENTS, '')));
  return code;
}

/** The files of a room, those of its subfolders last, each in the order of names. */
function filesOf(room: string): readonly string[] {
  if (statSync(room).isFile()) return [room];
  const entries = readdirSync(room, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'));
  const folders = entries.filter((entry) => entry.isDirectory());
  return [...files, ...folders].flatMap(({ name }) => filesOf(join(room, name)));
}

/** The first file of some rooms whose code names a field. */
export function firstFileThatNames(field: string, rooms: readonly string[]): string | undefined {
  const word = new RegExp(`(?<![\\w-])${field}(?![\\w-])`, 'u');
  return rooms.flatMap(filesOf).find((file) => word.test(codeOf(file)));
}
