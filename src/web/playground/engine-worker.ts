import type { Diagnostic } from '../../scenario/diagnostics.ts';
import { load } from '../../session/load.ts';
import { rehearse } from '../../session/run.ts';
import { timelineLines } from '../../timeline/json-lines.ts';
import { memoryFiles } from './memory-files.ts';

/** What the worker is asked: to rehearse these files. */
export interface RunRequest {
  readonly id: number;
  readonly files: Readonly<Record<string, string>>;
}

/** What it answers. `lines`: the timeline, unless the files have errors; `fault`: what went wrong inside. */
export interface RunAnswer {
  readonly id: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly lines?: string;
  readonly fault?: string;
}

/** Rehearses the files as `rehearse run` would that is called in their folder. */
export function answer({ id, files }: RunRequest): RunAnswer {
  try {
    const names = Object.keys(files);
    const paths = names.includes('scenario.yaml') ? ['.'] : names.filter((name) => /\.(ya?ml|json)$/.test(name));
    const { rehearsal, diagnostics } = load(memoryFiles(new Map(Object.entries(files))), paths, {});
    if (rehearsal === undefined) return { id, diagnostics };
    return { id, diagnostics, lines: [...timelineLines(rehearse(rehearsal), { rows: true })].join('') };
  } catch (error) {
    return { id, diagnostics: [], fault: error instanceof Error ? error.message : String(error) };
  }
}

function isRequest(value: unknown): value is RunRequest {
  return typeof value === 'object' && value !== null && 'id' in value && 'files' in value;
}

self.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (isRequest(event.data)) self.postMessage(answer(event.data));
});
