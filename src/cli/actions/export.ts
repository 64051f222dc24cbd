import { basename, dirname } from 'node:path';
import { writeRulesTest } from '../../metrics/openmetrics/rules-test.ts';
import { endedSeries, writeOpenMetrics } from '../../metrics/openmetrics/write.ts';
import { EXIT } from '../exit-codes.ts';
import { loadOrTell } from '../load.ts';
import { withProgress } from '../progress.ts';
import { nodeFiles } from '../node-files.ts';
import { rehearseObserved } from '../../session/run.ts';
import type { WorldOptions } from '../../session/load.ts';

import type { SeriesStore } from '../../metrics/series/store.ts';
import type { Terminal } from '../terminal.ts';
import { writeFiles } from '../write-files.ts';

export interface ExportOptions extends WorldOptions {
  /** A file; absent: the standard output. */
  readonly file?: string;
}

/** Characters that are written at once. */
const CHUNK = 1 << 20;

/** Rehearses, and writes all series of the run as text for Prometheus. */
export function exportOpenMetrics(terminal: Terminal, paths: readonly string[], options: ExportOptions): number {
  return exportSeries(terminal, paths, options, (series) => {
    const ended = endedSeries(series);
    if (ended > 0) terminal.err(`note: ${endNote(ended)}\n`);
    return writeOpenMetrics(series);
  });
}

/** Rehearses, and writes all series of the run as a file for `promtool test rules`. */
export function exportRulesTest(terminal: Terminal, paths: readonly string[], options: ExportOptions): number {
  return exportSeries(terminal, paths, options, writeRulesTest);
}

function endNote(ended: number): string {
  const series = ended === 1 ? '1 series ends' : `${ended} series end`;
  return (
    `${series} before the run does, and OpenMetrics has no mark for that: ` +
    'after an import queries see them for 5 minutes more; rehearse export rules-test keeps the ends'
  );
}

function exportSeries(
  terminal: Terminal,
  paths: readonly string[],
  options: ExportOptions,
  write: (series: SeriesStore, epochMs: number) => Iterable<string>,
): number {
  const rehearsal = loadOrTell(terminal, nodeFiles(), paths, { ...options, quiet: true });
  if (rehearsal === undefined) return EXIT.badInput;
  const { series } = withProgress(terminal, rehearsal.world, false, (tell) => rehearseObserved(rehearsal, tell));
  if (series === undefined) throw new Error('a run that is observed has series');
  const lines = write(series, rehearsal.world.epochMs);
  const { file } = options;
  if (file !== undefined) {
    writeFiles(dirname(file), [{ name: basename(file), text: [...lines].join('') }]);
    return EXIT.asExpected;
  }
  let pending = '';
  for (const line of lines) {
    pending += line;
    if (pending.length < CHUNK) continue;
    terminal.out(pending);
    pending = '';
  }
  terminal.out(pending);
  return EXIT.asExpected;
}
