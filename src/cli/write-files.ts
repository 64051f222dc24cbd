import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { uninterrupted } from './interrupt.ts';
import type { TextFile } from '../session/text-file.ts';
import { UsageError } from '../session/usage-error.ts';

/** Characters that are handed to the system at once. */
const CHUNK = 1 << 16;

/** Joins small pieces of text to larger ones. */
export function* inChunks(pieces: Iterable<string>): Generator<string> {
  let waiting: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length < CHUNK) continue;
    yield waiting.join('');
    waiting = [];
    length = 0;
  }
  if (length > 0) yield waiting.join('');
}

function writeText(path: string, text: TextFile['text']): void {
  if (typeof text === 'string') {
    writeFileSync(path, text);
    return;
  }
  const file = openSync(path, 'w');
  try {
    for (const chunk of inChunks(text)) writeAll(file, Buffer.from(chunk));
  } finally {
    closeSync(file);
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let start = 0; start < bytes.length;) start += writeSync(file, bytes, start);
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
  uninterrupted(() => writeAllFiles(folder, files));
}

function writeAllFiles(folder: string, files: readonly TextFile[]): void {
  const drafts: { readonly draft: string; readonly target: string }[] = [];
  try {
    makeFolder(folder);
    for (const { name, text } of files) {
      const target = join(folder, name);
      const draft = `${target}.${process.pid}.tmp`;
      drafts.push({ draft, target });
      writeText(draft, text);
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
