import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from './exit-codes.ts';

export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** Makes the folder and those above it, one by one: the recursive way of Node never ends in file systems that refuse, such as /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const above = dirname(folder);
  if (above !== folder) makeFolder(above);
  mkdirSync(folder, { recursive: false });
}

/** Writes files into a folder, each whole or not at all: first beside their names, then, when all are there, renamed. */
export function writeFiles(folder: string, files: readonly TextFile[]): void {
  const drafts: { readonly draft: string; readonly target: string }[] = [];
  try {
    makeFolder(folder);
    for (const { name, text } of files) {
      const target = join(folder, name);
      const draft = `${target}.${process.pid}.tmp`;
      drafts.push({ draft, target });
      writeFileSync(draft, text);
    }
    for (const { draft, target } of drafts) renameSync(draft, target);
  } catch (error) {
    for (const { draft } of drafts) rmSync(draft, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `cannot write into ${folder}: ${reason}`,
      '(--reports names another folder, --no-reports none)',
    );
  }
}
