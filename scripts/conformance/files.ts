import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Files of recordings among files and folders: cases (*.jsonl.gz) and tables (*.json.gz), packed or not, folders whole. */
export function recordingFiles(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path)
      .filter((name) => name !== 'node_modules')
      .sort();
    return names.flatMap((name) => {
      const inner = join(path, name);
      if (statSync(inner).isDirectory()) return recordingFiles([inner]);
      return /\.jsonl?(\.gz)?$/.test(name) && isRecording(inner) ? [inner] : [];
    });
  });
}

/** Unpacks a file. */
export function readText(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

export function isTable(path: string): boolean {
  return /\.json(\.gz)?$/.test(path);
}

/** Whether a file in a folder is a recording: other JSON may lie about. */
function isRecording(path: string): boolean {
  if (path.endsWith('.gz')) return true;
  const head = readText(path).slice(0, 100);
  return isTable(path) ? /^\s*\{\s*"table"/.test(head) : /"(name|group)"/.test(head);
}
