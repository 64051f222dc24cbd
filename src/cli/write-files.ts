import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from './exit-codes.ts';

export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** Writes files into a folder, each whole or not at all: first beside their names, then, when all are there, renamed. */
export function writeFiles(folder: string, files: readonly TextFile[]): void {
  const moves = files.map(({ name, text }) => {
    const target = join(folder, name);
    return { text, target, draft: `${target}.${process.pid}.tmp` };
  });
  try {
    mkdirSync(folder, { recursive: true });
    for (const { draft, text } of moves) writeFileSync(draft, text);
    for (const { draft, target } of moves) renameSync(draft, target);
  } catch (error) {
    for (const { draft } of moves) rmSync(draft, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `cannot write into ${folder}: ${reason}`,
      'name another folder with --reports, or none with --no-reports',
    );
  }
}
