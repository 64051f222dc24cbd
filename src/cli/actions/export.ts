import { basename, dirname } from 'node:path';
import { writeOpenMetrics } from '../../metrics/openmetrics/write.ts';
import { EXIT } from '../exit-codes.ts';
import { loadOrTell } from '../load.ts';
import { withProgress } from '../progress.ts';
import { nodeFiles } from '../node-files.ts';
import { rehearseObserved } from '../../session/run.ts';
import type { WorldOptions } from '../../session/load.ts';

import type { Terminal } from '../terminal.ts';
import { writeFiles } from '../write-files.ts';

export interface ExportOptions extends WorldOptions {
  /** A file; absent: the standard output. */
  readonly file?: string;
}

/** Characters that are written at once. */
const CHUNK = 1 << 20;

/** Rehearses, and writes all series of the run. */
export function exportOpenMetrics(terminal: Terminal, paths: readonly string[], options: ExportOptions): number {
  const rehearsal = loadOrTell(terminal, nodeFiles(), paths, { ...options, quiet: true });
  if (rehearsal === undefined) return EXIT.badInput;
  const { series } = withProgress(terminal, rehearsal.world, false, (tell) => rehearseObserved(rehearsal, tell));
  if (series === undefined) throw new Error('a run that is observed has series');
  const { file } = options;
  if (file !== undefined) {
    writeFiles(dirname(file), [{ name: basename(file), text: [...writeOpenMetrics(series)].join('') }]);
    return EXIT.asExpected;
  }
  let pending = '';
  for (const line of writeOpenMetrics(series)) {
    pending += line;
    if (pending.length < CHUNK) continue;
    terminal.out(pending);
    pending = '';
  }
  terminal.out(pending);
  return EXIT.asExpected;
}
